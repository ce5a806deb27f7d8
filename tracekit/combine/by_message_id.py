"""A journey without network message id joins the only one that it can be, or none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.apart import (
    by_size_and_address,
    by_status,
    contradicted,
    differ,
    handed_to,
    out_and_stayed,
    preferring,
    submitted_and_received,
)
from tracekit.combine.matched import (
    are_as_many,
    by_submission,
    by_turn,
    in_their_order,
    leaving_none_alone,
)
from tracekit.combine.notes import notes
from tracekit.combine.pool import Pool, content, numbers_of
from tracekit.combine.signs import (
    DETAIL,
    LIST,
    MAILBOX,
    MISSING_TIME,
    REPORT,
    SUMMARY,
    Signs,
    pairs,
)

_MINUTE = 60 * 1_000_000
_SIZED = (REPORT, DETAIL, SUMMARY, LIST)  # their size is the one that Microsoft's list prints
_MOST_PAIRS = 1_000  # for one message and recipient: beyond it nothing can be the only one


def by_message_id(
    known: Signs, here: Pool, unit: np.ndarray
) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Join pasted reports, and lists without network message ids, to journeys of other inputs.

    Both must have the same Message-ID and recipient, the same minute of `received` where both
    have one, no other addresses, servers, ends or sizes, and each must be the only candidate of
    the other, or the one that fits best. Returns units and notes about journeys that could be
    more than one.
    """
    found: list[pd.DataFrame] = []
    key = pairs(known.message_id, known.recipient)
    loose = (known.network_id < 0) & (key >= 0)
    for kind in np.unique(known.kind[loose]):
        unit, told = _round(known, here, unit, key, int(kind))
        found += told
    return unit, found


def _round(
    known: Signs, here: Pool, unit: np.ndarray, key: np.ndarray, kind: int
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
    sides = [_units(known, here, unit, key, rows[side]) for side in (left, right)]
    crowded = np.flatnonzero(lefts * rights > _MOST_PAIRS)
    too_many = sides[0]["key"].isin(crowded)
    found = []
    if too_many.any():
        other = sides[1].drop_duplicates("key").set_index("key")["unit"]
        bare = sides[0][too_many]
        found.append(notes(bare["unit"], other.reindex(bare["key"]).to_numpy(), "pasted"))
    both = sides[0][~too_many].merge(sides[1], on="key", suffixes=("", "_other"))
    both = _fitting(both, here.trace.events, _of_events(here, unit))
    if not both["key"].is_unique:
        both = in_their_order(both, _bare_rows(known, here, unit, both), known.source)
    only = (both.groupby("unit")["key"].transform("size") == 1) & (
        both.groupby("unit_other")["key"].transform("size") == 1
    )
    joined, unclear = both[only], both[~only].drop_duplicates("unit")
    found.append(notes(unclear["unit"], unclear["unit_other"], "pasted"))
    return _united(unit, joined), found


def _of_events(here: Pool, unit: np.ndarray) -> np.ndarray:
    """Return the unit of each event, -1 where its journey is none of these."""
    at = pd.Index(numbers_of(here.trace.journeys)).get_indexer(numbers_of(here.trace.events))
    return np.where(at < 0, -1, unit[at])


def _bare_rows(known: Signs, here: Pool, unit: np.ndarray, both: pd.DataFrame) -> pd.Series:
    """Return what each unit of one row without events says, wherever it stands in its input."""
    bare = (np.bincount(unit, minlength=len(unit))[unit] == 1) & (known.network_id < 0)
    bare &= ~known.has_events & np.isin(unit, both[["unit", "unit_other"]])
    rows, place = here.trace.journeys[bare], ["source", "line"]
    # What else a row has in columns of its own stands in a table by its line.
    more = pd.MultiIndex.from_frame(here.trace.extra[place])
    plain = ~pd.MultiIndex.from_frame(rows[place]).isin(more)
    said = content(rows[plain].drop(columns=["journey", "line", "offset", "length"]))
    return pd.Series(said, index=unit[bare][plain])


def _united(unit: np.ndarray, joined: pd.DataFrame) -> np.ndarray:
    new = np.arange(len(unit))
    lower = np.minimum(joined["unit"], joined["unit_other"])
    new[joined["unit"]] = lower
    new[joined["unit_other"]] = lower
    return new[unit]


def _units(
    known: Signs, here: Pool, unit: np.ndarray, key: np.ndarray, rows: np.ndarray
) -> pd.DataFrame:
    """One row a unit: what is known of it, from the journey that knows most."""
    rows = rows[np.lexsort((rows, known.kind[rows], unit[rows]))]
    time = pd.Series(known.time[rows]).where(known.time[rows] != MISSING_TIME)
    journeys = here.trace.journeys
    size = journeys["size_bytes"].to_numpy(dtype=float, na_value=np.nan)[rows]
    told = pd.DataFrame({
        "unit": unit[rows], "key": key[rows], "exact": known.exact_id[rows],
        "time": time.array, "minute": (time // _MINUTE).array,
        "size": np.where(np.isin(known.kind[rows], _SIZED) & (size > 0), size, np.nan),
        **{name: journeys[name].to_numpy(dtype=object, na_value=None)[rows]
           for name in ("from_ip", "to_ip", "original_client_ip", "status")},
    })  # fmt: skip
    # Defender names the server that handed the message in, a report who sent it first.
    told["from_ip"] = told["from_ip"].where(known.kind[rows] != MAILBOX)
    return told.groupby("unit", sort=False).first().reset_index()


def _fitting(both: pd.DataFrame, events: pd.DataFrame, of: np.ndarray) -> pd.DataFrame:
    """Keep the pairs that nothing contradicts; letters of the Message-ID decide where they can."""
    both = preferring(both, both["exact"].eq(both["exact_other"]).to_numpy())
    times = both["minute"].isna() | both["minute_other"].isna()
    both = both[times | both["minute"].eq(both["minute_other"])]
    both = both.assign(as_many=are_as_many(both))
    source = differ(both["from_ip"], both["from_ip_other"])
    for one, other in (("original_client_ip", "from_ip_other"),
                       ("from_ip", "original_client_ip_other")):  # fmt: skip
        known = both[one].notna() & both[other].notna()
        source &= ~(known & ~differ(both[one], both[other]))
    both = both[~(source | differ(both["to_ip"], both["to_ip_other"]))]
    if both.empty:
        return both
    to = handed_to(events, of)
    for side, at in (("to_ip", "unit"), ("to_ip_other", "unit_other")):
        both[side] = both[side].astype(object).where(both[side].notna(), both[at].map(to))
    both = by_size_and_address(both[~contradicted(both, events, of)])
    out, stayed = out_and_stayed(events, of)
    both = leaving_none_alone(by_turn(leaving_none_alone(both), out, stayed))
    both = leaving_none_alone(by_status(both))
    return leaving_none_alone(by_submission(both, *submitted_and_received(events, of), out))
