"""Journeys with one network message id and recipient are one, unless they are several passes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.notes import notes
from tracekit.combine.signs import DETAIL, MISSING_TIME, TRACKING, Signs, pairs

NEAR = 2 * 60 * 1_000_000  # microseconds


def by_network_id(known: Signs) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Return the unit of each journey (the lowest journey that is the same one), and notes.

    Message-IDs that contradict each other keep journeys apart. Where one input shows several
    passes, another input's journey joins the one that it is within two minutes of, if that is
    clear.
    """
    known = replace(known, recipient=_recipients(known))
    unit, found = np.arange(len(known.kind)), []
    key = pairs(known.network_id, known.recipient)
    rows = _shared(key)
    if not len(rows):
        return unit, found
    frame = pd.DataFrame({
        "at": rows, "key": key[rows], "message": known.message_id[rows],
        "origin": known.origin[rows], "kind": known.kind[rows], "time": known.time[rows],
        "source": known.source[rows], "settled": known.settled[rows],
    })  # fmt: skip
    frame, found = _without_contradictions(frame)
    several = _with_passes(frame)
    single = frame[~several]
    unit[single["at"]] = single.groupby("key")["at"].transform("min")
    if several.any():
        told, unclear = _into_passes(frame[several].reset_index(drop=True))
        unit[told["at"]] = told["unit"]
        found.append(unclear)
    return unit, found


def _shared(key: np.ndarray) -> np.ndarray:
    """Return the rows whose key another row has as well."""
    if not (key >= 0).any():
        return np.zeros(0, dtype=np.int64)
    count = np.bincount(key[key >= 0])
    return np.flatnonzero((key >= 0) & (count[key] > 1))


def _recipients(known: Signs) -> np.ndarray:
    """Give a record without recipient the only one that its network message id has."""
    bare = (known.recipient < 0) & (known.network_id >= 0)
    if not bare.any():
        return known.recipient
    named = pd.Series(known.recipient).where(known.recipient >= 0)
    by = named.groupby(known.network_id)
    only = by.transform("min").where(by.transform("nunique") == 1, -1).to_numpy()
    return np.where(bare, only, known.recipient).astype(np.int64)


def _without_contradictions(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Split the journeys of one key by Message-ID; one without joins them where there is one."""
    named = frame["message"].where(frame["message"] >= 0)
    by = named.groupby(frame["key"])
    split = by.transform("nunique").gt(1).to_numpy()
    if not split.any():
        return frame, []
    first = frame[split & named.notna()].groupby("key")[["at", "message"]].first()
    lead = first.reindex(frame["key"])
    nameless = split & named.isna().to_numpy()
    other = split & named.notna().to_numpy() & (frame["message"] != lead["message"].array)
    once = other & ~frame.duplicated(["key", "message"]).to_numpy()
    told = [
        notes(frame["at"][mask], lead["at"].to_numpy()[mask], what)
        for mask, what in ((nameless, "nameless"), (once, "id"))
    ]
    apart = np.where(split, frame["message"], -1)
    frame = frame.assign(key=pairs(frame["key"].to_numpy(), apart + 1))[~nameless]
    return frame.reset_index(drop=True), told


def _with_passes(frame: pd.DataFrame) -> np.ndarray:
    """Mark the journeys of keys for which one input shows several passes."""
    by = frame.groupby(["key", "origin"])
    many = by["at"].transform("size").gt(1)
    if not many.any():
        return np.zeros(len(frame), dtype=bool)
    time = frame["time"].where(frame["time"] != MISSING_TIME)
    by_time = time.groupby([frame["key"], frame["origin"]])
    apart = (by_time.transform("max") - by_time.transform("min")).gt(NEAR)
    passes = many & (_is_pass(frame) | apart)
    return passes.groupby(frame["key"]).transform("any").to_numpy()


def _is_pass(frame: pd.DataFrame) -> pd.Series:
    """Mark journeys that are no record of a list but a pass: other ones of their origin are not."""
    return frame["kind"].isin([TRACKING, DETAIL]) | frame["settled"]


def _into_passes(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let the input with most passes lead; join each other journey to the pass it is near."""
    size = frame.groupby(["key", "origin"])["at"].transform("size")
    keys = ["key", "size", "kind", "source", "time"]
    order = frame.assign(size=-size).sort_values(keys, kind="stable")
    leader = order.groupby("key")["origin"].first()
    leads = frame["origin"].to_numpy() == leader.reindex(frame["key"]).to_numpy()
    passes = frame[leads].copy()
    # Records of a list at the very same time are one pass; an Extended report's own are not.
    own = np.where(_is_pass(passes), passes["at"], -1)
    passes["unit"] = passes.assign(own=own).groupby(["key", "time", "own"])["at"].transform("min")
    others = _nearest(frame[~leads], passes)
    return pd.concat([passes[["at", "unit"]], others[["at", "unit"]]]), notes(
        others.loc[others["unclear"], "at"], others.loc[others["unclear"], "other"], "pass"
    )


def _nearest(others: pd.DataFrame, passes: pd.DataFrame) -> pd.DataFrame:
    units = passes.drop_duplicates(["key", "unit"])
    first = units.groupby("key")["unit"].first()
    units = units[units["time"] != MISSING_TIME]
    twins = units.groupby(["key", "time"])["unit"].transform("size")
    right = units.assign(twins=twins, when=units["time"])
    right = right.sort_values("time")[["key", "time", "when", "unit", "twins"]]
    left = others.sort_values("time")
    sides = [
        pd.merge_asof(left, right, on="time", by="key", direction=way, tolerance=NEAR)
        for way in ("backward", "forward")
    ]
    gaps = [(side["when"] - side["time"]).abs().fillna(np.inf).to_numpy() for side in sides]
    before = gaps[0] <= gaps[1]
    unit, twin = (np.where(before, sides[0][c], sides[1][c]) for c in ("unit", "twins"))
    tied = (gaps[0] == gaps[1]) & ~np.equal(sides[0]["unit"], sides[1]["unit"]).to_numpy()
    left = left.assign(near=unit)
    clear = ~tied & (np.minimum(*gaps) <= NEAR) & (twin == 1)
    clear &= (left["time"] != MISSING_TIME).to_numpy()
    left["clear"] = clear
    # Two passes of one Extended report cannot both be the same pass of another one.
    rivals = left[left["clear"] & _is_pass(left)]
    rivals = rivals[rivals.duplicated(["origin", "near"], keep=False)]
    left.loc[rivals.index, "clear"] = False
    # A pass of an Extended report that is far from all others is simply another one.
    another = _is_pass(left) & left["near"].isna() & left["time"].ne(MISSING_TIME)
    return left.assign(
        unit=left["near"].where(left["clear"], left["at"]).astype(np.int64),
        unclear=~left["clear"] & ~another, other=first.reindex(left["key"]).to_numpy(),
    )  # fmt: skip
