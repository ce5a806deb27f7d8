"""What the known gateways make of a name; each name is looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from tracekit.knowledge import Gateway, Pattern, list_gateways, load_gateway

_MANY = 1 << 16


@cache
def gateways() -> tuple[Gateway, ...]:
    """Return every known gateway."""
    return tuple(map(load_gateway, list_gateways()))


@lru_cache(_MANY)
def host_flags(host: str) -> tuple[bool, ...]:
    """Say for each gateway whether it takes mail at a host, and whether the host is its own.

    >>> any(host_flags("mail.contoso.com")), any(host_flags("ipw-outbound.inkyphishfence.com"))
    (False, True)
    """
    if not _of_hosts().fullmatch(host.strip().rstrip(".")):
        return ()
    return tuple(f for g in gateways() for f in (g.is_smart_host(host), g.is_gateway_host(host)))


@lru_cache(_MANY)
def name_parts(name: str) -> tuple:
    """Say what each gateway makes of a rule's or connector's name; nothing where none knows it.

    >>> name_parts("Finance: hold invoices")
    ()
    """
    if not _of_names().fullmatch(name.strip()):
        return ()
    parts = tuple((g.rule_role(name), g.is_connector(name)) for g in gateways())
    return parts if any(role or mine for role, mine in parts) else ()


def name_patterns(name: str) -> list[Pattern]:
    """Return the patterns of rules and connectors that fit a name."""
    return [p for g in gateways() for p in (*g.rules, *g.connectors) if p.matches(name)]


def host_patterns(host: str) -> list[Pattern]:
    """Return the patterns of hosts that fit a host."""
    return [p for g in gateways() for p in (*g.smart_hosts, *g.hosts) if p.matches(host)]


def is_journal(address: str) -> bool:
    """Say whether journal reports go to a gateway at this address."""
    return bool(_of_journals().fullmatch(address.strip()))


@cache
def _of_hosts() -> re.Pattern:
    return _joined(p for g in gateways() for p in (*g.smart_hosts, *g.hosts))


@cache
def _of_names() -> re.Pattern:
    return _joined(p for g in gateways() for p in (*g.rules, *g.connectors))


@cache
def _of_journals() -> re.Pattern:
    return _joined(p for g in gateways() for p in g.journal_addresses)


def _joined(patterns: Iterable[Pattern]) -> re.Pattern:
    """One pattern that fits what any of them fits, as each of them is applied."""
    listed = dict.fromkeys(p.match for p in patterns)
    return re.compile("|".join(f"(?:{m})" for m in listed) or r"(?!)", re.IGNORECASE | re.ASCII)
