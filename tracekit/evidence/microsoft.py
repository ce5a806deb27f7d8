"""Evidence about Microsoft's own filters: that they acted, or that something kept them from it."""

from __future__ import annotations

import re

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, any_journey, either, positive, weakened
from tracekit.evidence.bounced import came_back_refused
from tracekit.evidence.codes import is_about
from tracekit.evidence.facts import Facts
from tracekit.evidence.filtering import (
    ALLOWED,
    BLOCKED,
    JUDGED,
    by_level,
    filter_said,
    verdicts,
)
from tracekit.evidence.quarantine import is_malware, is_quarantine, is_stored_in_quarantine
from tracekit.evidence.signs import (
    are_foreign_rules,
    has_an_end,
    has_nameless_rule,
    is_delivery,
    is_drop,
    is_failure,
)
from tracekit.evidence.status_words import status_folder

_WITHHELD = ("A rule fired whose part or name is not known, or had marked it before the filter "
             "looked (SFV:SKS): whether that rule or Microsoft's filters decided, no row says."
             )  # fmt: skip


# EmailActionPolicy and ActionType of Defender (defender-email-events): the filters. "Enterprise
# Transport Rules" may be any rule, one of the gateway's as well.
_POLICY = re.compile(r"anti-?(?:spam|phish|malware)|safe attachments", re.IGNORECASE)
_NONE = "No row shows Microsoft's filters."
_PURGES = ("Phish ZAP", "Malware ZAP", "Spam ZAP")


def microsoft_filter_acted(facts: Facts) -> Evidence:
    """Did Microsoft's filters act, and not a rule before them?

    Not knowing where a rule fired that may have done it: one that is not listed or has no name,
    for quarantine any other rule too, and any that had set the level (SFV:SKS).
    """
    events, verdict = facts.events, verdicts(facts)
    marked_before = verdict.eq("SKS").fillna(False) | (
        _has_obscure_rule(facts) & ~verdict.eq("SPM").fillna(False))  # fmt: skip
    before = events["message"].map(marked_before).fillna(False).astype(bool)
    spam = events["event"].eq("Spam")
    malware = is_malware(facts) & events["final"]
    acted = (events["event"].eq("Phish") | (spam & ~before)) & events["final"]
    refused = is_failure(facts) & events["enhanced_code"].str.startswith("5.7.", na=False) & (
        events["microsoft_host"] | events["host"].isna() & ~came_back_refused(facts))  # fmt: skip
    for other in ("sender", "open", "rule", "moderator", "recipient", "mailbox", "remote"):
        refused &= ~is_about(facts, other)
    kept, unsure = _kept(facts, before)
    withheld = facts.has((spam & before & events["final"]) | unsure) | (
        facts.has_journey(_said_kept(facts)) & marked_before)  # fmt: skip
    found = weakened(
        any_event(facts, malware, "Microsoft's filter found malware in it.", _NONE),
        ~facts.outcome("disposition").isin(["in-quarantine", "deleted", "bounced"]))  # fmt: skip
    found = weakened(found, _left_no_trace_of_its_place(facts))
    rows = weakened(any_event(facts, acted, "A Spam or Phish row says that it was treated as such.",
                              _NONE, unknown=withheld, na=_WITHHELD), True)  # fmt: skip
    no = any_event(facts, refused & events["final"], "Microsoft 365 itself refused it; the code "
                   "says why.", "")  # fmt: skip
    # A rule that only takes it to the gateway marks and keeps nothing.
    other = events["rule_role"].isna() | events["rule_role"].str.match("unknown|verdict-")
    matched = facts.has((events["rule_name"].notna() | are_foreign_rules(facts)) & other
                        & events["final"])  # fmt: skip
    matched &= ~verdict.eq("SPM").fillna(False)
    own = facts.has(refused & events["final"] & is_about(facts, "microsoft"))
    no = weakened(no, ~own)
    sure = weakened(either(found, either(rows, no)), matched, "Other rules matched as well; the "
                    "header (SFV) tells whether one of them had marked it first.")  # fmt: skip
    stored = any_event(facts, kept, "It was put there, and no row says by whom: most likely by "
                       "Microsoft's filters.", "")  # fmt: skip
    told_so = _said_kept(facts) & ~facts.journeys["message"].map(marked_before | facts.has(
        unsure)).astype(bool)  # fmt: skip
    said = any_journey(facts, told_so, "The Status says where it was put; most likely by "
                       "Microsoft's filters.", "")  # fmt: skip
    named = _by_policy(facts) & events["final"]
    policy = any_event(facts, named, "Defender names the policy of Microsoft's filters that took "
                       "effect.", "")  # fmt: skip
    purged = any_event(facts, events["event"].isin(_PURGES) & events["final"], "Microsoft 365 took "
                       "it out of the mailbox after its delivery (ZAP).", _NONE)  # fmt: skip
    told = either(_noted(facts), either(either(purged, sure), policy))
    return either(told, weakened(either(stored, said), True))


def _left_no_trace_of_its_place(facts: Facts) -> pd.Series:
    """Mark the messages of which only the malware filter's own word says where they went."""
    likely = is_stored_in_quarantine(facts) | is_drop(facts)
    placed = is_quarantine(facts) | facts.events["di"].eq("SQ").fillna(False)
    return facts.has(likely & facts.events["final"]) & ~facts.has(placed & facts.events["final"])


def _noted(facts: Facts) -> Evidence:
    """What the filter wrote down: its own verdict, or that a policy blocks the sender.

    It shows who decided where the place is seen as well, and no rule can have put it there.
    """
    judged = filter_said(facts, "sfv", JUDGED, "The filter noted SFV:SPM: it judged the message as "
                         "spam by itself, no rule before it.")  # fmt: skip
    blocked = filter_said(facts, "sfv", BLOCKED, "The filter noted SFV:SKB: a policy of the "
                          "organization blocks the sender or its domain.")  # fmt: skip
    events = facts.events
    junk = facts.has(events["folder"].eq("junk").fillna(False) & events["final"])
    ruled = facts.has(events["event"].isin(["Transport rule", "DLP rule"]) & events["final"])
    held = facts.has(is_quarantine(facts) & events["final"]) & ~ruled
    noted = weakened(either(judged, blocked), ~(junk | held))
    return positive(noted)


def _by_policy(facts: Facts) -> pd.Series:
    """Mark the events of which Defender says that a policy of a filter kept the mail back."""
    events = facts.events
    policy = events["derived"].fillna(False).astype(bool) & events["component"].str.match(
        _POLICY).fillna(False).astype(bool)  # fmt: skip
    return (policy & ~is_delivery(facts)) | (policy & events["folder"].eq("junk").fillna(False))


def _has_obscure_rule(facts: Facts) -> pd.Series:
    """Mark the messages with a rule in the last journey whose name, or whose part, is not known."""
    events = facts.events
    last = facts.has(events["rule_role"].eq("unknown") & events["final"])
    nameless = events["event"].isin(["Transport rule", "DLP rule"]) & events["rule_name"].isna()
    return last | (facts.has(nameless & events["final"]) & has_nameless_rule(facts))


def _kept(facts: Facts, before: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Mark the events that put it in Junk or quarantine: likely by a filter, and perhaps by a rule.

    A rule can put mail in quarantine by itself; into Junk only by a level that the filter notes.
    Where no event of the way is here, a rule may have done it.
    """
    events = facts.events
    way = events["message"].map(facts.messages["has_way"]).fillna(False).astype(bool)
    held = is_quarantine(facts) & events["final"] & way
    junk = is_delivery(facts) & events["folder"].eq("junk").fillna(False) & events["final"] & way
    noted = facts.has(events["event"].isin(["Spam", "Malware", "Phish"]) & events["final"])
    foreign = are_foreign_rules(facts) & events["final"]
    ruled = events["message"].map(facts.has(foreign) & ~noted).fillna(False).astype(bool)
    unsure = (held & (ruled | before)) | (junk & before)
    return (held | junk) & ~unsure, unsure


def _said_kept(facts: Facts) -> pd.Series:
    """Mark the last journeys whose Status says Junk or quarantine."""
    journeys = facts.journeys
    told = status_folder(facts).isin(["junk", "quarantine"]) | journeys["status"].eq("Quarantined")
    way = journeys["message"].map(facts.messages["has_way"]).fillna(False).astype(bool)
    return told & way & journeys["final"] & ~has_an_end(facts)


def was_allowed_by_list(facts: Facts) -> Evidence:
    """Did an allow list let it through? The level -1, or the filter's own note, shows it."""
    unknown = pd.Series(True, index=facts.messages.index)
    level = any_event(facts, facts.events["scl"].eq(-1).fillna(False), "The spam level is -1: "
                      "filtering was skipped.", "", unknown=unknown)  # fmt: skip
    verdict = filter_said(facts, "sfv", ALLOWED, "The filter noted that a rule or a list of "
                          "allowed senders let it through (SFV).")  # fmt: skip
    address = filter_said(facts, "ipv", ("CAL",), "The sending address is on the list of allowed "
                          "addresses (IPV:CAL).")  # fmt: skip
    allowed = by_level(facts, "User|Organization", "allow") & facts.events["final"]
    policy = any_event(facts, allowed, "Defender names a policy of the recipient or of the "
                       "organization that allowed it.", "", unknown=unknown)  # fmt: skip
    return either(either(level, policy), either(verdict, address))
