"""What in a trace does not fit together: one function a rule of knowledge/contradictions.toml.

Each returns a boolean Series by message; True only where the rows themselves show both sides.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tracekit.evidence.decider import was_analysed_without_verdict
from tracekit.evidence.facts import Facts
from tracekit.evidence.filtering import SPAM_LEVEL
from tracekit.evidence.quarantine import is_quarantine
from tracekit.evidence.ruling import has_verdict_rule
from tracekit.evidence.signs import has_made_up_status, is_delivery, is_failure
from tracekit.evidence.status_words import status_place

_SPAM = ["Spam", "Phish", "Malware"]


def said_delivered_but_quarantined(facts: Facts) -> pd.Series:
    """The Status says delivered, and the last event of that journey is a quarantine.

    What Defender's records say of a later place is no contradiction.
    """
    events, journeys = facts.events, facts.journeys
    later = events["derived"].fillna(False).astype(bool) & events["component"].isna()
    held = set(events.loc[is_quarantine(facts) & ~later, "journey"])
    there = set(events.loc[is_delivery(facts), "journey"])
    said = journeys["status"].eq("Delivered") & journeys["final"] & ~has_made_up_status(facts)
    return facts.has_journey(said & journeys["journey"].isin(held - there))


# Where a message is, as the Status of a report may name it; the mailbox is no quarantine.
_PLACES = {"in-inbox": "inbox", "in-junk": "junk", "in-other-folder": "folder",
           "in-quarantine": "quarantine", "delivered-folder-unknown": "mailbox"}  # fmt: skip


def status_names_another_place(facts: Facts) -> pd.Series:
    """The Status names a folder or the quarantine, and the events put it somewhere else.

    A Status that says Delivered over quarantined mail has a sentence of its own; one that names the
    Inbox says no more where a row of Defender's tells of a later place.
    """
    journeys = facts.journeys
    said = status_place(facts).where(journeys["final"] & ~has_made_up_status(facts), "")
    rows = said[said.ne("")].groupby(journeys["message"]).first().reindex(facts.messages.index)
    found = facts.outcome("disposition").map(_PLACES)
    other = rows.notna() & found.notna() & rows.ne(found) & found.ne("quarantine")
    return other & ~(found.eq("mailbox") & rows.ne("quarantine"))


def clean_but_kept_from_inbox(facts: Facts) -> pd.Series:
    """Of the gateway's verdict rules only that for clean mail fired, and it is kept from inbox."""
    roles = facts.events["rule_role"].where(facts.events["final"])
    clean = facts.has(roles.eq("verdict-clean").fillna(False))
    clean &= ~facts.has(roles.str.startswith("verdict-", na=False) & roles.ne("verdict-clean"))
    return clean & facts.outcome("disposition").isin(["in-junk", "in-quarantine"])


def verdict_but_in_inbox(facts: Facts) -> pd.Series:
    """A rule on a bad verdict of the gateway fired on the last journey, and it is in the Inbox."""
    fired = pd.Series(has_verdict_rule(facts).yes, index=facts.messages.index)
    return fired & facts.outcome("disposition").eq("in-inbox")


def returned_unmarked_but_kept(facts: Facts) -> pd.Series:
    """It came back whole with no verdict rule, and Microsoft's filters kept it from the inbox."""
    roles = [rule.role for rule in facts.gateway.rules]
    if not any(role.startswith("verdict-") for role in roles):
        return pd.Series(False, index=facts.messages.index)
    unmarked = pd.Series(was_analysed_without_verdict(facts).yes, index=facts.messages.index)
    kept = facts.outcome("disposition").isin(["in-junk", "in-quarantine"])
    own = facts.outcome("decision").eq("decided-by-microsoft")
    whole = facts.messages["whole"].astype(bool)
    return unmarked & kept & own & whole & ~clean_but_kept_from_inbox(facts)


def spam_but_in_inbox(facts: Facts) -> pd.Series:
    """A row of the filters or the Status says spam or worse, and a row names the Inbox."""
    events, journeys = facts.events, facts.journeys
    marked = events["event"].isin(_SPAM) & ~(events["scl"] < SPAM_LEVEL).fillna(False)
    spam = facts.has(marked & events["final"])
    spam |= facts.has_journey(journeys["status"].eq("Filtered as spam") & journeys["final"])
    return spam & facts.outcome("disposition").eq("in-inbox")


def two_ends(facts: Facts) -> pd.Series:
    """Of two journeys that were not handed on, one was delivered and the other one was not.

    What was released from quarantine went two ways one after the other, as it should.
    """
    events, journeys = facts.events, facts.journeys
    ends = journeys["journey"][~journeys["handed"].astype(bool)]
    kept_back = is_failure(facts) | is_quarantine(facts)
    if not kept_back.any():
        return pd.Series(False, index=facts.messages.index)
    mine = events["journey"].isin(ends)
    good = events.loc[is_delivery(facts) & mine, ["message", "journey"]]
    bad = events.loc[kept_back & mine, ["message", "journey"]]
    bad = bad[~bad["journey"].isin(good["journey"])]
    both = set(good["message"]) & set(bad["message"])
    released = facts.outcome("disposition").eq("released-from-quarantine")
    return pd.Series(facts.messages.index.isin(both), index=facts.messages.index) & ~released


def delivered_before_it_came_back(facts: Facts) -> pd.Series:
    """A journey was delivered, and the same journey was handed to the gateway."""
    return facts.has(is_delivery(facts) & facts.events["handed"])


CONTRADICTIONS: dict[str, Callable[[Facts], pd.Series]] = {
    "said-delivered-but-quarantined": said_delivered_but_quarantined,
    "status-names-another-place": status_names_another_place,
    "clean-but-kept-from-inbox": clean_but_kept_from_inbox,
    "verdict-but-in-inbox": verdict_but_in_inbox,
    "returned-unmarked-but-kept": returned_unmarked_but_kept,
    "spam-but-in-inbox": spam_but_in_inbox,
    "two-ends": two_ends,
    "delivered-before-it-came-back": delivered_before_it_came_back,
}
