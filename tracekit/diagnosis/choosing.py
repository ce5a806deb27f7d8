"""Which gateway a trace shows: by its hand-overs, hosts, rules, connectors and headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from tracekit.diagnosis.seen import Seen
from tracekit.diagnosis.several import Choice, handed_to, several
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.journeys import message_numbers
from tracekit.knowledge import Gateway, Pattern, list_gateways, load_gateway
from tracekit.model import MessageTrace

# A hand-over proves the gateway; names of rules and hosts fit it; headers were written by anybody.
_WEIGHTS = {"hand-over": 4, "host": 2, "connector": 2, "rule": 2, "journal": 1, "header": 1,
            "name": 1}  # fmt: skip
_ONE_HOUR = pd.Timedelta(hours=1)
# Senders of so many domains do not all happen to use the service: it is the recipient's gateway.
_MANY_SENDERS = 3


def choose_gateway(trace: MessageTrace) -> Choice:
    """Return the gateway that the trace shows; of kind "none" where it shows none.

    Where two inline gateways took mail, each other messages, both are taken as one; where they took
    the same message, or signs of two weigh alike, none is.

    A signature service beside a security gateway is normal: then the security gateway is taken.
    Mail that came from a host of a service before Microsoft 365 may be of a sender who uses it:
    only the mail of several senders shows that it is the recipient's gateway. A rule whose name
    only begins like a vendor's may be the customer's own.

    >>> choose_gateway(MessageTrace.empty()).gateway.kind
    'none'
    """
    seen = Seen.of(trace)
    found = {name: signs for name in list_gateways() if (signs := _signs(seen, load_gateway(name)))}
    sure = {n: s for n, s in found.items() if set(s) - _unsure(load_gateway(n))}
    two_way = any(load_gateway(name).makes_two_journeys for name in sure)
    if not two_way and (unlisted := _unlisted(trace)):
        return unlisted
    judged = (
        {n: s for n, s in sure.items() if load_gateway(n).kind != "sign"}
        or {n: s for n, s in found.items() if n not in sure and _has_many_senders(trace, n)}
        or sure
    )
    if not judged:
        return _not_chosen(found)
    took = handed_to(trace, [name for name, signs in judged.items() if "hand-over" in signs])
    if len(took) > 1:
        return several(trace, took)
    weight = {name: sum(_WEIGHTS[sign] for sign in signs) for name, signs in judged.items()}
    best = [name for name, heavy in weight.items() if heavy == max(weight.values())]
    if len(best) > 1:
        titles = " and ".join(load_gateway(name).title for name in best)
        return Choice(load_gateway("none"), f"The trace shows signs of {titles}, and not which of "
                      "them this mail passed. Say which with gateway=.")  # fmt: skip
    gateway = load_gateway(best[0])
    told = ", ".join(f"{sign} {name!r}" for sign, name in judged[best[0]].items())
    others = [load_gateway(name).title for name in found if name != best[0]]
    also = f" Signs of {', '.join(others)} are there as well." if others else ""
    return Choice(gateway, f"The trace shows {gateway.title}: {told}.{also}")


def _signs(seen: Seen, gateway: Gateway) -> dict[str, str]:
    """Return each kind of sign of a gateway with the first name that shows it."""
    two = gateway.makes_two_journeys
    hosts = seen.hosts if two else seen.came_from
    rules = [(name, gateway.rule_role(name)) for name in seen.rules]
    headers = [header.name for header in gateway.headers]
    signs = {
        "hand-over": _first(seen.sent_to, gateway.is_gateway_host, two)
        or _first(seen.sent_to, gateway.is_address, two)
        or _first(seen.sent_through, gateway.is_connector)
        or _first(seen.sent_through, gateway.is_gateway_host),
        "host": _first(hosts, gateway.is_gateway_host),
        "connector": _first(seen.connectors, gateway.is_connector),
        "rule": next((name for name, role in rules if role not in (None, "unknown")), ""),
        "journal": _first(seen.addresses, gateway.is_journal_address),
        "header": _first(headers, lambda name: name.casefold() in seen.headers),
        "name": next((name for name, role in rules if role == "unknown"), ""),
    }  # fmt: skip
    return {sign: name for sign, name in signs.items() if name}


def _unsure(gateway: Gateway) -> set[str]:
    """Return the kinds of sign that do not prove a gateway of this kind."""
    return {"name"} if gateway.makes_two_journeys else {"name", "host"}


def _has_many_senders(trace: MessageTrace, name: str) -> bool:
    events = trace.events[trace.events["event"].eq("Receive")]
    came = events.loc[load_gateway(name).are_gateway_hosts(events["host"]), "journey"]
    senders = trace.journeys.loc[trace.journeys["journey"].isin(came), "sender"]
    return senders.str.casefold().str.replace(r"^.*@", "", regex=True).nunique() >= _MANY_SENDERS


def _not_chosen(found: dict[str, dict[str, str]]) -> Choice:
    """Say that none is known, or whose servers the mail came from."""
    none = load_gateway("none")
    if not found:
        return Choice(none, "The trace shows no gateway that is known.")
    told = []
    for name, signs in found.items():
        title, say = load_gateway(name).title, f'say gateway="{name}".'
        if "host" in signs:
            told.append(
                f"It came from {signs['host']!r}, a server of {title}: the gateway of the "
                f"recipient's organization, or the sender's own. If the recipient's, {say}"
            )
        else:
            told.append(
                f"The rule {signs['name']!r} is named like one of {title}, and may be the "
                f"customer's own. If it is the vendor's, {say}"
            )
    return Choice(none, "The trace shows no gateway for certain. " + " ".join(told))


def _first(names: Iterable[str], fits: Callable[[str], bool], asked: bool = True) -> str:
    return next((name for name in names if fits(name)), "") if asked else ""


def _unlisted(trace: MessageTrace) -> Choice | None:
    """Take a service that mail goes out to and comes back from within an hour, whatever its name.

    Microsoft's pattern for such services: a rule, a connector of its own, and a second record of
    the same Message-ID and recipient.
    """
    journeys = trace.journeys
    out = journeys["connector"].notna() & journeys["mail_flow_rule"].notna()
    number = message_numbers(journeys)
    left = journeys["received"].where(out).groupby(number).transform("min")
    wait = journeys["received"] - left
    back = ~out & (wait >= pd.Timedelta(0)) & (wait <= _ONE_HOUR)
    both = out & number.isin(number[back])
    if not both.any():
        return None
    connector = str(journeys.loc[both, "connector"].iloc[0])
    sent = trace.events["journey"].isin(journeys.loc[both, "journey"])
    hosts = trace.events.loc[sent & trace.events["event"].eq("Send external"), "host"].dropna()
    hosts = hosts[~are_microsoft_hosts(hosts).to_numpy()].unique()[:20]
    named = tuple(Pattern.exact(host, "Where the mail was sent.", "ms-in-and-out", likely=True)
                  for host in hosts)  # fmt: skip
    title = f"{_whose(hosts)} (connector {connector!r})"
    gateway = Gateway(
        name="unlisted", title=title, kind="inline",
        connectors=(Pattern.exact(connector, "The connector.", "ms-in-and-out", likely=True),),
        smart_hosts=named,
    )  # fmt: skip
    return Choice(gateway, f"Mail goes out through the connector {connector!r} and comes back: to "
                  f"{title}. The names of its rules are not known; describe it in a profile of "
                  "your own to have its verdicts read.")  # fmt: skip


def _whose(hosts: Iterable[str]) -> str:
    """Name the vendor whose hosts they are; a service before Microsoft 365 may run inline too."""
    known = (load_gateway(name) for name in list_gateways())
    titles = [g.title for g in known if any(g.is_gateway_host(host) for host in hosts)]
    return f"{titles[0]}, run inline" if titles else "an unlisted gateway"
