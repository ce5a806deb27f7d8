"""The names in a trace that may show a gateway: hosts, addresses, connectors, rules, headers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.decode.hand_over import SENDING
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.model import MessageTrace


@dataclass(frozen=True)
class Seen:
    """Every name in a trace that may show a gateway, once each, in order.

    `came_from`: the hosts that Microsoft 365 took mail from; `sent_to`: hosts and addresses that
    it was sent to; `sent_through`: connectors and smart hosts that a Status names, so they are the
    organization's.
    """

    hosts: tuple[str, ...]
    came_from: tuple[str, ...]
    sent_to: tuple[str, ...]
    sent_through: tuple[str, ...]
    connectors: tuple[str, ...]
    rules: tuple[str, ...]
    addresses: tuple[str, ...]
    headers: str

    @classmethod
    def of(cls, trace: MessageTrace) -> Seen:
        """Gather the names of a trace."""
        events, hops = trace.events, trace.hops
        received = events["host"][events["event"].eq("Receive")]
        entry = are_microsoft_hosts(hops["by_host"]).to_numpy()
        sent = events[events["event"].isin(SENDING)]
        through = trace.journeys[trace.journeys["status"].eq("Sent")]
        return cls(
            hosts=_names(events["host"], hops["by_host"], hops["from_host"]),
            came_from=_names(received, hops["from_host"][entry]),
            sent_to=_names(sent["host"], sent["ip"]),
            sent_through=_names(through["connector"], through["smart_host"]),
            connectors=_names(trace.journeys["connector"]),
            rules=_names(events["rule_name"]),
            addresses=_names(events["address"]),
            headers=" ".join(_names(trace.headers["gateway_headers"])).casefold(),
        )


def _names(*columns: pd.Series) -> tuple[str, ...]:
    return tuple(str(name) for column in columns for name in column.dropna().unique())
