"""Microsoft's own mail servers, told from all others by the ends of their names."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tracekit.knowledge.files import bundled_text, parse_toml


@cache
def _microsoft_suffixes() -> tuple[str, ...]:
    name = "microsoft_hosts.toml"
    return tuple(parse_toml(bundled_text(name), name)["suffixes"])


def are_microsoft_hosts(hosts: pd.Series) -> pd.Series:
    """Say of each host whether it is one of Microsoft's own mail servers.

    >>> are_microsoft_hosts(pd.Series(["x.namprd02.prod.outlook.com", "mx.example.net"])).tolist()
    [True, False]
    """
    names = hosts.str.casefold().str.rstrip(".")
    ends = tuple(f".{suffix}" for suffix in _microsoft_suffixes())
    return names.str.endswith(ends).fillna(False).astype(bool)
