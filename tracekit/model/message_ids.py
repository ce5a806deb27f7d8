"""Message-IDs as they are compared: some exports leave the angle brackets out."""

from __future__ import annotations

import pandas as pd


def bare_ids(ids: pd.Series) -> pd.Series:
    """Return Message-IDs without brackets, in lower case; missing where nothing is left.

    >>> bare_ids(pd.Series(["<1.2@Example.com>", " 1.2@example.com", "<>"])).tolist()
    ['1.2@example.com', '1.2@example.com', nan]
    """
    bare = ids.astype("str").str.strip("<> \t").str.casefold()
    return bare.where(bare.ne(""))
