"""Evidence about copies: was it delivered more than once?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    any_event,
    any_journey,
    either,
    told,
    unsettled,
    weakened,
)
from tracekit.evidence.facts import Facts
from tracekit.evidence.quarantine import is_held
from tracekit.evidence.signs import (
    drop_outcomes,
    has_an_end,
    is_delivery,
    is_failure,
)
from tracekit.evidence.status_words import status_folder
from tracekit.knowledge.records import load_records
from tracekit.model.message_ids import bare_ids

RESENT_WITHIN = pd.Timedelta(minutes=10)
_WAY = ["message", "place", "journey", "server"]


def was_delivered_twice(facts: Facts) -> Evidence:
    """Was it delivered to this mailbox, or handed to one server outside, more than once?

    One journey delivers once, whatever it prints: repeats inside it count only from another server.
    """
    events = facts.events
    sent = events["event"].eq("Send external") & ~events["hand_over"] & events["host"].notna()
    sent &= ~_ended_inside(facts)
    arrived = is_delivery(facts) & ~_was_moved_there(facts)
    if events["message"][arrived | sent].is_unique:
        return any_event(facts, arrived & ~arrived, "", "Not more than one delivery is here.")
    place = events["host"].where(sent, "").fillna("").str.casefold()
    rows = events.loc[arrived | sent, ["message", "journey", "server"]].assign(place=place)
    rows["again"] = _times_again(facts, rows, arrived)
    ways = rows.drop_duplicates([*_WAY, "again"])
    many = ways.groupby(["message", "place"])["journey"].transform("size") > 1
    keys = pd.MultiIndex.from_frame(ways.loc[many, ["message", "place"]])
    twice = pd.Series(False, index=events.index)
    twice[rows.index] = pd.MultiIndex.from_frame(rows[["message", "place"]]).isin(keys)
    found = any_event(facts, twice, "More than one delivery is here.",
                      "Not more than one delivery is here.")  # fmt: skip
    plain = rows.drop_duplicates(_WAY)
    plain = plain[plain.duplicated(["message", "place"], keep=False)]
    sure = facts.messages.index.isin(plain["message"])
    return weakened(found, ~sure, "It is one journey that delivered again later.")


def _was_moved_there(facts: Facts) -> pd.Series:
    """Mark the deliveries that only say where a message lay once somebody had moved it."""
    events = facts.events
    moved = events["event"].isin(load_records().off_the_way.after)
    if not moved.any():
        return moved
    later = moved.groupby(events["journey"]).cumsum().gt(0)
    return later & events["derived"].fillna(False).astype(bool)


def _ended_inside(facts: Facts) -> np.ndarray:
    """Mark the events of messages that ended in Microsoft 365: what they were sent to gave it back.

    A server outside that the message came back from is a station of its way, not its end.
    """
    events = facts.events
    left = set(events.loc[events["event"].eq("Send external"), "journey"])
    ended = is_delivery(facts) | is_held(facts) | is_failure(facts)
    ended &= events["final"] & ~events["journey"].isin(left)
    return events["message"].isin(events.loc[ended, "message"]).to_numpy()


def _times_again(facts: Facts, rows: pd.DataFrame, arrived: pd.Series) -> pd.Series:
    """Count for each delivery how often its journey had delivered to its place long before.

    Safety Net sends a message once more under its old id (RESUBMIT); hours between two Deliver rows
    say the same. Two rows of one delivery lie close together.
    """
    events = facts.events
    resent = events["event"].eq("RESUBMIT").groupby(events["journey"]).cumsum()
    order = rows.assign(time=events["time"].reindex(rows.index), resent=resent.reindex(rows.index))
    order = order.sort_values(["resent", "time"])
    by = order.groupby(_WAY, dropna=False)
    new = by["resent"].diff().gt(0)
    new |= (by["time"].diff() > RESENT_WITHIN) & arrived.reindex(order.index)
    return new.groupby([order[name] for name in _WAY], dropna=False).cumsum().reindex(rows.index)


def group_brought_a_copy(facts: Facts) -> Evidence:
    """Was a group expanded for this Message-ID, whoever the recipient?"""
    events = facts.events
    expanded = events["event"].eq("Expand") | drop_outcomes(facts).eq("expanded")
    ids = bare_ids(facts.journeys["message_id"])
    with_group = events.loc[expanded, "journey"].map(ids.set_axis(facts.journeys["journey"]))
    mine = ids.isin(with_group.dropna())
    return any_journey(facts, mine, "A group with this recipient's mail was expanded.",
                       "No group was expanded.")  # fmt: skip


def was_resent_by_sender(facts: Facts) -> Evidence:
    """Did the sender send the same subject to the same recipient again within minutes?"""
    journeys = facts.journeys
    needed = ["subject", "sender", "recipient", "message_id", "received"]
    lacking = [journeys[name].isna().to_numpy() for name in needed]
    named = ~np.any(lacking, axis=0) & journeys["subject"].str.strip().ne("").to_numpy(dtype=bool)
    columns = ["subject", "sender", "recipient", "received", "message"]
    first = journeys.loc[named, columns].sort_values("received").drop_duplicates("message")
    comparable = pd.Series(facts.messages.index.isin(first["message"]), index=facts.messages.index)
    again = pd.Series(journeys.index.isin(_sent_again(first)), index=journeys.index)
    return weakened(any_journey(
        facts, again, "The same subject came again from the same sender within minutes, under "
        "another Message-ID.", "No second Message-ID with this subject is here.",
        unknown=~comparable, na="There is no subject, no time or no Message-ID to compare.",
    ), True)  # fmt: skip


def _sent_again(first: pd.DataFrame) -> pd.Index:
    """Return the rows of messages with one subject that followed each other within minutes."""
    if len(first) < 2:
        return first.index[:0]
    # Subjects are folded only where one sender wrote to one recipient more than once.
    who = pd.DataFrame({name: first[name].str.casefold() for name in ("sender", "recipient")})
    pairs = first.assign(**who)[who.duplicated(keep=False)]
    if pairs.empty:
        return pairs.index
    what = pairs["subject"].str.casefold().str.replace(r"\s+", " ", regex=True).str.strip()
    by = pairs.assign(what=what).groupby(["what", "sender", "recipient"])["received"]
    near = pd.concat([by.diff(), by.diff(-1).abs()], axis=1).min(axis=1) <= RESENT_WITHIN
    return near.index[near]


def journal_copy_was_reported(facts: Facts) -> Evidence:
    """Is the second copy that was reported the journal copy?"""
    events = facts.events
    if facts.complaint != "twice":
        no = pd.Series(False, index=facts.messages.index)
        return told(facts, no, "", "Nobody reported a second copy.")
    journaled = events["event"].eq("Journal")
    reader = events["message"].map(facts.messages["recipient"].str.casefold())
    return any_event(
        facts,
        journaled & events["address"].str.casefold().eq(reader),
        "The journal reports go to this recipient.",
        "No journal row is here.",
        unknown=facts.has(journaled),
        na="A copy was journaled; who reads that mailbox is not in a trace.",
    )


def was_delivered_once(facts: Facts) -> Evidence:
    """Is the one delivery of this message here?"""
    events = facts.events
    sent = events["event"].eq("Send external") & ~events["hand_over"] & events["final"]
    found = any_event(facts, is_delivery(facts), "One delivery is here.", "No delivery is here.")
    outside = any_event(facts, sent & events["host"].notna(), "It was handed to one other server.",
                        "No delivery is here.")  # fmt: skip
    said = status_folder(facts).isin(["inbox", "junk"]) & ~has_an_end(facts)
    status = any_journey(facts, said, "The Status names the folder.", "")
    once = weakened(either(either(found, outside), status), facts.complete is not True)
    journeys = facts.journeys
    unread = ~journeys["handed"] & ~journeys["journey"].isin(events["journey"])
    unread &= journeys["status"].eq("Delivered") & status_folder(facts).eq("")
    more = facts.has_journey(unread).to_numpy() & once.yes
    return unsettled(once, more, "One delivery is here, and a record whose events are not: it says "
                     "Delivered as well.")  # fmt: skip
