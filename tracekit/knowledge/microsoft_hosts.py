"""Ends of the names of Microsoft's own mail servers."""

from __future__ import annotations

from functools import cache

from tracekit.knowledge.files import bundled_text, parse_toml


@cache
def microsoft_ends() -> tuple[str, ...]:
    """Return what the name of a server of Microsoft's ends with, in small letters.

    >>> "x.namprd02.prod.outlook.com".endswith(microsoft_ends())
    True
    """
    name = "microsoft_hosts.toml"
    return tuple(f".{suffix}" for suffix in parse_toml(bundled_text(name), name)["suffixes"])
