"""Build the tables of a trace from records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
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
    return pd.DataFrame(
        {c.name: _array([r.get(c.name) for r in records], _dtype(c.dtype)) for c in TABLES[name]},
        copy=False,
    )


# Pandas parses the name of a type anew for each column.
_dtype = cache(pandas_dtype)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Most columns of a small table are empty: these are made once for each length.
_SMALL = 200


def _array(values: list, dtype: ExtensionDtype | np.dtype) -> pd.api.extensions.ExtensionArray:
    if all(value is None for value in values):
        return nothing(len(values), dtype)
    try:
        return _filled(values, dtype)
    except UnicodeEncodeError:
        whole = [_SURROGATES.sub("\ufffd", v) if isinstance(v, str) else v for v in values]
        return _filled(whole, dtype)


def nothing(count: int, dtype: ExtensionDtype | np.dtype | str) -> pd.api.extensions.ExtensionArray:
    """Return a column of missing values.

    >>> nothing(2, "Int64").isna().tolist()
    [True, True]
    """
    dtype = _dtype(dtype)
    return _small_nothing(count, dtype).copy() if count <= _SMALL else _nothing(count, dtype)


def _nothing(count: int, dtype: ExtensionDtype | np.dtype) -> pd.api.extensions.ExtensionArray:
    if isinstance(dtype, pd.StringDtype):
        return text_array(pa.nulls(count, pa.large_string()))
    return pd.array([None], dtype=dtype).take(np.zeros(count, dtype=np.int64))


_small_nothing = cache(_nothing)


def _filled(values: list, dtype: ExtensionDtype | np.dtype) -> pd.api.extensions.ExtensionArray:
    if not isinstance(dtype, pd.StringDtype):
        return pd.array(values, dtype=dtype)
    try:
        texts = pa.array(values, pa.large_string(), from_pandas=True)
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pd.array(values, dtype=dtype)  # This makes texts of numbers as well, but slowly.
    return text_array(texts)


def text_array(texts: pa.Array | pa.ChunkedArray) -> pd.api.extensions.ExtensionArray:
    """Return Arrow text (large_string) as an array of pandas' dtype str, without copying it.

    >>> text_array(pa.array(["a", None], pa.large_string())).tolist()
    ['a', nan]
    """
    dtype = _dtype("str")
    return dtype.construct_array_type()(texts, dtype=dtype)
