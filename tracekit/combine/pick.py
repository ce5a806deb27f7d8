"""The first known value of each column, group by group, for whole columns."""

from __future__ import annotations

import numpy as np
import pandas as pd


def first_known(
    frame: pd.DataFrame, column: str, rows: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """Return, group by group, the row (a position in `frame`) whose value comes first; -1: none.

    `rows` are sorted by `group`, the preferred row first.

    >>> frame = pd.DataFrame({"a": pd.array([None, "x", None], dtype="str")})
    >>> first_known(frame, "a", np.array([0, 1, 2]), np.array([7, 7, 8])).tolist()
    [1, -1]
    """
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    known = frame[column].notna().to_numpy()[rows]
    place = np.where(known, np.arange(len(rows)), len(rows))
    first = np.minimum.reduceat(place, starts)
    return np.where(first < len(rows), rows[np.minimum(first, len(rows) - 1)], -1)


def ordered(rows: np.ndarray, *keys: np.ndarray) -> np.ndarray:
    """Return the rows sorted by some keys, the most important first; equal ones stay in order."""
    return rows[np.lexsort((np.arange(len(rows)), *reversed(keys)))]


def taken(frame: pd.DataFrame, column: str, rows: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return the values of a column at some rows; missing where a row is -1."""
    return frame[column].array.take(rows, allow_fill=True)
