"""When what a value shows began or ended: the best split in time of each value, or its best run.

A split is held to Chernoff's bound, at the best of all splits; a run to how many orders of the hits
have one of its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tracekit.diagnosis.chance import CHANCE, FEWEST, SHARE, TIMES, distance, log_factorials

# A run is looked for in everything that happened, so it is held to more.
_RUN_CHANCE = 0.001


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of values in the order of values, and of time within each: numbers, times, hits."""

    value: np.ndarray
    time: np.ndarray
    hit: np.ndarray

    def kept(self, mask: np.ndarray) -> Rows:
        """Return some of the rows."""
        return Rows(self.value[mask], self.time[mask], self.hit[mask])

    @cached_property
    def starts(self) -> np.ndarray:
        """The first row of each value."""
        return np.flatnonzero(np.append(True, self.value[1:] != self.value[:-1])[: len(self.value)])

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many rows each value has."""
        return np.diff(np.append(self.starts, len(self.value)))

    def of_each(self, of_values: np.ndarray) -> np.ndarray:
        """Repeat what is known of each value for its rows."""
        return np.repeat(of_values, self.sizes)

    @cached_property
    def hits(self) -> np.ndarray:
        """How many hits each value has."""
        return _sums(self.hit, self.starts)


def turned(rows: Rows) -> pd.DataFrame:
    """Find by value when it began or ended: since, until, and what is in and out of that span.

    Columns: since, until (missing: it is so from the first, or to the last), hits_in, in_all,
    hits_out, out_all. A value that shows no turn is left out. Every row has a time.
    """
    inside, split = _beyond_splits(rows)
    rest = np.flatnonzero(~split)
    inside[rest] = _in_runs(rows.kept(rest))
    return _turns(rows, inside)


def _beyond_splits(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Mark the rows on the side of their value's split, and of a second one; and all of those
    values."""
    cut, rises = _split(rows)
    split = rows.of_each(cut >= 0)
    inside = _is_beyond(rows, cut, rises)
    at = np.flatnonzero(inside)
    within = rows.kept(at)
    again, rises_again = _split(within)
    again[rises_again == rises[cut >= 0]] = -1
    inside[at] = _is_beyond(within, again, rises_again) | within.of_each(again < 0)
    return inside, split


def _is_beyond(rows: Rows, cut: np.ndarray, rises: np.ndarray) -> np.ndarray:
    """Mark the rows after the cut of their value where hits rise, and up to it where they fall."""
    if not len(cut):
        return np.zeros(0, dtype=bool)
    later = rows.time > rows.of_each(rows.time[cut])
    return (later == rows.of_each(rises)) & rows.of_each(cut >= 0)


def _split(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Return the best split in time of each value: its last row before (-1: none), and if it rises.

    Only where the two parts differ more than chance makes them at the best of all splits.
    """
    starts, sizes, total = rows.starts, rows.sizes, rows.hits
    cut, rises = np.full(len(starts), -1), np.zeros(len(starts), dtype=bool)
    at, number, compared = _splits(rows)
    if not len(at):
        return cut, rises
    before = np.cumsum(rows.hit)
    left = before[at] - (before[starts] - rows.hit[starts])[number]
    n = at - starts[number] + 1
    gain, after_more = _gain(left, n, total[number], sizes[number])
    best = _first_highest(gain, number)
    found = number[best]
    sure = np.exp(-gain[best]) * sizes[found] * compared < CHANCE
    cut[found[sure]], rises[found[sure]] = at[best[sure]], after_more[best[sure]]
    return cut, rises


def _splits(rows: Rows) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the rows after which a value can be split, the places of their values, and how many
    values there are to split, of which those that no split can make sure are left out."""
    starts, sizes, total = rows.starts, rows.sizes, rows.hits
    mixed = (total >= FEWEST) & (total < sizes) & (sizes >= 2 * FEWEST)
    number = np.repeat(np.arange(len(starts)), sizes)
    n = np.arange(len(rows.value)) - starts[number] + 1
    later = np.append(rows.time[:-1] < rows.time[1:], False)[: len(n)]
    usable = mixed[number] & later & (n >= FEWEST) & (sizes[number] - n >= FEWEST)
    compared = len(np.unique(number[usable]))
    # No two parts can differ more than one with all hits and one without any.
    share = np.where(mixed, total / np.maximum(sizes, 1), 0.5)
    most = -total * np.log(share) - (sizes - total) * np.log(1 - share)
    hopeful = np.exp(1e-6 - most) * sizes * compared < CHANCE
    at = np.flatnonzero(usable & hopeful[number])
    return at, number[at], compared


def _gain(
    left: np.ndarray, n: np.ndarray, hits: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How much two parts differ from the whole, in nats, and whether the second has more hits."""
    before, after, whole = left / n, (hits - left) / (size - n), hits / size
    return n * distance(before, whole) + (size - n) * distance(after, whole), after > before


def _in_runs(rows: Rows) -> np.ndarray:
    """Mark the rows in the span of the longest run of hits of each value, if it is no chance.

    One split sees a short span in the middle badly: before it and after it are much alike.
    """
    starts, sizes, total = rows.starts, rows.sizes, rows.hits
    begins = rows.hit & ~np.append(False, rows.hit[:-1])[: len(rows.hit)]
    begins[starts] = rows.hit[starts]
    first = np.flatnonzero(begins)
    if not len(first):
        return np.zeros(len(rows.hit), dtype=bool)
    length = _sums(rows.hit, first)
    number = rows.of_each(np.arange(len(starts)))[first]
    best = _first_highest(length, number)
    first, run, of = first[best], length[best], number[best]
    n, k = sizes[of], total[of]
    log = log_factorials(int(sizes.max()))
    # So many orders have a run of that length at a given place, of all orders of the hits.
    chance = np.exp(log[n - run] - log[k - run] - log[n] + log[k]) * (n - run + 1)
    told = (run >= FEWEST) & (k < n) & (chance * len(starts) < _RUN_CHANCE)
    low, high = np.zeros(len(starts), np.int64), np.full(len(starts), -1)
    low[of[told]], high[of[told]] = first[told], first[told] + run[told] - 1
    since, until = (rows.of_each(rows.time[end]) for end in (low, high))
    return rows.of_each(high >= 0) & (rows.time >= since) & (rows.time <= until)


def _turns(rows: Rows, inside: np.ndarray) -> pd.DataFrame:
    starts = rows.starts
    within, hit = (_sums(mask, starts) for mask in (inside, inside & rows.hit))
    some = np.flatnonzero(hit >= FEWEST)
    hits_in, in_all = hit[some], within[some]
    hits_out, out_all = rows.hits[some] - hits_in, rows.sizes[some] - in_all
    ends = starts[some], starts[some] + rows.sizes[some] - 1
    spans = [_ends(mask, starts)[:, some] for mask in (inside, inside & rows.hit)]
    (first, last), (since, until) = (rows.time[span] for span in spans)
    nothing = np.array("NaT", dtype=rows.time.dtype)
    table = pd.DataFrame({
        "hits_in": hits_in, "in_all": in_all, "hits_out": hits_out, "out_all": out_all,
        "since": np.where(first > rows.time[ends[0]], since, nothing),
        "until": np.where(last < rows.time[ends[1]], until, nothing),
    }, index=rows.value[starts[some]])  # fmt: skip
    share, outside = hits_in / in_all, hits_out / np.maximum(out_all, 1)
    much = (share >= SHARE) & (share >= outside * TIMES)
    return table[much & (out_all >= FEWEST)]


def _sums(of_rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Add up from each start to the next one."""
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    return np.add.reduceat(of_rows, starts, dtype=np.int64)


def _ends(mask: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the first and the last marked row from each start to the next one."""
    rows = np.arange(len(mask))
    return np.array([np.minimum.reduceat(np.where(mask, rows, len(mask) - 1), starts),
                     np.maximum.reduceat(np.where(mask, rows, 0), starts)])  # fmt: skip


def _first_highest(of_rows: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Return the first row with the highest value of each number; numbers ascend."""
    starts = np.flatnonzero(np.append(True, number[1:] != number[:-1])[: len(number)])
    highest = np.maximum.reduceat(of_rows, starts)
    sizes = np.diff(np.append(starts, len(number)))
    at = np.flatnonzero(of_rows == np.repeat(highest, sizes))
    return at[np.unique(number[at], return_index=True)[1]]
