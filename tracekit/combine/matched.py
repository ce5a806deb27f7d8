"""Of as many journeys in one input as in another, who belongs to whom when all find a partner."""

from __future__ import annotations

import pandas as pd

from tracekit.combine.apart import preferring

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
