"""Of as many journeys in one input as in another, who belongs to whom when all find a partner."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.apart import preferring

_MINUTE = 60 * 1_000_000
_SIDES = (("unit", "time_other"), ("unit_other", "time"))


def are_as_many(both: pd.DataFrame) -> pd.Series:
    """Mark pairs of a message and minute of which both sides have as many journeys."""
    group = [both["key"], both["minute"]]
    counts = [both.groupby(group)[side].transform("nunique") for side in ("unit", "unit_other")]
    return both["minute"].notna() & both["minute_other"].notna() & counts[0].eq(counts[1])


def by_turn(both: pd.DataFrame, out: set[int], stayed: set[int]) -> pd.DataFrame:
    """Of two journeys that one of them left in (`out`), and of two times: that one was first.

    `stayed` are the units that are known to end here.
    """
    if not out:
        return both
    for side, clock in _SIDES:
        group = [both["key"], both["minute"]]
        left, here = both[side].isin(out), both[side].isin(stayed)
        time = both[clock].groupby(group)
        first, last = time.transform("min"), time.transform("max")
        two = both["as_many"] & both.groupby(group)[side].transform("nunique").eq(2)
        two &= left.groupby(group).transform("any") & here.groupby(group).transform("any")
        two &= (left ^ here).groupby(group).transform("all") & first.ne(last)
        fits = two & ((left & both[clock].eq(first)) | (here & both[clock].eq(last)))
        both = preferring(both, fits.to_numpy(dtype=bool))
    return both


def by_submission(
    both: pd.DataFrame, submitted: set[int], received: set[int], out: set[int]
) -> pd.DataFrame:
    """Of several journeys that one of them was submitted in and left in: it was first.

    The others only came in from a server: back from where it went. A time on the full minute may
    be printed without its seconds, so it is the first of none.
    """
    if not submitted & out:
        return both
    for (side, clock), (other, _) in zip(_SIDES, reversed(_SIDES), strict=True):
        group = [both["key"], both["minute"]]
        begun, later = both[side].isin(submitted), both[side].isin(received)
        first = both[clock].groupby(group).transform("min")
        sure = both["as_many"] & (first % _MINUTE).ne(0)
        sure &= (begun | later).groupby(group).transform("all")
        for mask, unit in ((begun, side), (both[clock].eq(first), other)):
            sure &= both[unit].where(mask).groupby(group).transform("nunique").eq(1)
        fits = sure & both[side].isin(submitted & out) & both[clock].eq(first)
        both = preferring(both, fits.to_numpy(dtype=bool))
    return both


def in_their_order(both: pd.DataFrame, content: pd.Series, source: np.ndarray) -> pd.DataFrame:
    """Of bare rows that say the same to the letter any is as good as another: take them in turn.

    `content` stands for all that a unit of a row without events says, `source` for its input.
    """
    for (side, _), (other, _) in zip(_SIDES, reversed(_SIDES), strict=True):
        group = [both["key"], both["minute"]]
        told = both.assign(said=both[side].map(content), of=source[both[other]]).groupby(group)
        count = [told[name].transform("nunique") for name in (side, other)]
        free = both["as_many"] & told["said"].transform("count").eq(count[0] * count[1])
        free &= told["said"].transform("nunique").eq(1) & told["of"].transform("nunique").eq(1)
        turn = [told[name].rank("dense") for name in (side, other)]
        both = both[~free | count[0].ne(count[1]) | turn[0].eq(turn[1])]
    return both


def leaving_none_alone(both: pd.DataFrame) -> pd.DataFrame:
    """Where both sides have as many, keep of each journey the pairs that leave no other alone."""
    while True:
        lone = [both.groupby(side)["key"].transform("size").eq(1)
                for side in ("unit", "unit_other")]  # fmt: skip
        forced = both["as_many"] & (lone[0] | lone[1])
        taken = [both[side].isin(both.loc[forced, side]) for side in ("unit", "unit_other")]
        keep = ~both["as_many"] | forced | ~(taken[0] | taken[1])
        if keep.all():
            return both
        both = both[keep]
