"""Values with the row each stands in, and how many of them become one cell again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode.custom_data import Item, items


@dataclass(frozen=True)
class Pairs:
    """Values and, for each, the number of its row; the order inside a row is that of the text."""

    values: pa.Array
    rows: np.ndarray

    def __add__(self, other: Pairs) -> Pairs:
        """Put both together, by row."""
        rows = np.concatenate([self.rows, other.rows])
        order = np.argsort(rows, kind="stable")
        return Pairs(pa.concat_arrays([self.values, other.values]).take(pa.array(order)),
                     rows[order])  # fmt: skip


def field_values(records: pa.Array, rows: np.ndarray, names: tuple[str, ...]) -> dict[str, Pairs]:
    """Return what stands under some keys (small letters) of records `x|key=value|...`.

    >>> found = field_values(pa.array(["h|A=1|a=2"], pa.large_string()), np.array([5]), ("a",))
    >>> found["a"].values.to_pylist(), found["a"].rows.tolist()
    (['1', '2'], [5, 5])
    """
    split = pc.split_pattern(records, "|")
    counts = split.value_lengths().to_numpy(zero_copy_only=False)
    rows = np.repeat(rows, counts)
    first = np.zeros(len(rows), dtype=bool)
    first[np.cumsum(counts) - counts] = True
    fields, rows = split.flatten().filter(pa.array(~first)), rows[~first]
    sides = pc.split_pattern(fields, "=", max_splits=1)
    widths = sides.value_lengths().to_numpy(zero_copy_only=False)
    starts = np.cumsum(widths) - widths
    flat = sides.flatten()
    keys = pc.ascii_lower(flat.take(pa.array(starts))).dictionary_encode()
    codes = keys.indices.to_numpy(zero_copy_only=False)
    known = {key: code for code, key in enumerate(keys.dictionary.to_pylist())}
    found = {}
    for name in names:
        chosen = (codes == known.get(name, -1)) & (widths == 2)
        found[name] = Pairs(flat.take(pa.array(starts[chosen] + 1)), rows[chosen])
    return found


def distinct_items(
    parts: pa.Array, rows: np.ndarray
) -> Callable[[Callable[[Item], list[str]]], Pairs]:
    """Parse each distinct item once; return a function that picks values from all of them."""
    encoded = parts.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    parsed = [items(text)[0] for text in encoded.dictionary.to_pylist()]

    def pick(reader: Callable[[Item], list[str]]) -> Pairs:
        lists = [reader(item) for item in parsed]
        widths = np.array([len(values) for values in lists], dtype=np.int64)
        flat = pa.array([v for values in lists for v in values], pa.large_string())
        each = widths[codes]
        inside = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        places = np.repeat((np.cumsum(widths) - widths)[codes], each) + inside
        return Pairs(flat.take(pa.array(places)), np.repeat(rows, each))

    return pick


def single_values(pairs: Pairs, count: int) -> pa.Array:
    """Return, for each of `count` rows, the one value it has; null for none and for two.

    Empty values are none.

    >>> one = Pairs(pa.array(["a", "b", "b", "c"], pa.large_string()), np.array([0, 2, 2, 0]))
    >>> single_values(one, 3).to_pylist()
    [None, None, 'b']
    """
    full = pc.not_equal(pairs.values, "").to_numpy(zero_copy_only=False).astype(bool)
    values, rows = pairs.values.filter(pa.array(full)), pairs.rows[full]
    places = np.zeros(count, dtype=np.int64)
    missing = np.ones(count, dtype=bool)
    if len(rows):
        order = np.argsort(rows, kind="stable")
        codes = values.dictionary_encode().indices.to_numpy(zero_copy_only=False)[order]
        held, starts = np.unique(rows[order], return_index=True)
        same = np.minimum.reduceat(codes, starts) == np.maximum.reduceat(codes, starts)
        places[held[same]] = order[starts[same]]
        missing[held[same]] = False
    return values.take(pa.array(places, mask=missing))


def joined(pairs: Pairs, count: int) -> pa.Array:
    """Join the distinct values of each row by semicolons, in order; empty where there are none.

    >>> joined(Pairs(pa.array(["a", "b", "a"], pa.large_string()), np.array([1, 1, 1])), 2)[1]
    <pyarrow.LargeStringScalar: 'a;b'>
    """
    encoded = pairs.values.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    keys = pairs.rows * max(len(encoded.dictionary), 1) + codes
    first = np.sort(np.unique(keys, return_index=True)[1])
    offsets = np.searchsorted(pairs.rows[first], np.arange(count + 1))
    lists = pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pairs.values.take(pa.array(first))
    )
    return pc.binary_join(lists, pa.scalar(";", pa.large_string()))
