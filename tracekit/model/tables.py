"""Build the tables of a trace from records."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from tracekit.model.columns import EVENTS, EXTRA, JOURNEYS, PROBLEMS, SOURCES, SPANS
from tracekit.model.header_columns import HEADERS, HOPS

TABLES = {"journeys": JOURNEYS, "events": EVENTS, "problems": PROBLEMS, "sources": SOURCES,
          "spans": SPANS, "headers": HEADERS, "hops": HOPS, "extra": EXTRA}  # fmt: skip


def table(name: str, rows: Iterable[dict] = ()) -> pd.DataFrame:
    """Build the table `name` from records; columns that a record lacks are missing values.

    A lone surrogate, as bytes that are no text leave behind, becomes U+FFFD: its place in the input
    still leads to the byte itself.

    >>> table("problems", [{"source": "a.txt", "line": 3}])["line"].tolist()
    [3]
    """
    records, columns = list(rows), TABLES[name]
    return pd.DataFrame(
        {c.name: _array([r.get(c.name) for r in records], c.dtype) for c in columns},
        copy=False,
    )


_SURROGATES = re.compile("[\ud800-\udfff]")


def _array(values: list, dtype: str) -> pd.api.extensions.ExtensionArray:
    try:
        return pd.array(values, dtype=dtype)
    except UnicodeEncodeError:
        whole = [_SURROGATES.sub("\ufffd", v) if isinstance(v, str) else v for v in values]
        return pd.array(whole, dtype=dtype)
