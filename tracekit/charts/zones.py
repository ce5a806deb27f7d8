"""The zone of the clocks in a picture: a change of labels, never of the data, which are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from zoneinfo import ZoneInfo

import pandas as pd
from dateutil.tz import tzlocal

from tracekit.errors import UnknownNameError

OWN, LOCAL = "", "local"


@dataclass(frozen=True)
class Zone:
    """A zone to show times in."""

    name: str
    info: tzinfo

    def shown(self, time: pd.Timestamp) -> pd.Timestamp:
        """Return the clock there, without a zone."""
        return time.tz_convert(self.info).tz_localize(None)

    def words(self, times: pd.Series) -> str:
        """Name the zone with its offsets at some times.

        >>> zone_of("Asia/Tokyo").words(pd.Series(pd.to_datetime(["2022-12-06T12:00Z"])))
        'Asia/Tokyo (UTC+09:00)'
        """
        if self.name == "UTC":
            return "UTC"
        ends = times.dropna().agg(["min", "max"]).drop_duplicates()
        offsets = dict.fromkeys(_offset(time.tz_convert(self.info)) for time in ends)
        named = "this computer's zone" if self.name == LOCAL else self.name
        return named if named in offsets else f"{named} ({' and '.join(offsets)})"


def _offset(time: pd.Timestamp) -> str:
    text = time.strftime("%z") or "+0000"
    return f"UTC{text[:3]}:{text[3:5]}"


@cache
def zone_of(name: str) -> Zone | None:
    """Return a zone: "UTC", "local" (this computer's), or a name such as Europe/Berlin.

    The empty name is the report's own zone: None. Raises UnknownNameError for another name.

    >>> zone_of("") is None, zone_of("UTC").name
    (True, 'UTC')
    """
    if name == OWN:
        return None
    if name == LOCAL:
        return Zone(name, tzlocal())
    try:
        return Zone(name, ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        known = ["UTC", LOCAL, "Europe/Berlin", "America/New_York", "Asia/Tokyo"]
        raise UnknownNameError("zone", name, known) from None
