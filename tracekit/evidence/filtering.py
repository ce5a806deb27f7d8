"""What the spam filter wrote down: SFV, DI and IPV of records and headers (ms-headers)."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, cannot_tell, either, told, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.headers import of_headers

ALLOWED = ("SKN", "SKA", "SKI", "SFE")
BLOCKED_BY_USER = ("BLK",)
JUDGED = ("SPM",)  # the filter's own verdict
# A level below 5 is not spam (ms-scl): a Spam row with it says that the filter let the mail pass.
SPAM_LEVEL = 5
BLOCKED = ("SKB",)  # blocked by a list of the anti-spam policy


@once
def verdicts(facts: Facts) -> pd.Series:
    """Return by message what the filter said (SFV); missing where it said two things.

    A header that was read beside the trace comes before the records of the last journey.
    """
    events, said = facts.events, of_headers(facts, "sfv")
    noted = events["final"] & events["sfv"].notna()
    if not noted.any():
        return said
    by = events.loc[noted, "sfv"].str.upper().groupby(events.loc[noted, "message"])
    told_of = by.first().where(by.nunique().eq(1)).reindex(facts.messages.index)
    return said.fillna(told_of).astype("str")


@once
def was_let_pass(facts: Facts) -> pd.Series:
    """Mark the messages of which the last journey notes a spam level below 5, and no other one."""
    events = facts.events
    levels = events["scl"][events["final"] & ~events["di"].eq("SJ").fillna(False)]
    most = levels.groupby(events["message"]).max().reindex(facts.messages.index)
    return (most < SPAM_LEVEL).fillna(False).astype(bool)


def by_level(facts: Facts, level: str, action: str) -> pd.Series:
    """Mark the events of which Defender says that a policy of the user or organization did this."""
    events = facts.events
    named = events["component"].str.match(f"(?:{level})-level policy").fillna(False).astype(bool)
    return named & events["action"].str.casefold().eq(action).fillna(False)


def filter_said(facts: Facts, column: str, words: tuple[str, ...], yes: str) -> Evidence:
    """Did a record of the last journey, or a header, say one of these words? Never answers no."""
    mask = facts.events[column].isin(words) & facts.events["final"] & ~facts.events["handed"]
    unknown = pd.Series(True, index=facts.messages.index)
    rows = any_event(facts, mask, yes, "", unknown=unknown)
    if column not in facts.trace.headers:
        return rows
    said = of_headers(facts, column, of_one_recipient=True).isin(words).astype("boolean")
    return either(rows, told(facts, said.mask(~said), yes, ""))


def put_by_filter(facts: Facts, word: str, dest: str, yes: str) -> Evidence:
    """Did the filter ask for a place (DI), or the mailbox note one (dest:)? It only fits.

    Source: X-Microsoft-Antispam-Mailbox-Delivery names the folder that was chosen at delivery.
    """
    if facts.trace.headers.empty and facts.events["di"].isna().all():
        return cannot_tell(facts, "Nothing says what the filter asked for.")
    asked = filter_said(facts, "di", (word,), yes)
    noted = of_headers(facts, "mailbox_delivery", of_one_recipient=True)
    there = noted.str.contains(rf"\bdest:{dest}\b", na=False).astype("boolean")
    by_header = told(facts, there.mask(~there), "The header of the message names the folder.", "")
    return weakened(either(asked, by_header) if dest else asked, True)
