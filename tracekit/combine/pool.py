"""Several traces in one set of tables, journeys numbered by their place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tracekit.model import TABLES, MessageTrace


@dataclass(frozen=True, eq=False)
class Pool:
    """Tables of several traces, one below the other; `journeys` has the numbers 0, 1, 2, ...

    `parts` says by table and row which trace it came from. `same_inputs` are the names under which
    one and the same input (by its SHA-256) came in more than one of the traces.
    """

    trace: MessageTrace
    parts: dict[str, np.ndarray]
    same_inputs: frozenset[str]

    def with_tables(self, **tables: pd.DataFrame) -> Pool:
        """Return the same pool with other tables."""
        return replace(self, trace=replace(self.trace, **tables))


def pool(traces: list[MessageTrace]) -> Pool:
    """Put traces one below the other; what one input gave twice beside journeys is kept once.

    >>> len(pool([MessageTrace.empty()]).trace.events)
    0
    """
    parts, tables = {}, {}
    for name in TABLES:
        frames = [getattr(trace, name) for trace in traces]
        counts = [len(frame) for frame in frames]
        parts[name] = np.repeat(np.arange(len(frames)), counts)
        tables[name] = _stacked(frames)
    same = _same_inputs(tables["sources"], parts["sources"])
    _number_anew(tables, parts, traces)
    _number_blocks(tables, parts, same)
    if same:
        for name in ("problems", "spans", "headers", "hops", "extra"):
            once = _not_given_before(tables[name], parts[name], same)
            tables[name], parts[name] = tables[name][once], parts[name][once]
            tables[name] = tables[name].reset_index(drop=True)
    tables["sources"] = tables["sources"].drop_duplicates(["source", "sha256"], ignore_index=True)
    return Pool(MessageTrace(**tables), parts, same)


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if len(filled) > 1:
        return pd.concat(filled, ignore_index=True)
    frame = filled[0] if filled else frames[0]
    return frame.reset_index(drop=True)


def _same_inputs(sources: pd.DataFrame, parts: np.ndarray) -> frozenset[str]:
    """Return the names that more than one trace has, always for the same bytes."""
    if len(set(parts)) < 2:
        return frozenset()
    known = sources.assign(part=parts)
    by = known.groupby("source")
    told = by["part"].nunique().gt(1) & by["sha256"].nunique().eq(1)
    told &= by["sha256"].count().eq(by.size())
    return frozenset(told.index[told])


def _number_anew(
    tables: dict[str, pd.DataFrame], parts: dict[str, np.ndarray], traces: list[MessageTrace]
) -> None:
    counts = [len(trace.journeys) for trace in traces]
    starts = np.cumsum([0, *counts])[:-1]
    numbers = [numbers_of(trace.journeys) for trace in traces]
    odd = [n for n, have in enumerate(numbers) if not np.array_equal(have, np.arange(len(have)))]
    if len(traces) == 1 and not odd:
        return
    for name in ("journeys", "events", "problems", "spans"):
        if name == "journeys":
            new = np.arange(len(tables[name]))
        else:
            old = numbers_of(tables[name])
            new = np.where(old < 0, -1, old + starts[parts[name]])
            for part in odd:
                rows = parts[name] == part
                new[rows] = _place(old[rows], numbers[part], starts[part])
        tables[name] = tables[name].assign(journey=as_numbers(new))


def numbers_of(frame: pd.DataFrame) -> np.ndarray:
    """Return the journey numbers of a table as integers; -1 where there is none."""
    return frame["journey"].to_numpy(dtype=np.int64, na_value=-1)


def as_numbers(numbers: np.ndarray) -> pd.arrays.IntegerArray:
    """Return integers as a column of journey numbers; a negative one is missing."""
    return pd.arrays.IntegerArray(np.asarray(numbers, dtype=np.int64), np.asarray(numbers) < 0)


def _place(old: np.ndarray, numbers: np.ndarray, start: int) -> np.ndarray:
    first = pd.Series(np.arange(len(numbers)), index=numbers)
    first = first[~first.index.duplicated() & (first.index >= 0)]
    found = first.reindex(old).to_numpy(dtype=np.float64)
    return np.where(np.isnan(found), -1, np.nan_to_num(found) + start).astype(np.int64)


def _number_blocks(
    tables: dict[str, pd.DataFrame], parts: dict[str, np.ndarray], same: frozenset[str]
) -> None:
    """Count the message headers on where two inputs have one name."""
    headers, part = tables["headers"], parts["headers"]
    if not len(headers) or part[0] == part[-1]:
        return
    highest = headers.assign(part=part).groupby(["source", "part"])["block"].max().fillna(0)
    before = highest.groupby(level="source").cumsum() - highest
    before[before.index.get_level_values("source").isin(same)] = 0
    for name in ("headers", "hops"):
        keys = pd.MultiIndex.from_arrays([tables[name]["source"], parts[name]])
        shift = before.reindex(keys).fillna(0).astype("Int64").array
        tables[name] = tables[name].assign(block=tables[name]["block"].array + shift)


def _not_given_before(frame: pd.DataFrame, part: np.ndarray, same: frozenset[str]) -> np.ndarray:
    """Mark the rows that an earlier trace has not given already from the same input."""
    once = np.ones(len(frame), dtype=bool)
    shared = np.flatnonzero(frame["source"].isin(same).to_numpy())
    if len(shared):
        rows = frame.iloc[shared].drop(columns=["journey"], errors="ignore")
        once[shared] = first_parts(content(rows), part[shared]) == part[shared]
    return once


def content(rows: pd.DataFrame) -> np.ndarray:
    """Return one number a row that stands for all its values."""
    return pd.util.hash_pandas_object(rows, index=False).to_numpy()


def first_parts(keys: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return for each row the first part that has its key."""
    return pd.Series(part).groupby(keys).transform("min").to_numpy()
