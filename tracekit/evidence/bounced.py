"""What a bounce that was read beside the trace says of a message that had been sent on."""

from __future__ import annotations

import pandas as pd

from tracekit.combine.bounces import BOUNCE
from tracekit.evidence.base import Evidence, any_event
from tracekit.evidence.facts import Facts, once
from tracekit.journeys import SENDING


@once
def are_told_by_bounce(facts: Facts) -> pd.Series:
    """Mark the events that a bounce tells, and no row of the trace."""
    return facts.events["component"].eq(BOUNCE).fillna(False).astype(bool)


@once
def came_back_refused(facts: Facts) -> pd.Series:
    """Mark what bounces tell of journeys that, as their own rows have it, ended with a sending."""
    told = are_told_by_bounce(facts)
    if not told.any():
        return told
    events, journeys = facts.events, facts.journeys
    left = set(events.loc[events["event"].isin(SENDING), "journey"])
    left |= set(journeys.loc[journeys["status"].eq("Sent").fillna(False), "journey"])
    return told & events["journey"].isin(left)


def was_refused_after_it_left(facts: Facts) -> Evidence:
    """Does a bounce say that it was refused after the hand-over?"""
    return any_event(facts, came_back_refused(facts) & facts.events["handed"],
                     "A bounce of the message says that it was refused after the hand-over.",
                     "No bounce of it was read.", within="journeys")  # fmt: skip
