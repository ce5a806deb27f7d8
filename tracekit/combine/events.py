"""The events of joined journeys: what two inputs tell is one event, and nothing is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.pick import first_known, ordered, taken
from tracekit.combine.pool import as_numbers, numbers_of
from tracekit.combine.same_events import TIMELESS, levels, micros, same_events, width

_OWN = ["journey", "seq", "source", "line", "offset", "length"]
_TIME = ["time", "time_basis", "time_precision"]


def merged_events(
    events: pd.DataFrame, unit: np.ndarray, kind: np.ndarray, order: np.ndarray, number: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the events under their journeys' new numbers, and the journeys that added some.

    `order` holds the journeys that were joined, the best of each unit first; `number` is the new
    number of every journey.
    """
    of = numbers_of(events)
    new = np.where(of < 0, -1, number[of]) if len(number) else of
    telling = np.unique(of[of >= 0])
    voices = np.bincount(unit[telling], minlength=len(unit) + 1)
    several = np.append(voices[unit] > 1, False)
    rows = np.flatnonzero(several[of])
    if not len(rows):
        return events.assign(journey=as_numbers(new)), telling
    rank = np.zeros(len(number), dtype=np.int64)
    rank[order] = np.arange(len(order))
    seq = events["seq"].to_numpy(dtype=np.int64, na_value=0)
    rows = ordered(rows, unit[of[rows]], rank[of[rows]], seq[rows])
    told = events.iloc[rows].reset_index(drop=True)
    member = of[rows]
    same = same_events(told, unit[member], member, kind[member], events)
    alone = np.bincount(same, minlength=len(same))[same] == 1
    merged = _in_order(_one_each(told, same, rank[member]), unit, rank)
    numbered = merged.assign(journey=as_numbers(number[numbers_of(merged)]))
    kept = events.assign(journey=as_numbers(new)).drop(index=events.index[rows])
    whole = pd.concat([kept, numbered], ignore_index=True) if len(kept) else numbered
    return (
        whole.sort_values("journey", kind="stable", ignore_index=True),
        np.union1d(telling[~several[telling]], member[alone]),
    )


def _one_each(told: pd.DataFrame, same: np.ndarray, rank: np.ndarray) -> pd.DataFrame:
    """Return one row an event: of each column the first known value, but the finest time."""
    derived = told["derived"].fillna(False).to_numpy(dtype=bool)
    order = ordered(np.arange(len(told)), same, derived, rank)
    group = same[order]
    level = levels(told)
    best = order[np.append(True, group[1:] != group[:-1])]
    finest = ordered(order, group, level[order])[np.append(True, group[1:] != group[:-1])]
    columns = {}
    for column in told.columns:
        rows = first_known(told, column, order, group)
        if column in _OWN or column == "derived":
            rows = best
        elif column in _TIME:
            rows = finest
        columns[column] = taken(told, column, rows)
    return pd.DataFrame(columns, copy=False)


def _in_order(events: pd.DataFrame, unit: np.ndarray, rank: np.ndarray) -> pd.DataFrame:
    """Number the events of each journey anew by time; in the order of sources without all times.

    A time of the minute does not come before what its own source tells first.
    """
    member = numbers_of(events)
    of, place = unit[member], rank[member]
    seq = events["seq"].to_numpy(dtype=np.int64, na_value=0)
    order = ordered(np.arange(len(events)), of, place, seq)
    events = events.iloc[order].reset_index(drop=True)
    member, of, place = member[order], of[order], place[order]
    level, time = levels(events), micros(events["time"])
    before = pd.Series(time).groupby(member).cummax().to_numpy()
    when = np.where(before < time + width(level), before, time)
    unknown = pd.Series(level == TIMELESS).groupby(of).transform("any").to_numpy()
    when = np.where(unknown, 0, when)
    order = ordered(np.arange(len(events)), of, when, place)
    events = events.iloc[order].reset_index(drop=True)
    turn = events.groupby(of[order]).cumcount() + 1
    return events.assign(seq=turn.astype("Int64"))
