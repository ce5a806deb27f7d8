"""Evidence about why a message was not sent to the gateway: rules and early ends."""

from __future__ import annotations

import re

import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    any_event,
    either,
    positive,
    weakened,
)
from tracekit.evidence.bounced import are_told_by_bounce
from tracekit.evidence.codes import EXPIRED, NO_CONNECTION, is_about
from tracekit.evidence.complete import has_all_records
from tracekit.evidence.direction import of_no_group
from tracekit.evidence.facts import TRIED_RULE, Facts, once
from tracekit.evidence.filtering import put_by_filter
from tracekit.evidence.other_address import may_belong_to_another_address, of_this_address
from tracekit.evidence.quarantine import (
    is_malware,
    is_quarantine,
    is_stored_in_quarantine,
)
from tracekit.evidence.signs import (
    are_by_mail_flow_rules,
    drop_outcomes,
    has_lost_its_server,
    has_nameless_rule,
    is_delivery,
    is_drop,
    is_failure,
    was_sent_out_blindly,
)

NAMELESS = "A rule has fired whose name is not known."
ROUTES = ["route", "route-outbound"]
_EXEMPT_WORDS = re.compile(
    r"\b(?:bypass|exempt|skip|exclu|whitelist|allow ?list|do not send)", re.IGNORECASE
)
# Codes and tokens that come only after the mail flow rules: delivery, routing, rules, forwarding.
_LATE_CODES = re.compile(r"5\.2\.|[45]\.4\.(?!1$)|5\.7\.520$|5\.7\.171$|5\.7\.9[0-9]{2}$")
# An address that is not there is found out before the rules, on whatever way the message comes.
_ADDRESS_CODES = re.compile(r"5\.1\.(?!8$|90$)|5\.4\.1$")
# Who may write to an address is asked then, too; but the way back has lost the sender's sign-in.
_PERMISSION_CODES = re.compile(r"5\.7\.1[23][0-9]$")
# An address of the sender that cannot be used: when that is looked at, nothing public says.
_SENDER_CODES = re.compile(r"5\.1\.(?:7|20)$")
_LATE_TOKENS = re.compile(r"STOREDRV|STOREDRIVER|TRANSPORT\.RULES", re.IGNORECASE)
# Whether an address takes the message is asked when it is resolved, before the rules.
_EARLY_TOKENS = re.compile(r"RESOLVER\.RST\.", re.IGNORECASE)


def was_only_journaled(facts: Facts) -> Evidence:
    """Was a copy journaled to the gateway, without a hand-over?"""
    to_it = facts.gateway.are_journal_addresses(facts.events["address"]).astype(bool)
    routed = facts.events.loc[facts.events["rule_role"].isin(ROUTES), "message"]
    handed = facts.journeys.loc[facts.journeys["handed"], "message"]
    alone = ~facts.events["message"].isin(routed) & ~facts.events["message"].isin(handed)
    return any_event(facts, to_it & alone, "A copy went to the gateway's journal address.",
                     "No copy was journaled to the gateway.")  # fmt: skip


def has_route_rule(facts: Facts) -> Evidence:
    """Did the rule that routes mail to the gateway fire?"""
    return any_event(facts, facts.events["rule_role"].isin(ROUTES),
                     "The rule that routes mail to the gateway fired.",
                     "The rule that routes mail to the gateway did not fire.",
                     unknown=has_nameless_rule(facts), na=NAMELESS)  # fmt: skip


def was_stopped_among_rules(facts: Facts) -> Evidence:
    """Did a mail flow rule end it, so that rules after that one had no turn?

    A Drop that says nothing counts: a rule that deletes leaves no other row (ms-rule-actions).
    """
    ended = is_failure(facts) & (are_by_mail_flow_rules(facts) | is_about(facts, "rule"))
    deleted = is_drop(facts) & drop_outcomes(facts).isin(["", "deleted"])
    return any_event(facts, ended | deleted, "It was stopped while the mail flow rules ran, so "
                     "rules after that had no turn.",
                     "No mail flow rule stopped it.")  # fmt: skip


def is_in_scope_but_not_routed(facts: Facts) -> Evidence:
    """Did the membership rule fire without the routing rule?"""
    routed = facts.events.loc[facts.events["rule_role"].isin(ROUTES), "message"]
    member = (facts.events["rule_role"] == "member") & ~facts.events["message"].isin(routed)
    found = any_event(facts, member, "The membership rule fired, the routing rule did not.",
                      "The membership rule did not fire.",
                      unknown=has_nameless_rule(facts), na=NAMELESS)  # fmt: skip
    return of_this_address(facts, of_no_group(facts, weakened(found, True)))


def has_gateway_rule(facts: Facts) -> Evidence:
    """Did a filter or key rule of the gateway fire?

    A rule that only looks like the gateway's may be a verdict on the way back: it counts when all
    records are here.
    """
    unlisted = facts.events["rule_role"].eq("unknown")
    roles = ["filter", "key", "member", *(["unknown"] if facts.complete is True else [])]
    found = any_event(facts, facts.events["rule_role"].isin(roles),
                      "Rules of the gateway fired, the routing rule did not.",
                      "No rule of the gateway fired.",
                      unknown=has_nameless_rule(facts) | facts.has(unlisted),
                      na="A rule fired whose part is not known. It may be a verdict on the way "
                      "back from the gateway.")  # fmt: skip
    return of_this_address(facts, of_no_group(facts, weakened(found, True)))


def was_exempted_by_rule(facts: Facts) -> Evidence:
    """Did a rule fire that exempts it from the gateway? Positive evidence only."""
    events = facts.events
    level = events["action"].str.casefold().str.replace(" ", "").isin(
        ["setscl:-1", "setscl=-1", "stopruleprocessing"])  # fmt: skip
    shown = any_event(facts, level, "A rule that exempts it acted.",
                      "No rule that exempts it fired.",
                      unknown=has_nameless_rule(facts), na=NAMELESS)  # fmt: skip
    by_name = events["rule_role"].eq("exempt") | _sounds_exempt(facts)
    named = any_event(facts, by_name, "The name of a rule that fired says that it exempts mail "
                      "from the gateway.", "No rule that exempts it fired.")  # fmt: skip
    return either(shown, weakened(named, True))


def _sounds_exempt(facts: Facts) -> pd.Series:
    names = facts.events["rule_name"]
    vendor = names.str.contains(_vendor_words(facts), na=False)
    return vendor & names.str.contains(_EXEMPT_WORDS, na=False)


def _vendor_words(facts: Facts) -> re.Pattern:
    gateway = facts.gateway
    words = {gateway.name, gateway.title.split()[0], *(c.samples[0] for c in gateway.connectors)}
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in sorted(words))})\b", re.IGNORECASE)


def was_ended_after_routing(facts: Facts) -> Evidence:
    """Did Microsoft 365 end the journey after the routing rule had fired?

    Within one minute order does not count. A Spam row before a delivery to the mailbox ended
    nothing: Junk is chosen at delivery, and a message on its way to the gateway has none.
    """
    events = facts.events
    later = after_routing(facts)
    stored = is_delivery(facts) | is_stored_in_quarantine(facts)
    delivered = events["journey"].isin(events.loc[stored, "journey"])
    marked = events["event"].isin(["Spam", "Phish"])
    # A message that waited until it expired was not stopped: it could not be sent.
    expired = is_failure(facts) & events["enhanced_code"].isin(EXPIRED)
    ends = ((_stops(facts) & ~expired & ~_failed_elsewhere(facts)) | (marked & ~delivered)) & later
    open_question = facts.has(marked & delivered & later)
    gone = has_left(facts)
    open_question |= may_belong_to_another_address(facts)
    closed = facts.has(ends | ((events["event"].eq("Deliver") | gone) & later))
    asked = positive(put_by_filter(facts, "SQ", "", "The filter asked for quarantine (DI:SQ) after "
                                   "the routing rule had fired."))  # fmt: skip
    found = any_event(
        facts,
        ends,
        "It was stopped after the routing rule had fired.",
        "It went on after the routing rule, and not to the gateway.",
        unknown=~closed | open_question,
        na="No row shows clearly what became of it after the routing rule.",
    )
    return of_no_group(facts, either(asked, found))


def has_left(facts: Facts) -> pd.Series:
    """Mark the events that send a message to a server outside which they name."""
    return facts.events["event"].eq("Send external") & ~was_sent_out_blindly(facts)


def _failed_elsewhere(facts: Facts) -> pd.Series:
    """Mark failures that Microsoft 365 did not decide: a server outside refused, or none answered.

    That server may be one of the gateway's which the profile does not list.
    """
    events = facts.events
    outside = events["host"].notna() & ~events["microsoft_host"]
    unreached = events["enhanced_code"].isin(NO_CONNECTION) & events["host"].isna()
    return is_failure(facts) & (is_about(facts, "remote") | outside | unreached)


def after_routing(facts: Facts) -> pd.Series:
    """Mark the events that come after the routing rule of their journey, or in its minute."""
    events = facts.events
    routed = events["rule_role"].isin(ROUTES)
    first = events["seq"].where(routed).groupby(events["journey"]).transform("min")
    time = events["time"].where(routed).groupby(events["journey"]).transform("min")
    later = (events["seq"] > first).fillna(False).astype(bool)
    return later | (events["time"].eq(time) & time.notna())


@once
def _stops(facts: Facts) -> pd.Series:
    """Mark the events that end a journey for good."""
    stopped = is_failure(facts) | is_drop(facts) | _malware_stopped(facts)
    return stopped | is_quarantine(facts)


def _malware_stopped(facts: Facts) -> pd.Series:
    """Mark the rows of malware that let nothing go on: no delivery is in their journey."""
    delivered = facts.events.loc[is_delivery(facts), "journey"]
    return is_malware(facts) & ~facts.events["journey"].isin(delivered)


def ended_before_any_rule(facts: Facts) -> Evidence:
    """Did it end before any mail flow rule ran?

    A clean message that came back from the gateway shows no rule either: without all records
    only a failure whose code is found before the rules proves it.
    """
    events = facts.events
    ran = events["event"].isin(["Transport rule", "DLP rule", TRIED_RULE])
    ruled = events.loc[ran, "message"]
    way = events["message"].map(facts.messages["has_way"]).fillna(False).astype(bool)
    ends = _stops(facts) & way & ~events["message"].isin(ruled) & events["final"] & ~_is_late(facts)
    # What was delivered was not stopped, and what was dropped as a second copy was not the message.
    ends &= ~events["message"].isin(events.loc[is_delivery(facts) & events["final"], "message"])
    ends &= ~drop_outcomes(facts).eq("single-copy")
    address, permission = _code_is(events, _ADDRESS_CODES), _code_is(events, _PERMISSION_CODES)
    early = is_failure(facts) & (address | permission) & ~has_lost_its_server(facts)
    # A record without its events may be the hand-over.
    whole = events["message"].map(facts.messages["whole"]).fillna(False).astype(bool)
    # So may the record of another address.
    whole &= ~events["message"].isin(
        facts.messages.index[may_belong_to_another_address(facts)])  # fmt: skip
    listed = facts.messages.index[has_all_records(facts).yes]
    whole &= (facts.complete is True) | events["message"].isin(listed)
    proved = ends & (early | whole)
    open_question = facts.has(ends & ~proved)
    found = any_event(facts, proved, "It was stopped, and no mail flow rule had run.",
                      "It was not stopped before the mail flow rules.", unknown=open_question,
                      na="A clean return from the gateway shows no rules either, and may have been "
                      "stopped like this.")  # fmt: skip
    unsure = facts.complete is not True
    by_list = facts.has(proved & ~early) & unsure
    found = weakened(found, by_list, "A list that was read has no other record of it.")
    found = weakened(found, facts.has(proved & permission) & unsure, "A return from the gateway "
                     "that has lost the sender's sign-in would be refused alike.")  # fmt: skip
    at_sender = facts.has(proved & _code_is(events, _SENDER_CODES)) & unsure
    return of_no_group(facts, weakened(found, at_sender, "Rules may have run before the sender's "
                                        "address was looked at."))  # fmt: skip


def _code_is(events: pd.DataFrame, codes: re.Pattern) -> pd.Series:
    return events["enhanced_code"].str.match(codes).fillna(False).astype(bool)


def _is_late(facts: Facts) -> pd.Series:
    """Mark the events that happen only after the mail flow rules ran.

    Order of the stages: malware, mail flow rules, content filter, routing, delivery (ms-eop).
    """
    events = facts.events
    # Who answers from a named server was asked after the rules, even if it is Microsoft's.
    outside = events["host"].notna() | events["outside_answer"].str.casefold().eq("true").fillna(
        False)  # fmt: skip
    outside |= is_about(facts, "remote")
    # A bounce may name the server that the row of the same failure leaves out.
    named = events.loc[are_told_by_bounce(facts) & outside, "journey"]
    outside |= is_failure(facts) & events["journey"].isin(named)
    code = events["enhanced_code"].str.match(_LATE_CODES).fillna(False).astype(bool)
    token = events["token"].str.match(_LATE_TOKENS).fillna(False).astype(bool)
    code &= ~events["token"].str.match(_EARLY_TOKENS).fillna(False).astype(bool)
    judged = events.loc[events["event"].isin(["Spam", "Phish"]), "journey"]
    filtered = is_quarantine(facts) & events["journey"].isin(judged)
    # What was tried to be sent had been through the rules before.
    tried = events["journey"].isin(events.loc[events["event"].eq("Defer"), "journey"])
    return outside | code | token | filtered | tried
