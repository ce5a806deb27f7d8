"""Evidence about time: every wait on the way, what it was for, and the longest one."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, cannot_tell, either, told, weakened
from tracekit.evidence.facts import Facts
from tracekit.evidence.signs import drop_outcomes, is_quarantine

SCANNING = "4.7.721"  # Advanced Threat Protection scanning in progress: normal, not a fault
_STEP = {"minute": 1.0, "second": 1 / 60, "ms": 0.0, "100ns": 0.0}
_HALF = ["outbound-not-in-trace", "return-not-in-trace", "at-gateway", "held-by-gateway",
         "held-for-approval", "gateway-unreachable", "trace-empty"]  # fmt: skip
_OPEN = ["cannot-tell", "gateway-rules-missing"]


def waits(facts: Facts) -> pd.DataFrame:
    """List every wait: message, kind, minutes, uncertain (minutes), before and after (event rows).

    Kinds: scanning, handing-over, gateway, remote, approval, quarantine, microsoft, between.
    """
    events = facts.events[facts.events["clock"].notna()].sort_values(
        ["message", "pass_number", "seq"], kind="stable"
    )
    if not _same_clock(facts):
        events = events[events["time"].notna()]
    by = events.groupby("message")
    # A row printed late with an earlier time must not make a wait.
    latest = by["clock"].cummax()
    before = latest.groupby(events["message"]).shift()
    minutes = (events["clock"] - before).dt.total_seconds() / 60
    previous = pd.Series(events.index, index=events.index).groupby(events["message"]).shift()
    rows = pd.DataFrame({
        "message": events["message"], "minutes": minutes, "before": previous,
        "after": events.index, "uncertain": events["time_precision"].map(_STEP).fillna(1.0),
    })  # fmt: skip
    rows = rows[rows["minutes"] > 0]
    kind = _kinds(facts).reindex(rows["before"].astype("int64")).to_numpy()
    moved = (facts.events.loc[rows["before"].astype("int64"), "journey"].to_numpy()
             != facts.events.loc[rows["after"], "journey"].to_numpy())  # fmt: skip
    between = _between(facts).reindex(rows["before"].astype("int64")).to_numpy()
    kind = pd.Series(kind, index=rows.index).mask(moved, pd.Series(between, index=rows.index))
    return rows.assign(kind=kind).reset_index(drop=True)


def _same_clock(facts: Facts) -> bool:
    """Printed clocks can be compared when all journeys name the same zone, or none does."""
    return facts.journeys["utc_offset"].fillna("").nunique() <= 1


def _kinds(facts: Facts) -> pd.Series:
    """What the message waits for after each event, inside a journey."""
    events = facts.events
    kind = pd.Series("microsoft", index=events.index, dtype="str")
    defer = events["event"].eq("Defer")
    outside = events["host"].notna() & ~events["microsoft_host"]
    kind = kind.mask(defer & outside, "remote").mask(defer & events["gateway_host"], "handing-over")
    kind = kind.mask(defer & events["enhanced_code"].eq(SCANNING).fillna(False), "scanning")
    kind = kind.mask(is_quarantine(facts), "quarantine")
    return kind.mask(drop_outcomes(facts).eq("awaiting-approval"), "approval")


def _between(facts: Facts) -> pd.Series:
    """What the message waits for between the end of one journey and the start of the next."""
    kind = pd.Series("between", index=facts.events.index, dtype="str")
    handed = facts.events["handed"].mask(facts.events["final"], False).astype(bool)
    kind = kind.mask(handed, "gateway").mask(is_quarantine(facts), "quarantine")
    return kind.mask(drop_outcomes(facts).eq("awaiting-approval"), "approval")


def whole_way(facts: Facts) -> pd.DataFrame:
    """Minutes from the first to the last event of each message, and how uncertain they are."""
    listed = waits(facts)
    total = listed.groupby("message")["minutes"].sum().reindex(facts.messages.index, fill_value=0)
    step = facts.events["time_precision"].map(_STEP).fillna(1.0).groupby(
        facts.events["message"]).max()  # fmt: skip
    return pd.DataFrame({"minutes": total, "uncertain": step.reindex(total.index).fillna(1.0)})


def has_usable_times(facts: Facts) -> Evidence:
    """Are there times that can be compared?"""
    events = facts.events
    usable = events["time"].notna() | (events["local_time"].notna() & _same_clock(facts))
    present = facts.has(events[usable])
    missing = facts.has(events[~usable])
    return told(facts, present & ~missing, "Every event has a time.",
                "Some events have no time: the zone or the order of day and month is not known.")  # fmt: skip


def is_still_waiting(facts: Facts) -> Evidence:
    """Is it still on its way?"""
    pending = facts.outcome("disposition").eq("pending")
    rows = facts.events["event"].eq("Defer") & facts.events["message"].map(pending).fillna(
        False).astype(bool)  # fmt: skip
    found = any_event(facts, rows, "It is still being tried.", "It is not being tried any more.")
    out = facts.outcome("disposition").eq("with-the-gateway")
    said = told(facts, pending | (out & (facts.complete is True)), "It is not there yet.", "")
    return either(found, Evidence(said.answer.mask(out & (facts.complete is not True)), said.proof,
                                  said.because, said.weak))  # fmt: skip


def whole_way_is_here(facts: Facts) -> Evidence:
    """Is the whole way of the message in the trace?"""
    gateway = facts.outcome("gateway")
    answer = (~gateway.isin(_HALF)).astype("boolean")
    if facts.complete is not True:
        answer = answer.mask(gateway.isin(_OPEN))
    answer = answer.mask(answer & ~facts.messages["whole"])
    return told(facts, answer, "The message is here from the first to the last journey.",
                "One of its journeys is not here.",
                "Another journey of the message may be missing.")  # fmt: skip


def took_too_long(facts: Facts) -> Evidence:
    """Did the whole way take longer than allowed?"""
    way = whole_way(facts)
    late = way["minutes"] > facts.late_after
    edge = (way["minutes"] - facts.late_after).abs() < way["uncertain"]
    slow = facts.late_after
    found = told(facts, late, f"The whole way took longer than {slow:g} minutes.",
                 f"The whole way took at most {slow:g} minutes.")  # fmt: skip
    return weakened(found, edge, "Times are known to the minute only.")


def part_here_took_too_long(facts: Facts) -> Evidence:
    """Did the part that is here already take longer than allowed, whatever is missing?"""
    way = whole_way(facts)
    late = way["minutes"] - way["uncertain"] > facts.late_after
    return told(facts, late, "The part that is here took too long already.",
                "The part that is here was quick enough.")  # fmt: skip


def waited_before_microsoft(facts: Facts) -> Evidence:
    """Did it wait before Microsoft 365 received it? Only headers tell."""
    return cannot_tell(facts, "A trace begins when Microsoft 365 receives the message.")


def _longest(facts: Facts, kind: str, yes: str) -> Evidence:
    """Was this kind of wait the longest? Waits of one kind count together."""
    listed = waits(facts)
    sums = listed.groupby(["message", "kind"])["minutes"].sum().unstack(fill_value=0.0)
    sums = sums.reindex(facts.messages.index, fill_value=0.0)
    mine = sums[kind] if kind in sums else pd.Series(0.0, index=sums.index)
    best = sums.max(axis=1) if len(sums.columns) else mine
    # Two sums that differ by less than their uncertainty have no longest.
    margin = whole_way(facts)["uncertain"]
    rivals = (sums.sub(best, axis=0).abs().le(margin, axis=0) & (sums > 0)).sum(axis=1) > 1
    answer = ((mine > 0) & (mine >= best)).astype("boolean").mask(rivals)
    rows = listed[(listed["kind"] == kind) & listed["message"].map(answer.fillna(False))]
    labels = pd.concat([rows[["message", "before"]].rename(columns={"before": "row"}),
                        rows[["message", "after"]].rename(columns={"after": "row"})])  # fmt: skip
    proof = labels.drop_duplicates().assign(table="events", row=lambda d: d["row"].astype("int64"))
    found = told(facts, answer, yes, "Another wait was longer.", "Two waits were about as long.")
    return Evidence(found.answer, proof[["message", "table", "row"]].reset_index(drop=True),
                    found.because, found.weak)  # fmt: skip


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
