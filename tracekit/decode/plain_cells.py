"""Plain cells of custom_data: those that a split at semicolons reads as the full parser does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# RE2's (?i) also folds letters that are no ASCII, so both cases are written out.
TYPE = r"\A[A-Za-z][A-Za-z0-9]{0,3}:"
_START = TYPE + r"[^=;|':]+="
_EV = TYPE + r"[Aa][Mm][Aa]=[Ee][Vv](?:\||\z)"
# An engine that found nothing and names nothing: no text of a stranger is in it.
_SILENT = (TYPE + r"[Aa][Mm][Aa]=[Ee][Vv](?:\|engine=[^|]*)?\|v=0(?:\|sig=[^|]*)?"
           r"(?:\|name=)?(?:\|file=)?\z")  # fmt: skip
_DOUBLE_QUOTE = ord('"')


@dataclass(frozen=True)
class PlainCells:
    """The items of all plain cells, the row of each, and which rows are plain."""

    items: pa.Array
    rows: np.ndarray
    is_plain: np.ndarray

    def matching(self, pattern: str) -> tuple[pa.Array, np.ndarray]:
        """Return the items that match a pattern behind their type, and the row of each."""
        mask = flags(pc.match_substring_regex(self.items, TYPE + pattern))
        return self.items.filter(pa.array(mask)), self.rows[mask]


def split_plain(column: pd.Series) -> PlainCells:
    """Split the plain cells of a column that has no missing ones.

    A cell is plain where every semicolon ends an item, no item is quoted, no double quote stands
    in it and no engine names malware. There a split is the grammar.

    >>> split_plain(pd.Series(["S:A=1;S:B=2", "S:A=x;y"])).items.to_pylist()
    ['S:A=1', 'S:B=2']
    """
    cells, plain = _as_arrow(column)
    split = pc.split_pattern(cells, ";")
    counts = split.value_lengths().to_numpy(zero_copy_only=False)
    parts, rows = split.flatten(), np.repeat(np.arange(len(column)), counts)
    plain = plain & ~_holds(cells, _DOUBLE_QUOTE)
    is_item = flags(pc.match_substring_regex(parts, _START))
    last = np.cumsum(counts) - 1
    is_end = np.zeros(len(parts), dtype=bool)
    is_end[last] = flags(pc.equal(parts.take(pa.array(last)), "")) & (counts > 1)
    plain[rows[~is_item & ~is_end | _names_malware(parts)]] = False
    kept = plain[rows] & is_item
    return PlainCells(parts.filter(pa.array(kept)), rows[kept], plain)


def _as_arrow(column: pd.Series) -> tuple[pa.Array, np.ndarray]:
    """Return the cells as Arrow text, and which ones it holds unchanged."""
    try:
        cells = pa.array(column, type=pa.large_string(), from_pandas=True)
        fits = np.ones(len(column), dtype=bool)
    except (pa.ArrowException, UnicodeEncodeError):
        usable = [text.encode("utf-8", "replace").decode() for text in column]
        cells = pa.array(usable, type=pa.large_string())
        fits = np.array([a == b for a, b in zip(column, usable, strict=True)], dtype=bool)
    return (cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells), fits


def flags(mask: pa.Array) -> np.ndarray:
    """Turn an Arrow mask without missing values into NumPy's."""
    return mask.to_numpy(zero_copy_only=False).astype(bool)


def _holds(cells: pa.Array, byte: int) -> np.ndarray:
    """Tell which cells hold an ASCII character; one look at their bytes."""
    found = np.zeros(len(cells), dtype=bool)
    _, offsets, data = cells.buffers()
    if len(cells) and data is not None:
        starts = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
        places = np.flatnonzero(np.frombuffer(data, np.uint8)[starts[0] : starts[-1]] == byte)
        found[np.searchsorted(starts, places + starts[0], side="right") - 1] = True
    return found


def _names_malware(parts: pa.Array) -> np.ndarray:
    loud = flags(pc.match_substring_regex(parts, _EV))
    loud[loud] = ~flags(pc.match_substring_regex(parts.filter(pa.array(loud)), _SILENT))
    return loud
