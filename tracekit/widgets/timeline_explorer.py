"""Look at a trace event by event: filter it, click on it, or go through it with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as w
import pandas as pd

from tracekit.charts.lanes import lanes, pairs_of
from tracekit.charts.rows import key, keys_of, timeline_rows
from tracekit.charts.sheet import Drawing
from tracekit.charts.timeline import drawn
from tracekit.charts.zones import zone_of
from tracekit.model import MessageTrace
from tracekit.model.described import described
from tracekit.render import html_table, paragraph, visible
from tracekit.render.panel import Panel
from tracekit.widgets.event_page import about_event, in_a_line
from tracekit.widgets.filled_chart import FilledChart
from tracekit.widgets.keys import Keys
from tracekit.widgets.parts import button, label_width, row, told
from tracekit.widgets.row_clicks import RowClicks

_TABLE = {"journey": "Journey", "seq": "No.", "time_text": "Time as printed", "time": "Time",
          "event": "Event", "detail": "Detail", "proof": "Proof"}  # fmt: skip
_NOTHING = ("Click an event in the picture or in the table, or press Next event, to see all that "
            "is known about it.")  # fmt: skip
_ALL = ""  # a Dropdown shows nothing where its value is None
_ZONES = ("UTC", "local", "Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago",
          "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney")  # fmt: skip


class TimelineExplorer(w.VBox):
    """A timeline to click on, with filters; `value` is the chosen event's journey and seq.

    `lit`: events (journey, seq) that prove something, marked from the beginning. `zone`: of the
    clocks, as in `charts.timeline`; `then` is called with another one that is chosen.

    >>> TimelineExplorer(MessageTrace.empty()).value is None
    True
    """

    def __init__(
        self,
        trace: MessageTrace,
        diagnosis: object = None,
        lit: set[tuple[int, int]] = frozenset(),
        zone: str = "",
        then: Callable[..., None] = lambda **_: None,
    ):
        self._said, self._details, self._table = Panel(), Panel(paragraph(_NOTHING)), Panel()
        self._quiet, self._zone_then, self._unseen = False, then, Keys()
        self._kinds, self._journey, self._search, self._zone = _filters()
        for control in (self._kinds, self._journey, self._search):
            control.observe(lambda _: self._quiet or told(self._said, self._filter)(), "value")
        self._zone.observe(lambda _: self._quiet or told(self._said, self._rezone)(), "value")
        self._take(trace, diagnosis, lit, zone)
        drawing = self._drawn()
        self._chart = FilledChart(drawing, self._picked)
        super().__init__([row(self._kinds, self._journey, self._search, self._zone), self._said,
                          self._steps(), self._chart, self._details, self._table,
                          RowClicks(self._table, self._row_clicked), self._unseen])  # fmt: skip
        self._fill(drawing)

    @property
    def value(self) -> dict[str, int] | None:
        """The chosen event as {"journey": ..., "seq": ...}; None where none is chosen."""
        if self._chosen is None:
            return None
        return {"journey": self._chosen[0], "seq": self._chosen[1]}

    def choose(self, journey: int, seq: int) -> None:
        """Choose an event, as a click on it does."""
        self._choose((journey, seq))

    def light(self, events: set[tuple[int, int]]) -> None:
        """Mark the rows of some events (journey, seq), those that prove an answer."""
        self._lit = events
        self._chart.set(lit=keys_of(self._shown_lanes, events))
        self._show_table()

    def show(
        self, trace: MessageTrace, diagnosis: object, lit: set[tuple[int, int]], zone: str = ""
    ) -> None:
        """Show another trace in the same place, without filters."""
        self._take(trace, diagnosis, lit, zone)
        self._details.show(paragraph(_NOTHING))
        self._fill()

    def _take(self, trace: MessageTrace, diagnosis: object, lit: set, zone: str) -> None:
        self._trace, self._pairs, self._lit = trace, pairs_of(diagnosis), lit
        self._lanes = lanes(trace, self._pairs)
        self._chosen: tuple[int, int] | None = None
        self._quiet = True
        kinds = pd.unique(trace.events["event"].dropna())
        self._kinds.options = [(visible(name, 60), name) for name in kinds]
        self._kinds.value, self._search.value, self._zone.value = (), "", zone
        self._kinds.rows = min(max(len(kinds), 2), 6)
        self._journey.options = [("all journeys", _ALL), *((visible(t.title, 80), t.journey)
                                 for t in self._lanes)]  # fmt: skip
        self._journey.value, self._quiet = _ALL, False
        self._narrow()

    def _steps(self) -> w.Widget:
        back = button(
            "Previous event", "Choose the event above", told(self._said, lambda: self._step(-1))
        )
        on = button("Next event", "Choose the event below", told(self._said, lambda: self._step(1)))
        clear = button("Show all events", "Take all filters off", self._clear)
        return row(back, on, clear)

    def _step(self, by: int) -> None:
        keys = self._keys()
        if self._chosen in keys:
            self._choose(keys[min(max(keys.index(self._chosen) + by, 0), len(keys) - 1)])
        elif keys:
            self._choose(keys[0 if by > 0 else -1])

    def _keys(self) -> list[tuple[int, int]]:
        """The events in the picture, from top to bottom."""
        rows = timeline_rows(self._shown_lanes)
        return [(r.journey, r.seq) for r in rows if r.kind == "event"]

    def _clear(self) -> None:
        self._quiet = True
        self._kinds.value, self._journey.value, self._search.value = (), _ALL, ""
        self._quiet = False
        told(self._said, self._filter)()

    def _narrow(self) -> None:
        """Take the events that pass every filter."""
        journey = None if self._journey.value == _ALL else self._journey.value
        chosen = self._kinds.value, journey, self._search.value.strip()
        self._shown, self._shown_lanes = self._trace, self._lanes
        if chosen != ((), None, ""):
            self._shown = filtered(self._trace, *chosen)
            self._shown_lanes = lanes(self._shown, self._pairs)

    def _drawn(self) -> Drawing:
        zone = self._zone.value.strip()
        return drawn(self._shown, pairs=self._pairs, empty=self._trace.events.empty, zone=zone,
                     told=self._shown_lanes)  # fmt: skip

    def _filter(self) -> None:
        """Draw what is left; the chosen event is let go where it is no longer shown."""
        self._narrow()
        if self._chosen not in self._keys():
            self._chosen = None
            self._details.show(paragraph(_NOTHING))
        self._fill()

    def _rezone(self) -> None:
        """Change the labels of the clocks; a name that is none changes nothing."""
        name = self._zone.value.strip()
        zone_of(name)
        self._fill()
        self._zone_then(zone=name)

    def _fill(self, drawing: Drawing | None = None) -> None:
        chosen = key(*self._chosen) if self._chosen else ""
        lit = keys_of(self._shown_lanes, self._lit)
        self._chart.fill(drawing or self._drawn(), lit=lit, chosen=chosen)
        self._show_table()

    def _picked(self, drawing: Drawing, row: dict) -> None:
        event = row.get("journey"), row.get("seq")
        if event in self._keys():
            told(self._said, lambda: self._choose(event))()

    def _choose(self, event: tuple[int, int] | None) -> None:
        self._chosen = event
        self._chart.set(chosen=key(*event) if event else "")
        self._details.show(about_event(self._trace, *event) if event else paragraph(_NOTHING))
        self._unseen.say(in_a_line(self._trace, *event) if event else "")
        self._show_table()

    def _row_clicked(self, place: int) -> None:
        if place < len(self._named) and not pd.isna(self._named[place][0]):
            told(self._said, lambda: self._choose(self._named[place]))()

    def _show_table(self) -> None:
        places = {lane.journey: place for place, lane in enumerate(self._lanes)}
        events = self._shown.events
        events = events.assign(lane=events["journey"].map(places))
        events = events.sort_values(["lane", "seq"], kind="stable").reset_index(drop=True)
        named = self._named = list(zip(events["journey"], events["seq"], strict=True))
        caption = f"{len(events)} of {len(self._trace.events)} events; Time is UTC"
        proof = ["yes" if one in self._lit else "" for one in named]
        events = events.assign(detail=described(events), proof=proof)
        columns = _TABLE if self._lit else {n: h for n, h in _TABLE.items() if n != "proof"}
        marked = [self._chosen is not None and one == self._chosen for one in named]
        self._table.show(html_table(events, columns, caption, marked))

    def __repr__(self) -> str:
        return f"TimelineExplorer({len(self._trace.events)} events, chosen: {self.value})"


def filtered(
    trace: MessageTrace, kinds: tuple = (), journey: int | None = None, search: str = ""
) -> MessageTrace:
    """Return the trace with the events that pass every filter.

    >>> filtered(MessageTrace.empty(), search="spam").events.empty
    True
    """
    events = trace.events
    if kinds:
        events = events[events["event"].isin(kinds)]
    if journey is not None:
        events = events[events["journey"] == journey]
    if search.strip():
        text = events["event"].fillna("") + " " + events["detail"].fillna("")
        events = events[text.str.contains(search.strip(), case=False, regex=False)]
    return replace(trace, events=events)


def _filters() -> tuple[w.Widget, ...]:
    kind = w.SelectMultiple(
        description="Event kinds",
        tooltip="Show these kinds only; none chosen shows all. Hold Ctrl to choose several.",
    )
    journey = w.Dropdown(
        options=[("all journeys", _ALL)], description="Journey", tooltip="Show one journey only"
    )
    search = w.Text(
        description="Search", placeholder="a rule, a host, a code ...",
        tooltip="Show events that hold this text; press Enter", continuous_update=False,
    )  # fmt: skip
    zone = w.Combobox(
        options=_ZONES, description="Clocks in", placeholder="as the report prints them",
        tooltip="UTC, local, or a zone such as Europe/Berlin; only the labels change",
        continuous_update=False,
    )  # fmt: skip
    return kind, label_width(journey), search, zone
