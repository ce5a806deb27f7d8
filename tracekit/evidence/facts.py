"""The tables that evidence looks at: each journey and event with its message, role and order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TypeVar

import numpy as np
import pandas as pd

from tracekit.combine.pool import numbers_of
from tracekit.decode.hand_over import SENDING
from tracekit.decode.rule_hits import are_trials
from tracekit.evidence.columns import Rows
from tracekit.evidence.duplicates import removed_as_duplicates
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.journeys import Marks, are_submissions, begins, paired
from tracekit.knowledge import Gateway
from tracekit.knowledge.records import load_records
from tracekit.model import MessageTrace

Answer = TypeVar("Answer")
_FEW = 1000  # rows
_HIGHEST = np.iinfo(np.int64).max
TRIED_RULE = "Rule in test mode"
_ENDS = ["Deliver", "Quarantine", "Fail", "Drop", "Send external", "Defer", "Redirect", "Resolve"]


@dataclass(frozen=True, eq=False)
class Facts:
    """A trace prepared for questions.

    `messages` (index: message number), `journeys` and `events` are the trace's tables with
    columns added; their row labels are those of the trace. `complaint` is the id of what the user
    reports, `taken` the time the trace was made, `complete` whether all records of the messages
    are here (None: nobody said), `late_after` the minutes that the whole way may take;
    `no_gateway`: a person said that there is none, not only the trace.
    `found` holds outcomes of trees walked before, by tree: a Series by message. `memory` keeps
    what several questions need, so that it is worked out once.
    """

    trace: MessageTrace
    gateway: Gateway
    messages: pd.DataFrame
    journeys: pd.DataFrame
    events: pd.DataFrame
    pairs: pd.DataFrame
    complaint: str | None = None
    taken: pd.Timestamp | None = None
    complete: bool | None = None
    late_after: float = 5.0
    no_gateway: bool = False
    found: dict[str, pd.Series] = field(default_factory=dict)
    memory: dict[Callable, object] = field(default_factory=dict)

    @classmethod
    def of(cls, trace: MessageTrace, gateway: Gateway, **more) -> Facts:
        """Prepare a trace once for all questions."""
        lean = replace(trace, journeys=_lean(trace.journeys), events=_lean(trace.events))
        marks = Marks.of(lean, gateway)
        pairs = paired(lean, marks)
        journeys = _journeys(lean, marks, pairs)
        events = _events(lean, gateway, marks, journeys)
        messages = _messages(journeys, events, trace)
        return cls(trace, gateway, Rows(messages), Rows(journeys), Rows(events), pairs, **more)

    def outcome(self, tree: str) -> pd.Series:
        """Return what a tree walked before found, by message."""
        found = self.found[tree]
        same = found.index is self.messages.index
        return found if same else found.reindex(self.messages.index)

    def has(self, mask: pd.Series) -> pd.Series:
        """Mark the messages that have an event in the mask."""
        return self._having(self.events, mask)

    def has_journey(self, mask: pd.Series) -> pd.Series:
        """Mark the messages that have a journey in the mask."""
        return self._having(self.journeys, mask)

    def _having(self, rows: pd.DataFrame, mask: pd.Series) -> pd.Series:
        there, index = mask.array.to_numpy(dtype=bool, na_value=False), self.messages.index
        if not there.any():
            return pd.Series(np.zeros(len(index), dtype=bool), index=index)
        return pd.Series(np.isin(index.to_numpy(), rows["message"].to_numpy()[there]), index=index)


def _lean(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the texts of a small table as Python's own: hundreds of small steps cost less on them.

    Arrow's, which tables have otherwise, cost less where there are many rows.
    """
    if len(rows) > _FEW:
        return rows
    text = pd.StringDtype("python", na_value=np.nan)
    columns = {name: rows[name].array for name in rows}
    return pd.DataFrame({
        name: array.astype(text) if array.dtype == "str" else array
        for name, array in columns.items()
    }, index=rows.index, copy=False)  # fmt: skip


def are_first(events: pd.DataFrame) -> pd.Series:
    """Mark the first events of each journey, by their number in it."""
    return _have_lowest(events["seq"].to_numpy(dtype=np.int64, na_value=_HIGHEST), events)


def are_last(events: pd.DataFrame) -> pd.Series:
    """Mark the last events of each journey, by their number in it."""
    return _have_lowest(-events["seq"].to_numpy(dtype=np.int64, na_value=-_HIGHEST), events)


def _have_lowest(number: np.ndarray, events: pd.DataFrame) -> pd.Series:
    journey = numbers_of(events)
    order = np.lexsort((number, journey))
    begins = np.append(True, journey[order][1:] != journey[order][:-1])[: len(order)]
    lowest = number[order][begins][np.cumsum(begins) - 1]
    found = np.zeros(len(events), dtype=bool)
    found[order] = number[order] == lowest
    return pd.Series(found & (journey >= 0), index=events.index)


def once(function: Callable[[Facts], Answer]) -> Callable[[Facts], Answer]:
    """Keep the result of a function for the next question.

    It may look at the tables, and at outcomes of trees that are walked before it is first asked.
    """

    @wraps(function)
    def remembered(facts: Facts) -> Answer:
        if function not in facts.memory:
            facts.memory[function] = function(facts)
        return facts.memory[function]

    return remembered


def _journeys(trace: MessageTrace, marks: Marks, pairs: pd.DataFrame) -> pd.DataFrame:
    added = ["message", "role", "pass_number", "handed", "verdict"]
    journeys = trace.journeys.assign(
        **{name: pairs[name].to_numpy() for name in added},
        said_handed=marks.said,
    )
    return journeys.assign(final=_are_final(trace, journeys))


def _are_final(trace: MessageTrace, journeys: pd.DataFrame) -> pd.Series:
    """Mark the last journey that was not sent on, and those that began with it.

    Sent on is what was handed to the gateway, or left for another server before it was handed over.
    What was suppressed as a duplicate of what lies there already counts as little.
    Journeys that began in one minute have no order, unless one of them was submitted here.
    """
    number, handed = journeys["message"].to_numpy(), journeys["handed"].to_numpy()
    place = journeys["pass_number"].to_numpy()
    on = handed | _left_before(trace, journeys, number, place, handed)
    on |= journeys["journey"].isin(removed_as_duplicates(trace.events)).to_numpy()
    order = np.lexsort((place, ~on, number))
    final = np.zeros(len(journeys), dtype=bool)
    final[order] = np.append(number[order][1:] != number[order][:-1], True)[: len(order)]
    if final.all():
        return pd.Series(final, index=journeys.index)
    events = trace.events
    submitted = journeys["journey"].isin(events.loc[are_submissions(events), "journey"])
    begun = pd.factorize(begins(trace).array)[0] + 1
    key = ((number * (len(journeys) + 1) + begun) * 2 + submitted) * 2 + on
    return pd.Series(np.isin(key, key[final]), index=journeys.index)


def _left_before(
    trace: MessageTrace, journeys: pd.DataFrame, number: np.ndarray, place: np.ndarray,
    handed: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Mark what left for a server outside and came to be handed to the gateway only after that.

    What leaves after the gateway has given it back is at its end.
    """
    if not handed.any() or handed.all():
        return np.zeros(len(journeys), dtype=bool)
    first = np.full(number.max() + 1, -1)
    at = np.flatnonzero(handed)[np.argsort(-place[handed], kind="stable")]
    first[number[at]] = place[at]
    earlier = ~handed & (place < first[number])
    if not earlier.any():
        return earlier
    went, stayed = (set(trace.events.loc[trace.events["event"].isin(names), "journey"])
                    for names in (SENDING, ["Deliver", "Fail", "Drop", "Quarantine"]))  # fmt: skip
    return earlier & journeys["journey"].isin(went - stayed).to_numpy()


def _events(
    trace: MessageTrace, gateway: Gateway, marks: Marks, journeys: pd.DataFrame
) -> pd.DataFrame:
    at = pd.Index(numbers_of(journeys)).get_indexer(numbers_of(trace.events))

    def of_journey(name: str, nothing: float | bool) -> np.ndarray:
        column = journeys[name].to_numpy()
        return (np.append(column, nothing) if (at < 0).any() else column)[at]

    return _without_trials(trace.events).assign(
        message=of_journey("message", np.nan),
        pass_number=of_journey("pass_number", np.nan),
        handed=of_journey("handed", False),
        final=of_journey("final", False),
        rule_role=marks.roles,
        hand_over=marks.hand_over,
        gateway_host=_at_gateway(trace, gateway),
        microsoft_host=are_microsoft_hosts(trace.events["host"]),
    )


def _without_trials(events: pd.DataFrame) -> pd.DataFrame:
    """Give rows of rules on trial a name of their own: they show that rules ran, and no more."""
    trials = are_trials(events["action"])
    if not trials.any():
        return events
    blank = {name: events[name].mask(trials) for name in ("rule_name", "rule_id", "action")}
    return events.assign(event=events["event"].mask(trials, TRIED_RULE), **blank)


def _at_gateway(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the rows that name a host of the gateway which mail is handed to."""
    events = trace.events
    if not gateway.makes_two_journeys:
        return pd.Series(False, index=events.index)
    return gateway.are_gateway_hosts(events["host"]) | gateway.are_addresses(events["ip"])


def _messages(journeys: pd.DataFrame, events: pd.DataFrame, trace: MessageTrace) -> pd.DataFrame:
    """One row a message: ids, names, and how much of it is here.

    `whole`: the event rows of its way are here, from end to end; `end_known`: events say at least
    where it ended, as Defender's records do; `has_way`: there is an event row of the way;
    `cut`: a report of it broke off; `one_end`: its journeys do not end in two ways at once.
    """
    cut = trace.problems.loc[trace.problems["kind"] == "foot", "journey"]
    broken = journeys["journey"].isin(cut)
    off_the_way = load_records().off_the_way
    off = events["event"].isin([*off_the_way.rules, TRIED_RULE, *off_the_way.after])
    derived = events["derived"].fillna(False).astype(bool)
    way = journeys["journey"].isin(events.loc[~derived & ~off, "journey"])
    told_of = journeys["journey"].isin(events.loc[~off, "journey"])
    ambiguous = journeys["ambiguous"].fillna(False).astype(bool)
    flags = {"whole": way & ~broken, "end_known": told_of & ~broken, "has_way": way,
             "cut": broken, "ambiguous": ambiguous}  # fmt: skip
    number = journeys["message"].to_numpy()
    index = pd.Index(np.unique(number), name="message")
    said = {name: ~_hold(index, number, ~flags[name]) for name in ("whole", "end_known")}
    said |= {name: _hold(index, number, flags[name]) for name in ("has_way", "cut", "ambiguous")}
    names = {name: _first_of(index, number, journeys[name])
             for name in ("message_id", "recipient", "subject", "sender")}  # fmt: skip
    return pd.DataFrame({
        **names, **said, "journeys": np.bincount(np.searchsorted(index, number)),
        "one_end": ~index.isin(_with_two_ends(events)),
    }, index=index)  # fmt: skip


def _hold(index: pd.Index, number: np.ndarray, mask: pd.Series) -> np.ndarray:
    """Mark the messages that have a journey in the mask."""
    return np.isin(index.to_numpy(), number[mask.to_numpy(dtype=bool)])


def _first_of(
    index: pd.Index, number: np.ndarray, values: pd.Series
) -> pd.api.extensions.ExtensionArray:
    """Return the first value that the journeys of each message have."""
    known = np.flatnonzero(values.notna().to_numpy())
    of, first = np.unique(number[known], return_index=True)
    at = np.full(len(index), -1)
    at[np.searchsorted(index, of)] = known[first]
    return values.array.take(at, allow_fill=True).astype("str")


def _with_two_ends(events: pd.DataFrame) -> set:
    """Messages whose last journeys end differently, or that failed after one was delivered."""
    ending = events["event"].isin(_ENDS) & ~events["handed"]
    if events["message"][ending].is_unique:
        return set()
    needed = ["message", "journey", "seq", "event", "folder", "final"]
    ends = events.loc[ending, needed]
    last = ends[are_last(ends)]
    if last["message"].is_unique:
        return set()
    last = last.drop_duplicates("journey", keep="last")
    ways = last[last["final"]].drop_duplicates(["message", "event", "folder"])
    many = ways.groupby("message").size() > 1
    kept = last["event"].eq("Deliver") & ~last["folder"].eq("quarantine").fillna(False)
    failed = last["event"].eq("Fail") & last["final"]
    both = set(last.loc[kept, "message"]) & set(last.loc[failed, "message"])
    return set(many.index[many]) | both
