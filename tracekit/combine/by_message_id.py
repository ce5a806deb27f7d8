"""A journey without network message id joins the only one that it can be, or none."""

from __future__ import annotations

from ipaddress import ip_address

import numpy as np
import pandas as pd

from tracekit.combine.notes import notes
from tracekit.combine.signs import MISSING_TIME, REPORT, Signs, pairs

_MINUTE = 60 * 1_000_000
_MOST_PAIRS = 1_000  # for one message and recipient: beyond it nothing can be the only one


def by_message_id(
    known: Signs, journeys: pd.DataFrame, unit: np.ndarray
) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Join pasted reports, and lists without network message ids, to journeys of other inputs.

    Both must have the same Message-ID and recipient, the same minute of `received` where both
    have one, no other addresses, and each must be the only candidate of the other. Returns units
    and notes about journeys that could be more than one.
    """
    found: list[pd.DataFrame] = []
    key = pairs(known.message_id, known.recipient)
    loose = (known.network_id < 0) & (key >= 0)
    for kind in np.unique(known.kind[loose]):
        unit, told = _round(known, journeys, unit, key, int(kind))
        found += told
    return unit, found


def _round(
    known: Signs, journeys: pd.DataFrame, unit: np.ndarray, key: np.ndarray, kind: int
) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Join what one kind of input gave without network message ids to the other kinds."""
    rows = np.flatnonzero(key >= 0)
    of = pd.Series(unit[rows])
    same_kind = pd.Series(known.kind[rows] == kind).groupby(of).transform("any").to_numpy()
    has_id = pd.Series(known.network_id[rows] >= 0).groupby(of).transform("any").to_numpy()
    left = same_kind & ~has_id
    right = ~same_kind & (has_id | (kind != REPORT))
    count = np.bincount(key[rows], minlength=1)
    lefts = np.bincount(key[rows[left]], minlength=len(count))
    rights = np.bincount(key[rows[right]], minlength=len(count))
    near = (lefts > 0) & (rights > 0)
    left &= near[key[rows]]
    right &= near[key[rows]]
    if not left.any():
        return unit, []
    sides = [_units(known, journeys, unit, key, rows[side]) for side in (left, right)]
    crowded = np.flatnonzero(lefts * rights > _MOST_PAIRS)
    too_many = sides[0]["key"].isin(crowded)
    found = []
    if too_many.any():
        other = sides[1].drop_duplicates("key").set_index("key")["unit"]
        bare = sides[0][too_many]
        found.append(notes(bare["unit"], other.reindex(bare["key"]).to_numpy(), "pasted"))
    both = sides[0][~too_many].merge(sides[1], on="key", suffixes=("", "_other"))
    both = _fitting(both)
    only = (both.groupby("unit")["key"].transform("size") == 1) & (
        both.groupby("unit_other")["key"].transform("size") == 1
    )
    joined, unclear = both[only], both[~only].drop_duplicates("unit")
    found.append(notes(unclear["unit"], unclear["unit_other"], "pasted"))
    return _united(unit, joined), found


def _united(unit: np.ndarray, joined: pd.DataFrame) -> np.ndarray:
    new = np.arange(len(unit))
    lower = np.minimum(joined["unit"], joined["unit_other"])
    new[joined["unit"]] = lower
    new[joined["unit_other"]] = lower
    return new[unit]


def _units(
    known: Signs, journeys: pd.DataFrame, unit: np.ndarray, key: np.ndarray, rows: np.ndarray
) -> pd.DataFrame:
    """One row a unit: what is known of it, from the journey that knows most."""
    rows = rows[np.lexsort((rows, known.kind[rows], unit[rows]))]
    time = pd.Series(known.time[rows]).where(known.time[rows] != MISSING_TIME)
    told = pd.DataFrame({
        "unit": unit[rows], "key": key[rows], "exact": known.exact_id[rows],
        "minute": (time // _MINUTE).array,
        **{name: journeys[name].to_numpy(dtype=object, na_value=None)[rows]
           for name in ("from_ip", "to_ip", "original_client_ip")},
    })  # fmt: skip
    return told.groupby("unit", sort=False).first().reset_index()


def _fitting(both: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs that nothing contradicts; letters of the Message-ID decide where they can."""
    exact = both["exact"].eq(both["exact_other"])
    exact_left = exact.groupby(both["unit"]).transform("any")
    exact_right = exact.groupby(both["unit_other"]).transform("any")
    both = both[exact | ~(exact_left | exact_right)]
    times = both["minute"].isna() | both["minute_other"].isna()
    both = both[times | both["minute"].eq(both["minute_other"])]
    source = _differ(both["from_ip"], both["from_ip_other"])
    for one, other in (("original_client_ip", "from_ip_other"),
                       ("from_ip", "original_client_ip_other")):  # fmt: skip
        known = both[one].notna() & both[other].notna()
        source &= ~(known & ~_differ(both[one], both[other]))
    return both[~(source | _differ(both["to_ip"], both["to_ip_other"]))]


def _differ(first: pd.Series, second: pd.Series) -> pd.Series:
    """Say where two addresses are known and are not the same; of lists, where none is in both."""
    maybe = first.notna() & second.notna() & first.ne(second)
    answer = maybe.copy()
    for at in np.flatnonzero(maybe):
        answer.iat[at] = not (_addresses(first.iat[at]) & _addresses(second.iat[at]))
    return answer


def _addresses(text: str) -> set[object]:
    pieces = text[:2000].replace(",", " ").replace(";", " ").strip("[] ").split()
    return {_address(piece) for piece in pieces}


def _address(text: str) -> object:
    try:
        return ip_address(text)
    except ValueError:
        return text.casefold()
