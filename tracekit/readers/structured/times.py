"""A column of printed times to times in UTC, with what is known of their zone and precision."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import suggest_offset
from tracekit.model import LOCAL_TIME, UTC_TIME
from tracekit.readers.clock import (
    DAY_FIRST,
    MONTH_FIRST,
    Stamp,
    print_offset,
    proven_order,
    read_offset,
    read_stamp,
    stamp_pattern,
)
from tracekit.readers.structured.cells import Cells
from tracekit.readers.structured.day_order import order_by_ids

EXPLICIT, DECLARED, ASSUMED, UNKNOWN = (
    "explicit-utc", "declared-offset", "assumed-utc", "unknown")  # fmt: skip
_NAIVE = pa.timestamp("ns")
_ZONED = pa.timestamp("ns", "UTC")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")


@dataclass
class Times:
    """Times of a column: UTC, the printed clock, basis and precision (one for all rows, or a
    column), the offset as printed, and problem rows without their source."""

    time: pd.Series
    local: pd.Series
    basis: pd.Series | str
    precision: pd.Series | str
    offset: str | None = None
    problems: list[dict] = field(default_factory=list)

    def order(self) -> np.ndarray:
        """Return what to sort by, as datetime64: the time, or the printed clock without a zone."""
        utc = self.time.dt.tz_localize(None)
        return utc.fillna(self.local).to_numpy(dtype="datetime64[us]")


def read_times(cells: Cells, column: str = "time") -> Times:
    """Read the column of times of a table.

    The zone is what a cell prints; else what the person said, what the column's name says in
    brackets, or what the kind of export is documented to have. Network message ids carry the time
    as well: where all of them contradict a documented zone, there is no time and a problem that
    suggests the zone.
    """
    texts = cells.arrow(column)
    found = _whole_column(texts)
    times = found if found is not None else _one_by_one(texts, cells)
    return _in_zone(times, cells, column)


def _whole_column(texts: pa.ChunkedArray) -> Times | None:
    """Read ISO 8601, all with a zone or all without, by Arrow."""
    shortest = pc.min(pc.utf8_length(texts)).as_py()
    if shortest is not None and shortest < len("2026-01-01T00:00"):
        return None
    for kind, basis in ((_ZONED, EXPLICIT), (_NAIVE, UNKNOWN)):
        try:
            stamps = pc.cast(texts, kind)
        except pa.ArrowInvalid:
            continue
        whole = pc.cast(stamps, pa.timestamp("us", kind.tz), safe=False)
        told = pd.Series(whole.to_numpy().astype("datetime64[us]"))
        utc = (
            told if basis == EXPLICIT else pd.Series(np.full(len(told), np.datetime64("NaT", "us")))
        )
        return Times(utc.dt.tz_localize("UTC"), told, basis, _precision(texts))
    return None


def _precision(texts: pa.ChunkedArray) -> pd.Series | str:
    """Tell the precision from the number of digits behind the seconds."""
    lengths = pc.utf8_length(pc.utf8_rtrim(texts, "Zz"))
    known = {n: _unit(n, texts) for n in pc.unique(lengths).to_pylist() if n is not None}
    if len(set(known.values())) == 1:
        return next(iter(known.values()))
    return pd.Series([known.get(n) for n in lengths.to_pylist()], dtype="str")


def _unit(length: int, texts: pa.ChunkedArray) -> str:
    digits = length - len("2026-01-01T00:00:00.")
    if digits <= 0:
        return "second" if length >= 19 else "minute"
    if digits <= 3:
        return "ms"
    # The service prints seven digits; the last four are zero where its clock has milliseconds.
    finer = pc.match_substring_regex(texts, r"\.[0-9]{3}[0-9]*[1-9]")
    return "100ns" if pc.any(finer).as_py() else "ms"


def _one_by_one(texts: pa.ChunkedArray, cells: Cells) -> Times:
    """Read times as people and spreadsheets write them; each distinct text once."""
    coded = pc.dictionary_encode(texts).combine_chunks()
    stamps = [_stamp(text) for text in coded.dictionary.to_pylist()]
    codes = coded.indices.to_numpy(zero_copy_only=False)
    codes = np.where(np.isnan(codes.astype(float)), len(stamps), codes).astype(np.int64)
    order = {True: DAY_FIRST, False: MONTH_FIRST}.get(cells.given.dayfirst)
    order = order or proven_order(s for s in stamps if s)
    order = order or order_by_ids(stamps, codes, _ids(cells))
    local = [s.at(order) if s else None for s in stamps]
    utc = [at - s.offset if at and s.offset is not None else None
           for s, at in zip(stamps, local, strict=True)]  # fmt: skip

    def spread(values: list, dtype: str) -> pd.Series:
        return pd.Series(pd.array([*values, None], dtype=dtype).take(codes))

    times = Times(
        spread([pd.Timestamp(t, tz="UTC") if t else None for t in utc], UTC_TIME),
        spread(local, LOCAL_TIME),
        spread([EXPLICIT if t else UNKNOWN for t in utc], "str").fillna(UNKNOWN),
        spread([s.precision if s else None for s in stamps], "str"),
    )
    times.problems += _unread(coded.dictionary.to_pylist(), stamps, local, codes, cells)
    return times


def _stamp(text: str) -> Stamp | None:
    match = stamp_pattern().match(text.strip()[:80])
    return read_stamp(match) if match and match.end() >= len(text.strip()) else None


def _unread(
    texts: list[str], stamps: list[Stamp | None], local: list, codes: np.ndarray, cells: Cells
) -> list[dict]:
    """Say which times could not be read, once for each reason."""
    rows = []
    for unclear in (True, False):
        bad = [n for n, (s, at) in enumerate(zip(stamps, local, strict=True))
               if at is None and bool(s and s.dates and s.clock) is unclear]  # fmt: skip
        places = np.flatnonzero(np.isin(codes, bad))
        if len(places):
            first = texts[codes[places[0]]]
            why = ("can mean two days, and nothing in the input decides it. Say which comes "
                   "first, day or month" if unclear else "is no date and time")  # fmt: skip
            rows.append({"line": int(cells.grid.lines[places[0]]), "text": first[:500],
                         "kind": "date", "reason": f"{first[:80]!r} {why}: "
                         f"{len(places)} records have no time."})  # fmt: skip
    return rows


def _in_zone(times: Times, cells: Cells, column: str) -> Times:
    """Give times without a zone the one that is known, if any."""
    bare = times.local.notna() & times.time.isna()
    if not bare.any():
        if cells.kind.zone != "utc":
            times.problems += _shifted(times, cells)
        return times
    offset, basis = _zone(cells, column)
    if basis == ASSUMED and (told := _contradicted(times, cells, bare)):
        offset, basis = None, UNKNOWN
        times.problems.append(told)
    elif offset is None:
        times.problems.append(_zoneless(times, cells, bare))
    if offset is not None:
        moved = (times.local - pd.Timedelta(offset)).dt.tz_localize("UTC")
        times.time = times.time.where(~bare, moved)
        times.offset = print_offset(offset) if basis != ASSUMED else None
    if isinstance(times.basis, str):
        times.basis = basis if basis != UNKNOWN else times.basis
    else:
        times.basis = times.basis.mask(bare, basis)
    return times


def _zone(cells: Cells, column: str) -> tuple[timedelta | None, str]:
    named = _IN_BRACKETS.search(cells.name_of(column) or "")
    told = read_offset(named[1]) if named else None
    if told is not None and not cells.given.utc_offset:
        return told, DECLARED
    if cells.kind.zone == "utc" and not named:
        return timedelta(0), EXPLICIT
    if cells.given.utc_offset:
        return read_offset(cells.given.utc_offset), DECLARED
    # "[Local Time]", "[Amsterdam, Berlin]": an export in a zone that only the person knows.
    is_assumed = cells.kind.zone == "assumed-utc" and not named
    return (timedelta(0), ASSUMED) if is_assumed else (None, UNKNOWN)


def _ids(cells: Cells) -> pd.Series:
    return cells.text("network_message_id", besides=cells.name_of("message_id") or "")


def _suggestion(times: Times, cells: Cells, rows: pd.Series) -> str | None:
    ids = _ids(cells)
    if cells.kind.rows not in ("list", "tracking") or ids.isna().all():
        return None
    return suggest_offset(ids[rows], times.local[rows])


def _contradicted(times: Times, cells: Cells, bare: pd.Series) -> dict | None:
    suggested = _suggestion(times, cells, bare)
    if suggested in (None, "+00:00"):
        return None
    return _zone_problem(times, cells, "These times are documented to be UTC, but the message "
                         f"trace ids say that they are UTC{suggested}. They are left out: read it "
                         f"again with --utc-offset {suggested} if that is your zone.")  # fmt: skip


def _shifted(times: Times, cells: Cells) -> list[dict]:
    suggested = _suggestion(times, cells, times.local.notna())
    if suggested in (None, "+00:00"):
        return []
    return [_zone_problem(times, cells, "These times are marked as UTC, but the message trace ids "
                          f"say that they are off by {suggested}: the tool that wrote the file "
                          "may have shifted them. They were taken as printed.")]  # fmt: skip


def _zoneless(times: Times, cells: Cells, bare: pd.Series) -> dict:
    suggested = _suggestion(times, cells, bare)
    hint = f" The message trace ids suggest {suggested}." if suggested else ""
    return _zone_problem(times, cells, f"{cells.kind.title} does not say in which zone its times "
                         "are, so they cannot be put beside others. Say it with --utc-offset, "
                         f"such as --utc-offset -05:00.{hint}")  # fmt: skip


def _zone_problem(times: Times, cells: Cells, reason: str) -> dict:
    first = int(np.argmax(times.local.notna().to_numpy()))
    text = cells.arrow("time")[first].as_py() if len(cells) else None
    return {"line": int(cells.grid.lines[first]), "text": text, "kind": "zone", "reason": reason}
