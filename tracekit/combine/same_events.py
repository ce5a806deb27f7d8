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
    events: pd.DataFrame,
    unit: np.ndarray,
    member: np.ndarray,
    kind: np.ndarray,
    every: pd.DataFrame,
) -> np.ndarray:
    """Number the events: rows with one number are one event.

    `member` is the journey that each row came with, of some `kind`, `unit` what it has become. Two
    rows are the same if name and rule agree, and their times at the coarser of two precisions; of
    several alike the k-th is the k-th. Rows that print the same detail come first; of what is left
    only inputs of different kinds can mean the same, for they say it in other words. Events without
    a time are those of others only if there are as many. `every` event here tells rules apart.
    """  # fmt: skip
    level, time = levels(events), micros(events["time"])
    name = pairs(pd.factorize(events["event"], use_na_sentinel=False)[0],
                 rule_labels(events, unit, every))  # fmt: skip
    key = pairs(unit, name)
    detail = pd.factorize(events["detail"], use_na_sentinel=False)[0]
    number = _by_detail(pairs(key, detail), member, level, time)
    for later in np.unique(kind)[1:]:
        number = _between_kinds(number, key, kind, int(later), level, time)
    return number


def _by_detail(
    key: np.ndarray, member: np.ndarray, level: np.ndarray, time: np.ndarray
) -> np.ndarray:
    """Match events with one detail, each journey at the precision of its coarsest time.

    So no two events of one journey meet.
    """
    timed = pd.Series(np.where(level == TIMELESS, -1, level))
    own = timed.groupby(member).transform("max").to_numpy()
    own = np.where(own < 0, TIMELESS, own)
    number = np.arange(len(key))
    for now in np.unique(own):
        there = np.flatnonzero((own <= now) & ((level < TIMELESS) | (own == TIMELESS)))
        there = there[number[there] == there]
        side = np.where(own < now, -1, member)
        number = _matched(number, there, key, side, time, int(now))
    return number


def _between_kinds(
    number: np.ndarray,
    key: np.ndarray,
    kind: np.ndarray,
    later: int,
    level: np.ndarray,
    time: np.ndarray,
) -> np.ndarray:
    """Match what only inputs of one kind tell to what the kinds before it tell."""
    for now in np.unique(level):
        count = len(number)
        earlier, own = (np.zeros(count, dtype=bool) for _ in range(2))
        earlier[number[kind < later]] = True
        own[number[kind == later]] = True
        order = np.lexsort((level, number))
        order = order[np.append(True, np.diff(number[order]) > 0)]
        finest, when = np.full(count, TIMELESS), np.zeros(count, np.int64)
        finest[number[order]], when[number[order]] = level[order], time[order]
        there = np.flatnonzero((earlier != own) & (finest <= now))
        number = _matched(number, there, key, own.astype(np.int64), when, int(now),
                          coarse=finest == now)  # fmt: skip
    return number


def _matched(
    number: np.ndarray,
    rows: np.ndarray,
    key: np.ndarray,
    side: np.ndarray,
    time: np.ndarray,
    now: int,
    coarse: np.ndarray | None = None,
) -> np.ndarray:
    """Match the k-th of each side; `rows` are the first ones of their numbers."""
    timeless = now == TIMELESS
    bucket = np.zeros(len(rows), np.int64) if timeless else time[rows] // _WIDTHS[now]
    frame = pd.DataFrame({"row": rows, "key": key[rows], "bucket": bucket, "side": side[rows],
                          "time": time[rows]})  # fmt: skip
    if not timeless:
        frame = frame.sort_values("time", kind="stable")
    alike = frame.groupby(["key", "bucket", "side"])
    frame = frame.assign(turn=alike.cumcount())
    if timeless:
        size = alike["row"].transform("size")
        frame = frame[size.groupby(frame["key"]).transform("nunique") == 1]
    if coarse is not None:
        # Two finer times of one bucket are two events.
        frame = frame.assign(coarse=coarse[frame["row"]])
        frame = frame[frame.groupby(["key", "bucket", "turn"])["coarse"].transform("any")]
    to = np.arange(len(number))
    to[frame["row"]] = frame.groupby(["key", "bucket", "turn"])["row"].transform("min")
    return to[number]
