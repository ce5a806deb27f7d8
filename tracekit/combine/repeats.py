"""Journeys that were given before, word for word: each is kept once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.notes import repeats
from tracekit.combine.pool import Pool, as_numbers, content, first_parts, numbers_of
from tracekit.combine.same_events import levels, micros, width
from tracekit.combine.signs import Signs

# What two copies of one report have in common; where they stand in the input is not part of it.
_SAME_JOURNEY = ["message_id", "network_message_id", "subject", "sender", "recipient",
                 "status_text", "progress", "size_bytes", "from_ip", "to_ip"]  # fmt: skip
_SAME_EVENT = ["seq", "event", "detail"]


def repeated(pool: Pool, known: Signs) -> tuple[np.ndarray, pd.DataFrame]:
    """Return for each journey the first one that says the same (itself, if it is new), and notes.

    The same are a record of one input that two traces hold, and reports without a network message
    id whose journeys and events read the same. Without a single event two records may well be two
    passes: they are kept.
    """
    first = _same_records(pool)
    copies = _same_reports(pool, known)
    first = np.where(first == np.arange(len(first)), copies, first)
    first = first[first]
    again = np.flatnonzero(first != np.arange(len(first)))
    return first, repeats(again, first[again], known.kind)


def _same_records(pool: Pool) -> np.ndarray:
    """Pair the k-th record of an input with the k-th one of its kind in the first trace."""
    journeys, part = pool.trace.journeys, pool.parts["journeys"]
    first = np.arange(len(journeys))
    if not pool.same_inputs:
        return first
    shared = np.flatnonzero(journeys["source"].isin(pool.same_inputs).to_numpy())
    keys = content(journeys.iloc[shared].drop(columns=["journey", "also"]))
    frame = pd.DataFrame({"key": keys, "part": part[shared], "at": shared})
    frame["turn"] = frame.groupby(["key", "part"]).cumcount()
    first[shared] = frame.groupby(["key", "turn"])["at"].transform("min").to_numpy()
    return first


def _same_reports(pool: Pool, known: Signs) -> np.ndarray:
    journeys, events = pool.trace.journeys, pool.trace.events
    first = np.arange(len(journeys))
    # Only what has a namesake is compared word for word.
    maybe = np.flatnonzero((known.network_id < 0) & known.has_events)
    names = journeys.iloc[maybe][_SAME_JOURNEY]
    maybe = maybe[names.duplicated(keep=False).to_numpy()]
    if not len(maybe):
        return first
    of = numbers_of(events)
    rows = np.flatnonzero(np.isin(of, maybe))
    named = pd.Series(content(journeys.iloc[maybe][_SAME_JOURNEY]), index=maybe)
    text = _joined(events.iloc[rows], _SAME_EVENT)
    text += "\x1f" + _when(events.iloc[rows], named.reindex(of[rows]).to_numpy())
    told = text.groupby(of[rows]).agg("\x1e".join).astype("str")
    whole = _joined(journeys.iloc[maybe], _SAME_JOURNEY).reset_index(drop=True)
    whole += "\x1d" + told.reindex(maybe).reset_index(drop=True)
    first[maybe] = pd.Series(maybe).groupby(whole).transform("min").to_numpy()
    return first


def _when(events: pd.DataFrame, group: np.ndarray) -> pd.Series:
    """Write the times of events so that those of one moment read alike within a group.

    In UTC, as exact as the coarsest time of the group: one result may be copied in two zones and
    with two forms of dates. Where a time of the group has no zone, as it is printed.
    """
    level, time = pd.Series(levels(events)), micros(events["time"])
    width_of = width(level.groupby(group).transform("max").to_numpy())
    utc = pd.Series(time // np.maximum(width_of, 1), index=events.index).astype("str")
    return utc.where(width_of > 0, events["time_text"].fillna(""))


def _joined(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Write the columns of each row into one text."""
    texts = [frame[c].astype("str") for c in columns]
    return texts[0].str.cat(texts[1:], sep="\x1f", na_rep="")


def events_once(pool: Pool, first: np.ndarray) -> pd.DataFrame:
    """Return the events under the journeys that are kept, an event that was given before once."""
    events, part = pool.trace.events, pool.parts["events"]
    old = numbers_of(events)
    new = np.where(old < 0, -1, first[old]) if len(first) else old
    events = events.assign(journey=as_numbers(new))
    same = np.zeros(len(events), dtype=bool)
    moved = np.flatnonzero(new != old)
    if len(moved):
        touched = np.flatnonzero(np.isin(new, np.unique(new[moved])))
        same[touched] = _given_before(events.iloc[touched], part[touched], old[touched],
                                      new[touched])  # fmt: skip
    # Service records without a journey stand only once as well.
    loose = np.flatnonzero((new < 0) & events["source"].isin(pool.same_inputs).to_numpy())
    if len(loose):
        same[loose] = first_parts(content(events.iloc[loose]), part[loose]) != part[loose]
    return events[~same].reset_index(drop=True) if same.any() else events


def _given_before(
    events: pd.DataFrame, part: np.ndarray, old: np.ndarray, new: np.ndarray
) -> np.ndarray:
    """Mark events of later copies that the kept journey, or an earlier copy, has as well."""
    told = events[["journey", *_SAME_EVENT, "rule_id", "rule_name", "action"]]
    told = told.assign(when=_when(events, new))
    frame = pd.DataFrame({"key": content(told), "old": old, "new": new})
    frame["turn"] = frame.groupby(["key", "old"]).cumcount()
    kept = frame.groupby(["key", "new", "turn"])["old"].transform("min")
    return (frame["old"] > kept).to_numpy()
