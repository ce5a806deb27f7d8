"""Short plain words for the details, times and waits of a chart."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.zones import Zone
from tracekit.render import visible

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FOLDERS = {"inbox": "Inbox", "junk": "Junk Email folder", "quarantine": "quarantine"}

# What the portal prints where it has nothing to say.
_SAYS_NOTHING = {"", "no detail information available."}


def said(value: object, limit: int | None = 300) -> str:
    """Return a cell of a trace as clean text; a missing one as the empty text."""
    return visible(value, limit)


def plain_detail(event: pd.Series) -> str:
    """Return what an event's detail says, in few words."""
    for words in (_rule, _folder, _reply, _sent, _address, _server, _score):
        text = words(event)
        if text:
            return text
    detail = said(event.get("detail"))
    return "" if detail.casefold() in _SAYS_NOTHING else detail


def _rule(event: pd.Series) -> str:
    """Name a rule; where a source knows only its ID, the ID's first part and the action."""
    name, number, action = (said(event.get(n)) for n in ("rule_name", "rule_id", "action"))
    if name or not number:
        return name
    return f"with ID {number.partition('-')[0]}…{f', {action}' if action else ''}"


def _folder(event: pd.Series) -> str:
    folder = said(event.get("folder"))
    return f"to {_the_folder(folder)}" if folder else ""


def _the_folder(folder: str) -> str:
    known = FOLDERS.get(folder.casefold())
    if known is None:
        return f"the folder {folder}"
    return known if known == "quarantine" else f"the {known}"


def _reply(event: pd.Series) -> str:
    words = (said(event.get(name)) for name in ("smtp_code", "enhanced_code", "reason"))
    text = " ".join(word for word in words if word)
    host = said(event.get("host"))
    return f"{text} (says {host})" if text and host else text


def _sent(event: pd.Series) -> str:
    host, ip = said(event.get("host")), said(event.get("ip"))
    return f"to {host}{f' at {ip}' if ip else ''}" if host else ""


def _address(event: pd.Series) -> str:
    address = said(event.get("address"))
    return f"to {address}" if address else ""


def _server(event: pd.Series) -> str:
    server, tls = said(event.get("server")), said(event.get("tls"))
    return f"by {server}{f', {tls}' if tls else ''}" if server else ""


def _score(event: pd.Series) -> str:
    malware, scl = said(event.get("malware")), said(event.get("scl"))
    return malware or (f"spam confidence level {scl}" if scl else "")


def moment(event: pd.Series, zone: Zone | None = None) -> pd.Timestamp | None:
    """Return the time to print, without a zone: the report's own clock, else UTC.

    In a `zone` its clock; what has no UTC time cannot be shown there and keeps its own.
    """
    local, time = event.get("local_time"), event.get("time")
    if zone is not None and not pd.isna(time):
        return zone.shown(time)
    if not pd.isna(local):
        return local
    return None if pd.isna(time) else time.tz_convert("UTC").tz_localize(None)


def clock(event: pd.Series, zone: Zone | None = None) -> str:
    """Return the clock time as exact as the source has it."""
    at = moment(event, zone)
    if at is None:
        return said(event.get("time_text"), 40) or "no time"
    return f"{at:%H:%M}" if by_the_minute(event) else f"{at:%H:%M:%S}"


def day(at: pd.Timestamp) -> str:
    """Return a date in words, the same in every language of the computer.

    >>> day(pd.Timestamp("2022-12-06"))
    '6 Dec 2022'
    """
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def by_the_minute(event: pd.Series) -> bool:
    """Is the time known to the minute only? (A source that does not say it is taken so.)"""
    precision = event.get("time_precision")
    return pd.isna(precision) or precision == "minute"


def zone_words(events: pd.DataFrame, offset: object, zone: Zone | None = None) -> str:
    """Say in which zone the times of a journey are shown, and in which they were printed."""
    own = _own_zone(events, offset)
    if zone is None:
        return own
    if events["time"].isna().all():
        return f"{own}, which cannot be shown in another"
    words = zone.words(events["time"])
    return words if words == own else f"{words}; the report prints {own}"


def _own_zone(events: pd.DataFrame, offset: object) -> str:
    if events["local_time"].isna().all():
        return "UTC" if events["time"].notna().any() else "zone not known"
    if pd.isna(offset) or not str(offset):
        return "UTC" if events["time_basis"].eq("explicit-utc").all() else "zone not stated"
    return "UTC" if str(offset) in ("+00:00", "-00:00") else f"UTC{said(offset, 20)}"


def gap(before: pd.Series, after: pd.Series) -> pd.Timedelta | None:
    """Return the time between two events, None where it is not known."""
    for column in ("time", "local_time"):
        if not pd.isna(before.get(column)) and not pd.isna(after.get(column)):
            return after[column] - before[column]
    return None


_TICKS = {"minute": 60.0, "second": 1.0, "ms": 0.001, "100ns": 0.0}


def tick(event: pd.Series) -> float:
    """Return how many seconds an instant of an event's clock lasts; a minute if nobody says."""
    precision = event.get("time_precision")
    return _TICKS["minute"] if pd.isna(precision) else _TICKS.get(precision, 60.0)


def limits(before: pd.Series, after: pd.Series) -> tuple[float, float] | None:
    """Return the least and the most seconds a wait can have been; None where it is not known."""
    length = gap(before, after)
    if length is None or length < pd.Timedelta(0):
        return None
    seconds = length.total_seconds()
    return max(seconds - tick(before), 0.0), seconds + tick(after)


def order_is_shown(before: pd.Series, after: pd.Series) -> bool:
    """Do the clocks prove that one event came after the other?"""
    length = gap(before, after)
    return length is not None and length.total_seconds() >= max(tick(before), 1e-7)


def wait_words(before: pd.Series, after: pd.Series) -> str:
    """Return the length of a wait with its uncertainty; empty where there is none to speak of."""
    length = gap(before, after)
    if length is None or abs(length) < pd.Timedelta(minutes=1):
        return ""
    rough = by_the_minute(before) or by_the_minute(after)
    if length < pd.Timedelta(0):
        return f"the clock steps back {_length(-length, rough)}; order as in the report"
    unit = "" if abs(length) < pd.Timedelta(hours=1) else " min"
    return f"about {_length(length, rough)} (±1{unit})" if rough else _length(length, rough)


def _length(length: pd.Timedelta, rough: bool) -> str:
    """At most two units, but minutes are never lost where the seconds are unknown."""
    parts = length.components
    units = [(parts.days, "d"), (parts.hours, "h"), (parts.minutes, "min")]
    units += [] if rough or parts.days or parts.hours else [(parts.seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in units if number) or "0 min"
