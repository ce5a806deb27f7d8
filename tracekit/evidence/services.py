"""Services in the path beside the gateway that take mail and give it back: signatures, scans."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.facts import Facts, once
from tracekit.knowledge import Gateway, list_gateways, load_gateway

_GIVE_BACK = ("inline", "sign")  # the kinds whose mail makes two journeys


def service_at(host: str, but: Gateway) -> Gateway | None:
    """Return the profile of the service that a server belongs to, if it gives mail back.

    `but`: the gateway that was asked for, which is no other service.

    >>> service_at("smtp.us1.exclaimer.net", load_gateway("inky")).kind
    'sign'
    """
    known = (load_gateway(name) for name in list_gateways())
    found = next((g for g in known if g.kind in _GIVE_BACK and g.is_smart_host(host)), None)
    return found if found and found.name != but.name else None


@once
def goes_to_another_service(facts: Facts) -> pd.Series:
    """Mark the events that hand a message, as the last thing, to a service that gives it back."""
    events = facts.events
    out = events["event"].eq("Send external") & ~events["hand_over"] & events["final"]
    out &= ~events["microsoft_host"] & events["host"].notna()
    hosts = [host for host in events["host"][out].unique() if service_at(host, facts.gateway)]
    return out & events["host"].isin(hosts)
