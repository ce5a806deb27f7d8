"""The rows of a timeline from top to bottom: headings, events, waits, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from tracekit.charts.lanes import Lane
from tracekit.charts.tones import LOOKS, tone_of
from tracekit.charts.wording import (
    by_the_minute,
    clock,
    day,
    gap,
    limits,
    moment,
    order_is_shown,
    plain_detail,
    said,
    wait_words,
)

MOST_ROWS = 200
HEIGHTS = {"journey": 52, "event": 25, "wait": 27, "gateway": 38, "note": 27}


@dataclass(frozen=True)
class Row:
    """One line of the picture; what a kind does not use stays empty.

    `minute`: the minute of an event of which no more is known. `shown`: whether the clocks prove
    that it came after the event above it. `least`, `most`: seconds that a wait can have been.
    """

    kind: str
    journey: int = 0
    seq: int = 0
    number: str = ""
    clock: str = ""
    name: str = ""
    detail: str = ""
    tone: str = "info"
    key: str = ""
    place: str = ""
    minute: str = ""
    shown: bool = True
    least: float | None = None
    most: float | None = None

    @property
    def spoken(self) -> str:
        """The row as one sentence, for who does not see it."""
        if self.kind == "event":
            detail = f": {self.detail}" if self.detail else ""
            return f"{self.number}. {self.clock} {self.name}{detail} ({LOOKS[self.tone].words})"
        return f"{self.name}{f' ({self.detail})' if self.detail else ''}"


def key(journey: object, seq: object) -> str:
    """Return the name of an event inside a chart."""
    return f"{journey}/{seq}"


def keys_of(lanes: list[Lane], events: set[tuple[int, int]]) -> list[str]:
    """Return the keys of the rows that stand for some events (journey, seq).

    >>> keys_of([], {(0, 1)})
    []
    """
    return [
        key(lane.journey, same.iloc[0]["seq"])
        for lane in lanes
        for same in collapsed(lane.events)
        if any((lane.journey, seq) in events for seq in same["seq"])
    ]


def timeline_rows(lanes: list[Lane]) -> list[Row]:
    """Return the rows of all lanes; what goes beyond the most a picture can hold is counted."""
    rows = [
        row
        for before, lane in zip([None, *lanes], lanes, strict=False)
        for row in _lane_rows(before, lane)
    ]
    if not rows:
        return [Row("note", name="There is no journey in this trace.")]
    if len(rows) <= MOST_ROWS:
        return rows
    left = sum(row.kind == "event" for row in rows[MOST_ROWS:])
    return [*rows[:MOST_ROWS], Row("note", name=f"{left} more rows are in the table of events.")]


def _lane_rows(before: Lane | None, lane: Lane) -> Iterator[Row]:
    yield from _between(before, lane)
    yield Row("journey", int(lane.journey), name=lane.title, detail=lane.about)
    if lane.events.empty:
        yield Row("note", int(lane.journey), name="No events were given for this journey.")
    yield from event_rows(lane)


def _between(before: Lane | None, lane: Lane) -> Iterator[Row]:
    """The time between two journeys of one message: at the gateway, or a wait."""
    if before is None or before.message != lane.message or not lane.role:
        return
    if before.events.empty or lane.events.empty:
        return
    back = before.role in ("outbound", "loop") and lane.role in ("return", "loop")
    last, first = _handed(before) if back else before.events.iloc[-1], lane.events.iloc[0]
    length, span = gap(last, first), limits(last, first)
    if back:
        yield Row("gateway", int(lane.journey), name=_at_gateway(last, first), **_ends(span))
    # Journeys may overlap: a clock that steps back from one to the next says nothing.
    elif length is not None and length >= pd.Timedelta(0) and wait_words(last, first):
        words = f"{wait_words(last, first)} between the journeys"
        yield Row("wait", int(lane.journey), name=words, **_ends(span))


def _ends(span: tuple[float, float] | None) -> dict[str, float | None]:
    return dict(zip(("least", "most"), span or (None, None), strict=True))


def _handed(lane: Lane) -> pd.Series:
    """The last hand-over of a journey; its last event where none is shown."""
    sent = lane.events[lane.events["event"] == "Send external"]
    return (lane.events if sent.empty else sent).iloc[-1]


def _at_gateway(last: pd.Series, first: pd.Series) -> str:
    if limits(last, first) is None:
        return "At the gateway: how long is not known, for the clocks of the journeys do not fit"
    rough = by_the_minute(last) or by_the_minute(first)
    seconds = gap(last, first).total_seconds()
    short = "under 1 min" if rough else f"{seconds:.0f} s" if seconds >= 1 else "under 1 s"
    return f"At the gateway: {wait_words(last, first) or short}"


@lru_cache(maxsize=64)
def event_rows(lane: Lane) -> tuple[Row, ...]:
    """Return the rows of the events of a lane, worked out once a lane."""
    return tuple(_event_rows(lane))


def _event_rows(lane: Lane) -> Iterator[Row]:
    last, last_day, last_clock = None, None, ""
    for same in collapsed(lane.events):
        event = same.iloc[0]
        wait = wait_words(last, event) if last is not None else ""
        if wait:
            yield Row("wait", int(lane.journey), name=wait, **_ends(limits(last, event)))
        at = moment(event, lane.zone)
        today = day(at) if at is not None else last_day
        changed = last_day is not None and today != last_day
        shown = last is None or order_is_shown(last, event)
        yield _event_row(lane, same, f"{today}, " if changed else "", last_clock, shown)
        last, last_day, last_clock = same.iloc[-1], today, clock(event, lane.zone)


def _event_row(lane: Lane, same: pd.DataFrame, date: str, last_clock: str, shown: bool) -> Row:
    event, last = same.iloc[0], same.iloc[-1]
    one = len(same) == 1
    name = said(event["event"], 60) or "no name"
    at = clock(event, lane.zone)
    rough = by_the_minute(event) and moment(event, lane.zone) is not None
    return Row(
        "event",
        int(lane.journey),
        int(event["seq"]),
        number=f"{event['seq']}" if one else f"{event['seq']}–{last['seq']}",
        clock=at,
        name=name if one else f"{name} ×{len(same)}",
        detail=date + plain_detail(event),
        tone=tone_of(event["event"]),
        key=key(lane.journey, event["seq"]),
        place="" if at == last_clock and not date else at,
        minute=f"{moment(event, lane.zone):%Y-%m-%d %H:%M}" if rough else "",
        shown=shown,
    )


def collapsed(events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return runs of neighbouring events that read the same."""
    if events.empty:
        return []
    told = [events[name].astype("str") for name in ("event", "detail", "time")]
    text = events["time_text"].astype("str").str.cat(told, sep="\x1f", na_rep="")
    return [run for _, run in events.groupby((text != text.shift()).cumsum(), sort=False)]
