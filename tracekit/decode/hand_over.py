"""What hands a message to a gateway: the rows that do, and the records that say so."""

from __future__ import annotations

import pandas as pd

from tracekit.knowledge import Gateway
from tracekit.model import MessageTrace

SENDING = ("Send external", "Send")


def hand_over_rows(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the events that hand a message to the gateway.

    The host is the gateway's, or the Status names it beside the gateway's connector, or details
    name that connector (a list says so in its Status).
    Mail to a host of a service that does not give mail back may as well go to a recipient who uses
    it: there the Status must name the host as the smart host of a connector. Of a gateway whose
    hosts no source names, its routing rule tells that what left after it went there.
    """
    events = trace.events
    there = (
        gateway.are_smart_hosts(events["host"])
        | gateway.are_gateway_hosts(events["host"])
        | gateway.are_addresses(events["ip"])
        | _are_at_its_connector(trace, gateway)
    )
    detailed = trace.journeys["status"].isna() & trace.journeys["connector"].notna()
    if detailed.any():
        through = detailed & gateway.are_connectors(trace.journeys["connector"])
        there |= events["journey"].isin(trace.journeys["journey"][through])
    there &= events["event"].isin(SENDING)
    if not gateway.makes_two_journeys:
        said = hand_over_status(trace, gateway)
        there &= events["journey"].isin(trace.journeys["journey"][said])
    elif not (gateway.smart_hosts or gateway.hosts or gateway.addresses):
        routed = gateway.rule_roles(events["rule_name"]).eq("route")
        left = events["event"].isin(SENDING) & events["host"].notna()
        there |= left & events["journey"].isin(events.loc[routed, "journey"])
    return there.astype(bool)


def _are_at_its_connector(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the events at the host that the Status names beside the gateway's connector."""
    journeys, events = trace.journeys, trace.events
    through = gateway.are_connectors(journeys["connector"]) & journeys["smart_host"].notna()
    if not through.any():
        return pd.Series(False, index=events.index)
    hosts = journeys[through].set_index("journey")["smart_host"].str.casefold()
    named = events["journey"].map(hosts[~hosts.index.duplicated()])
    return events["host"].str.casefold().eq(named).fillna(False).astype(bool)


def hand_over_status(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the journeys whose record says that they were sent to the gateway.

    The Status names its connector or smart host, details the connector that it left through, or
    the To IP is an address of the gateway.
    """
    journeys = trace.journeys
    through = gateway.are_connectors(journeys["connector"])
    named = through | gateway.are_smart_hosts(journeys["smart_host"])
    if gateway.makes_two_journeys:
        for column in ("to_ip", "destination_ip"):
            named |= gateway.are_addresses(journeys[column])
        sent = journeys["status"].isin(["Sent", "Delivered"])
        return named.astype(bool) & (sent | (through & journeys["status"].isna()))
    # A connector that mail comes in through is named as well.
    named |= gateway.are_gateway_hosts(journeys["smart_host"])
    return named.astype(bool) & journeys["status"].eq("Sent")
