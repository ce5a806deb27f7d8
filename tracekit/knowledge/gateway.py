"""A gateway profile: how to recognise one vendor's rules, connectors and hosts in a trace."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import numpy as np
import pandas as pd

from tracekit.knowledge.gateway_entries import (
    Address,
    Destination,
    Fact,
    Hours,
    Incident,
    Kind,
    Minutes,
    Misconfiguration,
    Mode,
    Named,
    Pattern,
    Region,
    Rule,
    YesNo,
)
from tracekit.knowledge.schema import Entry


class Gateway(Entry, frozen=True, kw_only=True):
    """One vendor's profile. Patterns come in order: the first that fits wins."""

    name: str
    title: str
    kind: Kind
    about: str = ""
    connectors: tuple[Pattern, ...] = ()
    inbound_connectors: tuple[Pattern, ...] = ()
    smart_hosts: tuple[Pattern, ...] = ()
    hosts: tuple[Pattern, ...] = ()
    addresses: tuple[Address, ...] = ()
    journal_addresses: tuple[Pattern, ...] = ()
    rules: tuple[Rule, ...] = ()
    headers: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    regions: tuple[Region, ...] = ()
    applications: tuple[Named, ...] = ()
    outbound: tuple[Named, ...] = ()
    destinations: tuple[Destination, ...] = ()
    modes: tuple[Mode, ...] = ()
    misconfigurations: tuple[Misconfiguration, ...] = ()
    incidents: tuple[Incident, ...] = ()
    returns: Fact | None = None
    loop_guard: Fact | None = None
    stops_rules: YesNo | None = None
    hold_hours: Hours | None = None
    turn_round: Minutes | None = None
    post_delivery: YesNo | None = None
    silent: Fact | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The properties that the profile tells."""
        told = (self.turn_round, self.returns, self.loop_guard, self.stops_rules, self.hold_hours,
                self.post_delivery, self.silent)  # fmt: skip
        return tuple(fact for fact in told if fact)

    @property
    def turn_round_minutes(self) -> int:
        """Minutes from hand-over to return that are ordinary; 5 if the profile does not say."""
        return self.turn_round.value if self.turn_round else 5

    @property
    def makes_two_journeys(self) -> bool:
        """Whether Microsoft 365 hands mail to it and gets it back.

        Mail that is sent to a host of any other service may as well go to a recipient who uses it.
        """
        return self.kind in ("inline", "sign")

    @property
    def patterns(self) -> dict[str, tuple[Pattern, ...]]:
        """All patterns by the name of their table in the profile."""
        return {name: getattr(self, name) for name in PATTERN_TABLES}

    def rule(self, name: object) -> Rule | None:
        """Return the entry of a mail flow rule, or None if it is not this vendor's."""
        return next((rule for rule in self.rules if rule.matches(name)), None)

    def rule_role(self, name: object) -> str | None:
        """Return the part a mail flow rule plays, or None if it is not this vendor's."""
        found = self.rule(name)
        return found.role if found else None

    def is_connector(self, name: object) -> bool:
        """Say whether a connector is this gateway's."""
        return any(p.matches(name) for p in self.connectors)

    def connector(self, name: object) -> Pattern | None:
        """Return the entry of a connector, to the gateway or from it, or None."""
        known = (*self.connectors, *self.inbound_connectors)
        return next((p for p in known if p.matches(name)), None)

    def is_smart_host(self, host: object) -> bool:
        """Say whether a host is one that mail is handed to."""
        return _any_host(self.smart_hosts, host)

    def is_gateway_host(self, host: object) -> bool:
        """Say whether a host is this gateway's: one that takes mail or one that sends it."""
        return _any_host(self.smart_hosts + self.hosts, host)

    def is_sender(self, name: object) -> bool:
        """Say whether a host or an address is one that mail comes back from."""
        return self.is_address(name) or _any_host(self.hosts, name)

    def region_of(self, name: object) -> Region | None:
        """Return the region that lists a host or an address, or whose name stands in a host."""
        said = name.strip().rstrip(".").casefold() if isinstance(name, str) else ""
        listed = (r for r in self.regions if said in (*r.smart_hosts, *r.sends_from))
        parts = said.split(".") if self.is_smart_host(said) else ()
        return next(listed, None) or next((r for r in self.regions if r.name in parts), None)

    def is_address(self, address: object) -> bool:
        """Say whether an IP address is listed as this gateway's."""
        try:
            found = ip_address(str(address).strip())
        except ValueError:
            return False
        return any(found in _network(known.network) for known in self.addresses)

    def is_journal_address(self, address: object) -> bool:
        """Say whether journal reports to this address go to the gateway."""
        return any(p.matches(address) for p in self.journal_addresses)

    def rule_roles(self, names: pd.Series) -> pd.Series:
        """Return the role of each rule name; missing where a rule is not this vendor's."""
        return _mapped(names, self.rule_role, "str")

    def are_likely_rules(self, names: pd.Series) -> pd.Series:
        """Say of each rule name whether the part that it plays is only likely."""
        return _mapped(names, lambda name: bool((rule := self.rule(name)) and rule.likely), "bool")

    def are_connectors(self, names: pd.Series) -> pd.Series:
        """Say of each connector whether it is this gateway's."""
        return _mapped(names, self.is_connector, "bool")

    def are_smart_hosts(self, hosts: pd.Series) -> pd.Series:
        """Say of each host whether mail is handed to it."""
        return _mapped(hosts, self.is_smart_host, "bool")

    def are_gateway_hosts(self, hosts: pd.Series) -> pd.Series:
        """Say of each host whether it is this gateway's."""
        return _mapped(hosts, self.is_gateway_host, "bool")

    def are_addresses(self, addresses: pd.Series) -> pd.Series:
        """Say of each IP address whether it is listed as this gateway's."""
        return _mapped(addresses, self.is_address, "bool")

    def are_journal_addresses(self, addresses: pd.Series) -> pd.Series:
        """Say of each address whether journal reports to it go to the gateway."""
        return _mapped(addresses, self.is_journal_address, "bool")


# The tables of a profile that hold patterns, with the kind of their entries.
PATTERN_TABLES = {"connectors": Pattern, "inbound_connectors": Pattern, "smart_hosts": Pattern,
                  "hosts": Pattern, "journal_addresses": Pattern, "rules": Rule}  # fmt: skip


@cache
def _network(network: str) -> IPv4Network | IPv6Network:
    return ip_network(network)


def _any_host(patterns: tuple[Pattern, ...], host: object) -> bool:
    name = host.strip().rstrip(".") if isinstance(host, str) else host
    return any(p.matches(name) for p in patterns)


def _mapped(values: pd.Series, judge: Callable, dtype: str) -> pd.Series:
    """Judge each value that occurs once only, and give every row its answer."""
    codes, names = pd.factorize(values)
    empty = False if dtype == "bool" else None
    answers = [judge(name) if isinstance(name, str) else empty for name in names]
    # A missing value has the code -1, so the last answer is its.
    known = pd.array([*answers, empty], dtype="str") if dtype == "str" else np.array(
        [*answers, empty], dtype="bool")  # fmt: skip
    return pd.Series(known.take(codes), index=values.index, name=values.name)
