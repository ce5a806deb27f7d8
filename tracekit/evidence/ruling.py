"""Evidence about rules: that one on the gateway's verdict decided, or one of the organization."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    any_event,
    any_journey,
    either,
    is_yes,
    unsettled,
    weakened,
)
from tracekit.evidence.codes import is_about, unless_cut
from tracekit.evidence.dlp import are_dlp, refused_by_dlp
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.filtering import JUDGED, verdicts
from tracekit.evidence.quarantine import is_malware, may_be_on_trial
from tracekit.evidence.signs import (
    are_by_mail_flow_rules,
    are_foreign_rules,
    ends_with_a_nameless_rule,
    has_nameless_rule,
    is_failure,
    put_by_mailbox_rule,
)
from tracekit.evidence.status_words import says_a_rule_did_it

ACTING = ["quarantine", "reject", "rejectmessage", "deletemessage", "delete", "redirectmessage",
          "redirect", "ba", "block", "blockaccess"]  # fmt: skip
MARKING = ["setspamconfidencelevel", "setscl"]  # as details and agent records call it
_ACTED = "A mail flow rule of the organization acted."
_NOTHING_DONE = ["no action taken", "allow", "none", ""]


@once
def has_verdict_rule(facts: Facts) -> Evidence:
    """Did a rule that acts on the gateway's bad verdict fire in the final journey?

    Where Microsoft's Spam row follows, or no row shows what the rule did, the header must tell
    whether Microsoft acted on the verdict or agreed with it.
    """
    events = facts.events
    bad = events["rule_role"].str.startswith("verdict-", na=False) & ~events["rule_role"].eq(
        "verdict-clean")  # fmt: skip
    found = any_event(facts, bad & events["final"],
                      "A rule that acts on the gateway's verdict fired.",
                      "No rule that acts on a bad verdict fired.",
                      unknown=ends_with_a_nameless_rule(facts),
                      na="A rule fired whose name is not known.")  # fmt: skip
    said = said_rule(facts)
    said = said.str.startswith("verdict-") & said.ne("verdict-clean")
    found = either(found, any_journey(facts, said, "The Status names a rule that acts on the "
                                      "gateway's verdict.", ""))  # fmt: skip
    also = facts.has(events["event"].isin(["Spam", "Phish"]) & events["final"])
    # SFV:SKS in its header: a rule had marked it before the filter looked (ms-headers).
    also &= ~verdicts(facts).eq("SKS").fillna(False)
    silent = ~facts.outcome("disposition").isin(["in-junk", "in-quarantine", "deleted", "bounced"])
    decided = weakened(_unless_another_did(facts, bad, found, also), silent)
    decided = weakened(decided, ~_is_more_than_a_name(facts, bad), "Only its name says that it is "
                       "on the verdict, and no row that it acted.")  # fmt: skip
    own = facts.has(put_by_mailbox_rule(facts)).to_numpy() & decided.yes
    decided = unsettled(decided, own, "A rule on the gateway's verdict fired, but a rule of the "
                        "mailbox chose the folder or deleted it.")  # fmt: skip
    # Malware goes to quarantine whatever a rule asks for (ms-precedence).
    malware = facts.has(is_malware(facts) & events["final"]).to_numpy() & decided.yes
    decided = unsettled(decided, malware, "A rule on the gateway's verdict fired, but Microsoft's "
                        "filter found malware, which it keeps whatever a rule says.")  # fmt: skip
    worse = _was_kept_for_worse(facts, bad).to_numpy() & decided.yes
    return unsettled(decided, worse, "A rule on the gateway's verdict of spam fired, but "
                     "Microsoft's filter found phishing, and it lies in quarantine.")  # fmt: skip


def _is_more_than_a_name(facts: Facts, bad: pd.Series) -> pd.Series:
    """Mark the messages with a verdict rule whose part a source gives, or that is known to act."""
    known = ~facts.gateway.are_likely_rules(facts.events["rule_name"])
    return facts.has(bad & facts.events["final"] & known) | _acted_by_itself(facts, bad)


def _acted_by_itself(facts: Facts, bad: pd.Series) -> pd.Series:
    """Mark the messages on which an action or the Status says that the verdict rule acted."""
    events = facts.events
    ours = facts.has(bad & events["final"] & _acted(events, MARKING))
    return ours | facts.has_journey(said_rule(facts).str.startswith("verdict-"))


def _was_kept_for_worse(facts: Facts, bad: pd.Series) -> pd.Series:
    """Mark what lies in quarantine with a Phish row, though the gateway said only spam.

    A rule's level makes spam of a message, never phishing (ms-precedence); that the rule itself
    quarantined it, an action or the Status would say.
    """
    events = facts.events
    phish = facts.has(events["event"].eq("Phish") & events["final"])
    agreed = events["rule_role"].isin(["verdict-phish", "verdict-malware"]) | (bad & _acted(events))
    said = facts.has_journey(said_rule(facts).str.startswith("verdict-"))
    held = facts.outcome("disposition").eq("in-quarantine")
    return phish & held & ~facts.has(agreed & events["final"]) & ~said


def _unless_another_did(facts: Facts, bad: pd.Series, found: Evidence, also: pd.Series) -> Evidence:
    """Say what stands beside the verdict rule: Microsoft's filter, or rules of somebody else's.

    Where an action or the Status names another rule as the one that acted, that one decided.
    """
    events = facts.events
    agreed = verdicts(facts).isin(JUDGED)
    named = weakened(found, agreed, "Microsoft's own filter agreed: it judged the message as spam "
                     "by itself (SFV:SPM).")  # fmt: skip
    named = weakened(named, also & ~agreed, "Microsoft's own filter shows as well: it acted on the "
                     "verdict or agreed with it; the header (SFV:SKS or SFV:SPM) tells which."
                     )  # fmt: skip
    matched = events["event"].eq("Transport rule") & events["final"] & events["rule_role"].isna()
    ours = _acted_by_itself(facts, bad)
    other = facts.has(matched & _acted(events)) | facts.has_journey(said_rule(facts).eq("other"))
    named = weakened(named, facts.has(matched) & ~ours, "Another rule matched as well, and no row "
                     "says which of them acted.")  # fmt: skip
    return unsettled(named, (other & ~ours).to_numpy() & named.yes, "A rule on the gateway's "
                     "verdict fired, but another rule is named as the one that acted.")  # fmt: skip


def _acted(events: pd.DataFrame, more: Sequence[str] = ()) -> pd.Series:
    """Mark the rule rows whose action keeps mail back."""
    return events["action"].str.casefold().str.replace(" ", "").isin([*ACTING, *more])


@once
def said_rule(facts: Facts) -> pd.Series:
    """Return the role of the rule that the Status of a last journey names; "other" if none.

    Defender lists rules that matched: one of them acted only where its policy is the one that did.
    """
    journeys, events = facts.journeys, facts.events
    named = journeys["mail_flow_rule"].notna() & journeys["connector"].isna() & journeys["final"]
    if not named.any():
        return pd.Series("", index=journeys.index)
    by_rule = events["component"].str.contains("transport rule", case=False, na=False)
    listed = events["derived"].fillna(False).astype(bool) & ~by_rule
    named &= ~journeys["journey"].isin(events.loc[listed, "journey"])
    roles = facts.gateway.rule_roles(journeys["mail_flow_rule"]).astype("str").fillna("other")
    return roles.where(named, "")


@once
def may_be_a_verdict(facts: Facts) -> pd.Series:
    """Mark the rows of rules without a name that set the spam level, as those on a verdict do."""
    events = facts.events
    marked = events["action"].str.casefold().str.replace(" ", "").isin(MARKING)
    return marked & events["rule_name"].isna() & events["event"].eq("Transport rule")


def mail_flow_rule_acted(facts: Facts) -> Evidence:
    """Did another mail flow rule act? That it matched is not enough."""
    events = facts.events
    refused = is_failure(facts) & (
        are_by_mail_flow_rules(facts) | is_about(facts, "rule") | refused_by_dlp(facts)
    )
    foreign = are_foreign_rules(facts)
    acted = foreign & _acted(events)
    rows = any_event(facts, (refused | acted) & events["final"],
                     _ACTED, "No other mail flow rule shows.",
                     unknown=facts.has(foreign & events["final"]),
                     na="Another rule matched, and no row says what it did.")  # fmt: skip
    rows = _told_of_dlp(facts, (refused | acted) & events["final"], rows)
    hidden = is_yes(has_nameless_rule(facts)) & ~rows.yes & ~rows.unknown
    rows = unsettled(rows, hidden, "A rule fired whose name is not known.")
    held = may_be_on_trial(facts)
    rows = weakened(rows, facts.has(held) & ~facts.has(acted & ~held & events["final"]), "Its mode "
                    "is not printed, and a Deliver row follows: it may be on trial.")  # fmt: skip
    nameless = _ran_without_a_name(facts) & ~facts.has(acted & events["final"])
    rows = weakened(rows, nameless, "No row names the rule: it may be one of the gateway's.")
    rows = either(unless_cut(facts, refused, rows), _marked_as_spam(facts, foreign))
    named = said_rule(facts).eq("other")
    rows = either(rows, any_journey(facts, named, "The Status names a mail flow rule.", ""))
    return either(either(rows, _said_without_a_name(facts)), _by_policy(facts))


def was_said_to_be_by_a_rule(facts: Facts) -> Evidence:
    """Does the Status say that a mail flow rule did it, and not which one?"""
    return any_journey(facts, says_a_rule_did_it(facts), "The Status says that a mail flow rule "
                       "did it, and nothing here says whether it was one of the gateway's.",
                       "The Status does not lay it at a rule's door.", within="journeys"
                       )  # fmt: skip


def _said_without_a_name(facts: Facts) -> Evidence:
    """The Status says that a mail flow rule did it: which one, a row or the list of rules tells.

    It is the organization's own where the gateway has no rules that keep mail back, and where its
    own matched at the end and none of the gateway's on a verdict did.
    """
    journeys, events = facts.journeys, facts.events
    own = facts.has(are_foreign_rules(facts) & events["final"]) & ~has_nameless_rule(facts)
    own |= not any(rule.role.startswith("verdict-") for rule in facts.gateway.rules)
    said = says_a_rule_did_it(facts) & journeys["message"].map(own).fillna(False).astype(bool)
    return any_journey(facts, said, "The Status says that a mail flow rule did it.", "",
                       within="journeys")  # fmt: skip


def _told_of_dlp(facts: Facts, rows: pd.Series, found: Evidence) -> Evidence:
    """Say that it was data loss prevention where none of the rows is of a mail flow rule."""
    dlp = is_yes(facts.has(rows & are_dlp(facts)) & ~facts.has(rows & ~are_dlp(facts)))
    coded = is_yes(facts.has(rows & refused_by_dlp(facts)))
    said = np.where(coded, "The code says that data loss prevention (DLP) refused it.",
                    "A DLP rule of the organization acted.")  # fmt: skip
    return replace(found, because=np.where(dlp & found.yes, said, found.because))


def _ran_without_a_name(facts: Facts) -> pd.Series:
    """Mark the messages whose end shows a mail flow rule without a name, where a gateway is known.

    Rules of DLP policies are never a gateway's.
    """
    events = facts.events
    bare = events["event"].eq("Transport rule") & events["rule_name"].isna() & events["final"]
    return facts.has(bare & ~events["handed"]) & (facts.gateway.kind != "none")


def _by_policy(facts: Facts) -> Evidence:
    """Defender says that mail flow rules acted, and no gateway has rules of its own."""
    events = facts.events
    policy = events["component"].str.contains("transport rule", case=False, na=False)
    done = events["action"].notna() & ~events["action"].str.casefold().isin(_NOTHING_DONE)
    alone = facts.gateway.kind == "none"
    return weakened(any_event(
        facts, policy & done & events["final"] & alone, "The policy that acted is the mail flow "
        "rules of the organization.", ""), True)  # fmt: skip


def _marked_as_spam(facts: Facts, foreign: pd.Series) -> Evidence:
    """A rule set the spam level, and it was treated as spam; the level itself is not shown."""
    events = facts.events
    marked = foreign & events["action"].str.casefold().str.replace(" ", "").isin(MARKING)
    # SFV:SPM says that the filter judged by itself.
    spam = facts.outcome("disposition").isin(["in-junk", "in-quarantine"])
    spam &= ~verdicts(facts).eq("SPM").fillna(False)
    treated = events["message"].map(spam).fillna(False).astype(bool)
    found = any_event(facts, marked & treated & events["final"], "A mail flow rule set the spam "
                      "level, and it was treated as spam.", "")  # fmt: skip
    return weakened(found, True, "The trace does not show the level: the header (SFV:SKS or "
                    "SFV:SPM) tells whether the rule or the filter decided.")  # fmt: skip
