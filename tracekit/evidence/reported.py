"""What a report without events says of the end: the words of a summary, the place of Defender."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.evidence.base import Evidence, any_event, any_journey, is_yes, weakened
from tracekit.evidence.facts import Facts

_DELIVER = r"(?:\A|, )Deliver\Z"


def word_is_deliver(facts: Facts, quiet: pd.Series) -> Evidence:
    """Does an Enhanced summary say Deliver of one of these journeys?

    Its words are those of events: it tells Deliver from Send, which the Delivered of a list does
    not (recipient_status.toml).
    """
    words = facts.journeys["progress"].str.contains(_DELIVER).fillna(False).astype(bool)
    return weakened(any_journey(facts, quiet & words, "The summary says Deliver, not Send.", ""),
                    True)  # fmt: skip


def as_recorded(facts: Facts, found: Evidence, rows: pd.Series, words: str) -> Evidence:
    """Say it in other words where only a record says it, such as Defender's, that holds no rows."""
    recorded = facts.events["derived"].fillna(False).astype(bool)
    only = is_yes(facts.has(rows & recorded) & ~facts.has(rows & ~recorded)) & found.yes
    return replace(found, because=np.where(only, words, found.because)) if only.any() else found


def left_by_place(facts: Facts, out: pd.Series) -> Evidence:
    """Does Defender say of outgoing mail that it lies outside, and no gateway takes it on its way?

    Source: defender-email-events, EmailDirection and DeliveryLocation.
    """
    journeys, events = facts.journeys, facts.events
    leaving = journeys["direction"].str.casefold().eq("outbound").fillna(False)
    leaving = events["journey"].isin(journeys.loc[leaving, "journey"])
    placed = events["derived"].fillna(False).astype(bool) & events["event_text"].notna()
    alone = not facts.gateway.makes_two_journeys
    return weakened(any_event(facts, out & leaving & placed & alone, "It is outgoing mail, and "
                              "its place is a server outside.", ""), True)  # fmt: skip
