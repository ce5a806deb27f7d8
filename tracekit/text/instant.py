"""A point in time as a person types it: date, time and zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MOST = 60  # letters; no point in time has as many
_SPACED_OFFSET = re.compile(r"\s*(?:UTC|GMT)?\s*([+-]\d\d:?\d\d)\Z", re.ASCII | re.IGNORECASE)
_ZERO = re.compile(r"\s*(?:UTC|GMT|Z)\Z", re.IGNORECASE)
_FORM = "write date, time and zone like 2022-12-06T15:40-05:00, or in UTC 2022-12-06T20:40Z"


def instant(text: str) -> datetime:
    """Read a point in time with its zone, ISO 8601 or nearly so, as UTC.

    Raises ValueError, with what to write instead, for one that names no zone or is none.

    >>> instant("2022-12-06T15:40-05:00").isoformat()
    '2022-12-06T20:40:00+00:00'
    >>> instant("2022-12-06 20:40 UTC") == instant("2022-12-06 15:40 -05:00")
    True
    """
    told = text.strip()
    try:
        time = datetime.fromisoformat(_ZERO.sub("+00:00", _SPACED_OFFSET.sub(r"\1", told[:_MOST])))
        zoned = time.tzinfo is not None
        found = time.astimezone(UTC) if zoned else None
    except (ValueError, OverflowError):
        raise ValueError(f"{told[:_MOST]!r} is no point in time; {_FORM}") from None
    if found is None:
        raise ValueError(f"{told[:_MOST]!r} names no zone; {_FORM}")
    return found
