"""Build the tables of a trace from records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype
from pandas.api.types import pandas_dtype

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
    records = list(rows)
    return _built(name, records) if records else _empty(name).copy(deep=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    return _built(name, [])


def _built(name: str, records: list[dict]) -> pd.DataFrame:
    few = len(records) <= FEW
    return pd.DataFrame(
        {c.name: _array([r.get(c.name) for r in records], _dtype(c.dtype, few))
         for c in TABLES[name]},
        copy=False,
    )  # fmt: skip


@cache
def _dtype(name: str, few: bool) -> ExtensionDtype | np.dtype:
    """Parse the name of a type once; texts of small tables are kept as Python's own."""
    return (
        pd.StringDtype("python", na_value=np.nan) if few and name == "str" else pandas_dtype(name)
    )


# Up to so many rows, steps on texts that are kept as Python's own cost less than those on Arrow's.
FEW = 1000
_SURROGATES = re.compile("[\ud800-\udfff]")


def _array(values: list, dtype: ExtensionDtype | np.dtype) -> pd.api.extensions.ExtensionArray:
    if isinstance(dtype, pd.StringDtype):
        values = [v if v is None or v.isascii() else _SURROGATES.sub("\ufffd", v) for v in values]
    return pd.array(values, dtype=dtype)
