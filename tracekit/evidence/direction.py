"""Evidence about where mail comes from and goes to: inside, outside, a group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    any_event,
    any_journey,
    cannot_tell,
    either,
    is_yes,
    unsettled,
)
from tracekit.evidence.codes import is_leaving
from tracekit.evidence.facts import Facts
from tracekit.evidence.signs import MEMBERS, is_delivery, went_on_as_its_members
from tracekit.journeys import are_submissions


def is_internal_mail(facts: Facts) -> Evidence:
    """Is it mail from inside to inside: submitted here, and for a mailbox or domain of here?"""
    if facts.gateway.kind == "none":
        return cannot_tell(facts, "No gateway is known that inside mail could be kept from.")
    events = facts.events
    out = events.loc[events["event"].eq("Send external") | events["rule_role"].eq("route-outbound"),
                     "message"]  # fmt: skip
    inside = events["message"].isin(events.loc[is_delivery(facts), "message"])
    inside |= events["message"].map(_same_domain(facts)).fillna(False).astype(bool)
    rows = are_submissions(events) & inside & ~events["message"].isin(out)
    said = facts.journeys["direction"].str.casefold().isin(
        ["intraorg", "internal", "originating-internal"])  # fmt: skip
    shown = any_event(facts, rows, "It was submitted here, for somebody here.",
                      "It was sent outside.", unknown=~facts.has(events["message"].isin(out)),
                      na="Where it came from, or where it was bound for, is not said.")  # fmt: skip
    from_here = is_yes(facts.has(is_leaving(facts))) & shown.unknown
    shown = replace(shown, because=np.where(from_here, "It came from inside; whether it was bound "
                                            "for somebody here is not said.", shown.because)
                    )  # fmt: skip
    found = either(shown, any_journey(facts, said, "The direction is internal.",
                                      "It was sent outside."))  # fmt: skip
    return of_no_group(facts, found)


def is_mail_going_out(facts: Facts) -> Evidence:
    """Is it mail from inside to outside, of which no delivery to a mailbox here is known?"""
    inside = facts.events["message"].isin(facts.events.loc[is_delivery(facts), "message"])
    return any_event(facts, is_leaving(facts) & ~inside, "It came from inside and did not end in a "
                     "mailbox here; only where the organization has set that up do the gateway's "
                     "rules take outgoing mail.", "It is not mail that leaves.")  # fmt: skip


def of_no_group(facts: Facts, found: Evidence) -> Evidence:
    """Answer cannot tell of a group: not its record goes to the gateway, but those of members."""
    return unsettled(found, went_on_as_its_members(facts), MEMBERS)


def _same_domain(facts: Facts) -> pd.Series:
    messages = facts.messages
    sender = messages["sender"].str.casefold().str.replace(r"^.*@", "", regex=True)
    return sender.eq(
        messages["recipient"].str.casefold().str.replace(r"^.*@", "", regex=True)
    ) & sender.ne("")
