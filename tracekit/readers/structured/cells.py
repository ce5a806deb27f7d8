"""The cells of a grid under tracekit's own names, and tables made of whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.knowledge.formats import Kind, fold, load_formats
from tracekit.model import TABLES, TEXT
from tracekit.model.tables import nothing, text_array
from tracekit.readers.given import Given
from tracekit.readers.grid import Grid

STRING = pa.large_string()


@dataclass(frozen=True, eq=False)
class Cells:
    """One table of an input: its grid, its kind and the input it came from."""

    grid: Grid
    kind: Kind
    given: Given
    container: str = ""
    memory: dict[str | None, pa.ChunkedArray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.grid)

    def name_of(self, column: str, besides: str = "") -> str | None:
        """Return the input's own name of a column, by the list of aliases; None if it has none."""
        for alias in load_formats().columns[column]:
            place = self.grid.index.get(fold(alias))
            if place is not None and self.grid.names[place] != besides:
                return self.grid.names[place]
        return None

    def arrow(self, column: str, besides: str = "") -> pa.ChunkedArray:
        """Return a column as Arrow text; an empty cell, or a column that is not there, is null."""
        name = self.name_of(column, besides)
        if name not in self.memory:
            self.memory[name] = self._known(name)
        return self.memory[name]

    def printed(self, name: str | None) -> pa.ChunkedArray:
        """Return a column by the input's own name, an empty cell as empty text; null without."""
        if name is None:
            return pa.chunked_array([pa.nulls(len(self), STRING)])
        return self.grid.columns[self.grid.index[fold(name)]]

    def _known(self, name: str | None) -> pa.ChunkedArray:
        cells = self.printed(name)
        empty = pc.equal(cells, "")
        if self.kind.zone != "utc":
            empty = pc.or_(empty, is_lost(cells))
        return pc.if_else(empty, pa.scalar(None, STRING), cells) if pc.any(empty).as_py() else cells

    def text(self, column: str, besides: str = "") -> pd.Series:
        """Return a column as text; an empty cell, or a column that is not there, is missing."""
        return as_series(self.arrow(column, besides))

    def lines(self) -> pd.Series:
        """Return the line of each record."""
        return pd.Series(self.grid.lines)


def is_lost(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Mark the cells that hold the name of a list's type: PowerShell did not write the list."""
    return pc.match_substring_regex(cells, r"^System\.[A-Za-z0-9.`]*\[.*\]$")


def as_series(cells: pa.Array | pa.ChunkedArray) -> pd.Series:
    """Turn Arrow text into a pandas column of dtype str, without copying it."""
    whole = cells if cells.type == STRING else cells.cast(STRING)
    return pd.Series(text_array(whole), copy=False)


def one_piece(cells: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column that may be in chunks as one array."""
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def dashed(ids: pd.Series) -> pd.Series:
    """Write GUIDs in small letters with dashes; other ids only in small letters.

    >>> dashed(pd.Series(["C27D21EECA0311E0BCB896154924019B", "X"], dtype="str")).tolist()
    ['c27d21ee-ca03-11e0-bcb8-96154924019b', 'x']
    """
    plain = r"^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$"
    low = pc.utf8_lower(pa.array(ids, STRING))
    return as_series(pc.replace_substring_regex(low, plain, r"\1-\2-\3-\4-\5"))


def whole_numbers(cells: pd.Series) -> pd.Series:
    """Read a column of whole numbers (thousands marks and decimals are none); else missing.

    >>> whole_numbers(pd.Series(["12", "1e5", None], dtype="str")).tolist()
    [12, <NA>, <NA>]
    """
    plain = cells.str.fullmatch(r"[0-9]{1,18}").fillna(False).astype(bool)
    return pd.to_numeric(cells.where(plain)).astype("Int64")


def frame(name: str, count: int, columns: Mapping[str, object]) -> pd.DataFrame:
    """Build a table of the model from whole columns; what is not given is missing.

    >>> frame("problems", 1, {"line": [3]})["line"].tolist()
    [3]
    """
    data = {}
    for column in TABLES[name]:
        given = columns.get(column.name)
        data[column.name] = nothing(count, column.dtype) if given is None else _typed(
            given, column.dtype, count)  # fmt: skip
    return pd.DataFrame(data, copy=False)


def _typed(given: object, dtype: str, count: int) -> object:
    if isinstance(given, str | int | bool):
        if dtype == TEXT:
            return text_array(pa.repeat(pa.scalar(given, STRING), count))
        return pd.array(np.full(count, given), dtype=dtype)
    array = given.array if isinstance(given, pd.Series) else given
    return array if getattr(array, "dtype", None) == dtype else pd.array(array, dtype=dtype)


def extra(cells: Cells, placed: set[str]) -> pd.DataFrame:
    """Return the columns that have no place in the tables, by source and line."""
    count, keep = len(cells), {}
    for name, column in zip(cells.grid.names, cells.grid.columns, strict=True):
        if name not in placed and name not in ("source", "line", "") and name not in keep:
            empty = pc.all(pc.equal(column, "")).as_py()
            if not empty:
                keep[name] = pd.array(column, dtype="str")
    if not keep or not count:
        return pd.DataFrame({"source": pd.array([], dtype="str"),
                             "line": pd.array([], dtype="Int64")})  # fmt: skip
    place = {"source": _typed(cells.given.name, TEXT, count),
             "line": pd.array(cells.grid.lines, dtype="Int64")}  # fmt: skip
    return pd.DataFrame({**place, **keep}, copy=False)
