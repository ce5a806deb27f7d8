"""Dates of headers (RFC 5322, section 3.3) as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from typing import NamedTuple

from tracekit.readers.headers.known import known

_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\s{0,3},?\s{0,3})?"
    r"(?<![0-9])(?P<day>[0-9]{1,2})\s{1,3}"
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\s{1,3}"
    r"(?P<year>[0-9]{4})\s{1,3}"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?(?![0-9:])"
    r"(?:\s{0,3}(?P<zone>[+-][0-9]{4}(?![0-9])|[A-Za-z]{1,5}(?![A-Za-z])))?",
    re.ASCII | re.IGNORECASE,
)
_FARTHEST = 14 * 3600
# A date stands at the end; what is longer than this is no date.
_LONGEST = 300


class Stamp(NamedTuple):
    """Where a date begins in its value, its time in UTC if it can be told, and else why not."""

    start: int
    time: datetime | None
    doubt: str = ""


def last_date(value: str) -> Stamp | None:
    """Find the date at the end of a Received value: after its last semicolon, or without one.

    >>> last_date("by x with SMTP id 1; Tue, 1 Jul 2025 04:40:06 +0200 (CEST)").time.isoformat()
    '2025-07-01T02:40:06+00:00'
    """
    mark = value.rfind(";")
    if mark >= 0 and (match := _DATE.search(value, mark, mark + _LONGEST)):
        return _stamp(match, mark)
    place = max(mark + 1, len(value) - _LONGEST) if mark >= 0 else max(0, len(value) - _LONGEST)
    found = list(_DATE.finditer(value, place))
    return _stamp(found[-1], found[-1].start()) if found else None


def only_date(value: str) -> Stamp | None:
    """Read a Date value: it must begin with the date.

    >>> only_date("1 Jul 2025 04:40:06 CEST")
    Stamp(start=0, time=None, doubt='its time zone is not known')
    """
    match = _DATE.match(value[:_LONGEST].lstrip())
    return _stamp(match, 0) if match else None


def _stamp(match: re.Match, start: int) -> Stamp:
    zone = match["zone"] or ""
    if not zone or (zone[0] not in "+-" and zone.upper() not in known().zones):
        return Stamp(start, None, "its time zone is not known")
    clock = f"{match['hour']}:{match['minute']}:{match['second'] or '00'}"
    parts = parsedate_tz(f"{match['day']} {match['month']} {match['year']} {clock} {zone}")
    time = _time(parts, match) if parts else None
    return Stamp(start, time, "" if time else "there is no such date")


def _time(parts: tuple, match: re.Match) -> datetime | None:
    try:
        datetime(*parts[:6])  # refuses 30 February and 25 o'clock
        minutes = match["zone"][-2:]
        if abs(parts[9] or 0) > _FARTHEST or (minutes.isdecimal() and int(minutes) > 59):
            return None
        return datetime.fromtimestamp(mktime_tz(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
