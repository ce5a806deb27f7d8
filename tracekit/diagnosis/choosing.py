"""Which gateway a trace shows: by its hand-overs, hosts, rules, connectors and headers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.evidence.facts import are_microsoft_hosts
from tracekit.journeys import hand_over_rows, hand_over_status, message_numbers
from tracekit.knowledge import Gateway, Pattern, list_gateways, load_gateway
from tracekit.model import MessageTrace

# A hand-over proves the gateway; names of rules and hosts fit it; headers were written by anybody.
_WEIGHTS = {"hand-over": 4, "host": 2, "connector": 2, "rule": 2, "journal": 1, "header": 1}
_ONE_HOUR = pd.Timedelta(hours=1)


@dataclass(frozen=True)
class Choice:
    """The gateway that was chosen, and why in a sentence."""

    gateway: Gateway
    because: str


def choose_gateway(trace: MessageTrace) -> Choice:
    """Return the gateway that the trace shows; of kind "none" where it shows none, or two alike.

    A signature service beside a security gateway is normal: then the security gateway is taken.

    >>> choose_gateway(MessageTrace.empty()).gateway.kind
    'none'
    """
    found = {
        name: signs for name in list_gateways() if (signs := _signs(trace, load_gateway(name)))
    }
    judged = {n: s for n, s in found.items() if load_gateway(n).kind != "sign"} or found
    if not judged:
        return _unlisted(trace)
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


def _signs(trace: MessageTrace, gateway: Gateway) -> dict[str, str]:
    """Return each kind of sign of a gateway with the first name that shows it."""
    events, journeys = trace.events, trace.journeys
    handed = hand_over_rows(trace, gateway)
    by_status = hand_over_status(trace, gateway)
    hosts = pd.concat([events["host"], trace.hops["by_host"], trace.hops["from_host"]])
    headers = trace.headers["gateway_headers"].dropna().str.casefold().str.cat(sep=" ")
    known = [h.name for h in gateway.headers if h.name.casefold() in headers]
    signs = {
        "hand-over": _first(events["host"].fillna(events["ip"])[handed])
        or _first(journeys["connector"].fillna(journeys["smart_host"])[by_status]),
        "host": _first(hosts[gateway.are_gateway_hosts(hosts)]),
        "connector": _first(journeys["connector"][gateway.are_connectors(journeys["connector"])]),
        "rule": _first(events["rule_name"][gateway.rule_roles(events["rule_name"]).notna()]),
        "journal": _first(events["address"][gateway.are_journal_addresses(events["address"])]),
        "header": known[0] if known else "",
    }  # fmt: skip
    return {sign: name for sign, name in signs.items() if name}


def _first(names: pd.Series) -> str:
    known = names.dropna()
    return str(known.iloc[0]) if len(known) else ""


def _unlisted(trace: MessageTrace) -> Choice:
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
        return Choice(load_gateway("none"), "The trace shows no gateway that is known.")
    connector = str(journeys.loc[both, "connector"].iloc[0])
    sent = trace.events["journey"].isin(journeys.loc[both, "journey"])
    hosts = trace.events.loc[sent & trace.events["event"].eq("Send external"), "host"].dropna()
    hosts = hosts[~are_microsoft_hosts(hosts).to_numpy()].unique()[:20]
    named = tuple(Pattern.exact(host, "Where the mail was sent.", "ms-in-and-out", likely=True)
                  for host in hosts)  # fmt: skip
    gateway = Gateway(
        name="unlisted", title=f"an unlisted gateway (connector {connector!r})", kind="inline",
        connectors=(Pattern.exact(connector, "The connector.", "ms-in-and-out", likely=True),),
        smart_hosts=named,
    )  # fmt: skip
    return Choice(gateway, f"Mail goes out through the connector {connector!r} and comes back: a "
                  "gateway that is not listed. Its rules are not known; describe it in a profile "
                  "of your own to have its verdicts read.")  # fmt: skip
