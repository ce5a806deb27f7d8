"""Evidence about time: whether the whole way is here, and which wait was the longest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

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
from tracekit.evidence.bounced import are_told_by_bounce
from tracekit.evidence.complete import has_all_records, is_in_one_log
from tracekit.evidence.ending import are_routed_by_rule
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.headers import waits_before
from tracekit.evidence.looping import is_open_again, was_handed_over_again_after_return
from tracekit.evidence.other_address import ANOTHER, may_belong_to_another_address
from tracekit.evidence.services import goes_to_another_service
from tracekit.evidence.signs import (
    FROM_GROUP,
    came_by_another_record,
    is_delivery,
    is_failure,
)
from tracekit.evidence.waits import duration, waits, whole_way
from tracekit.journeys import are_submissions

_HALF = ["outbound-not-in-trace", "return-not-in-trace", "at-gateway", "held-by-gateway",
         "held-for-approval", "trace-empty"]  # fmt: skip
_WITH_GATEWAY = ["at-gateway", "held-by-gateway", "held-for-approval"]
_NO_END = ["cannot-tell", "pending", "awaiting-approval", "no-record", "with-the-gateway"]
_OPEN = ["cannot-tell", "gateway-rules-missing"]


def has_usable_times(facts: Facts) -> Evidence:
    """Are there times that can be compared?"""
    timed = facts.events["time"].notna() | are_told_by_bounce(facts)
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
    # A gateway that gives nothing back has sent it on.
    pending, out = where.eq("pending"), where.eq("with-the-gateway")
    out &= facts.gateway.makes_two_journeys
    rows = facts.events["event"].eq("Defer") & facts.events["message"].map(pending).fillna(
        False).astype(bool)  # fmt: skip
    found = any_event(facts, rows, "It is still being tried.", "It is not being tried any more.")
    # That nothing came back is known of what the gateway holds; else it may be there already.
    held = facts.outcome("gateway").isin(_WITH_GATEWAY) & (facts.complete is True)
    answer = (pending | out).astype("boolean").mask(out & ~held)
    said = told(
        facts,
        answer,
        "It is not there yet.",
        "It is not being tried any more.",
        "It was handed to the gateway; whether it came back is not among what was read.",
    )
    return weakened(replace(said, proof=found.proof), out, "What the gateway did with it since, "
                    "only its log shows.")  # fmt: skip


@once
def whole_way_is_here(facts: Facts) -> Evidence:
    """Is the whole way of the message in the trace?"""
    gateway, end = facts.outcome("gateway"), facts.outcome("disposition")
    open_way = end.isin(_NO_END)
    # The gateway tree has found that a list which was read has no other record.
    listed = gateway.eq("gateway-rules-missing") & has_all_records(facts).yes
    if facts.complete is not True:
        alone = is_in_one_log(facts) if facts.no_gateway else True
        open_way |= gateway.isin(_OPEN) & alone & ~listed
    answer = (~gateway.isin(_HALF)).astype("boolean")
    answer = answer.mask(answer & (open_way & ~_has_both_ends(facts) | ~facts.messages["whole"]))
    found = told(
        facts,
        answer,
        "The message is here from the first to the last journey.",
        "One of its journeys is not here.",
        "Whether a journey of the message is missing, or how it ended, is not known.",
    )
    found = weakened(found, listed & (facts.complete is not True), "A list that was read has no "
                     "other record of it.")  # fmt: skip
    found = weakened(found, is_open_again(facts), "It was handed to the gateway once more after "
                     "that, and no way back of this second time is here.")  # fmt: skip
    found = unsettled(found, found.yes & came_by_another_record(facts), FROM_GROUP)
    elsewhere = gateway.isin(_OPEN) & may_belong_to_another_address(facts) & ~_has_both_ends(facts)
    return unsettled(found, found.yes & is_yes(elsewhere), ANOTHER)


@once
def _has_both_ends(facts: Facts) -> pd.Series:
    """Mark the messages that begin with their Submit, and of which the last journey ends the way.

    Whatever lies between, the whole way took as long as these two are apart.
    """
    events = facts.events
    submitted = are_submissions(events)
    if not submitted.any():
        return facts.has(submitted)
    # What goes to Microsoft 365 from a server of one's own goes on there, and a service gives back.
    out = events["event"].eq("Send external") & ~events["hand_over"] & ~events["microsoft_host"]
    out &= ~goes_to_another_service(facts)
    ended = events["final"] & ~events["handed"] & (
        out | is_delivery(facts) | is_failure(facts))  # fmt: skip
    return facts.has(submitted) & facts.has(ended) & ~facts.has_journey(are_routed_by_rule(facts))


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
    """Did the part that is here already take longer than allowed, whatever is missing?

    What its header says of the time before Microsoft 365 is a part as well.
    """
    way, slow = whole_way(facts), facts.late_after
    late = (way["minutes"] - way["uncertain"] >= slow) & (way["minutes"] > slow)
    late |= (waits_before(facts) > slow).fillna(False)
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


def _longest(facts: Facts, kind: str, what: str) -> Evidence:
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
    said = f"It waited longest {what}"
    found = told(facts, answer, f"{said}.", "Another wait was longer, or there was none of this "
                 "kind.", "Another wait was about as long.")  # fmt: skip
    shown = replace(found, proof=proof, because=_with_minutes(found, said, sums, kind))
    return weakened(shown, ~_is_whole(facts), "A journey may be missing, and the wait in it or "
                    "before it may have been longer.")  # fmt: skip


def _with_minutes(found: Evidence, said: str, sums: pd.DataFrame, kind: str) -> np.ndarray:
    """Say behind a yes how long that kind of wait took, of all of them."""
    if not found.yes.any():
        return found.because
    slow, because = sums[found.yes], found.because.copy()
    codes, known = pd.MultiIndex.from_arrays([slow[kind], slow.sum(axis=1)]).factorize()
    pairs = [(duration(part), duration(whole)) for part, whole in known]
    texts = [f"{said}: {part}, all of its time." if part == whole else f"{said}: {part} of {whole}."
             for part, whole in pairs]  # fmt: skip
    because[found.yes] = np.array(texts, dtype=object)[codes]
    return because


def longest_wait_was_scanning(facts: Facts) -> Evidence:
    """Was the longest wait a scan of the attachments?"""
    return _longest(facts, "scanning", "for the scan of its attachments")


def longest_wait_was_handing_over(facts: Facts) -> Evidence:
    """Was the longest wait for the hand-over to the gateway?"""
    return _longest(facts, "handing-over", "to be handed to the gateway")


def longest_wait_was_at_gateway(facts: Facts) -> Evidence:
    """Was the longest wait between the hand-over and the return?"""
    found = _longest(facts, "gateway", "between hand-over and return")
    gone = ~is_yes(facts.has_journey(facts.journeys["role"].eq("return")))
    gone &= ~was_handed_over_again_after_return(facts).yes
    found = unsettled(found, gone & found.yes, "It was handed over, and no return of it is here.")
    return weakened(found, True, "Part of it may be Microsoft 365 putting the gateway off, which "
                    "only the gateway's log shows.")  # fmt: skip


def longest_wait_was_for_remote_server(facts: Facts) -> Evidence:
    """Was the longest wait for another server?"""
    found = _longest(facts, "remote", "for a server outside")
    return unsettled(found, _is_longest(facts, "open"), "It waited longest after a try that names "
                     "no server: whose it was to take the message is not said.")  # fmt: skip


def longest_wait_was_for_approval(facts: Facts) -> Evidence:
    """Was the longest wait for an approval?"""
    return _longest(facts, "approval", "for an approval")


def longest_wait_was_in_quarantine(facts: Facts) -> Evidence:
    """Was the longest wait in quarantine?"""
    return _longest(facts, "quarantine", "in quarantine")


def longest_wait_was_in_microsoft(facts: Facts) -> Evidence:
    """Was the longest wait inside Microsoft 365?"""
    found = _longest(facts, "microsoft", "inside Microsoft 365")
    return unsettled(found, _is_longest(facts, "own"), "It waited longest at a server of your own, "
                     "not in Microsoft 365.")  # fmt: skip


def _is_longest(facts: Facts, kind: str) -> np.ndarray:
    """Mark the messages of which no kind of wait was clearly longer than this one."""
    near = _sums(facts)[1]
    if kind not in near:
        return np.zeros(len(near), dtype=bool)
    return near[kind].to_numpy()
