"""The columns of the two tables that only the reader of message headers has."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tracekit.model import HEADERS, HOPS, INTEGER, TEXT, Column
from tracekit.model.header_columns import KEYS, PLACE

FIELDS = (
    *KEYS,
    Column("order", INTEGER, "Order in the header, the topmost is 1."),
    Column("name", TEXT, "Name as printed."),
    Column("value", TEXT, "Value on one line, encoded words decoded."),
    *PLACE,
)

VERDICTS = (
    *KEYS,
    Column("field", TEXT, "SCL, SFV, CAT, compauth and others."),
    Column("value", TEXT, "Its value."),
    Column("meaning", TEXT, "What it says."),
    Column("decided", TEXT, "Who decided."),
    Column("reference", TEXT, "Id of the page that says so, from references.toml."),
    *PLACE,
)


def frame(columns: Iterable[Column], rows: list[dict]) -> pd.DataFrame:
    """Build a table from records; columns that a record lacks are missing values.

    >>> frame(FIELDS, [{"name": "To"}])["value"].isna().tolist()
    [True]
    """
    return pd.DataFrame(
        {c.name: pd.array([r.get(c.name) for r in rows], dtype=c.dtype) for c in columns},
        copy=False,
    )


__all__ = ["FIELDS", "HEADERS", "HOPS", "VERDICTS", "frame"]
