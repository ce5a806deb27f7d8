"""Evidence about a gateway that stands before Microsoft 365: did the message come from it?"""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event, any_journey, either, told, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.headers import entrances, entries

_SENDERS_OWN = ("Mail of a sender who uses the same service comes from there as well, past the "
                "gateway of the recipient: the gateway's own log would settle it.")  # fmt: skip
_ONLY_A_NAME = "The name is what that server called itself; its address would settle it."
_NOT_SAID = ("No address, server or connector here is known to be the gateway's. That proves "
             "nothing: its addresses change, and not all are published.")  # fmt: skip


@once
def arrived_from_gateway(facts: Facts) -> Evidence:
    """Did the message arrive from the gateway? An address that is not listed proves nothing.

    Taken as signs: a From IP in the profile's networks, the inbound connector of the profile, the
    sending host of a Receive, and the server that Microsoft's own Received lines took the message
    from: the first of them, and the one by which a message that had been here came in again. Lines
    below the first were written by anybody.
    """
    gateway, journeys, events = facts.gateway, facts.journeys, facts.events
    unknown = pd.Series(True, index=facts.messages.index)
    came = journeys["direction"].str.casefold().ne("originating").fillna(True)
    from_ip = gateway.are_addresses(journeys["from_ip"]).astype(bool) & came
    found = any_journey(facts, from_ip, "Its From IP is one of the gateway's.", "",
                        unknown=unknown, na=_NOT_SAID)  # fmt: skip
    through = gateway.are_connectors(journeys["connector"]).astype(bool) & journeys[
        "direction"].str.casefold().eq("incoming").fillna(False)  # fmt: skip
    found = either(found, any_journey(facts, through, "It came in through the gateway's connector.",
                                      "", unknown=unknown, na=_NOT_SAID))  # fmt: skip
    received = events["event"].eq("Receive")
    host = received & (gateway.are_gateway_hosts(events["host"])
                       | gateway.are_addresses(events["ip"])).astype(bool)  # fmt: skip
    found = either(found, any_event(facts, host, "It was received from a host of the gateway.", "",
                                    unknown=unknown, na=_NOT_SAID))  # fmt: skip
    return weakened(either(found, _by_header(facts)), True, _SENDERS_OWN)


def _by_header(facts: Facts) -> Evidence:
    """The server that Microsoft took the message from, by the header that was read beside it."""
    entry = pd.concat([entries(facts), entrances(facts)])
    by_address = entry["message"][facts.gateway.are_addresses(entry["from_ip"]).astype(bool)]
    by_name = entry["message"][facts.gateway.are_gateway_hosts(entry["from_host"]).astype(bool)]
    index = facts.messages.index
    address = _told(facts, index.isin(by_address), "The Received line of its header by which "
                    "Microsoft 365 took it in names an address of the gateway.")  # fmt: skip
    name = _told(facts, index.isin(by_name), "The Received line of its header by which Microsoft "
                 f"365 took it in names a host of the gateway. {_ONLY_A_NAME}")  # fmt: skip
    return either(address, name)


def _told(facts: Facts, there: object, yes: str) -> Evidence:
    answer = pd.Series(there, index=facts.messages.index).astype("boolean")
    return told(facts, answer.mask(~answer), yes, "", _NOT_SAID)
