"""The journeys of a trace as spans: a journey lasts from its first event to its last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from tracekit.model import MessageTrace

_SHOWN = ("event", "detail", "time_precision", "server", "rule_name", "host", "ip", "folder",
          "smtp_code", "enhanced_code", "action")  # fmt: skip
_OF_JOURNEY = ("message_id", "network_message_id", "sender", "recipient", "subject", "status",
               "from_ip", "to_ip", "connector", "smart_host", "size_bytes")  # fmt: skip
MINUTE = "times are known to the minute, and no order within a minute is"


@dataclass(frozen=True)
class Moment:
    """One event: its time in nanoseconds since 1970, UTC, and what is known of it."""

    at: int
    name: str
    known: dict[str, str | int]


@dataclass(frozen=True)
class Journey:
    """One journey with the events that have a time, in their order; times in nanoseconds."""

    number: int
    message: str
    name: str
    known: dict[str, str | int]
    moments: tuple[Moment, ...]

    @property
    def start(self) -> int:
        """The first event."""
        return min(moment.at for moment in self.moments)

    @property
    def end(self) -> int:
        """The last event."""
        return max(moment.at for moment in self.moments)

    def waits(self) -> Iterator[tuple[Moment, int]]:
        """Give each event after which time passed, and the time of the next one."""
        ordered = sorted(self.moments, key=lambda moment: moment.at)
        for one, other in pairwise(ordered):
            if other.at > one.at:
                yield one, other.at


def journeys(trace: MessageTrace, roles: dict[int, str] | None = None) -> list[Journey]:
    """Return each journey that has an event with a time; `roles` says what part each plays.

    >>> journeys(MessageTrace.empty())
    []
    """
    timed = trace.events[trace.events["time"].notna() & trace.events["journey"].notna()]
    by_journey: dict[int, list[Moment]] = {}
    times = timed["time"].astype("int64") * 1000
    for at, row in zip(times.tolist(), timed.to_dict("records"), strict=True):
        known = _known(row, _SHOWN)
        if known.get("time_precision") == "minute":
            known["precision"] = MINUTE
        moment = Moment(at, str(known.get("event", "Event")), known)
        by_journey.setdefault(int(row["journey"]), []).append(moment)
    rows = trace.journeys[trace.journeys["journey"].isin(list(by_journey))].to_dict("records")
    return [_journey(row, by_journey[row["journey"]], roles or {}) for row in rows]


def _journey(row: dict, moments: list[Moment], roles: dict[int, str]) -> Journey:
    number = int(row["journey"])
    known = _known(row, _OF_JOURNEY)
    role = roles.get(number, "")
    if role:
        known["role"] = role
    if any("precision" in moment.known for moment in moments):
        known["precision"] = MINUTE
    name = " ".join(filter(None, (f"journey {number}", role, str(known.get("status", "")))))
    return Journey(number, str(known.get("message_id", "")), name, known, tuple(moments))


def _known(row: dict, names: tuple[str, ...]) -> dict[str, str | int]:
    values = {name: row[name] for name in names if not pd.isna(row[name])}
    return {name: v if isinstance(v, str) else int(v) for name, v in values.items()}


def short_hash(*parts: object, length: int) -> str:
    """Return hexadecimal digits that are the same for the same parts, and never only zeros."""
    text = "\0".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: length - 1] + "1"
