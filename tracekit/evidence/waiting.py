"""Evidence about time: every wait on the way, what it was for, and the longest one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.evidence.base import NO_EVENTS, Evidence, any_event, told, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import awaits_approval, is_delivery, is_quarantine
from tracekit.knowledge.records import load_records

SCANNING = "4.7.721"  # Advanced Threat Protection scanning in progress: normal, not a fault
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
    steps = facts.events["time"].notna() & ~facts.events["derived"].fillna(False).astype(bool)
    steps &= ~facts.events["event"].isin(load_records().off_the_way.after)
    steps &= ~_after_delivery(facts)
    needed = ["message", "pass_number", "seq", "time", "time_precision"]
    events = facts.events.loc[steps, needed].sort_values(needed[:3], kind="stable")
    # A row printed late with an earlier time must not make a wait.
    latest = events.groupby("message")["time"].cummax().groupby(events["message"]).shift()
    rows = pd.DataFrame({
        "message": events["message"],
        "minutes": (events["time"] - latest).dt.total_seconds() / 60,
        "before": pd.Series(events.index, index=events.index).groupby(events["message"]).shift(),
        "after": events.index, "uncertain": _steps(events),
    })  # fmt: skip
    rows = rows[rows["minutes"] > 0].astype({"before": "int64"})
    kinds = _kinds_of(facts, rows) if len(rows) else pd.Series(dtype="str")
    return rows.assign(kind=kinds).reset_index(drop=True)


def _after_delivery(facts: Facts) -> pd.Series:
    """Mark the rows of a journey that came after it had delivered: nobody waited for them."""
    events = facts.events
    done = events["time"].where(is_delivery(facts)).groupby(events["journey"]).transform("min")
    return (events["time"] > done).fillna(False)


def _kinds_of(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Say what each wait was for: by the row before it, and whether a journey ends there."""
    journey, before = facts.events["journey"], rows["before"]
    moved = journey.loc[before].to_numpy() != journey.loc[rows["after"]].to_numpy()
    kind = pd.Series(_kinds(facts).loc[before].to_numpy(), index=rows.index, dtype="str")
    return kind.mask(moved, pd.Series(_between(facts).loc[before].to_numpy(), index=rows.index))


def _kinds(facts: Facts) -> pd.Series:
    """What the message waits for after each event, inside a journey."""
    events = facts.events
    kind = pd.Series("microsoft", index=events.index, dtype="str")
    defer = events["event"].eq("Defer")
    outside = events["host"].notna() & ~events["microsoft_host"]
    kind = kind.mask(defer & outside, "remote").mask(defer & events["gateway_host"], "handing-over")
    kind = kind.mask(defer & events["enhanced_code"].eq(SCANNING).fillna(False), "scanning")
    kind = kind.mask(is_quarantine(facts), "quarantine")
    return kind.mask(awaits_approval(facts), "approval")


def _between(facts: Facts) -> pd.Series:
    """What the message waits for between the end of one journey and the start of the next."""
    kind = pd.Series("between", index=facts.events.index, dtype="str")
    handed = facts.events["handed"].mask(facts.events["final"], False).astype(bool)
    kind = kind.mask(handed, "gateway").mask(is_quarantine(facts), "quarantine")
    return kind.mask(awaits_approval(facts), "approval")


@once
def whole_way(facts: Facts) -> pd.DataFrame:
    """Minutes from the first to the last event of each message, and how uncertain they are."""
    listed = waits(facts)
    total = listed.groupby("message")["minutes"].sum().reindex(facts.messages.index, fill_value=0)
    step = _steps(facts.events).groupby(facts.events["message"]).max()
    return pd.DataFrame({"minutes": total, "uncertain": step.reindex(total.index).fillna(1.0)})


def _steps(events: pd.DataFrame) -> pd.Series:
    """Return how many minutes the clock of each event may be off; a minute where nobody says."""
    return events["time_precision"].map(_STEP).astype("float64").fillna(1.0)


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
    return replace(found, because=found.because.mask(~way, NO_EVENTS))


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
    return Evidence(said.answer, found.proof, said.because, said.weak)


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
    return replace(
        found,
        because=found.because.mask(
            part & ~edge, "What is here was quick; whether it is the whole way is not known."
        ),
    )


def _is_whole(facts: Facts) -> pd.Series:
    """Mark the messages that are here from the first to the last journey."""
    return whole_way_is_here(facts).answer.fillna(False).astype(bool)


def part_here_took_too_long(facts: Facts) -> Evidence:
    """Did the part that is here already take longer than allowed, whatever is missing?"""
    way = whole_way(facts)
    late = way["minutes"] - way["uncertain"] > facts.late_after
    return told(facts, late, "The part that is here took too long already.",
                "The part that is here was quick enough.")  # fmt: skip


@once
def _sums(facts: Facts) -> pd.DataFrame:
    """Minutes waited by kind, one row a message."""
    listed = waits(facts)
    sums = listed.pivot_table(index="message", columns="kind", values="minutes", aggfunc="sum")
    return sums.reindex(facts.messages.index).fillna(0.0)


def _longest(facts: Facts, kind: str, yes: str) -> Evidence:
    """Was this kind of wait the longest? Waits of one kind count together."""
    listed, sums = waits(facts), _sums(facts)
    none = pd.Series(0.0, index=sums.index)
    mine = sums.get(kind, none)
    best = sums.max(axis=1) if len(sums.columns) else none
    # Two sums that differ by no more than their uncertainty have no longest.
    near = sums.sub(best, axis=0).abs().le(whole_way(facts)["uncertain"], axis=0) & (sums > 0)
    rivals = near.sum(axis=1) > 1
    in_lead = near[kind] if kind in near else none.astype(bool)
    answer = ((mine > 0) & (mine >= best)).astype("boolean").mask(rivals & in_lead)
    rows = listed[
        (listed["kind"] == kind) & listed["message"].map(answer.fillna(False)).astype(bool)
    ]
    proof = rows.melt("message", ["before", "after"], value_name="row")[["message", "row"]]
    found = told(facts, answer, yes, "Another wait was longer, or there was none of this kind.",
                 "Another wait was about as long.")  # fmt: skip
    shown = replace(found, proof=proof.drop_duplicates().assign(table="events"))
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
