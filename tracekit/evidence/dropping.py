"""Evidence about drops: what was discarded on purpose, and what took its place."""

from __future__ import annotations

from functools import partial

import pandas as pd

from tracekit.evidence import base
from tracekit.evidence.base import Evidence, either, positive, weakened
from tracekit.evidence.duplicates import DUPLICATES
from tracekit.evidence.facts import Facts
from tracekit.evidence.filtering import put_by_filter
from tracekit.evidence.quarantine import is_malware
from tracekit.evidence.signs import (
    are_foreign_rules,
    awaits_approval,
    drop_outcomes,
    expands_own_group,
    is_delivery,
    is_drop,
    is_failure,
    places_on_the_way,
)

any_event = partial(base.any_event, within="end_known")
any_journey = partial(base.any_journey, within="end_known")


def ended_in_drop(facts: Facts) -> Evidence:
    """Did the final journey end in a Drop, with no delivery and nothing sent out after it?"""
    events, drop = facts.events, is_drop(facts)
    out = events["event"].eq("Send external") & _comes_after(facts, drop)
    gone = events["journey"].isin(events.loc[is_delivery(facts) | out, "journey"])
    rows = drop & events["final"] & ~gone
    return any_event(facts, rows, "The final journey ends in a Drop.", "It was not dropped.")


def _dropped_as(facts: Facts, outcome: str, yes: str, no: str) -> Evidence:
    rows = drop_outcomes(facts).eq(outcome) & facts.events["final"]
    return any_event(facts, rows, yes, no)


def group_was_expanded(facts: Facts) -> Evidence:
    """Was a group replaced by its members?"""
    rows = expands_own_group(facts)
    said = facts.journeys["status"].eq("Expanded") & facts.journeys["final"]
    dropped = _dropped_as(facts, "expanded", "The group was replaced by its members.", "")
    expanded = any_event(facts, rows, "The group was replaced by its members.",
                         "No group was expanded.")  # fmt: skip
    status = any_journey(facts, said, "The Status says that the group was expanded.", "")
    return either(either(expanded, dropped), status)


def approval_is_open(facts: Facts) -> Evidence:
    """Does it wait for a moderator?"""
    events, waiting = facts.events, awaits_approval(facts)
    went_on = events["event"].isin(["Send external", "Send", "Expand", "Redirect"])
    done = is_delivery(facts) | is_failure(facts) | (went_on & _comes_after(facts, waiting))
    return any_event(facts, waiting & ~events["message"].isin(events.loc[done, "message"]),
                     "It was sent to a moderator, and no later row shows a decision.",
                     "It does not wait for a moderator.")  # fmt: skip


def _comes_after(facts: Facts, rows: pd.Series) -> pd.Series:
    """Mark the events that come after the last of some rows of their message."""
    events = facts.events
    if not rows.any():
        return rows
    at = places_on_the_way(facts)
    last = at.where(rows).groupby(events["message"]).transform("max")
    return (at > last).fillna(False).astype(bool)


def was_forwarded_without_a_copy(facts: Facts) -> Evidence:
    """Was it sent on to another address, and no copy kept here?"""
    return _dropped_as(facts, "redirected", "It was sent on, and no copy was kept.",
                       "The drop does not say that it was sent on.")  # fmt: skip


def was_chained_to_another_address(facts: Facts) -> Evidence:
    """Does the address point on to another one?"""
    return _dropped_as(facts, "resolved-elsewhere", "The address points on to another one.",
                       "The drop does not name another address.")  # fmt: skip


def automatic_reply_was_suppressed(facts: Facts) -> Evidence:
    """Is what was dropped an automatic reply?"""
    return _dropped_as(facts, "suppressed-automatic-reply",
                       "An automatic reply was not passed on, by design.",
                       "It is no automatic reply.")  # fmt: skip


def forward_was_stopped(facts: Facts) -> Evidence:
    """Was an automatic forward to the outside stopped?"""
    return _dropped_as(facts, "forward-blocked", "An automatic forward was stopped.",
                       "No automatic forward was stopped.")  # fmt: skip


def meeting_message_was_parked(facts: Facts) -> Evidence:
    """Is a meeting message parked until it can be put in order?"""
    return _dropped_as(facts, "pending", "A meeting message was parked to be put in order.",
                       "No meeting message was parked.")  # fmt: skip


def was_deleted(facts: Facts) -> Evidence:
    """Does the drop say that a rule or a setting deleted it?"""
    told = facts.events["action"].str.casefold().isin(["deletemessage", "delete"])
    dropped = facts.events.loc[is_drop(facts), "journey"]
    acted = told & facts.events["journey"].isin(dropped) & facts.events["final"]
    said = _dropped_as(facts, "deleted", "The drop says that it was deleted.",
                       "Nothing says that it was deleted.")  # fmt: skip
    by_filter = positive(put_by_filter(facts, "SD", "", "The filter asked to delete it (DI:SD)."))
    by_rule = either(any_event(facts, acted, "A mail flow rule deleted it.", ""),
                     _dropped_silently_after_a_rule(facts))  # fmt: skip
    found = is_malware(facts) & facts.events["action"].str.casefold().eq("deleted")
    found &= facts.events["journey"].isin(dropped) & facts.events["final"]
    malware = weakened(any_event(facts, found, "The malware filter notes that it deleted it.", ""),
                       True)  # fmt: skip
    return either(either(said, by_rule), either(by_filter, malware))


def _dropped_silently_after_a_rule(facts: Facts) -> Evidence:
    """A rule that deletes leaves its own row and a Drop without a reason, and nothing else.

    Where an action of a rule is told, it is that which it did.
    """
    events = facts.events
    foreign, named = are_foreign_rules(facts), events["action"].notna()
    told = events.loc[foreign & named, "journey"]
    matched = events.loc[foreign & ~events["journey"].isin(told), "journey"]
    silent = is_drop(facts) & events[["token", "reason", "enhanced_code"]].isna().all(axis=1)
    rows = silent & events["final"] & events["journey"].isin(matched)
    return weakened(any_event(facts, rows, "It was dropped without a reason after a mail flow rule "
                              "had matched, as a rule that deletes leaves it.", ""), True
    )  # fmt: skip


def duplicate_was_removed(facts: Facts) -> Evidence:
    """Did Microsoft 365 remove a duplicate?"""
    events = facts.events
    rows = drop_outcomes(facts).eq("single-copy") | events["event"].str.upper().isin(DUPLICATES)
    return any_event(facts, rows, "Microsoft 365 removed a duplicate.",
                     "No duplicate was removed.")  # fmt: skip


def drop_was_bookkeeping(facts: Facts) -> Evidence:
    """Is the drop mere book-keeping?"""
    return _dropped_as(facts, "book-keeping", "The drop is book-keeping of the service.",
                       "What was dropped, and why, is not known.")  # fmt: skip
