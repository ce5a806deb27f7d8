"""Evidence about another server's refusal: the gateway's own, or one outside."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, either, is_yes, unsettled, weakened
from tracekit.evidence.bounced import gateway_wrote_the_bounce, refused_by_microsoft_to_gateway
from tracekit.evidence.codes import (
    at_recipients_edge,
    by_bounce,
    ends_without_a_server,
    is_about,
    is_leaving,
    last_tries,
    stopping,
)
from tracekit.evidence.facts import Facts
from tracekit.evidence.handover import gateway_refused_it
from tracekit.evidence.scope import ROUTES

# The name of a server was not found: the host that such a row names was never asked (ms-ndr).
NOT_FOUND = ("4.4.312", "5.4.312", "5.4.310", "5.4.4")


def gateway_refused_or_put_off(facts: Facts) -> Evidence:
    """Did the gateway's own server refuse it for good, or put it off to the end?

    Only an answer of that server counts, not a connection that failed.
    """
    events = facts.events
    code = events["inner_code"].fillna(events["enhanced_code"])
    answered = code.notna() & ~code.str.match(r"[45]\.4\.|[45]\.7\.32[0-9]$").fillna(False)
    rows = stopping(facts) & events["gateway_host"] & answered
    return either(gateway_refused_it(facts), by_bounce(facts, rows, any_event(
        facts, rows, "The gateway's server was asked and put it off.", "")))  # fmt: skip


def remote_server_refused_it(facts: Facts) -> Evidence:
    """Did a server outside Microsoft 365 and the gateway refuse or defer it?"""
    events = facts.events
    edge = at_recipients_edge(facts) & ~is_about(facts, "recipient") & ~_at_the_door(facts)
    outside = events["host"].notna() & ~events["gateway_host"] & (~events["microsoft_host"] | edge)
    outside |= events["outside_answer"].str.casefold().eq("true").fillna(False) & ~events[
        "gateway_host"]  # fmt: skip
    rows = stopping(facts) & ~events["inner_code"].fillna(events["enhanced_code"]).isin(NOT_FOUND)
    rows &= ~is_about(facts, "own finding")
    other = " and not the gateway's" if facts.gateway.makes_two_journeys else ""
    named = any_event(facts, rows & outside, "The row that stops it names the server that it was "
                      f"sent to{other}.",
                      "No row that stops it names a server outside.")  # fmt: skip
    said = rows & is_about(facts, "remote") & ~events["gateway_host"]
    by_code = any_event(facts, said, "The code stands for the answer of another server.",
                        "")  # fmt: skip
    routed = events.loc[events["rule_role"].isin(ROUTES), "journey"]
    by_code = unsettled(by_code, is_yes(facts.has(said & events["journey"].isin(routed))), "Another"
                        " server refused it, and no row names it: a rule had routed the message to "
                        "the gateway, whose server it may have been.")  # fmt: skip
    alone = facts.has(rows & edge & ~is_leaving(facts))
    named = weakened(named, alone, "Only the name of the server says that it is another "
                     "organization's.")  # fmt: skip
    open_end = last_tries(facts) & events["journey"].isin(ends_without_a_server(facts))
    tried = weakened(named, facts.has(open_end), "That row is the last try: the end "
                     "itself names no server.")  # fmt: skip
    return by_bounce(facts, rows, either(tried, weakened(by_code, True, "No row names that "
                                                                   "server.")))  # fmt: skip


def _at_the_door(facts: Facts) -> pd.Series:
    """Mark the events of what Microsoft's edge refused: there Microsoft 365 is the one that did.

    What the gateway gave back, and told its sender that it could not, was refused there as well;
    unless it was on its way to another organization.
    """
    door = facts.outcome("disposition").eq("rejected-at-the-door")
    door |= pd.Series(gateway_wrote_the_bounce(facts).yes, index=door.index)
    given_back = refused_by_microsoft_to_gateway(facts) & ~is_leaving(facts)
    return facts.events["message"].map(door).fillna(False).astype(bool) | given_back
