"""Which rows of one record are another result of the search: another pass, or nobody knows whose.

Details that were exported without MessageTraceId or RecipientAddress hold the rows of every result
below each other, and a gateway that keeps the ids leaves both ways of a message under one id.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.pool import numbers_of
from tracekit.combine.same_events import TIMELESS, levels, micros, width
from tracekit.model import MessageTrace

_COMING = {"received": "Receive", "submitted": "Submit"}
_LEFT = "Send external"
_KEPT = ("Deliver", "Quarantine", "Fail")
_LAST = (_LEFT, *_KEPT, "Drop")
_NOTHING = pd.DataFrame({"journey": [], "part": [], "doubtful": []})


def rows_of_results(trace: MessageTrace) -> pd.DataFrame:
    """Return the events of journeys that several results may stand in, in the order of their way.

    The index is that of the events. Columns: journey, `part` (from 0: which result of its record a
    row belongs to) and `doubtful` (there is more than one, and no order parts them).

    >>> rows_of_results(MessageTrace.empty()).empty
    True
    """
    came = _coming(trace.events)
    several = _with_several(trace, came)
    if not len(several):
        return _NOTHING
    rows = came["printed"] & np.isin(numbers_of(trace.events), several)
    maybe = trace.events[rows].assign(**{name: came[name][rows] for name in _COMING})
    rows = _in_order(_marked(maybe, trace))
    rows = rows.assign(part=_parts(rows))
    rows["doubtful"] = rows["journey"].isin(_doubtful(rows))
    return rows[["journey", "part", "doubtful"]]


def _coming(events: pd.DataFrame) -> dict[str, np.ndarray]:
    """Mark the rows that were printed, and those of them by which a message came in."""
    printed = ~events["derived"].to_numpy(dtype=bool, na_value=False)
    came = {name: printed & (events["event"].array == event) for name, event in _COMING.items()}
    if came["received"].any():
        component = events["component"].str.upper()
        came["received"] &= (component.isna() | component.eq("SMTP")).to_numpy(dtype=bool)
    return {**came, "printed": printed}


def _with_several(trace: MessageTrace, came: dict[str, np.ndarray]) -> np.ndarray:
    """Return the numbers of the journeys that a message came into more than once."""
    number = numbers_of(trace.events)[came["received"] | came["submitted"]]
    several = np.flatnonzero(np.bincount(number[number >= 0]) > 1)
    if not len(several):
        return several
    ambiguous = trace.journeys["ambiguous"].to_numpy(dtype=bool, na_value=False)
    return np.intersect1d(several, numbers_of(trace.journeys)[~ambiguous])


def _marked(maybe: pd.DataFrame, trace: MessageTrace) -> pd.DataFrame:
    """Say of each row what it is, and of its record what it names."""
    known = trace.journeys.set_index("journey")[["recipient", "message_id", "network_message_id"]]
    known = known.notna().reindex(maybe["journey"]).to_numpy()
    alone = maybe.groupby("journey")["source"].transform("nunique") == 1
    logged = maybe["component"].notna().groupby(maybe["journey"]).transform("any")
    printed = maybe["offset"].notna().groupby(maybe["journey"]).transform("any")
    whole = logged | printed | (known[:, 0] & known[:, 2])
    left = maybe["event"].eq(_LEFT).to_numpy(dtype=bool)
    submitted = maybe["submitted"] & ~whole
    return pd.DataFrame({
        "journey": maybe["journey"].astype("int64"), "at": _moments(maybe),
        "seq": maybe["seq"].fillna(0).astype("int64"),
        "line": maybe["line"].fillna(0).astype("int64").where(alone, 0),
        "received": maybe["received"], "submitted": maybe["submitted"],
        "enters": maybe["received"] | submitted, "left": left,
        "end": left | (maybe["event"].isin(_KEPT) & ~whole).to_numpy(dtype=bool),
        "last": maybe["event"].isin(_LAST).to_numpy(dtype=bool),
        "logged": logged, "whole": whole, "recipient": known[:, 0],
        "named": known[:, 0] & known[:, 1:].any(axis=1),
    }, index=maybe.index)  # fmt: skip


def _moments(maybe: pd.DataFrame) -> pd.Series:
    """The time of each row, as exact as the coarsest one of its record; 0 where one lacks it."""
    journey = maybe["journey"]
    told = maybe["time"].notna().groupby(journey).transform("all").to_numpy()
    local = maybe["local_time"].notna().groupby(journey).transform("all").to_numpy()
    clock = micros(maybe["time"])
    clock = np.where(told, clock, micros(maybe["local_time"]))
    level = pd.Series(levels(maybe), index=maybe.index).replace(TIMELESS, 0)
    step = np.maximum(width(level.groupby(journey).transform("max").to_numpy()), 1)
    return pd.Series(np.where(told | local, clock // step, 0), index=maybe.index)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Order the rows of each record by time, those of one moment as they stand in the input.

    Cmdlets print from early to late, and people sort from late to early: most rows tell which. What
    a log says of one moment stands in no order.
    """
    printed = rows.sort_values(["journey", "line", "seq"], kind="stable")
    step = printed.groupby("journey")["at"].diff()
    later, earlier = ((step * way > 0).groupby(printed["journey"]).sum() for way in (1, -1))
    turned = rows["journey"].map(later < earlier).astype(bool)
    place = rows["line"].where(~rows["logged"], 0)
    rows = rows.assign(place=place.where(~turned, -place), rank=1)
    keys = ["journey", "at", "rank", "place", "seq"]
    rows = rows.sort_values(keys, kind="stable")
    return rows.assign(rank=_ranks(rows)).sort_values(keys, kind="stable")


def _ranks(rows: pd.DataFrame) -> pd.Series:
    """Put what sent a message on before what took it in at the same moment, if it was here before.

    Only where there is one of each, and it stood here since an earlier moment.
    """
    moment = [rows["journey"], rows["at"]]
    kind = pd.Series(np.select([rows["enters"], rows["end"]], [1.0, 0.0], np.nan), rows.index)
    before = kind.groupby(rows["journey"]).ffill().groupby(rows["journey"]).shift()
    here = before.groupby(moment).transform("first", skipna=False) == 1
    one = rows.groupby(moment)[["received", "left"]].transform("sum").eq(1).all(axis=1)
    first = here & one & rows["left"] & ~rows["logged"]
    return pd.Series(1, rows.index).mask(first, 0)


def _parts(rows: pd.DataFrame) -> pd.Series:
    """Begin a new part where a message came in after an end of the part before."""
    of = rows["journey"]
    ends = rows["end"].astype("int64").groupby(of).cumsum()
    part = ends.where(rows["enters"]).groupby(of).cummax().groupby(of).ffill().fillna(0)
    new = part.groupby(of).diff().gt(0)
    return new.groupby(of).cumsum().astype("int64")


def _doubtful(rows: pd.DataFrame) -> pd.Index:
    """Return the records whose rows nobody can part, or of which nobody knows whose they are."""
    of, parts = rows["journey"], [rows["journey"], rows["part"]]
    count = rows.groupby(parts)[["received", "submitted", "left", "last"]].sum()
    count["begun"] = count[["received", "submitted"]].max(axis=1)
    logged, whole, named, recipient = (
        rows[name].groupby(of).first().reindex(count.index, level=0)
        for name in ("logged", "whole", "named", "recipient")
    )
    order = count.index.get_level_values(1)
    kept = count["last"] - count["left"]
    mixed = (count["begun"] > 1) & (count["last"] > 1)
    mixed &= ~whole | ((count["left"] > 0) & (kept > 0))
    twice = rows[rows["received"]].groupby([of, rows["at"]]).size().gt(1).groupby(level=0).any()
    ends = count["last"].groupby(level=0).sum() > 1
    crowded = pd.Series(order == 0, count.index) & ~recipient
    crowded &= (twice & ends).reindex(count.index, level=0, fill_value=False)
    # Without a name only a way out and a way back are sure to be of one message.
    size = order.to_series(index=count.index).groupby(level=0).transform("max") + 1
    sent_on = (count["left"] > 0) & (kept == 0)
    chain = (size == 2) & np.where(order == 0, sent_on, count["left"] == 0)
    strangers = ~named & ~whole & (size > 1) & ~chain
    found = (mixed | crowded | strangers | _by_chance(rows, count)) & ~logged
    return pd.Index(count.index.get_level_values(0)[found.to_numpy(dtype=bool)].unique())


def _by_chance(rows: pd.DataFrame, count: pd.DataFrame) -> pd.Series:
    """Mark the parts of records that were parted within one moment, and not evenly."""
    of = rows["journey"]
    new = rows["part"].groupby(of).diff().gt(0)
    end = rows["at"].where(rows["end"]).groupby(of).ffill().groupby(of).shift()
    tied = (new & end.eq(rows["at"])).groupby(of).any().reindex(count.index, level=0)
    return tied & ((count["begun"] == 0) | (count["last"] > 1))
