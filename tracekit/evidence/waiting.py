"""Evidence about time: every wait on the way, what it was for, and the longest one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.pool import numbers_of
from tracekit.evidence.base import (
    NO_EVENTS,
    Evidence,
    Proof,
    any_event,
    is_yes,
    told,
    unsettled,
    weakened,
)
from tracekit.evidence.codes import at_recipients_edge
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import awaits_approval, is_delivery, is_quarantine
from tracekit.knowledge.records import load_records

SCANNING = "4.7.721"  # Advanced Threat Protection scanning in progress: normal, not a fault
_MINUTE = 60_000_000  # microseconds
_STEP = {"minute": 1.0, "second": 1 / 60, "ms": 0.0, "100ns": 0.0}
_HALF = ["outbound-not-in-trace", "return-not-in-trace", "at-gateway", "held-by-gateway",
         "held-for-approval", "trace-empty"]  # fmt: skip
_OPEN = ["cannot-tell", "gateway-rules-missing"]


@once
def waits(facts: Facts) -> pd.DataFrame:
    """List every wait: message, kind, minutes, uncertain (minutes), before and after (event rows).

    Kinds: scanning, handing-over, gateway, remote, approval, quarantine, microsoft, between.
    Clocks without a zone are not compared.
    """
    # What a record says was done later, or where the message lay, is no step of the way.
    events = facts.events
    steps = events["time"].notna() & events["message"].notna() & ~_after_delivery(facts)
    steps &= ~events["derived"].fillna(False).astype(bool)
    steps &= ~events["event"].isin(load_records().off_the_way.after)
    at = np.flatnonzero(steps.to_numpy())
    time, number, turn, seq = (column[at] for column in _clock(events))
    order = np.lexsort((seq, turn, number))
    before, waited = _since_latest(time[order], number[order])
    at, late = at[order], waited > 0
    rows = pd.DataFrame({
        "message": number[order][late], "minutes": waited[late] / _MINUTE,
        "before": events.index.to_numpy()[at[before[late]]],
        "after": events.index.to_numpy()[at[late]],
        "uncertain": _steps(events)[at[late]],
        "kind": _kinds_of(facts, at[before[late]], at[late]),
    })  # fmt: skip
    return rows.astype({"before": "int64", "kind": "str"})


def _clock(events: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Return time in microseconds, message, pass and place of each event as whole numbers."""
    times = events["time"].dt.tz_localize(None).to_numpy().astype("datetime64[us]").view("int64")
    names = ("message", "pass_number", "seq")
    return times, *(events[name].to_numpy("float64", na_value=-1).astype("int64") for name in names)


def _since_latest(time: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each step the one before it, and the time since the latest one before it.

    A row printed late with an earlier time must not make a wait. Nothing precedes a first step.
    """
    known, rank = np.unique(time, return_inverse=True)
    shift = np.cumsum(np.append(False, number[1:] != number[:-1])[: len(number)]) * len(known)
    latest = known[np.maximum.accumulate(rank + shift) - shift] if len(known) else time
    before = np.arange(len(time)) - 1
    waited = time - latest[before] if len(time) else time
    return before, np.where(number == number[before], waited, 0) * (before >= 0)


def _after_delivery(facts: Facts) -> np.ndarray:
    """Mark the rows after the first delivery of a message: nobody waited for what they show."""
    time, number, *_ = _clock(facts.events)
    done = is_delivery(facts).to_numpy() & facts.events["time"].notna().to_numpy() & (number >= 0)
    order = np.flatnonzero(done)[np.argsort(time[done], kind="stable")]
    of, first = np.unique(number[order], return_index=True)
    if not len(of):
        return done
    at = np.searchsorted(of, number).clip(max=len(of) - 1)
    return (of[at] == number) & (time > time[order][first][at])


def _kinds_of(facts: Facts, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Say what each wait was for: by the row before it, and whether a journey ends there."""
    if not len(before):
        return np.zeros(0, dtype=object)
    journey = numbers_of(facts.events)
    moved = journey[before] != journey[after]
    return np.where(moved, _between(facts)[before], _inside(facts)[before])


def _inside(facts: Facts) -> np.ndarray:
    """What the message waits for after each event, inside a journey."""
    events = facts.events
    defer = events["event"].eq("Defer")
    # Another tenant's server is Microsoft's, and answers for the recipient's organization.
    theirs = ~events["microsoft_host"] | at_recipients_edge(facts)
    outside = events["host"].notna() & theirs
    return np.select(
        [awaits_approval(facts), is_quarantine(facts),
         defer & events["enhanced_code"].eq(SCANNING), defer & events["gateway_host"],
         defer & outside],
        ["approval", "quarantine", "scanning", "handing-over", "remote"], default="microsoft",
    ).astype(object)  # fmt: skip


def _between(facts: Facts) -> np.ndarray:
    """What the message waits for between the end of one journey and the start of the next."""
    handed = facts.events["handed"] & ~facts.events["final"]
    return np.select(
        [awaits_approval(facts), is_quarantine(facts), handed],
        ["approval", "quarantine", "gateway"], default="between",
    ).astype(object)  # fmt: skip


@once
def whole_way(facts: Facts) -> pd.DataFrame:
    """Minutes from the first to the last event of each message, and how uncertain they are."""
    listed, index = waits(facts), facts.messages.index
    of = facts.events["message"].to_numpy("float64", na_value=-1).astype("int64")
    at, number = np.searchsorted(index, listed["message"]), np.searchsorted(index, of[of >= 0])
    total = np.bincount(at, weights=listed["minutes"], minlength=len(index))
    uncertain = np.full(len(index), -1.0)
    np.maximum.at(uncertain, number, _steps(facts.events)[of >= 0])
    return pd.DataFrame({"minutes": total, "uncertain": np.where(uncertain < 0, 1, uncertain)},
                        index=index)  # fmt: skip


def _steps(events: pd.DataFrame) -> np.ndarray:
    """Return how many minutes the clock of each event may be off; a minute where nobody says."""
    codes, names = pd.factorize(events["time_precision"])
    return np.array([*(_STEP.get(name, 1.0) for name in names), 1.0])[codes]


def has_usable_times(facts: Facts) -> Evidence:
    """Are there times that can be compared?"""
    timed = facts.events["time"].notna()
    way = facts.messages["has_way"].astype(bool)
    answer = facts.has(timed) & ~facts.has(~timed) & way
    found = told(
        facts,
        answer,
        "Every event has a time.",
        "Some events have no time: the zone or the order of day and month is not known.",
    )
    return replace(found, because=np.where(way, found.because, NO_EVENTS))


def is_still_waiting(facts: Facts) -> Evidence:
    """Is it still on its way?"""
    where = facts.outcome("disposition")
    pending, out = where.eq("pending"), where.eq("with-the-gateway")
    rows = facts.events["event"].eq("Defer") & facts.events["message"].map(pending).fillna(
        False).astype(bool)  # fmt: skip
    found = any_event(facts, rows, "It is still being tried.", "It is not being tried any more.")
    answer = (pending | out).astype("boolean")
    if facts.complete is not True:
        answer = answer.mask(out)
    said = told(
        facts,
        answer,
        "It is not there yet.",
        "It is not being tried any more.",
        "It was handed to the gateway; whether it came back is not among what was read.",
    )
    return replace(said, proof=found.proof)


def whole_way_is_here(facts: Facts) -> Evidence:
    """Is the whole way of the message in the trace?"""
    gateway, end = facts.outcome("gateway"), facts.outcome("disposition")
    open_way = end.isin(["cannot-tell", "pending", "awaiting-approval", "no-record"])
    if facts.complete is not True:
        open_way |= gateway.isin(_OPEN)
    answer = (~gateway.isin(_HALF)).astype("boolean")
    answer = answer.mask(answer & (open_way | ~facts.messages["whole"]))
    return told(
        facts,
        answer,
        "The message is here from the first to the last journey.",
        "One of its journeys is not here.",
        "Whether a journey of the message is missing, or how it ended, is not known.",
    )


def took_too_long(facts: Facts) -> Evidence:
    """Did the whole way take longer than allowed? Close to the limit the clocks cannot say."""
    way = whole_way(facts)
    slow = facts.late_after
    late = (way["minutes"] > slow).astype("boolean")
    edge = (way["minutes"] - slow).abs() < way["uncertain"]
    # A quick part says nothing about the whole.
    part = ~late & ~_is_whole(facts)
    found = told(
        facts,
        late.mask(edge | part),
        f"The whole way took longer than {slow:g} minutes.",
        f"The whole way took at most {slow:g} minutes.",
        f"It took {slow:g} minutes, give or take one: the clocks show whole minutes.",
    )
    return unsettled(found, is_yes(part & ~edge), "What is here was quick; whether it is the whole "
                     "way is not known.")  # fmt: skip


@once
def _is_whole(facts: Facts) -> pd.Series:
    """Mark the messages that are here from the first to the last journey, as the trees found."""
    return pd.Series(whole_way_is_here(facts).yes, index=facts.messages.index)


def part_here_took_too_long(facts: Facts) -> Evidence:
    """Did the part that is here already take longer than allowed, whatever is missing?"""
    way = whole_way(facts)
    late = way["minutes"] - way["uncertain"] > facts.late_after
    return told(facts, late, "The part that is here took too long already.",
                "The part that is here was quick enough.")  # fmt: skip


@once
def _sums(facts: Facts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Minutes waited by kind, one row a message; and which kinds none was clearly longer than."""
    listed, index = waits(facts), facts.messages.index
    codes, kinds = pd.factorize(listed["kind"])
    at = np.searchsorted(index, listed["message"]) * max(len(kinds), 1) + codes
    sums = np.bincount(at, weights=listed["minutes"], minlength=len(index) * len(kinds))
    sums = sums.reshape(len(index), len(kinds))
    # Two sums that differ by no more than their uncertainty have no longest.
    short_of = sums.max(axis=1, initial=0)[:, None] - sums
    near = (short_of <= whole_way(facts)["uncertain"].to_numpy()[:, None]) & (sums > 0)
    return tuple(pd.DataFrame(table, index=index, columns=list(kinds)) for table in (sums, near))


def _longest(facts: Facts, kind: str, yes: str) -> Evidence:
    """Was this kind of wait the longest? Waits of one kind count together."""
    listed, (sums, near) = waits(facts), _sums(facts)
    answer = pd.Series(False, index=sums.index, dtype="boolean")
    if kind in sums:
        best = (sums[kind] > 0) & (sums[kind] >= sums.max(axis=1))
        answer = best.astype("boolean").mask((near.sum(axis=1) > 1) & near[kind])
    longest = sums.index[is_yes(answer)]
    rows = listed[(listed["kind"] == kind) & listed["message"].isin(longest)]
    of, ends = rows["message"].to_numpy(), rows[["before", "after"]].to_numpy()
    proof = Proof.of("events", np.tile(of, 2), ends.T.ravel())
    found = told(facts, answer, yes, "Another wait was longer, or there was none of this kind.",
                 "Another wait was about as long.")  # fmt: skip
    shown = replace(found, proof=proof)
    return weakened(shown, ~_is_whole(facts), "A journey may be missing, and the wait in it or "
                    "before it may have been longer.")  # fmt: skip


def longest_wait_was_scanning(facts: Facts) -> Evidence:
    """Was the longest wait a scan of the attachments?"""
    return _longest(facts, "scanning", "It waited longest for the scan of its attachments.")


def longest_wait_was_handing_over(facts: Facts) -> Evidence:
    """Was the longest wait for the hand-over to the gateway?"""
    return _longest(facts, "handing-over", "It waited longest to be handed to the gateway.")


def longest_wait_was_at_gateway(facts: Facts) -> Evidence:
    """Was the longest wait between the hand-over and the return?"""
    found = _longest(facts, "gateway", "It waited longest between hand-over and return.")
    return weakened(found, True, "Part of it may be Microsoft 365 putting the gateway off, which "
                    "only the gateway's log shows.")  # fmt: skip


def longest_wait_was_for_remote_server(facts: Facts) -> Evidence:
    """Was the longest wait for another server?"""
    return _longest(facts, "remote", "It waited longest for a server outside.")


def longest_wait_was_for_approval(facts: Facts) -> Evidence:
    """Was the longest wait for an approval?"""
    return _longest(facts, "approval", "It waited longest for an approval.")


def longest_wait_was_in_quarantine(facts: Facts) -> Evidence:
    """Was the longest wait in quarantine?"""
    return _longest(facts, "quarantine", "It waited longest in quarantine.")


def longest_wait_was_in_microsoft(facts: Facts) -> Evidence:
    """Was the longest wait inside Microsoft 365?"""
    return _longest(facts, "microsoft", "It waited longest inside Microsoft 365.")
