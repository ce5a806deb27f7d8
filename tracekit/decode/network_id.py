"""The time that a network message id (message trace id) carries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# The last 12 hex digits are the upper 48 bits of .NET ticks (100 ns since the year 1) in UTC;
# recomputed on public ids, 0.2 to 5 ms before the service's own time of receipt.
_GUID = r"\A\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}(?P<tail>[0-9A-Fa-f]{12})\}?\z"
_EPOCH_TICKS = 621_355_968_000_000_000
_FIRST, _END = np.datetime64("2009-01-01", "us"), np.datetime64("2100-01-01", "us")
_QUARTER, _SLACK = pd.Timedelta(minutes=15), pd.Timedelta(minutes=2)
_WEST, _EAST = pd.Timedelta(hours=-12), pd.Timedelta(hours=14)
_DIGITS = np.array([int(chr(c), 16) if chr(c) in "0123456789abcdefABCDEF" else 0
                    for c in range(256)], dtype=np.uint64)  # fmt: skip
_PLACES = np.array([16**place for place in reversed(range(12))], dtype=np.uint64)


def id_time(column: pd.Series) -> pd.Series:
    """Return when each id was made, UTC in microseconds, on the index of the column.

    Missing where the text is no GUID, or where the time is outside 2009 to 2100: then it is not
    the service's id. It checks or suggests a zone; it never replaces a time that was reported.

    >>> id_time(pd.Series(["6a638d20-1e63-493a-80a2-08da9a4ff8da"])).iat[0]
    Timestamp('2022-09-19 15:02:29.447680+0000', tz='UTC')
    """
    tails = pc.struct_field(pc.extract_regex(_as_arrow(column), _GUID), "tail")
    known = tails.is_valid().to_numpy(zero_copy_only=False).astype(bool)
    times = np.full(len(column), np.datetime64("NaT"), dtype="datetime64[us]")
    times[known] = _times(tails.drop_null().to_pylist())
    return pd.Series(times, index=column.index).dt.tz_localize("UTC")


def _as_arrow(column: pd.Series) -> pa.Array:
    try:
        cells = pa.array(column, type=pa.large_string(), from_pandas=True)
    except (pa.ArrowException, UnicodeEncodeError):
        texts = [cell if isinstance(cell, str) and cell.isascii() else None for cell in column]
        cells = pa.array(texts, type=pa.large_string())
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _times(tails: list[str]) -> np.ndarray:
    """Turn 12 hex digits each into times; NaT where the time is not plausible."""
    digits = _DIGITS[np.frombuffer("".join(tails).encode(), np.uint8)].reshape(-1, 12)
    # In units of 65,536 ticks no step leaves 64 bits.
    units = (digits * _PLACES).sum(axis=1, dtype=np.uint64).astype(np.int64)
    low, high = ((int(t.astype(int)) * 10 + _EPOCH_TICKS) >> 16 for t in (_FIRST, _END))
    plausible = (units >= low) & (units < high)
    ticks = np.where(plausible, units, low) * 65_536 - _EPOCH_TICKS
    return np.where(plausible, (ticks // 10).astype("datetime64[us]"), np.datetime64("NaT", "us"))


def suggest_offset(ids: pd.Series, local_times: pd.Series) -> str | None:
    """Suggest the zone in which times of receipt are written, such as `+02:00`.

    `local_times` are times without a zone, row by row with their ids. The zone is a whole number
    of quarter hours; None where no row has both, or where any two rows disagree, as they do across
    a change to summer time, and where a time is not within two minutes of its id.

    >>> suggest_offset(pd.Series(["6a638d20-1e63-493a-80a2-08da9a4ff8da"]),
    ...                pd.Series(pd.to_datetime(["2022-09-19 17:02"])))
    '+02:00'
    """
    made = id_time(ids).dt.tz_localize(None).to_numpy()
    shift = pd.Series(pd.to_datetime(local_times).dt.tz_localize(None).to_numpy() - made).dropna()
    zones = shift.dt.round(_QUARTER).unique()
    if len(zones) != 1 or not _WEST <= zones[0] <= _EAST or (shift - zones[0]).abs().max() > _SLACK:
        return None
    minutes = round(zones[0] / pd.Timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
