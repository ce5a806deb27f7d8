"""The rows of a timeline from top to bottom: headings, events, waits, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from tracekit.charts.lanes import Lane
from tracekit.charts.tones import LOOKS, tone_of
from tracekit.charts.wording import clock, day, gap, moment, plain_detail, said, wait_words

MOST_ROWS = 200
HEIGHTS = {"journey": 52, "event": 25, "wait": 27, "note": 27}


@dataclass(frozen=True)
class Row:
    """One line of the picture; what a kind does not use stays empty."""

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
    between = _between(before, lane)
    if between:
        yield Row("wait", int(lane.journey), name=f"{between} between the journeys")
    yield Row("journey", int(lane.journey), name=lane.title, detail=lane.about)
    if lane.events.empty:
        yield Row("note", int(lane.journey), name="No events were given for this journey.")
    yield from _event_rows(lane)


def _between(before: Lane | None, lane: Lane) -> str:
    """The wait between two journeys of one message, where both are in order."""
    if before is None or before.message != lane.message or not lane.role:
        return ""
    if before.events.empty or lane.events.empty:
        return ""
    last, first = before.events.iloc[-1], lane.events.iloc[0]
    length = gap(last, first)
    # Journeys may overlap: a clock that steps back from one to the next says nothing.
    return "" if length is None or length < pd.Timedelta(0) else wait_words(last, first)


def _event_rows(lane: Lane) -> Iterator[Row]:
    last, last_day, last_clock = None, None, ""
    for same in collapsed(lane.events):
        event = same.iloc[0]
        wait = wait_words(last, event) if last is not None else ""
        if wait:
            yield Row("wait", int(lane.journey), name=wait)
        at = moment(event)
        today = day(at) if at is not None else last_day
        changed = last_day is not None and today != last_day
        yield _event_row(lane, same, f"{today}, " if changed else "", last_clock)
        last, last_day, last_clock = same.iloc[-1], today, clock(event)


def _event_row(lane: Lane, same: pd.DataFrame, date: str, last_clock: str) -> Row:
    event, last = same.iloc[0], same.iloc[-1]
    one = len(same) == 1
    name = said(event["event"], 60) or "no name"
    return Row(
        "event",
        int(lane.journey),
        int(event["seq"]),
        number=f"{event['seq']}" if one else f"{event['seq']}–{last['seq']}",
        clock=clock(event),
        name=name if one else f"{name} ×{len(same)}",
        detail=date + plain_detail(event),
        tone=tone_of(event["event"]),
        key=key(lane.journey, event["seq"]),
        place="" if clock(event) == last_clock and not date else clock(event),
    )


def collapsed(events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return runs of neighbouring events that read the same."""
    if events.empty:
        return []
    told = [events[name].astype("str") for name in ("event", "detail", "time")]
    text = events["time_text"].astype("str").str.cat(told, sep="\x1f", na_rep="")
    return [run for _, run in events.groupby((text != text.shift()).cumsum(), sort=False)]
