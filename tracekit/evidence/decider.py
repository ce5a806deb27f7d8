"""Evidence about who decided."""

from __future__ import annotations

import re

import pandas as pd

from tracekit.evidence.arriving import arrived_from_gateway
from tracekit.evidence.base import Evidence, any_event, any_journey, either, told, weakened
from tracekit.evidence.facts import Facts
from tracekit.evidence.handover import came_back, was_handed_to_gateway
from tracekit.evidence.headers import verdicts
from tracekit.evidence.signs import (
    MAILBOX_RULE,
    has_nameless_rule,
    is_delivery,
    is_failure,
    is_quarantine,
    status_folder,
)

ADVERSE = ["in-junk", "in-quarantine", "in-other-folder", "deleted", "bounced",
           "rejected-at-the-door", "redirected", "pending", "awaiting-approval"]  # fmt: skip
NOT_KNOWN = ["cannot-tell", "no-record", "with-the-gateway", "delivered-folder-unknown"]
ANALYSED = ["analysed-inline", "rescanned-after-release"]
NOT_SEEN = ["cannot-tell", "trace-empty", "return-not-in-trace"]
THROUGH = ["in-inbox", "forwarded", "released-from-quarantine", "sent-outside"]
ROUTE_CODES = re.compile(r"[45]\.4\.|[45]\.7\.32[0-9]$")
ADDRESS_CODES = re.compile(r"[45]\.1\.|[45]\.2\.|[45]\.7\.1[23][0-9]$|5\.7\.193$")
LIMIT_CODES = re.compile(r"5\.1\.8$|5\.1\.90$|5\.7\.23[23]$|5\.7\.70[0-9]$")
RULE_CODES = re.compile(r"5\.7\.9[0-9]{2}$|5\.7\.171$")
ACTING = ["quarantine", "reject", "rejectmessage", "deletemessage", "delete", "redirectmessage",
          "redirect", "ba", "block", "blockaccess"]  # fmt: skip
MARKING = "setspamconfidencelevel"


def was_kept_from_the_inbox(facts: Facts) -> Evidence:
    """Was it kept from the inbox? Answered from where it is."""
    where = facts.outcome("disposition")
    answer = where.isin(ADVERSE).astype("boolean").mask(where.isin(NOT_KNOWN))
    return told(facts, answer, "It did not reach the inbox.", "Nothing kept it from the inbox.",
                "Where it lies is not known.")  # fmt: skip


def end_is_known(facts: Facts) -> Evidence:
    """Is it known how the message ended?"""
    where = facts.outcome("disposition")
    known = ~where.isin(["no-record", "with-the-gateway", "pending", "awaiting-approval"])
    known = known.astype("boolean").mask(where.eq("cannot-tell"))
    return told(facts, known, "The trace shows how it ended.", "Its end is still to come, or is "
                "not among what was read.", "The trace does not show how it ended.")  # fmt: skip


def _stopping(facts: Facts) -> pd.Series:
    """Mark the row whose code may have decided: the last failure, or a last defer still open."""
    events = facts.events
    pending = events["message"].map(facts.outcome("disposition").eq("pending")).fillna(False)
    failed = is_failure(facts) & events["final"]
    waiting = events["event"].eq("Defer") & pending.astype(bool) & events["final"]
    rows = failed | (waiting & ~events["message"].isin(events.loc[failed, "message"]))
    last = events["seq"].where(rows).groupby(events["journey"]).transform("max")
    return rows & events["seq"].eq(last).fillna(False)


def _code_is(facts: Facts, codes: re.Pattern) -> pd.Series:
    outer = facts.events["enhanced_code"].str.match(codes).fillna(False)
    inner = facts.events["inner_code"].str.match(codes).fillna(False)
    return (outer | inner).astype(bool)


def remote_server_refused_it(facts: Facts) -> Evidence:
    """Did a server outside Microsoft 365 and the gateway refuse or defer it?"""
    events = facts.events
    outside = events["host"].notna() & ~events["gateway_host"] & ~events["microsoft_host"]
    return any_event(facts, _stopping(facts) & outside, "The row that stops it names a server "
                     "outside Microsoft 365 and the gateway.",
                     "No row that stops it names a server outside.")  # fmt: skip


def route_is_the_cause(facts: Facts) -> Evidence:
    """Is the route the cause?"""
    return any_event(facts, _stopping(facts) & _code_is(facts, ROUTE_CODES),
                     "The code is about the route.", "No code is about the route.")  # fmt: skip


def recipient_is_the_cause(facts: Facts) -> Evidence:
    """Is the address or the mailbox the cause?"""
    rows = _stopping(facts) & _code_is(facts, ADDRESS_CODES) & ~_code_is(facts, LIMIT_CODES)
    return any_event(facts, rows, "The code is about the address or the mailbox.",
                     "No code is about the address or the mailbox.")  # fmt: skip


def moderator_decides(facts: Facts) -> Evidence:
    """Does a moderator hold it, or did one refuse it?"""
    token = facts.events["token"].str.casefold()
    rows = token.eq("resolver.mt.startmoderation") | token.str.startswith("approval.", na=False)
    return any_event(
        facts,
        rows.fillna(False) & facts.events["final"],
        "A row names the approval of a moderator.",
        "No moderator is named.",
    )


def sender_limit_was_reached(facts: Facts) -> Evidence:
    """Did a limit on the sender or the tenant stop it?"""
    return any_event(facts, _stopping(facts) & _code_is(facts, LIMIT_CODES),
                     "The code is about a limit of the sender.", "No limit is named.")  # fmt: skip


def has_verdict_rule(facts: Facts) -> Evidence:
    """Did a rule that acts on the gateway's bad verdict fire in the final journey?

    Where Microsoft's Spam or Malware row follows, or no row shows what the rule did, the header
    must tell whether Microsoft acted on the verdict or agreed with it.
    """
    events = facts.events
    bad = events["rule_role"].str.startswith("verdict-", na=False) & ~events["rule_role"].eq(
        "verdict-clean")  # fmt: skip
    found = any_event(facts, bad & events["final"],
                      "A rule that acts on the gateway's verdict fired.",
                      "No rule that acts on a bad verdict fired.",
                      unknown=has_nameless_rule(facts),
                      na="A rule fired whose name is not known.")  # fmt: skip
    also = facts.has(events["event"].isin(["Spam", "Malware", "Phish"]) & events["final"])
    # SFV:SKS in its header: a rule had marked it before the filter looked (ms-headers).
    also &= ~verdicts(facts).eq("SKS").fillna(False)
    silent = ~facts.outcome("disposition").isin(["in-junk", "in-quarantine", "deleted", "bounced"])
    named = weakened(found, also, "Microsoft's own filter shows as well: it acted on the verdict "
                     "or agreed with it; the header (SFV:SKS or SFV:SPM) tells which.")  # fmt: skip
    return weakened(named, silent)


def mailbox_rule_acted(facts: Facts) -> Evidence:
    """Did the mailbox's own rule or list act? Positive evidence only."""
    events = facts.events
    rule = events["token"].str.casefold().eq(MAILBOX_RULE).fillna(False)
    rule |= events["component"].str.upper().eq("MAILBOXRULE").fillna(False)
    folder = events["folder"].notna() & ~events["folder"].isin(["inbox", "junk", "quarantine"])
    folder &= ~events["derived"].fillna(False).astype(bool)
    rows = (rule | (folder & is_delivery(facts))) & events["final"]
    return any_event(
        facts,
        rows,
        "A rule of the mailbox chose the folder or deleted it.",
        "It ended before it reached a mailbox.",
        unknown=facts.has(is_delivery(facts) & events["final"]),
        na="No row shows a rule of the mailbox. A trace seldom shows one.",
    )


def mail_flow_rule_acted(facts: Facts) -> Evidence:
    """Did another mail flow rule act? That it matched is not enough."""
    events = facts.events
    refused = is_failure(facts) & (
        events["token"].str.upper().str.startswith("TRANSPORT.RULES", na=False)
        | events["enhanced_code"].str.match(RULE_CODES).fillna(False).astype(bool)
    )
    foreign = events["rule_name"].notna() & events["rule_role"].isna()
    acted = foreign & events["action"].str.casefold().str.replace(" ", "").isin(ACTING)
    rows = any_event(facts, (refused | acted) & events["final"],
                     "A mail flow rule of the organization acted.",
                     "No other mail flow rule shows.",
                     unknown=facts.has(foreign & events["final"]),
                     na="Another rule matched, and no row says what it did.")  # fmt: skip
    rows = either(rows, _marked_as_spam(facts, foreign))
    journeys = facts.journeys
    named = journeys["mail_flow_rule"].notna() & journeys["connector"].isna() & journeys["final"]
    named &= facts.gateway.rule_roles(journeys["mail_flow_rule"]).isna()
    return either(rows, any_journey(facts, named, "The Status names a mail flow rule.", ""))


def _marked_as_spam(facts: Facts, foreign: pd.Series) -> Evidence:
    """A rule set the spam level, and it was treated as spam; the level itself is not shown."""
    events = facts.events
    marked = foreign & events["action"].str.casefold().str.replace(" ", "").eq(MARKING)
    spam = facts.outcome("disposition").isin(["in-junk", "in-quarantine"])
    treated = events["message"].map(spam).fillna(False).astype(bool)
    found = any_event(facts, marked & treated & events["final"], "A mail flow rule set the spam "
                      "level, and it was treated as spam.", "")  # fmt: skip
    return weakened(found, True, "The trace does not show the level: the header (SFV:SKS or "
                    "SFV:SPM) tells whether the rule or the filter decided.")  # fmt: skip


def microsoft_filter_acted(facts: Facts) -> Evidence:
    """Did Microsoft's filters act?"""
    events = facts.events
    filtered = events["event"].isin(["Spam", "Malware", "Phish"])
    refused = is_failure(facts) & events["enhanced_code"].str.startswith("5.7.", na=False) & (
        events["host"].isna() | events["microsoft_host"])  # fmt: skip
    rows = any_event(facts, (filtered | refused) & events["final"],
                     "Microsoft's filter acted.", "No row shows Microsoft's filters.")  # fmt: skip
    kept = is_quarantine(facts) | (is_delivery(facts) & events["folder"].eq("junk").fillna(False))
    # Where no event of the way is here, a rule may have done it.
    way = facts.messages["has_way"]
    kept &= events["message"].map(way).fillna(False).astype(bool)
    stored = weakened(any_event(facts, kept & events["final"], "It was put there, and no rule and "
                                "no other sign says by whom: most likely Microsoft's filters.",
                                ""), True)  # fmt: skip
    journeys = facts.journeys
    told_so = status_folder(facts).isin(["junk", "quarantine"]) | journeys["status"].eq(
        "Quarantined"
    )
    told_so &= journeys["message"].map(way).fillna(False).astype(bool)
    said = weakened(any_journey(facts, told_so & journeys["final"], "The Status says where it was "
                                "put; most likely by Microsoft's filters.", ""), True)  # fmt: skip
    matched = facts.has(events["rule_name"].notna() & events["final"])
    matched &= ~verdicts(facts).eq("SPM").fillna(False)
    sure = weakened(rows, matched, "Other rules matched as well; the header (SFV) tells whether "
                    "one of them had marked it first.")  # fmt: skip
    return either(sure, either(stored, said))


def was_reported_as_got_through(facts: Facts) -> Evidence:
    """Did the user report a bad mail that got through?"""
    asked = pd.Series(facts.complaint == "false-negative", index=facts.messages.index)
    return told(facts, asked, "The user reports that a bad mail got through.",
                "Nobody reported a bad mail that got through.")  # fmt: skip


def verdict_was_not_enforced(facts: Facts) -> Evidence:
    """Did the gateway's verdict fire, and was it delivered all the same?"""
    verdict = has_verdict_rule(facts)
    through = facts.outcome("disposition").isin([*THROUGH, "delivered-folder-unknown"])
    answer = verdict.answer & through.astype("boolean")
    unknown = facts.outcome("disposition").eq("delivered-folder-unknown")
    return weakened(
        Evidence(answer, verdict.proof, verdict.because.where(~answer.fillna(False),
                 "The verdict rule fired, and it was delivered."), verdict.weak & False),
        unknown, "The trace names no folder, so it may lie in Junk after all.",
    )  # fmt: skip


def was_allowed_by_list(facts: Facts) -> Evidence:
    """Did an allow list let it through? Only the level -1 shows it in a trace."""
    unknown = pd.Series(True, index=facts.messages.index)
    return any_event(facts, facts.events["scl"].eq(-1).fillna(False), "The spam level is -1: "
                     "filtering was skipped.", "", unknown=unknown)  # fmt: skip


def was_analysed_without_verdict(facts: Facts) -> Evidence:
    """Did the gateway analyse it, and did no verdict rule fire on the way back?"""
    gateway, verdict = facts.outcome("gateway"), has_verdict_rule(facts)
    analysed = gateway.isin(ANALYSED).astype("boolean").mask(gateway.isin(NOT_SEEN))
    proof = [ask(facts).proof for ask in (was_handed_to_gateway, came_back, arrived_from_gateway)]
    found = told(
        facts,
        analysed & ~verdict.answer,
        "The gateway gave it back, and no verdict rule fired.",
        "It was not analysed, or a verdict rule fired.",
        "Whether the gateway analysed it, and what it thought of it, is not here.",
    )
    rows = pd.concat([p for p in proof if len(p)] or proof[:1], ignore_index=True)
    return weakened(Evidence(found.answer, rows, found.because, found.weak), True)
