"""Evidence about copies: was it delivered more than once?"""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, any_journey, cannot_tell, either, weakened
from tracekit.evidence.facts import Facts
from tracekit.evidence.signs import disagrees, drop_outcomes, is_delivery, status_folder

RESENT_WITHIN = pd.Timedelta(minutes=10)


def was_delivered_twice(facts: Facts) -> Evidence:
    """Was it delivered to this mailbox more than once?

    The same row printed twice in one journey is no second delivery.
    """
    rows = facts.events[is_delivery(facts)]
    distinct = rows.drop_duplicates(["message", "journey", "time_text", "detail"])
    times = distinct.groupby("message").size()
    twice = facts.events["message"].isin(times.index[times > 1]) & is_delivery(facts)
    return any_event(facts, twice, "More than one Deliver row is here.",
                     "Not more than one Deliver row is here.")  # fmt: skip


def group_brought_a_copy(facts: Facts) -> Evidence:
    """Was a group expanded for this Message-ID, whoever the recipient?"""
    events = facts.events
    expanded = events["event"].eq("Expand") | drop_outcomes(facts).eq("expanded")
    ids = facts.journeys.set_index("journey")["message_id"]
    with_group = events.loc[expanded, "journey"].map(ids).dropna()
    mine = facts.journeys["message_id"].isin(with_group)
    return any_journey(facts, mine, "A group with this recipient's mail was expanded.",
                       "No group was expanded.")  # fmt: skip


def was_resent_by_sender(facts: Facts) -> Evidence:
    """Did the sender send the same subject to the same recipient again within minutes?"""
    journeys = facts.journeys[facts.journeys["subject"].fillna("").str.strip().ne("")]
    first = journeys.sort_values("received").drop_duplicates("message")
    key = ["subject", "sender", "who"]
    first = first.assign(who=first["recipient"].str.casefold()).dropna(subset=["received"])
    by = first.groupby(key)["received"]
    near = pd.concat([by.diff(), by.diff(-1).abs()], axis=1).min(axis=1) <= RESENT_WITHIN
    again = facts.journeys.index.isin(first.index[near])
    found = any_journey(facts, pd.Series(again, index=facts.journeys.index),
                        "The same subject came again from the same sender within minutes, under "
                        "another Message-ID.", "No second Message-ID with this subject is here.")  # fmt: skip
    return weakened(found, True)


def journal_copy_was_reported(facts: Facts) -> Evidence:
    """Is the second copy that was reported the journal copy?"""
    return cannot_tell(facts, "Whether somebody reads the journal mailbox is not in a trace.")


def was_delivered_once(facts: Facts) -> Evidence:
    """Is the one delivery of this message here?"""
    rows = is_delivery(facts)
    found = any_event(facts, rows, "One delivery is here.", "No delivery is here.")
    said = status_folder(facts).isin(["inbox", "junk"]) & ~disagrees(facts)
    status = any_journey(facts, said, "The Status names the folder.", "")
    return weakened(either(found, status), facts.complete is not True)
