"""Which events of joined journeys are the same event, told by two inputs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.rule_names import rule_labels
from tracekit.combine.signs import pairs

# Precision of a time: its number, and how long it is in microseconds.
_LEVELS = {"100ns": 0, "ms": 1, "second": 2, "minute": 3}
_WIDTHS = np.array([1, 1_000, 1_000_000, 60_000_000])
TIMELESS = len(_WIDTHS)


def levels(events: pd.DataFrame) -> np.ndarray:
    """Return the precision of each time as a number, 0 the finest; TIMELESS without a time."""
    level = events["time_precision"].map(_LEVELS).fillna(_LEVELS["minute"]).to_numpy(np.int64)
    return np.where(events["time"].isna(), TIMELESS, level)


def micros(times: pd.Series) -> np.ndarray:
    """Return times as microseconds; 0 where they are missing."""
    whole = times.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    return np.where(np.isnat(whole), 0, whole.astype(np.int64))


def width(level: np.ndarray) -> np.ndarray:
    """Return how many microseconds a time of some precision stands for."""
    return np.append(_WIDTHS, 0)[level]


def same_events(
    events: pd.DataFrame, unit: np.ndarray, member: np.ndarray, every: pd.DataFrame
) -> np.ndarray:
    """Number the events: rows with one number are one event.

    `member` is the journey that each row came with, `unit` what it has become. Two rows are the
    same if name and rule agree, and their times at the coarser precision of the two journeys; of
    several alike the k-th is the k-th. Where a journey has no times at all, its events are those
    of the others only if there are as many. `events` are sorted; `every` event here tells rules.
    """
    count = len(events)
    level, time = levels(events), micros(events["time"])
    name = pairs(pd.factorize(events["event"], use_na_sentinel=False)[0],
                 rule_labels(events, unit, every))  # fmt: skip
    key = pairs(unit, name)
    # A journey is compared at the precision of its coarsest time, so that no two of its own meet.
    timed = pd.Series(np.where(level == TIMELESS, -1, level))
    own = timed.groupby(member).transform("max").to_numpy()
    own = np.where(own < 0, TIMELESS, own)
    number = np.arange(count)
    for now in np.unique(own):
        there = np.flatnonzero((own <= now) & ((level < TIMELESS) | (own == TIMELESS)))
        there = there[(own[there] == now) | _is_first(number[there])]
        number = _matched(number, there, _Round(key, member, own, time, int(now)))
    return number


class _Round:
    """One precision: the columns that matching at it needs."""

    def __init__(
        self, key: np.ndarray, member: np.ndarray, own: np.ndarray, time: np.ndarray, now: int
    ) -> None:
        self.key, self.time, self.now = key, time, now
        self.side = np.where(own < now, -1, member)


def _is_first(number: np.ndarray) -> np.ndarray:
    return ~pd.Series(number).duplicated().to_numpy()


def _matched(number: np.ndarray, rows: np.ndarray, at: _Round) -> np.ndarray:
    timeless = at.now == TIMELESS
    bucket = np.zeros(len(rows), np.int64) if timeless else at.time[rows] // _WIDTHS[at.now]
    frame = pd.DataFrame({"row": rows, "key": at.key[rows], "bucket": bucket,
                          "side": at.side[rows], "time": at.time[rows]})  # fmt: skip
    if not timeless:
        frame = frame.sort_values("time", kind="stable")
    alike = frame.groupby(["key", "bucket", "side"])
    frame["turn"] = alike.cumcount()
    if timeless:
        size = alike["row"].transform("size")
        frame = frame[size.groupby(frame["key"]).transform("nunique") == 1]
    # Every row here is the first one of its number.
    to = np.arange(len(number))
    to[frame["row"]] = frame.groupby(["key", "bucket", "turn"])["row"].transform("min")
    return to[number]
