"""One row for journeys that are one: of each column the value of the input that knows best."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.combine.by_place import places_of
from tracekit.combine.notes import notes
from tracekit.combine.pick import first_known, ordered, taken
from tracekit.combine.pool import content
from tracekit.combine.signs import REPORT, RULE, Signs

_PLACE = ["source", "line", "offset", "length"]
_UNFINISHED = ["Getting status", "Pending", "None"]
_CUT = 256  # characters of a subject that Microsoft's lists keep


def preferred(
    journeys: pd.DataFrame, known: Signs, unit: np.ndarray, kept: np.ndarray
) -> np.ndarray:
    """Return the kept journeys whose unit has several, by unit, the one that knows most first.

    Order of the traces plays no part.
    """
    count = np.bincount(unit[kept], minlength=len(unit))
    rows = kept[count[unit[kept]] > 1]
    told = journeys.iloc[rows]
    source = pd.factorize(told["source"], sort=True)[0]
    line, offset = (told[c].to_numpy(dtype=np.int64, na_value=-1) for c in ("line", "offset"))
    value = content(told.drop(columns=["journey", "also"]))
    alone = told["also"].isna().to_numpy()
    return ordered(rows, unit[rows], known.kind[rows], alone, source, line, offset, value)


def merged_journeys(
    journeys: pd.DataFrame, known: Signs, unit: np.ndarray, order: np.ndarray
) -> pd.DataFrame:
    """Return one row for each unit, in the order of units."""
    units = np.unique(unit)
    if not len(order):
        return journeys.iloc[units].reset_index(drop=True)
    group = unit[order]
    slots = np.searchsorted(units, group[np.append(True, group[1:] != group[:-1])])
    best = units.copy()
    best[slots] = order[np.append(True, group[1:] != group[:-1])]
    orders = _orders(journeys, known, unit, order)
    columns = {}
    for column in journeys.columns:
        rows = best
        if column not in _PLACE:
            rows = best.copy()
            rows[slots] = first_known(journeys, column, orders.get(column, order), group)
        columns[column] = taken(journeys, column, rows)
    merged = pd.DataFrame(columns, copy=False)
    doubt = journeys["ambiguous"].fillna(False).to_numpy(dtype=bool)
    doubtful = np.isin(units, unit[order[doubt[order]]])
    merged["ambiguous"] = merged["ambiguous"].mask(doubtful, True)
    return merged


def _orders(
    journeys: pd.DataFrame, known: Signs, unit: np.ndarray, order: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the order of preference of the columns that have one of their own."""
    group, kind, told = unit[order], known.kind[order], journeys.iloc[order]
    time = told["received"]
    coarse = (time.dt.microsecond == 0).astype(int) + (
        (time.dt.second == 0) & (time.dt.microsecond == 0)
    ).astype(int)
    cut = told["subject"].str.len().eq(_CUT).fillna(False)
    return {
        # A report prints rounded kilobytes.
        "size_bytes": ordered(order, group, (kind == REPORT) & (known.network_id[order] < 0)),
        # A rule report has the time of the rule.
        "received": ordered(order, group, kind == RULE, coarse.to_numpy()),
        "status": ordered(order, group, told["status"].isin(_UNFINISHED).to_numpy()),
        "subject": ordered(order, group, cut.to_numpy(dtype=bool)),
    }


def with_places(merged: pd.DataFrame, journeys: pd.DataFrame, number: np.ndarray) -> pd.DataFrame:
    """Fill `also` with the places of all journeys that a journey was made of, but its own."""
    size = np.bincount(number, minlength=1)
    rows = np.flatnonzero(size[number] > 1)
    if not len(rows):
        return merged
    places = places_of(journeys.iloc[rows])
    places = pd.DataFrame({"number": number[rows][places["at"]], "place": places["place"]})
    own = places_of(merged.drop(columns="also").assign(also=pd.Series(dtype="str")))["place"]
    places = places[places["place"].to_numpy() != own.to_numpy()[places["number"]]]
    places = places.drop_duplicates().sort_values(["number", "place"], kind="stable")
    at, starts = np.unique(places["number"], return_index=True)
    offsets = pa.array(np.append(starts, len(places)), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, pa.array(places["place"], pa.large_string()))
    texts = pc.binary_join(lists, pa.scalar("; ", pa.large_string()))
    told = merged["also"].to_numpy(dtype=object, na_value=None)
    told[np.unique(number[rows])] = None
    told[at] = texts.to_numpy(zero_copy_only=False)
    return merged.assign(also=pd.array(told, dtype="str"))


def given_twice(
    journeys: pd.DataFrame, known: Signs, order: np.ndarray, unit: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the records of a unit that say the same as one before them, and that one."""
    rows = np.sort(order)
    told = content(journeys.iloc[rows].drop(columns=["journey", "also", *_PLACE]))
    frame = pd.DataFrame({"at": rows, "unit": unit[rows], "kind": known.kind[rows], "told": told})
    first = frame.groupby(["unit", "kind", "told"])["at"].transform("min").to_numpy()
    again = first != rows
    return rows[again], first[again]


def contradictions(
    journeys: pd.DataFrame, merged: pd.DataFrame, kind: np.ndarray, order: np.ndarray,
    number: np.ndarray,
) -> list[pd.DataFrame]:  # fmt: skip
    """Note where a journey's subject, sender or Status is not the one that was kept."""
    if not len(order):
        return []
    group = number[order]
    found = [_other_status(journeys, merged, kind, order, group)]
    for column, besides in (("subject", None), ("sender", "return_path")):
        leader = first_known(journeys, column, order, group)
        first = leader[np.searchsorted(np.unique(group), group)]
        kept, own = (merged[column].array[group], journeys[column].array[order])
        pair = pd.DataFrame({"kept": pd.Series(kept), "own": pd.Series(own)})
        differs = _differ(pair["kept"], pair["own"])
        if besides:
            differs &= _differ(pair["kept"], pd.Series(journeys[besides].array[order]), True)
            differs &= _differ(pd.Series(merged[besides].array[group]), pair["own"], True)
        differs &= order != first
        found.append(notes(order[differs], first[differs], column))
    return found


def _other_status(
    journeys: pd.DataFrame, merged: pd.DataFrame, kind: np.ndarray, order: np.ndarray,
    group: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    """Note the Status of a record that is not the one kept, which a record of its kind has.

    Kinds word one end differently: a list says Delivered of what a report says was sent.
    """
    own, kept = journeys["status"].array[order], merged["status"].array[group]
    alike = pd.DataFrame({"group": group, "kind": kind[order], "status": kept, "at": order})
    holds = alike[(pd.Series(own) == pd.Series(kept)).fillna(False).to_numpy(dtype=bool)]
    first = holds.drop_duplicates(["group", "kind"]).set_index(["group", "kind"])["at"]
    keys = pd.MultiIndex.from_arrays([group, kind[order]])
    at = first.reindex(keys).to_numpy(dtype=float)
    words = pd.Series(own)
    differs = (words.notna() & (words != pd.Series(kept))).fillna(False).to_numpy(dtype=bool)
    differs = differs & ~np.isnan(at)
    earlier = words.isin(_UNFINISHED).to_numpy(dtype=bool)[differs]
    what = np.where(earlier, "status before", "status")
    return notes(order[differs], at[differs].astype(np.int64), what)


def _differ(kept: pd.Series, own: pd.Series, missing: bool = False) -> np.ndarray:
    """Mark pairs of texts that contradict each other; `missing` is the answer for unknown ones."""
    known = (kept.notna() & own.notna()).to_numpy()
    maybe = np.flatnonzero(known & (kept != own).to_numpy(dtype=bool, na_value=False))
    answer = np.where(known, False, missing)
    pairs = list(zip(kept.iloc[maybe], own.iloc[maybe], strict=True))
    judged = {pair: not says_the_same(*pair) for pair in set(pairs)}
    answer[maybe] = [judged[pair] for pair in pairs]
    return answer.astype(bool)


def says_the_same(first: str, second: str) -> bool:
    """Tell whether two texts differ only by case, blanks, letters lost to `?`, or a cut at 256.

    >>> says_the_same("Käse", "K?se "), says_the_same("x" * 300, "x" * 256)
    (True, True)
    >>> says_the_same("Invoice", "Invoices")
    False
    """
    first, second = (re.sub(r"\s+", " ", text).strip() for text in (first, second))
    if min(len(first), len(second)) >= _CUT - 6:
        length = min(len(first), len(second))
        first, second = first[:length], second[:length]
    if first.casefold() == second.casefold():
        return True
    lost = "?\ufffd"
    return len(first) == len(second) and all(
        a == b or a in lost or b in lost for a, b in zip(first, second, strict=True)
    ) and not {*first, *second} <= {*lost}  # fmt: skip
