"""A gateway profile: how to recognise one vendor's rules, connectors and hosts in a trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from msgspec import Meta

from tracekit.knowledge.schema import Entry

Kind = Literal["inline", "mx", "journal", "sign", "api", "none"]
Role = Literal[
    "route", "route-outbound", "verdict-spam", "verdict-phish", "verdict-malware", "verdict-clean",
    "verdict-graymail", "filter", "member", "exempt", "key", "unknown",
]  # fmt: skip
# Rule names have at most 64 characters and host names 255; what is longer is no name.
LONGEST = 500


class Pattern(Entry, frozen=True, kw_only=True):
    """A regular expression for whole names, case ignored, with names that it must (not) match.

    >>> Pattern.exact("IPW", "the connector", "founding-document").matches(" ipw ")
    True
    """

    match: str
    meaning: str
    source: str
    samples: tuple[str, ...]
    not_samples: tuple[str, ...]
    likely: bool = False

    @classmethod
    def exact(cls, name: str, meaning: str, source: str, **more) -> Pattern:
        """Make a pattern that matches one name and nothing else."""
        return cls(match=re.escape(name), meaning=meaning, source=source, samples=(name,),
                   not_samples=(name + "x",), **more)  # fmt: skip

    def matches(self, name: object) -> bool:
        """Say whether a whole name fits; anything that is no text does not."""
        if not isinstance(name, str) or len(name) > LONGEST:
            return False
        return _compiled(self.match).fullmatch(name.strip()) is not None


class Rule(Pattern, frozen=True, kw_only=True):
    """A mail flow rule of the vendor and the part it plays."""

    role: Role


class Named(Entry, frozen=True, kw_only=True):
    """A header, group or region: its name, what it means and where that is said."""

    name: str
    meaning: str
    source: str


class Address(Entry, frozen=True, kw_only=True):
    """An IP address or network of the vendor: a bonus, never a proof by its absence."""

    network: str
    meaning: str
    source: str


class Fact(Entry, frozen=True, kw_only=True):
    """One property of the gateway with its source; `likely` if no source says it outright."""

    value: str
    meaning: str
    source: str
    likely: bool = False


class YesNo(Fact, frozen=True, kw_only=True):
    """A property that the gateway has or has not."""

    value: bool


class Minutes(Fact, frozen=True, kw_only=True):
    """A time in minutes, at most a week."""

    value: Annotated[int, Meta(ge=1, le=7 * 24 * 60)]


class Hours(Fact, frozen=True, kw_only=True):
    """A time in hours, at most a year."""

    value: Annotated[int, Meta(ge=1, le=366 * 24)]


class Gateway(Entry, frozen=True, kw_only=True):
    """One vendor's profile. Patterns come in order: the first that fits wins."""

    name: str
    title: str
    kind: Kind
    about: str = ""
    connectors: tuple[Pattern, ...] = ()
    smart_hosts: tuple[Pattern, ...] = ()
    hosts: tuple[Pattern, ...] = ()
    addresses: tuple[Address, ...] = ()
    journal_addresses: tuple[Pattern, ...] = ()
    rules: tuple[Rule, ...] = ()
    headers: tuple[Named, ...] = ()
    groups: tuple[Named, ...] = ()
    regions: tuple[Named, ...] = ()
    loop_guard: Fact | None = None
    stops_rules: YesNo | None = None
    hold_hours: Hours | None = None
    turn_round: Minutes | None = None
    post_delivery: YesNo | None = None
    silent: Fact | None = None

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

    def is_smart_host(self, host: object) -> bool:
        """Say whether a host is one that mail is handed to."""
        return _any_host(self.smart_hosts, host)

    def is_gateway_host(self, host: object) -> bool:
        """Say whether a host is this gateway's: one that takes mail or one that sends it."""
        return _any_host(self.smart_hosts + self.hosts, host)

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
PATTERN_TABLES = {"connectors": Pattern, "smart_hosts": Pattern, "hosts": Pattern,
                  "journal_addresses": Pattern, "rules": Rule}  # fmt: skip


@cache
def _compiled(match: str) -> re.Pattern:
    # ASCII: without it "ſ" would pass for "s" when case is ignored.
    return re.compile(match, re.IGNORECASE | re.ASCII)


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
