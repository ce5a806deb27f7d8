"""What is known about message headers, from knowledge/headers.toml."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from tracekit.knowledge.files import bundled_text, load_bundled, parse_toml
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway

_FILE = "headers.toml"


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One header: its name (a `*` at the end stands for any rest), meaning, source, a sample."""

    name: str
    meaning: str
    source: str
    sample: str
    anchor: bool = False


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    microsoft_hops: tuple[str, ...]
    edges: tuple[str, ...]
    authentication_servers: tuple[str, ...]
    results: frozenset[str]
    zones: frozenset[str]
    prefixes: tuple[str, ...]
    charsets: frozenset[str]
    gateway_prefixes: tuple[str, ...]
    header: tuple[Header, ...]


@cache
def known() -> Known:
    """Load the file once.

    >>> known().header[0].name
    'Received'
    """
    return load_bundled(Known, _FILE)


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [h.name.casefold() for h in known().header]
    starts = tuple(n[:-1] for n in names if n.endswith("*")) + known().prefixes
    return frozenset(n for n in names if not n.endswith("*")), starts


@cache
def _anchors() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [h.name.casefold() for h in known().header if h.anchor]
    starts = tuple(n[:-1] for n in names if n.endswith("*"))
    return frozenset(n for n in names if not n.endswith("*")), starts


def is_header_name(name: str) -> bool:
    """Tell whether a name is that of a message header.

    >>> is_header_name("subject"), is_header_name("X-Anything"), is_header_name("Note")
    (True, True, False)
    """
    names, starts = _names()
    return name.casefold() in names or name.casefold().startswith(starts)


def is_anchor_name(name: str) -> bool:
    """Tell whether a header of this name shows that a text is a message header.

    >>> is_anchor_name("received"), is_anchor_name("X-IPW-GroupMember"), is_anchor_name("Subject")
    (True, True, False)
    """
    names, starts = _anchors()
    low = name.casefold()
    return low in names or low.startswith(starts) or is_gateway_header(low)


def may_hold_headers(text: str) -> bool:
    """Tell quickly whether a line of a text may begin with the name of a telling header.

    >>> may_hold_headers("> authentication-results: spf=pass"), may_hold_headers("Message ID:<a>")
    (True, False)
    """
    return _anchor_lines().search(text) is not None


@cache
def _anchor_lines() -> re.Pattern:
    names, starts = _anchors()
    whole = "|".join(map(re.escape, sorted(names | _gateway_names())))
    begun = "|".join(map(re.escape, sorted({*starts, *known().gateway_prefixes})))
    return re.compile(rf"^[> \t]{{0,60}}(?:(?:{whole}):|(?:{begun})[a-z])", re.I | re.M)


@cache
def _microsoft_ends() -> tuple[str, ...]:
    listed = parse_toml(bundled_text("microsoft_hosts.toml"), "microsoft_hosts.toml")["suffixes"]
    return tuple("." + end for end in (*listed, *known().microsoft_hops))


def is_microsoft_host(host: str | None) -> bool:
    """Tell whether a host name is one of Microsoft's own mail servers.

    >>> is_microsoft_host("AM0PR01.eurprd01.prod.outlook.com"), is_microsoft_host("prod.example")
    (True, False)
    """
    return bool(host) and host.casefold().rstrip(".").endswith(_microsoft_ends())


def is_edge_host(host: str | None) -> bool:
    """Tell whether a host is one that takes mail in from outside of Microsoft 365.

    >>> is_edge_host("AM0EPF01.mail.protection.outlook.com"), is_edge_host("a.prod.outlook.com")
    (True, False)
    """
    ends = tuple("." + end for end in known().edges)
    return bool(host) and host.casefold().rstrip(".").endswith(ends)


@cache
def _gateway_names() -> frozenset[str]:
    profiles = map(load_gateway, list_gateways())
    return frozenset(h.name.casefold() for profile in profiles for h in profile.headers)


def is_gateway_header(name: str) -> bool:
    """Tell whether a known gateway writes a header of this name.

    >>> is_gateway_header("x-ipw-groupmember"), is_gateway_header("X-Mailer")
    (True, False)
    """
    low = name.casefold()
    return low in _gateway_names() or low.startswith(known().gateway_prefixes)
