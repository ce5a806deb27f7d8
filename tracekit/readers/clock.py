"""Printed dates and times: what they can mean, and which meaning the input proves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

MONTH_FIRST, DAY_FIRST, YEAR_FIRST = "month first", "day first", "year first"
_UNITS = {0: "second", 1: "ms", 2: "ms", 3: "ms"}


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("tracekit.knowledge").joinpath("dates.toml").read_text("utf-8"))


@cache
def _months() -> dict[str, int]:
    return {name: int(n) for n, names in _words()["months"].items() for name in names}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def stamp_pattern() -> re.Pattern:
    """Return the pattern of one printed date with its time; digits are ASCII, work is bounded."""
    period = _any(w for words in _words()["day_periods"].values() for w in words)
    month = _any(_months())
    return re.compile(
        r"(?<![^\s|>])(?=\w)(?:"
        r"(?P<a>[0-9]{1,4})(?P<mark>[/.-]) ?(?P<b>[0-9]{1,2})(?P=mark) ?(?P<c>[0-9]{1,4})\.?"
        rf"|(?P<month>{month})\.?\s(?P<day>[0-9]{{1,2}}),?\s(?P<year>[0-9]{{4}})"
        rf"|(?P<day2>[0-9]{{1,2}})\.?\s(?:de\s)?(?P<month2>{month})\.?(?:\sde)?\s(?P<year2>[0-9]{{4}})"
        r")(?:,?\s{1,3}(?:(?:klo|um|at|à)\s)?|T)"
        rf"(?:(?P<before>{period})\s?)?"
        r"(?P<hour>[0-9]{1,2})(?:[:.]| ?h ?)(?P<minute>[0-9]{2})"
        r"(?:[:.](?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,7}))?)?"
        rf"(?:\s?(?P<after>{period})(?!\w))?"
        r"(?P<zone> ?Z(?!\w)| ?[+-][0-9]{2}:?[0-9]{2}(?![0-9])| ?\(?UTC\)?(?![\w+-]))?"
        r"(?![0-9])",
        re.IGNORECASE,
    )


@dataclass(frozen=True)
class Stamp:
    """One printed time: the dates it can mean, the clock, its offset if it names one."""

    dates: dict[str, date]
    clock: time | None
    precision: str
    offset: timedelta | None
    american: bool = False

    @property
    def certain(self) -> bool:
        """True when every reading gives the same day."""
        return len(set(self.dates.values())) == 1

    def at(self, order: str | None) -> datetime | None:
        """Return the local time in this order of day and month; None when that is not known."""
        if self.clock is None:
            return None
        if self.certain:
            return datetime.combine(next(iter(self.dates.values())), self.clock)
        day = self.dates.get(order or "")
        return datetime.combine(day, self.clock) if day else None


def read_stamp(match: re.Match) -> Stamp:
    """Read a match of `stamp_pattern`.

    >>> read_stamp(stamp_pattern().match("13.6.2022 12:31")).at(None).isoformat()
    '2022-06-13T12:31:00'
    """
    part = match.groupdict()
    digits = len(part["fraction"] or "")
    precision = _UNITS.get(digits, "100ns") if part["second"] else "minute"
    after = part["after"] or ""
    return Stamp(
        dates=_dates(part),
        clock=_clock(part),
        precision=precision,
        offset=_zone(part["zone"]),
        # What a browser prints in en-US, and only there: 12/6/2022, 12:31 PM.
        american=part["mark"] == "/" and after in ("AM", "PM") and not _padded(part),
    )


def _padded(part: dict[str, str | None]) -> bool:
    return (part["a"] or "").startswith("0") or (part["b"] or "").startswith("0")


def _dates(part: dict[str, str | None]) -> dict[str, date]:
    name = part["month"] or part["month2"]
    if name:
        day, year = part["day"] or part["day2"], part["year"] or part["year2"]
        return _valid({YEAR_FIRST: (year, _months()[name.casefold()], day)})
    a, b, c = part["a"], part["b"], part["c"]
    if len(a) == 4:
        return _valid({YEAR_FIRST: (a, b, c)})
    year = c if len(c) == 4 else f"20{c}" if len(c) == 2 else "0"
    if part["mark"] == ".":  # no locale prints the month first with dots
        return _valid({DAY_FIRST: (year, b, a)})
    return _valid({MONTH_FIRST: (year, a, b), DAY_FIRST: (year, b, a)})


def _valid(readings: dict[str, tuple]) -> dict[str, date]:
    found = {}
    for order, (year, month, day) in readings.items():
        try:
            found[order] = date(int(year), int(month), int(day))
        except ValueError:
            continue
    return found


def _clock(part: dict[str, str | None]) -> time | None:
    hour, minute, second = int(part["hour"]), int(part["minute"]), int(part["second"] or 0)
    word = (part["before"] or part["after"] or "").casefold()
    periods = _words()["day_periods"]
    if word and hour <= 12:
        late = word in periods["pm"] or (word in periods["noon"] and hour < 11)
        hour = hour % 12 + (12 if late or (word in periods["noon"] and hour == 12) else 0)
    micro = int((part["fraction"] or "").ljust(6, "0")[:6])
    try:
        return time(hour, minute, second, micro)
    except ValueError:
        return None


_OFFSET = re.compile(r"([+\-\u2212])\s?([0-9]{1,2})(?::?([0-9]{2}))?")


def _zone(text: str | None) -> timedelta | None:
    return read_offset(text) if text else None


def read_offset(text: str) -> timedelta | None:
    """Read an offset such as `UTC-05:00`, `UTC`, `Z`, `+0530`; None when it names none.

    >>> read_offset("UTC-05:00"), read_offset("UTC"), read_offset("Eastern")
    (datetime.timedelta(days=-1, seconds=68400), datetime.timedelta(0), None)
    """
    match = _OFFSET.search(text)
    if match:
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        size = timedelta(hours=hours, minutes=minutes)
        return size if match[1] == "+" else -size
    word = text.strip(" ()").upper()
    return timedelta(0) if word in ("Z", "UTC", "GMT", "ZULU") else None


def print_offset(offset: timedelta) -> str:
    """Print an offset as ±hh:mm.

    >>> print_offset(timedelta(hours=-5))
    '-05:00'
    """
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def proven_order(stamps: Iterable[Stamp]) -> str | None:
    """Return the one order of day and month that the stamps prove, or None.

    A day above 12 proves it; without one, the form that browsers print only in American English
    does. Proofs that contradict each other prove nothing.

    >>> first = read_stamp(stamp_pattern().match("13/6/2022 12:31"))
    >>> proven_order([first])
    'day first'
    """
    known = [s for s in stamps if s.dates]
    shown = {order for s in known if len(s.dates) == 1 for order in s.dates} - {YEAR_FIRST}
    if len(shown) == 1:
        return shown.pop()
    if not shown and any(s.american for s in known):
        return MONTH_FIRST
    return None
