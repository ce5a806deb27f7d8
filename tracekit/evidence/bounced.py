"""What a bounce says of a message: of one that had been sent on, or that no record here is of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import BOUNCE, told_by_bounce_alone
from tracekit.decode.hand_over import SENDING
from tracekit.evidence.base import Evidence, any_event, is_yes, told, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts

_NEVER = "What is refused at the door is never in the tenant's trace."
_INSIDE = ("Microsoft 365 had taken it before: its own server, or the gateway's, wrote the "
           "bounce, or a Received line in it.")  # fmt: skip
_OTHER = "Another server than Microsoft's refused it."
_OPEN = "The bounce does not name both servers: the one that wrote it, and the one that refused it."


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


@once
def is_told_by_bounce_alone(facts: Facts) -> pd.Series:
    """Mark the messages of which no record is here, only a bounce."""
    return facts.has_journey(told_by_bounce_alone(facts.journeys, facts.events))


@once
def _failures_alone(facts: Facts) -> pd.Series:
    """Mark the failures of messages of which no record is here, only a bounce."""
    alone = facts.events["message"].map(is_told_by_bounce_alone(facts)).fillna(False).astype(bool)
    return are_told_by_bounce(facts) & alone & facts.events["event"].eq("Fail")


@once
def _written_by_gateway(facts: Facts) -> pd.Series:
    """Mark the bounces that a server of the gateway wrote, to which Microsoft 365 hands mail."""
    events = facts.events
    if not facts.gateway.makes_two_journeys:
        return pd.Series(False, index=events.index)
    theirs = facts.gateway.are_gateway_hosts(events["server"]).astype(bool)
    return are_told_by_bounce(facts) & theirs


def refused_by_microsoft_to_gateway(facts: Facts) -> pd.Series:
    """Mark the refusals by a server of Microsoft's of which the gateway wrote a bounce."""
    return _written_by_gateway(facts) & facts.events["microsoft_host"]


def was_refused_at_the_door(facts: Facts) -> Evidence:
    """Does a bounce say that Microsoft's server refused what another's had sent to it?"""
    events, alone = facts.events, is_told_by_bounce_alone(facts)
    if not alone.any():
        return told(facts, alone.astype("boolean").mask(~alone), "", "", _NEVER)
    failed = _failures_alone(facts)
    received = are_told_by_bounce(facts) & events["event"].eq("Receive")
    writer, refuser = events["server"].notna(), events["host"].notna()
    own = are_microsoft_hosts(events["server"]) | _written_by_gateway(facts)
    inside = facts.has(received | (failed & own))
    refused = failed & events["microsoft_host"] & writer
    # A code 4 says that the other side gave up trying: nobody refused it.
    refused &= events["enhanced_code"].str.startswith("5", na=False)
    other = facts.has(failed & refuser & ~events["microsoft_host"])
    door = facts.has(refused) & ~inside & ~other
    open_question = alone & ~door & ~inside & ~other
    found = any_event(facts, refused & events["message"].map(door).fillna(False).astype(bool),
                      "A server that is not Microsoft's wrote the bounce, and a server of "
                      "Microsoft's had refused the message from it.", "",
                      unknown=~alone | open_question, na=_NEVER, within="journeys")  # fmt: skip
    because = np.select([found.yes, is_yes(inside), is_yes(other), is_yes(open_question)],
                        [found.because, _INSIDE, _OTHER, _OPEN], _NEVER)  # fmt: skip
    return replace(found, because=because)


def failed_by_bounce_alone(facts: Facts) -> Evidence:
    """Does a bounce say that it failed, of which no record is here?"""
    found = any_event(facts, _failures_alone(facts), "A bounce says that it was not "
                      "delivered.", "No bounce of it was read.", within="journeys")  # fmt: skip
    return weakened(found, True)


def gateway_refused_by_bounce(facts: Facts) -> Evidence:
    """Does a bounce name the gateway's own server as the one that refused it?"""
    events = facts.events
    rows = are_told_by_bounce(facts) & events["gateway_host"] & events["smtp_code"].str.startswith(
        "5", na=False)  # fmt: skip
    found = any_event(facts, rows, "The bounce names the gateway's server as the one that refused.",
                      "The bounce does not name the gateway's server as the one that refused.",
                      within="journeys")  # fmt: skip
    return weakened(found, True, "A bounce says so, not the trace.")


def gateway_wrote_the_bounce(facts: Facts) -> Evidence:
    """Did the gateway write the bounce, because Microsoft 365 refused what it gave back?"""
    rows = refused_by_microsoft_to_gateway(facts) & _failures_alone(facts)
    found = any_event(facts, rows, "The gateway's server wrote the bounce, so it had the message; "
                      "a server of Microsoft's refused it from there.",
                      "The gateway's server did not write the bounce.",
                      within="journeys")  # fmt: skip
    return weakened(found, True, "A bounce says so, not the trace.")
