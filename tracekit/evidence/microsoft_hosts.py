"""Microsoft's own mail servers, told from all others by the ends of their names."""

from __future__ import annotations

import pandas as pd

from tracekit.knowledge.microsoft_hosts import microsoft_ends


def are_microsoft_hosts(hosts: pd.Series) -> pd.Series:
    """Say of each host whether it is one of Microsoft's own mail servers.

    >>> are_microsoft_hosts(pd.Series(["x.namprd02.prod.outlook.com", "mx.example.net"])).tolist()
    [True, False]
    """
    names = hosts.str.casefold().str.rstrip(".")
    return names.str.endswith(microsoft_ends()).fillna(False).astype(bool)
