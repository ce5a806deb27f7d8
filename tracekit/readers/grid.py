"""Records of any structured format as one table of text, with the line of each record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from tracekit.knowledge.formats import fold

TEXT = pa.large_string()
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of text: `names` as the input writes them, `columns` (one Arrow array of text each),
    `lines` (the line of each record, from 1) and `problems` (rows of the problems table, without
    their source) for the records that do not fit. `total_lines` is the number of the last line.

    >>> Grid.of([{"Status": "Delivered"}], [1]).text("status").tolist()
    ['Delivered']
    """

    names: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    lines: np.ndarray
    problems: tuple[dict, ...] = ()
    repairs: tuple[str, ...] = ()
    total_lines: int = 0
    index: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named: dict[str, int] = {}
        for number, name in enumerate(self.names):
            named.setdefault(fold(name), number)
        object.__setattr__(self, "index", named)

    @classmethod
    def of(
        cls, records: Iterable[Mapping[str, object]], lines: Iterable[int], **more: object
    ) -> Grid:
        """Build a grid from records; a value that is no text is written as text.

        A lone surrogate, as bytes that are no text leave behind, becomes U+FFFD.
        """
        rows = list(records)
        names = tuple(dict.fromkeys(name for row in rows for name in row))
        columns = tuple(_column([as_text(row.get(name)) for row in rows]) for name in names)
        whole = tuple(_SURROGATES.sub("\ufffd", name) for name in names)
        return cls(whole, columns, np.fromiter(lines, dtype=np.int64), **more)

    def __len__(self) -> int:
        return len(self.lines)

    def has(self, *names: str) -> bool:
        """Say whether one of these columns is there."""
        return any(fold(name) in self.index for name in names)

    def text(self, *names: str) -> pd.Series:
        """Return the first of these columns that is there, as text; an empty cell is missing."""
        for name in names:
            at = self.index.get(fold(name))
            if at is not None:
                return missing_if_empty(self.columns[at])
        return pd.Series([None] * len(self), dtype="str")

    def frame(self, without: Iterable[str] = ()) -> pd.DataFrame:
        """Return every column except those named, as the input writes them."""
        left_out = {fold(name) for name in without}
        return pd.DataFrame({
            name: as_series(column)
            for name, column in zip(self.names, self.columns, strict=True)
            if fold(name) not in left_out
        }, index=pd.RangeIndex(len(self)))  # fmt: skip


def as_text(value: object) -> str | None:
    """Write a value of JSON or XML as text; None stays None."""
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _column(cells: list[str | None]) -> pa.ChunkedArray:
    try:
        return pa.chunked_array([pa.array(cells, TEXT)])
    except UnicodeEncodeError:
        whole = [cell and _SURROGATES.sub("\ufffd", cell) for cell in cells]
        return pa.chunked_array([pa.array(whole, TEXT)])


def as_series(column: pa.ChunkedArray) -> pd.Series:
    """Turn Arrow text into a pandas column of dtype str, without copying it."""
    return pd.Series(pd.array(column, dtype="str"))


def missing_if_empty(column: pa.ChunkedArray) -> pd.Series:
    """The same, and a cell that is empty is a missing value."""
    import pyarrow.compute as pc

    empty = pc.equal(column, "")
    if pc.any(empty).as_py():
        column = pc.if_else(empty, pa.scalar(None, column.type), column)
    return as_series(column)
