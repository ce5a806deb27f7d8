"""Evidence about quarantine: whether the message was put there, and whether it came out."""

from __future__ import annotations

from functools import partial

import pandas as pd

from tracekit.evidence import base
from tracekit.evidence.base import Evidence, either, only_where, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.filtering import put_by_filter
from tracekit.evidence.quarantine import (
    is_held,
    is_quarantine,
    is_stored_in_quarantine,
    may_be_on_trial,
)
from tracekit.evidence.signs import (
    folder_is_open,
    has_an_end,
    is_delivery,
    places_on_the_way,
    went_on_from_quarantine,
)
from tracekit.evidence.status_words import says_quarantine

any_event = partial(base.any_event, within="end_known")
any_journey = partial(base.any_journey, within="end_known")


def was_quarantined(facts: Facts) -> Evidence:
    """Was it put in quarantine on a journey that was not handed over?"""
    events, journeys, gone = facts.events, facts.journeys, went_on_from_quarantine(facts)
    kept = ~events["handed"] & ~events["message"].map(gone).fillna(False).astype(bool)
    kept &= ~events["journey"].isin(_removed(facts))
    doubted = may_be_on_trial(facts)
    rows = any_event(facts, is_quarantine(facts) & ~doubted & kept, "A row puts it in quarantine.",
                     "No row puts it in quarantine.")  # fmt: skip
    said = says_quarantine(facts) & journeys["final"]
    shown = either(rows, any_journey(facts, said, "The Status says quarantine.", ""))
    stored = any_event(facts, (is_stored_in_quarantine(facts) | doubted) & kept, "A rule or "
                       "a filter asked for quarantine, and it was stored at once, no row says "
                       "where.", "")  # fmt: skip
    gone_on = pd.Series(gone, index=facts.messages.index)
    asked = put_by_filter(facts, "SQ", "", "The filter asked for quarantine (DI:SQ).")
    open_end = folder_is_open(facts) | ~facts.has_journey(has_an_end(facts) & journeys["final"])
    asked = only_where(asked, open_end & ~gone_on)
    return either(either(shown, weakened(stored, True)), asked)


def _removed(facts: Facts) -> pd.Series:
    """Return the journeys whose message was deleted after all, as Defender's records say."""
    deleted = facts.events["derived"].fillna(False).astype(bool) & facts.events["folder"].eq(
        "deleted").fillna(False)  # fmt: skip
    return facts.events.loc[deleted, "journey"]


def was_delivered_after_quarantine(facts: Facts) -> Evidence:
    """Was it delivered to a mailbox after the quarantine?"""
    events = facts.events
    at = places_on_the_way(facts)
    held = is_held(facts)
    by = events["message"]
    first = at.where(held).groupby(by).transform("min")
    since = events["time"].where(held).groupby(by).transform("min")
    where = events["pass_number"].where(held).groupby(by).transform("min")
    inside = events["pass_number"].eq(where).fillna(False)
    later = is_delivery(facts) & (at > first).fillna(False)
    ordered = later & (inside | (events["time"] > since))
    return any_event(
        facts,
        ordered,
        "It was delivered after the quarantine.",
        "No later delivery is here.",
        unknown=facts.has(is_delivery(facts) & ~inside & ~ordered),
        na="It was delivered as well, and the times do not tell which came first.",
    )


@once
def was_taken_out_later(facts: Facts) -> pd.Series:
    """Mark the messages that were delivered to the mailbox before they were put in quarantine."""
    events, place = facts.events, places_on_the_way(facts)
    held = is_held(facts) & events["final"]
    if not held.any():
        return facts.has(held)
    last = place.where(held).groupby(events["message"]).max()
    before = place < events["message"].map(last)
    return facts.has(is_delivery(facts) & events["final"] & before)
