"""The text of one table cell, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from numbers import Integral, Real

import pandas as pd

from tracekit.render.clean import is_missing

_CAPITALS = {"ip", "id", "utc", "tls", "scl", "smtp", "dlp", "sha256"}

# A heading that says more than the column's own name.
_HEADINGS = {"seq": "No.", "size_bytes": "Size in bytes", "time_text": "Time as printed",
             "time_basis": "How its zone is known", "time_precision": "Exact to"}  # fmt: skip
# What a person reads instead of a value that programs go by.
_WORDS = {
    "time_basis": {
        "explicit-utc": "UTC, the source says so",
        "declared-offset": "the offset from UTC is stated",
        "assumed-utc": "UTC by Microsoft's documentation, not printed",
        "unknown": "not known",
    },
    "time_precision": {"ms": "millisecond", "100ns": "100 nanoseconds"},
}  # fmt: skip


def heading_of(column: object) -> str:
    """Return the heading for a column name.

    >>> heading_of("smtp_code"), heading_of("mail_flow_rule")
    ('SMTP code', 'Mail flow rule')
    """
    name = str(column)
    if name in _HEADINGS:
        return _HEADINGS[name]
    words = [w.upper() if w in _CAPITALS else w for w in name.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def chosen(
    frame: pd.DataFrame, columns: Sequence[str] | Mapping[str, str] | None
) -> dict[str, str]:
    """Return column name -> heading, in the order to show; columns the frame lacks are left out."""
    if isinstance(columns, Mapping):
        return {name: head for name, head in columns.items() if name in frame.columns}
    names = frame.columns if columns is None else [c for c in columns if c in frame.columns]
    return {name: heading_of(name) for name in names}


def iso(moment: datetime) -> str:
    """Return a time as ISO 8601; a time with a zone as UTC with Z.

    >>> iso(pd.Timestamp("2022-12-06 12:31-05:00"))
    '2022-12-06T17:31:00Z'
    """
    if moment.tzinfo is None:
        return moment.isoformat()
    return pd.Timestamp(moment).tz_convert("UTC").tz_localize(None).isoformat() + "Z"


def is_text(column: pd.Series) -> bool:
    """Does the column hold text (rather than numbers, flags or times)?"""
    return pd.api.types.is_string_dtype(column) or pd.api.types.is_object_dtype(column)


def is_number(column: pd.Series) -> bool:
    """Does the column hold numbers?"""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def readable(column: pd.Series) -> list[str]:
    """Return the cells of a column as a person wants to read them, not yet cleaned."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return _times(column)
    words = _WORDS.get(column.name, {})
    return [words.get(text, text) for text in map(_plain, column.astype(object))]


def _times(column: pd.Series) -> list[str]:
    """Times without seconds where no row has any, with the zone said."""
    zone = "" if column.dt.tz is None else " UTC"
    moments = column if column.dt.tz is None else column.dt.tz_convert("UTC")
    known = moments.dropna()
    form = "%Y-%m-%d %H:%M" if (known == known.dt.floor("min")).all() else "%Y-%m-%d %H:%M:%S"
    return ["" if is_missing(m) else m.strftime(form) + zone for m in moments]


def _plain(value: object) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "yes" if value else "no"
    return iso(value) if isinstance(value, datetime) else str(value)


def for_json(value: object) -> object:
    """Return a cell as JSON knows it: null, true, 1, 1.5, text; times as ISO 8601.

    >>> for_json(pd.NaT), for_json(pd.Timestamp("2022-12-06 17:31Z"))
    (None, '2022-12-06T17:31:00Z')
    """
    if is_missing(value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return bool(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, (datetime, date)):
        return iso(value) if isinstance(value, datetime) else value.isoformat()
    return value if isinstance(value, (list, dict)) else str(value)
