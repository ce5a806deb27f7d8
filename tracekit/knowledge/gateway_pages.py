"""The pages of a gateway: an overview, and one for each thing that its profile tells at length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from tracekit.knowledge.gateway import Gateway
from tracekit.knowledge.gateway_entries import (
    Destination,
    Incident,
    Misconfiguration,
    Mode,
    Named,
    Region,
    Rule,
)
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway
from tracekit.knowledge.headings import DO, LIKELY, LOOKS, WHAT, WHY

# What to look for in a trace, by the kind of the gateway.
ADVICE = {
    "inline": "Look for Send external to its host, and for a second result of the Message-ID: the "
    "way out and the way back.",
    "sign": "Look at outgoing mail: Send external to its host, and a second result of the "
    "Message-ID that goes on to the recipient. It gives no verdict.",
    "mx": "It stands before Microsoft 365: incoming mail makes one journey, which begins with a "
    "Receive from it (From IP, or the Received headers of the mail). There is no second result to "
    "look for. What it refused or holds never came to Microsoft 365: look in its own console.",
    "journal": "It gets copies only: look for a Journal row to its address. The message itself "
    "makes one journey, without it. What it did after delivery stands in its own console.",
    "api": "No row of a trace shows it. Look in its own log, and in the audit log of the mailbox "
    "for what was moved after delivery.",
    "none": "There is nothing of it to look for.",
}


def page_of_host(name: str, gateway: Gateway) -> dict:
    """Make the page of a host or an address that a gateway's profile names."""
    inline = gateway.makes_two_journeys
    proof = (
        "Send external to it is the proof that the service got the message."
        if inline
        else "A Receive from it, or a Journal row to it, shows that the service saw the message: "
        "as the gateway of the recipient, or as the sender's own. Send external to it may go to a "
        "recipient who uses the service."
    )
    region = gateway.region_of(name)
    where = f"Region {region.name}: {region.meaning}" if region else ""
    return {
        **_overview(gateway), "title": f"a server of {gateway.title}: {name[:80]}", "also": (),
        WHAT: (gateway.about, where), DO: (proof,),
    }  # fmt: skip


def page_of_connector(name: str, gateway: Gateway) -> dict:
    """Make the page of a connector that a gateway's profile knows by its pattern."""
    entry = gateway.connector(name)
    away = gateway.is_connector(name)
    quoted = "'" + name.replace("'", "''") + "'"
    return {
        "name": name, "kind": "gateway connector", "also": (),
        "title": f"a connector {'to' if away else 'from'} {gateway.title}",
        WHAT: (_sure(entry.meaning, entry.likely),), WHY: (gateway.about,),
        LOOKS: entry.samples[:2],
        DO: (f"Get-{'Outbound' if away else 'Inbound'}Connector {quoted} | Format-List",),
        "references": (entry.source,),
    }  # fmt: skip


def page_of_rule(name: str, rule: Rule, gateway: str, near: str = "") -> dict:
    """Make the page of a rule that a gateway's profile knows by its pattern.

    `near`: a known rule whose name is nearly this one.
    """
    meant = f"A known rule has nearly this name: {near}. Is it spelled like that?" if near else ""
    return {
        "name": name, "kind": "gateway rule", "title": f"{rule.role} rule of {gateway}", "also": (),
        WHAT: (rule.meaning, LIKELY if rule.likely else "", meant), WHY: (ROLES[rule.role],),
        LOOKS: tuple(f"Transport rule | Transport rule: '{s}', ID: ..." for s in rule.samples[:2]),
        DO: ("A rule that fired is not yet a rule that acted: look at what followed it.",),
        "references": (rule.source,),
    }  # fmt: skip


ROLES = {
    "route": "It sends mail to the gateway. Only Send external proves that the message left.",
    "route-outbound": "It sends outgoing mail to the gateway, which may hold it for an approval.",
    "verdict-spam": "It carries out the gateway's verdict 'spam' on what comes back from it.",
    "verdict-phish": "It carries out the gateway's verdict 'phishing' on what comes back from it.",
    "verdict-malware": "It carries out the gateway's verdict 'malware' on what comes back from it.",
    "verdict-clean": "It marks what the gateway took for harmless.",
    "verdict-graymail": "It carries out the gateway's verdict 'graymail' on what comes back.",
    "filter": "It controls who is protected. It is no verdict.",
    "member": "It says that the recipient is protected; the routing rule should follow.",
    "exempt": "It lets mail pass the gateway by.",
    "key": "It makes the gateway accept the tenant's mail. It is no verdict.",
    "unknown": "It looks like the gateway's, but nobody has said what it does.",
}


def pages_of_gateway(gateway: Gateway) -> Iterator[dict]:
    """Make the overview of a gateway, the pages of its parts, and one for each rule."""
    yield _overview(gateway)
    told = {
        "verdicts": (gateway.destinations, _destination), "modes": (gateway.modes, _mode),
        "misconfigurations": (gateway.misconfigurations, _misconfiguration),
        "regions": (gateway.regions, _region), "incidents": (gateway.incidents, _incident),
        "outbound": (gateway.outbound, _named),
    }  # fmt: skip
    for part, (entries, line) in told.items():
        if entries:
            yield _part(gateway, part, entries, line)
    for kind, named in (("header", gateway.headers), ("group", gateway.groups),
                        ("application", gateway.applications)):  # fmt: skip
        yield from (_page_of_named(entry, kind, gateway) for entry in named)
    yield from (page_of_rule(r.samples[0], r, gateway.title) for r in gateway.rules)


@cache
def causes_at_gateways(outcome: str) -> str:
    """Name what set up wrong at a gateway is known to lead to an outcome, or nothing."""
    gateways = map(load_gateway, list_gateways())
    known = {g.title: [m.name for m in g.misconfigurations if outcome in m.shows] for g in gateways}
    return " ".join(f"What is known to lead there with {title}: {'; '.join(names)}."
                    for title, names in known.items() if names)  # fmt: skip


def _overview(gateway: Gateway) -> dict:
    entries = [e for table in gateway.patterns.values() for e in table]
    parts = [part for part in _TITLES if getattr(gateway, _TABLES.get(part, part))]
    more = f"More: explain {', '.join(repr(f'{gateway.name} {part}') for part in parts)}."
    return {
        "name": gateway.name, "kind": "gateway", "title": f"{gateway.title}, kind {gateway.kind}",
        "also": (gateway.title,),
        WHAT: (gateway.about, *(_short(m) for m in gateway.modes),
               *(f"Region {_region(r)}" for r in gateway.regions)),
        WHY: (*_facts(gateway),
              *(f"Verdict {_destination(d)}" for d in gateway.destinations),
              *(f"Outgoing mail. {_named(o)}" for o in gateway.outbound)),
        LOOKS: tuple(e.samples[0] for e in entries),
        DO: (ADVICE[gateway.kind],
             *(f"If you see: {m.sign} Then perhaps: {m.name}." for m in gateway.misconfigurations),
             more if parts else ""),
        "references": tuple(e.source for e in (*entries, *gateway.facts, *gateway.modes,
                                               *gateway.misconfigurations, *gateway.destinations)),
    }  # fmt: skip


# What a property of a profile is called, and how its value is told.
_PROPERTIES = {
    "turn_round": "Turn-round: {} minutes", "returns": "Way back: {}",
    "loop_guard": "Loop guard: {}",
    "stops_rules": "Stops the processing of rules: {}", "hold_hours": "May hold mail for {} hours",
    "post_delivery": "Moves mail after delivery: {}", "silent": "Without a mark: {}",
}  # fmt: skip

_YES_NO = {True: "yes", False: "no"}


def _facts(gateway: Gateway) -> Iterator[str]:
    for name, told in _PROPERTIES.items():
        if fact := getattr(gateway, name):
            value = fact.value if not isinstance(fact.value, bool) else _YES_NO[fact.value]
            yield _sure(f"{told.format(value)}. {fact.meaning}", fact.likely)


# The table of a profile, where a page is not called like it.
_TABLES = {"verdicts": "destinations"}
_TITLES = {
    "verdicts": "the verdicts of {}, and where mail goes",
    "modes": "how {} can be run, and what a trace shows of it",
    "misconfigurations": "what is set up wrong at {}, and its signs",
    "regions": "where {} runs: smart hosts and sending addresses",
    "incidents": "faults of {} in the past, and how they looked",
    "outbound": "what {} does with outgoing mail",
}
_WHY = {
    "verdicts": "A verdict moves nothing: rules of the tenant carry it out, where they are there "
    "and the setting is on.",
    "modes": "Only some of them show in a trace.",
    "misconfigurations": "Each sign names the outcomes that a diagnosis gives then.",
    "regions": "Hosts are known by their names: an address may change, and its absence proves "
    "nothing.",
    "incidents": "Many messages of one hour that share a fault are seldom the tenant's own doing.",
    "outbound": "A way back that is missing may be an approval that nobody has given yet.",
}


def _part(gateway: Gateway, part: str, entries: tuple, line: object) -> dict:
    names = (getattr(e, "name", "") or getattr(e, "verdict", "") for e in entries)
    title = _TITLES[part].format(gateway.title)
    signs = [f"{e.name}: {e.sign}" for e in entries if isinstance(e, Mode)]
    checks = [f"{e.name}: {e.check}" for e in entries if isinstance(e, Misconfiguration)]
    return {
        "name": f"{gateway.name} {part}", "kind": "gateway", "title": title,
        "also": tuple(names) if part in ("modes", "verdicts", "misconfigurations") else (),
        WHAT: tuple(line(entry) for entry in entries), WHY: (_WHY[part],), LOOKS: tuple(signs),
        DO: tuple(checks) or (ADVICE[gateway.kind],),
        "references": tuple(entry.source for entry in entries),
    }  # fmt: skip


def _page_of_named(entry: Named, kind: str, gateway: Gateway) -> dict:
    return {
        "name": entry.name, "kind": f"gateway {kind}", "title": f"{kind} of {gateway.title}",
        "also": (), WHAT: (_sure(entry.meaning, entry.likely),),
        WHY: (f"It belongs to {gateway.title}.",), LOOKS: (entry.name,),
        DO: (_LOOK_UP[kind].format(entry.name),), "references": (entry.source,),
    }  # fmt: skip


_LOOK_UP = {
    "header": "Ask for the headers of the mail: no trace shows {}.",
    "group": "Get-DistributionGroupMember '{}' -ResultSize Unlimited (a dynamic one: "
    "Get-DynamicDistributionGroupMember). It lists direct members only: a group that is a member "
    "has to be opened in turn.",
    "application": "Entra admin center > Enterprise applications > {}: is it there, and consented?",
}


def _destination(entry: Destination) -> str:
    told = f"{entry.verdict}: from outside {entry.external}, from inside or a trusted service "
    told += f"{entry.trusted}" + (f"; banner {entry.banner}" if entry.banner else "")
    return _sure(told + (f"; carried out by a rule with the role {entry.rule}" if entry.rule
                         else "") + ".", entry.likely)  # fmt: skip


def _mode(entry: Mode) -> str:
    return _sure(f"{entry.name}: {entry.meaning} {_shown(entry.shows)}".strip(), entry.likely)


def _short(entry: Mode) -> str:
    return _sure(f"{entry.name}: {entry.meaning} In a trace: {entry.sign}", entry.likely)


def _misconfiguration(entry: Misconfiguration) -> str:
    return _mode(entry)


def _incident(entry: Incident) -> str:
    return _sure(f"{entry.name}, {entry.when}: {entry.meaning} {_shown(entry.shows)}", entry.likely)


def _region(entry: Region) -> str:
    hosts, senders = ", ".join(entry.smart_hosts), ", ".join(entry.sends_from)
    told = f"{entry.name}: {entry.meaning}" + (f" Takes mail at {hosts}." if hosts else "")
    return _sure(told + (f" Sends from {senders}." if senders else ""), entry.likely)


def _named(entry: Named) -> str:
    return _sure(f"{entry.name}: {entry.meaning}", entry.likely)


def _shown(shows: Iterable[str]) -> str:
    return f"A diagnosis says: {', '.join(shows)}." if shows else ""


def _sure(told: str, likely: bool) -> str:
    return f"{told} (Likely.)" if likely and "likely" not in told.casefold() else told
