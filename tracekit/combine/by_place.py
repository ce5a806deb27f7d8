"""A record that is given again joins the journey that it went into before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.pool import Pool
from tracekit.combine.signs import Signs, pairs


def by_place(pool: Pool, known: Signs) -> np.ndarray:
    """Return the unit of each journey: those of one record of one input, by source, line and also.

    Only inputs that several traces hold are looked at, as when a trace is added a second time to
    what it was joined to before.
    """
    journeys = pool.trace.journeys
    unit = np.arange(len(journeys))
    if not pool.same_inputs or journeys["also"].isna().all():
        return unit
    places = places_of(journeys)
    inputs = places["place"].str.rpartition(":")[0]
    places = places[inputs.isin(pool.same_inputs).to_numpy()]
    at = places["at"].to_numpy()
    keys = pairs(pd.factorize(places["place"])[0], known.recipient[at] + 1)
    keys = pairs(keys, known.message_id[at] + 1)
    part = pool.parts["journeys"][at]
    frame = pd.DataFrame({"key": keys, "at": at, "part": part})
    # Several records of one line in one trace are several journeys.
    alone = ~frame.duplicated(["key", "part"], keep=False)
    frame = frame[alone.groupby(frame["key"]).transform("all")]
    again = frame["at"].to_numpy()
    lowest = frame.groupby("key")["at"].transform("min").to_numpy()
    while True:
        new = unit.copy()
        np.minimum.at(new, again, unit[lowest])
        np.minimum.at(new, lowest, unit[again])
        new = new[new]
        if np.array_equal(new, unit):
            return unit
        unit = new


def united(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the units of journeys that are one by either of two numberings.

    >>> united(np.array([0, 0, 2]), np.array([0, 1, 1])).tolist()
    [0, 0, 0]
    """
    unit = np.arange(len(first))
    while True:
        new = unit.copy()
        for way in (first, second):
            np.minimum.at(new, way, unit)
            new = np.minimum(new, new[way])
        if np.array_equal(new, unit):
            return unit
        unit = new


def places_of(journeys: pd.DataFrame) -> pd.DataFrame:
    """Return every place of every journey (`at`, `place` as name:line), its own one first.

    >>> from tracekit.model import table
    >>> rows = [{"source": "a", "line": 1, "also": "b:2; c:3"}]
    >>> places_of(table("journeys", rows))["place"].tolist()
    ['a:1', 'b:2', 'c:3']
    """
    line = journeys["line"].astype("str")
    own = journeys["source"].str.cat(line.where(journeys["line"].notna()), sep=":", na_rep="")
    own = pd.DataFrame({"at": np.arange(len(journeys)), "place": own.array})
    more = journeys["also"].reset_index(drop=True).dropna()
    if more.empty:
        return own
    split = more.str.split("; ").explode().astype("str")
    other = pd.DataFrame({"at": split.index.to_numpy(), "place": split.array})
    return pd.concat([own, other]).sort_values("at", kind="stable", ignore_index=True)
