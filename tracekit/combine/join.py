"""Join traces into one: the steps, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import without_messages_of_bounces
from tracekit.combine.bounces import with_bounces
from tracekit.combine.by_message_id import by_message_id
from tracekit.combine.by_network_id import by_network_id
from tracekit.combine.by_place import by_place, united
from tracekit.combine.events import merged_events
from tracekit.combine.notes import COLUMNS, problem_rows, repeats
from tracekit.combine.passes import with_passes
from tracekit.combine.pool import Pool, as_numbers, numbers_of, pool
from tracekit.combine.refine import refined
from tracekit.combine.repeats import events_once, repeated
from tracekit.combine.rule_names import with_rule_names
from tracekit.combine.signs import Signs, pairs, signs
from tracekit.combine.values import (
    contradictions,
    given_twice,
    merged_journeys,
    preferred,
    with_places,
)
from tracekit.model import MessageTrace
from tracekit.model.message_ids import bare_ids


def combine(traces: Iterable[MessageTrace]) -> MessageTrace:
    """Join traces into one: journeys that several inputs describe become one, numbered anew.

    A journey is one pass of one message for one recipient. Inputs describe the same one by network
    message id and recipient, or by Message-ID, recipient, minute and addresses if that is clear;
    its row has the best value of each column, `also` the other places, and an event that two of
    them tell is there once. What was given twice is counted once. Whatever could be joined in more
    than one way is kept apart; `problems` says so. The order of the traces only decides numbers.

    >>> combine([MessageTrace.empty(), MessageTrace.empty()]).journeys.empty
    True
    """
    parts = [with_passes(without_messages_of_bounces(trace)) for trace in traces]
    joined = with_bounces(with_passes(_combined(parts)))
    return replace(joined, events=refined(joined)) if len(joined.hops) else joined


def _combined(parts: list[MessageTrace]) -> MessageTrace:
    if not parts:
        return MessageTrace.empty()
    pooled = pool(parts)
    if len(parts) == 1 and _is_plain(pooled.trace.journeys):
        return pooled.trace
    known = signs(pooled)
    first, again = repeated(pooled, known)
    if again.empty and not _may_join(known):
        return replace(pooled.trace, events=with_rule_names(pooled.trace.events))
    pooled = pooled.with_tables(events=events_once(pooled, first))
    unit, found = _units(pooled, known, first)
    found = [note for note in found if len(note)]
    if again.empty and not found and np.array_equal(unit, np.arange(len(unit))):
        return replace(pooled.trace, events=with_rule_names(pooled.trace.events))
    return _joined(pooled, known, unit, first, [again, *found])


def _is_plain(journeys: pd.DataFrame) -> bool:
    """Tell at a glance that one input's journeys, which write ids alike, are all different."""
    if len(journeys) < 2:
        return True
    if len(journeys["source"].unique()) > 1 or journeys["also"].notna().any():
        return False
    named = journeys["network_message_id"].notna()
    by_id = pd.DataFrame({
        name: journeys.loc[named, name].str.lower() for name in ("network_message_id", "recipient")
    })  # fmt: skip
    ids = journeys[["recipient"]].assign(message_id=bare_ids(journeys["message_id"]))
    bare = ids[~named]
    if by_id.duplicated().any() or bare.duplicated().any():
        return False
    return bare.empty or not bare["message_id"].isin(ids.loc[named, "message_id"]).any()


def _may_join(known: Signs) -> bool:
    """Tell whether any two journeys have an id in common, and maybe the recipient."""
    bare = ((known.recipient < 0) & (known.network_id >= 0)).any()
    for ids in (known.network_id, known.message_id):
        key = ids if bare else pairs(ids, known.recipient + 1)
        if (np.bincount(key[key >= 0], minlength=1) > 1).any():
            return True
    return False


def _units(pooled: Pool, known: Signs, first: np.ndarray) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Return what each journey becomes (the lowest journey of its unit), and notes."""
    kept = np.flatnonzero(first == np.arange(len(first)))
    some = replace(known, **{
        name: getattr(known, name)[kept] for name in known.__dataclass_fields__
    })  # fmt: skip
    here = Pool(
        pooled.trace, {**pooled.parts, "journeys": pooled.parts["journeys"][kept]},
        pooled.same_inputs,
    ).with_tables(journeys=pooled.trace.journeys.iloc[kept])  # fmt: skip
    unit = by_place(here, some)
    named, found = by_network_id(some)
    unit = united(unit, named)
    unit, more = by_message_id(some, here, unit)
    whole = np.arange(len(first))
    whole[kept] = kept[unit]
    part, told = pooled.parts["journeys"], []
    for note in found + more:
        at, other = kept[note["at"]], kept[note["other"]]
        # What was said when a trace was joined is in its problems.
        new = ~(known.settled[at] & (part[at] == part[other]))
        told.append(note.assign(at=at, other=other)[new])
    return whole[first], told


def _joined(
    pooled: Pool, known: Signs, unit: np.ndarray, first: np.ndarray, found: list[pd.DataFrame]
) -> MessageTrace:
    trace = pooled.trace
    number = np.searchsorted(np.unique(unit), unit)
    journeys = _doubted(trace.journeys, known, pd.concat(found))
    order = preferred(journeys, known, unit, np.flatnonzero(first == np.arange(len(first))))
    merged = merged_journeys(journeys, known, unit, order)
    events, adding = merged_events(trace.events, unit, known.kind, order, number)
    again, before = given_twice(journeys, known, order, unit)
    new = ~np.isin(again, adding)
    found = [*found, repeats(again[new], before[new], known.kind)]
    found += contradictions(journeys, merged, known.kind, order, number)
    merged = with_places(merged, journeys, number)
    every = pd.concat([note for note in found if len(note)] or [pd.DataFrame(columns=COLUMNS)])
    return replace(
        trace,
        journeys=merged.assign(journey=as_numbers(np.arange(len(merged)))),
        events=with_rule_names(events),
        problems=_problems(trace, problem_rows(every, journeys, number), number, merged),
        spans=_numbered(trace.spans, number),
    )


def _doubted(journeys: pd.DataFrame, known: Signs, found: pd.DataFrame) -> pd.DataFrame:
    """Mark a journey that may be another one here: what both show could be counted twice."""
    unclear = found[found["what"].isin(["pass", "pasted", "nameless"])]
    at, other = (unclear[c].to_numpy(dtype=np.int64) for c in ("at", "other"))
    both = known.has_events[at] & known.has_events[other]
    if not both.any():
        return journeys
    doubted = np.isin(np.arange(len(journeys)), at[both])
    return journeys.assign(ambiguous=journeys["ambiguous"].mask(doubted, True))


def _problems(
    trace: MessageTrace, new: pd.DataFrame, number: np.ndarray, merged: pd.DataFrame
) -> pd.DataFrame:
    """Add what is new: joining what is joined already says nothing twice."""
    old = _numbered(trace.problems, number)
    old = old[~_settled(old, merged)].reset_index(drop=True)
    if new.empty:
        return old
    both = pd.concat([old, new], ignore_index=True) if len(old) else new
    said = both.duplicated(["source", "line", "offset", "kind", "reason"])
    return both[~said | (np.arange(len(both)) < len(old))].reset_index(drop=True)


def _settled(problems: pd.DataFrame, merged: pd.DataFrame) -> np.ndarray:
    """Mark what lacked its recipient, where another input has told it."""
    told = merged["recipient"].notna().to_numpy()
    of = numbers_of(problems)
    return problems["kind"].eq("lost").to_numpy(dtype=bool) & (of >= 0) & told[of]


def _numbered(frame: pd.DataFrame, number: np.ndarray) -> pd.DataFrame:
    old = numbers_of(frame)
    return frame.assign(journey=as_numbers(np.where(old < 0, -1, number[old])))
