"""The tables that evidence looks at: each journey and event with its message, role and order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TypeVar

import numpy as np
import pandas as pd

from tracekit.journeys import hand_over_rows, hand_over_status, pair
from tracekit.knowledge import Gateway
from tracekit.knowledge.files import bundled_text, parse_toml
from tracekit.knowledge.records import load_records
from tracekit.model import MessageTrace

Answer = TypeVar("Answer")
_ENDS = ["Deliver", "Quarantine", "Fail", "Drop", "Send external", "Defer", "Redirect", "Resolve"]


@dataclass(frozen=True, eq=False)
class Facts:
    """A trace prepared for questions.

    `messages` (index: message number), `journeys` and `events` are the trace's tables with
    columns added; their row labels are those of the trace. `complaint` is the id of what the user
    reports, `taken` the time the trace was made, `complete` whether all records of the messages
    are here (None: nobody said), `late_after` the minutes that the whole way may take.
    `found` holds outcomes of trees walked before, by tree: a Series by message. `memory` keeps
    what was worked out from the tables alone, so that it is worked out once for all questions.
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
    found: dict[str, pd.Series] = field(default_factory=dict)
    memory: dict[Callable, object] = field(default_factory=dict)

    @classmethod
    def of(cls, trace: MessageTrace, gateway: Gateway, **more) -> Facts:
        """Prepare a trace once for all questions."""
        pairs = pair(trace, gateway)
        journeys = _journeys(trace, gateway, pairs)
        events = _events(trace, gateway, journeys)
        return cls(
            trace, gateway, _messages(journeys, events, trace), journeys, events, pairs, **more
        )

    def outcome(self, tree: str) -> pd.Series:
        """Return what a tree walked before found, by message."""
        return self.found[tree].reindex(self.messages.index)

    def has(self, mask: pd.Series) -> pd.Series:
        """Mark the messages that have an event in the mask."""
        return self._having(self.events, mask)

    def has_journey(self, mask: pd.Series) -> pd.Series:
        """Mark the messages that have a journey in the mask."""
        return self._having(self.journeys, mask)

    def _having(self, rows: pd.DataFrame, mask: pd.Series) -> pd.Series:
        of = rows["message"].to_numpy()[mask.to_numpy(dtype=bool, na_value=False)]
        return pd.Series(np.isin(self.messages.index.to_numpy(), of), index=self.messages.index)


def once(function: Callable[[Facts], Answer]) -> Callable[[Facts], Answer]:
    """Keep the result of a function of the tables alone, not of outcomes, for the next question."""

    @wraps(function)
    def remembered(facts: Facts) -> Answer:
        if function not in facts.memory:
            facts.memory[function] = function(facts)
        return facts.memory[function]

    return remembered


def _journeys(trace: MessageTrace, gateway: Gateway, pairs: pd.DataFrame) -> pd.DataFrame:
    added = ["message", "role", "pass_number", "handed", "verdict"]
    journeys = trace.journeys.assign(
        **{name: pairs[name].to_numpy() for name in added},
        said_handed=hand_over_status(trace, gateway).to_numpy(),
    )
    return journeys.assign(final=_are_final(trace, journeys))


def _are_final(trace: MessageTrace, journeys: pd.DataFrame) -> pd.Series:
    """Mark the last journey that was not sent on to the gateway, and those that began with it.

    Journeys that began in one minute have no order, unless one of them was submitted here.
    """
    rank = journeys["pass_number"] - journeys["handed"].astype(int) * 1_000_000
    last = rank == rank.groupby(journeys["message"]).transform("max")
    events = trace.events
    submitted = journeys["journey"].isin(events.loc[events["event"].eq("Submit"), "journey"])
    start = events.groupby("journey")["time"].min().reindex(journeys["journey"])
    key = pd.MultiIndex.from_arrays(
        [journeys["message"], submitted, pd.factorize(start.array)[0], journeys["handed"]]
    )
    return pd.Series(key.isin(key[last.to_numpy()]), index=journeys.index)


def _events(trace: MessageTrace, gateway: Gateway, journeys: pd.DataFrame) -> pd.DataFrame:
    keyed = journeys.set_index("journey")
    of = keyed.reindex(trace.events["journey"])
    events = trace.events.assign(
        **{n: of[n].to_numpy() for n in ("message", "pass_number", "handed", "final")},
        rule_role=gateway.rule_roles(trace.events["rule_name"]).to_numpy(),
        hand_over=hand_over_rows(trace, gateway).to_numpy(),
        gateway_host=_at_gateway(trace, gateway).to_numpy(),
        microsoft_host=are_microsoft_hosts(trace.events["host"]).to_numpy(),
    )
    return events.assign(
        final=events["final"].fillna(False).astype(bool),
        handed=events["handed"].fillna(False).astype(bool),
        rule_role=events["rule_role"].astype("str"),
    )


def _at_gateway(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the rows that name a host of the gateway which mail is handed to."""
    events = trace.events
    if not gateway.makes_two_journeys:
        return pd.Series(False, index=events.index)
    return gateway.are_gateway_hosts(events["host"]) | gateway.are_addresses(events["ip"])


@cache
def _microsoft_suffixes() -> tuple[str, ...]:
    name = "microsoft_hosts.toml"
    return tuple(parse_toml(bundled_text(name), name)["suffixes"])


def are_microsoft_hosts(hosts: pd.Series) -> pd.Series:
    """Say of each host whether it is one of Microsoft's own mail servers.

    >>> are_microsoft_hosts(pd.Series(["x.namprd02.prod.outlook.com", "mx.example.net"])).tolist()
    [True, False]
    """
    names = hosts.str.casefold().str.rstrip(".")
    ends = tuple(f".{suffix}" for suffix in _microsoft_suffixes())
    return names.str.endswith(ends).fillna(False).astype(bool)


def _messages(journeys: pd.DataFrame, events: pd.DataFrame, trace: MessageTrace) -> pd.DataFrame:
    """One row a message: ids, names, and how much of it is here.

    `whole`: the event rows of its way are here, from end to end; `end_known`: events say at least
    where it ended, as Defender's records do; `has_way`: there is an event row of the way;
    `one_end`: its journeys do not end in two ways at once.
    """
    cut = trace.problems.loc[trace.problems["kind"] == "foot", "journey"]
    broken = journeys["journey"].isin(cut)
    off_the_way = load_records().off_the_way
    off = events["event"].isin([*off_the_way.rules, *off_the_way.after])
    derived = events["derived"].fillna(False).astype(bool)
    way = journeys["journey"].isin(events.loc[~derived & ~off, "journey"])
    told_of = journeys["journey"].isin(events.loc[~off, "journey"])
    flags = {"whole": way & ~broken, "end_known": told_of & ~broken, "has_way": way,
             "ambiguous": journeys["ambiguous"].fillna(False).astype(bool)}  # fmt: skip
    by = journeys.assign(**flags).groupby("message", sort=True)
    told = by.agg(
        message_id=("message_id", "first"),
        recipient=("recipient", "first"),
        subject=("subject", "first"),
        sender=("sender", "first"),
        ambiguous=("ambiguous", "any"),
        whole=("whole", "all"),
        end_known=("end_known", "all"),
        has_way=("has_way", "any"),
        journeys=("journey", "size"),
    ).astype(dict.fromkeys(["message_id", "recipient", "subject", "sender"], "str"))
    told = told.assign(one_end=~told.index.isin(_with_two_ends(events)))
    # A column without a single value would lose its type.
    return told.astype(dict.fromkeys(["message_id", "recipient", "subject", "sender"], "str"))


def _with_two_ends(events: pd.DataFrame) -> set:
    """Messages whose last journeys end differently, or that failed after one was delivered."""
    ends = events[events["event"].isin(_ENDS) & ~events["handed"]].sort_values("seq")
    last = ends.drop_duplicates("journey", keep="last")
    ways = last[last["final"]].drop_duplicates(["message", "event", "folder"])
    many = ways.groupby("message").size() > 1
    kept = last["event"].eq("Deliver") & ~last["folder"].eq("quarantine").fillna(False)
    failed = last["event"].eq("Fail") & last["final"]
    both = set(last.loc[kept, "message"]) & set(last.loc[failed, "message"])
    return set(many.index[many]) | both
