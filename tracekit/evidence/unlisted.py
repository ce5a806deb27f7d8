"""Evidence about a server that mail was routed to, and that no gateway's profile lists."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, any_event
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.scope import ROUTES, after_routing, has_left
from tracekit.evidence.signs import is_failure
from tracekit.knowledge import Gateway, list_gateways, load_gateway


def went_to_an_unlisted_server(facts: Facts) -> Evidence:
    """Did it go, after the routing rule, to a server that no profile lists?

    It may be a new server of the gateway's. Of mail that leaves the organization only what came in
    once more counts: else that server is the recipient's own.
    """
    rows = goes_to_an_unlisted_server(facts)
    return any_event(facts, rows, "After the routing rule it went to a server that "
                     "the profile does not list: it may be a new one of the gateway's.",
                     "It went to no server that is not known.")  # fmt: skip


@once
def goes_to_an_unlisted_server(facts: Facts) -> pd.Series:
    """Mark the events by which a message goes there, or is refused there."""
    events = facts.events
    if not events["rule_role"].isin(ROUTES).any():
        return pd.Series(False, index=events.index)
    told = has_left(facts) | (is_failure(facts) & events["smtp_code"].str.startswith("5", na=False))
    incoming = events["journey"].isin(events.loc[events["rule_role"].eq("route"), "journey"])
    back = events["message"].map(facts.messages["journeys"].gt(1)).fillna(False).astype(bool)
    rows = told & (incoming | (back & has_left(facts))) & after_routing(facts)
    rows &= events["host"].notna() & ~events["microsoft_host"] & ~events["gateway_host"]
    domain = facts.messages["recipient"].str.casefold().str.replace(r"^.*@", "", regex=True)
    at = pd.DataFrame({"host": events["host"], "domain": events["message"].map(domain)})[rows]
    known = [load_gateway(name) for name in list_gateways()]
    strange = {pair for pair in at.drop_duplicates().itertuples(index=False, name=None)
               if _is_a_stranger(*pair, known)}  # fmt: skip
    there = [pair in strange for pair in at.itertuples(index=False, name=None)]
    return pd.Series(events.index.isin(at.index[there]), index=events.index)


def _is_a_stranger(host: str, domain: object, known: list[Gateway]) -> bool:
    """Is a server of no profile, and not of the recipient's domain?

    A name that begins as one of a gateway's and goes on otherwise imitates it, and is no new one.
    """
    if isinstance(domain, str) and f".{host.casefold()}".endswith(f".{domain}"):
        return False
    parts = host.rstrip(".").split(".")[:20]
    names = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return not any(gateway.is_gateway_host(name) for gateway in known for name in names)
