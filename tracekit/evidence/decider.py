"""Evidence about who decided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.evidence.arriving import arrived_from_gateway
from tracekit.evidence.base import (
    Evidence,
    any_event,
    either,
    is_yes,
    no_proof,
    only_where,
    positive,
    told,
    weakened,
)
from tracekit.evidence.bounced import (
    came_back_refused,
    is_told_by_bounce_alone,
)
from tracekit.evidence.codes import (
    by_bounce,
    is_about,
    stopping,
    stops_by_route,
    unless_cut,
)
from tracekit.evidence.facts import Facts
from tracekit.evidence.filtering import (
    ALLOWED,
    BLOCKED_BY_USER,
    by_level,
    filter_said,
    verdicts,
    was_let_pass,
)
from tracekit.evidence.handover import came_back, was_handed_to_gateway
from tracekit.evidence.headers import of_headers
from tracekit.evidence.held import was_taken_out_later
from tracekit.evidence.quarantine import is_stored_in_quarantine
from tracekit.evidence.ruling import has_verdict_rule, may_be_a_verdict
from tracekit.evidence.signs import (
    MODERATION_FAILED,
    awaits_approval,
    drop_outcomes,
    has_unread_record,
    is_delivery,
    is_failure,
    is_unread_delivery,
    put_by_mailbox_rule,
)
from tracekit.knowledge import load_verdicts
from tracekit.knowledge.folders import load_folders

ADVERSE = ["in-junk", "in-quarantine", "in-other-folder", "deleted", "bounced",
           "rejected-at-the-door", "redirected", "pending", "awaiting-approval"]  # fmt: skip
NOT_KNOWN = ["cannot-tell", "no-record", "with-the-gateway", "delivered-folder-unknown"]
ANALYSED = ["analysed-inline", "rescanned-after-release"]
NOT_SEEN = ["cannot-tell", "trace-empty", "return-not-in-trace"]
THROUGH = ["in-inbox", "forwarded", "released-from-quarantine", "sent-outside"]


def was_kept_from_the_inbox(facts: Facts) -> Evidence:
    """Was it kept from the inbox? Answered from where it is."""
    where = facts.outcome("disposition")
    unread = where.eq("delivered-folder-unknown") & (
        has_unread_record(facts) | facts.has(is_unread_delivery(facts) & facts.events["final"])
    )
    adverse = where.isin(ADVERSE) | _is_a_refused_forward(facts)
    answer = adverse.astype("boolean").mask(where.isin(NOT_KNOWN) | unread)
    found = told(facts, answer, "It did not reach the inbox.", "Nothing kept it from the inbox.",
                 "Where it lies is not known.")  # fmt: skip
    out = is_yes(was_taken_out_later(facts)) & where.eq("in-quarantine").to_numpy() & found.yes
    return replace(found, because=np.where(
        out, "It was delivered first, and put in quarantine later.", found.because))  # fmt: skip


def _is_a_refused_forward(facts: Facts) -> pd.Series:
    """Mark the records of a forward that was refused, which hold no delivery of the mail itself."""
    stopped = facts.outcome("disposition").eq("forward-blocked")
    failed = facts.has(is_failure(facts) & facts.events["final"])
    return stopped & failed & ~facts.has(is_delivery(facts))


def end_is_known(facts: Facts) -> Evidence:
    """Is it known how the message ended?"""
    where = facts.outcome("disposition")
    known = ~where.isin(["no-record", "with-the-gateway", "pending", "awaiting-approval"])
    unread = where.eq("delivered-folder-unknown") & has_unread_record(facts)
    known = known.astype("boolean").mask(
        where.eq("cannot-tell") | unread | is_told_by_bounce_alone(facts))  # fmt: skip
    found = told(facts, known, "The trace shows how it ended.", "Its end is still to come, or is "
                 "not among what was read.", "The trace does not show how it ended.")  # fmt: skip
    return weakened(found, facts.has(is_stored_in_quarantine(facts) | came_back_refused(facts)))


def may_lie_in_junk(facts: Facts) -> Evidence:
    """Was it called bad, and delivered to a folder that no row names?"""
    return told(facts, _may_lie_in_junk(facts).astype("boolean"), "It was called bad, or is said to"
                " be in the wrong place, and no row names the folder: it may lie in Junk.",
                "Its folder is named, or nothing called it bad.")  # fmt: skip


def _may_lie_in_junk(facts: Facts) -> pd.Series:
    """Mark what was delivered to no folder that is named, although it was called bad.

    Who reports a bad mail that got through says that it was not kept; who reports a good mail that
    was put in the wrong place says that it was.
    """
    open_folder = facts.outcome("disposition").eq("delivered-folder-unknown")
    if facts.complaint == "false-negative":
        return open_folder & False
    if facts.complaint == "false-positive":
        return open_folder
    events = facts.events
    bad = events["rule_role"].str.match(r"verdict-(?!clean)").fillna(False).astype(bool)
    judged = events["message"].map(~was_let_pass(facts)).fillna(True).astype(bool)
    bad |= (events["event"].isin(["Spam", "Phish", "Malware"]) | may_be_a_verdict(facts)) & judged
    return open_folder & facts.has(bad & events["final"])


def route_is_the_cause(facts: Facts) -> Evidence:
    """Is the route the cause?"""
    rows = stops_by_route(facts)
    return unless_cut(facts, rows, any_event(
        facts, rows, "The code is about the route.", "No code is about the route."))  # fmt: skip


def recipient_is_the_cause(facts: Facts) -> Evidence:
    """Is the address or the mailbox the cause?"""
    rows = stopping(facts) & is_about(facts, "recipient")
    coded = unless_cut(facts, rows, any_event(
        facts, rows, "The code is about the address or the mailbox.",
        "No code is about the address or the mailbox."))  # fmt: skip
    where = facts.events["message"].map(facts.outcome("disposition"))
    sent_on = drop_outcomes(facts).eq("redirected") & facts.events["final"] & where.eq("redirected")
    forwards = any_event(facts, sent_on, "The drop says that a setting of the address sends its "
                         "mail on, and keeps no copy.", "")  # fmt: skip
    tried = facts.has(rows & facts.events["event"].eq("Defer"))
    coded = weakened(coded, tried, "It is still being tried, so the cause may pass.")
    return either(coded, weakened(forwards, True))


def moderator_decides(facts: Facts) -> Evidence:
    """Does a moderator hold it, or did one refuse it?"""
    token = facts.events["token"].str.casefold()
    rows = token.eq("resolver.mt.startmoderation") | token.str.startswith("approval.", na=False)
    rows = rows.fillna(False) | is_about(facts, "moderator") | awaits_approval(facts)
    rows |= facts.events["event"].isin(MODERATION_FAILED)
    return unless_cut(facts, rows, any_event(
        facts, rows & facts.events["final"], "A row names the approval of a moderator.",
        "No moderator is named."))  # fmt: skip


def sender_limit_was_reached(facts: Facts) -> Evidence:
    """Did a limit on the sender or the tenant stop it?"""
    rows = stopping(facts) & is_about(facts, "limits")
    return by_bounce(facts, rows, any_event(
        facts, rows, "The code is about a limit of the sender.", "No limit is named."))  # fmt: skip


def mailbox_rule_acted(facts: Facts) -> Evidence:
    """Did the mailbox's own rule or list act? Positive evidence only."""
    events = facts.events
    shown = any_event(
        facts,
        put_by_mailbox_rule(facts),
        "A row names a rule of the mailbox, or a folder that no filter chooses.",
        "It ended before it reached a mailbox.",
        unknown=facts.has(is_delivery(facts) & events["final"]),
        na="No row shows a rule of the mailbox. A trace seldom shows one.",
    )
    shown = _as_it_acted(facts, shown)
    shown = weakened(shown, _went_where_exchange_files(facts), "Exchange or Outlook fills that "
                     "folder by itself too.")  # fmt: skip
    listed = filter_said(facts, "sfv", BLOCKED_BY_USER, "The filter noted SFV:BLK: the sender is "
                         "on the recipient's own list of blocked senders.")  # fmt: skip
    noted = of_headers(facts, "mailbox_delivery", of_one_recipient=True)
    ruled = noted.str.contains(r"\bOFR:CustomRules\b", na=False).astype("boolean")
    by_header = told(facts, ruled.mask(~ruled), "The header of the message says that an inbox rule "
                     "chose the folder (OFR:CustomRules).", "")  # fmt: skip
    events = facts.events
    blocked = events["derived"].fillna(False).astype(bool) & by_level(facts, "User", "block")
    blocked &= events["folder"].eq("junk").fillna(False) & events["final"]
    by_user = any_event(facts, blocked,
                        "Defender names a setting of the recipient's own that blocks the sender "
                        "(UserLevelAction).", "", unknown=True)  # fmt: skip
    passed = events["message"].map(was_let_pass(facts)).fillna(False).astype(bool)
    junk = is_delivery(facts) & events["folder"].eq("junk").fillna(False) & events["final"]
    by_list = any_event(facts, junk & passed, "It lies in Junk, and the filter noted a spam level "
                        "below 5: most likely the recipient's own list or junk settings put it "
                        "there.", "", unknown=True)  # fmt: skip
    only = either(either(either(listed, by_user), by_header), weakened(by_list, True))
    # Silence of the filter says nothing of the mailbox. It set up a forward, and did not stop it.
    stopped = facts.outcome("disposition").eq("forward-blocked")
    return only_where(either(shown, positive(only)), ~stopped)


def _as_it_acted(facts: Facts, found: Evidence) -> Evidence:
    """Say where a rule of the mailbox chose no folder, but deleted or refused the message."""
    rows, because = put_by_mailbox_rule(facts), found.because.copy()
    chose = facts.has(rows & is_delivery(facts))
    for did, mask in (("deleted it", drop_outcomes(facts).eq("deleted")),
                      ("refused it", is_failure(facts))):  # fmt: skip
        there = is_yes(facts.has(rows & mask) & ~chose) & found.yes
        because[there] = f"A rule of the mailbox {did}."
    return replace(found, because=because)


def _went_where_exchange_files(facts: Facts) -> pd.Series:
    """Mark what only its folder lays at a rule's door, and Exchange puts things there as well."""
    events, own = facts.events, put_by_mailbox_rule(facts)
    names = [name.casefold() for name, one in load_folders().items() if one.filled_by_exchange]
    there = is_delivery(facts) & events["folder"].str.casefold().isin(names)
    return facts.has(own & there) & ~facts.has(own & ~there)


def was_reported_as_got_through(facts: Facts) -> Evidence:
    """Did the user report a bad mail that got through?"""
    asked = pd.Series(facts.complaint == "false-negative", index=facts.messages.index)
    return told(facts, asked, "The user reports that a bad mail got through.",
                "Nobody reported a bad mail that got through.")  # fmt: skip


def verdict_was_not_enforced(facts: Facts) -> Evidence:
    """Did the gateway's verdict fire, and was it delivered all the same?"""
    verdict = has_verdict_rule(facts)
    through = facts.outcome("disposition").isin([*THROUGH, "delivered-folder-unknown"])
    fired = only_where(verdict, through)
    because = np.where(fired.yes, "The verdict rule fired, and it was delivered.", fired.because)
    because = _with_what_let_it_pass(facts, because, fired.yes)
    found = replace(fired, because=because, weak=np.zeros(len(because), dtype=bool))
    unknown = facts.outcome("disposition").eq("delivered-folder-unknown")
    return weakened(found, unknown, "The trace names no folder, so it may lie in Junk after all.")


def _with_what_let_it_pass(facts: Facts, because: np.ndarray, yes: np.ndarray) -> np.ndarray:
    """Say in the sentence what the filter noted of a rule or list that let the message pass."""
    noted, told = verdicts(facts), because.copy()
    for word in ALLOWED:
        meaning = load_verdicts()[f"SFV:{word}"].meaning.partition(".")[0]
        told[yes & is_yes(noted.eq(word))] = (
            f"The verdict rule fired, and it was delivered: SFV:{word} stands for: {meaning}."
        )
    return told


def was_analysed_without_verdict(facts: Facts) -> Evidence:
    """Did the gateway analyse it, and did no verdict rule fire on the way back?"""
    gateway, verdict = facts.outcome("gateway"), has_verdict_rule(facts)
    analysed = gateway.isin(ANALYSED).astype("boolean").mask(gateway.isin(NOT_SEEN))
    proof = [ask(facts).proof for ask in (was_handed_to_gateway, came_back, arrived_from_gateway)]
    silent = pd.Series(~verdict.yes, index=analysed.index, dtype="boolean").mask(verdict.unknown)
    found = told(
        facts,
        analysed & silent,
        "The gateway gave it back, and no verdict rule fired.",
        "It was not analysed, or a verdict rule fired.",
        "Whether the gateway analysed it, and what it thought of it, is not here.",
    )
    return weakened(replace(found, proof=sum(proof, no_proof())), True)
