"""Look at a trace event by event: filter it, click on it, or go through it with the keyboard."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import ipywidgets as w
import pandas as pd

from tracekit.charts import clickable
from tracekit.charts.lanes import lanes, pairs_of
from tracekit.charts.rows import key, keys_of, timeline_rows
from tracekit.errors import UnknownNameError
from tracekit.knowledge import explain
from tracekit.model import MessageTrace
from tracekit.model.described import described
from tracekit.render import Html, definitions, heading, html_table, paragraph, stack, visible
from tracekit.render.cells import heading_of, readable
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, label_width, row, told

_TABLE = {"journey": "Journey", "seq": "No.", "time_text": "Time as printed", "event": "Event",
          "detail": "Detail"}  # fmt: skip
_PLACE = ("journey", "offset", "length", "local_time", "derived")  # of no use to a reader
_NOTHING = "Click an event, or press Next, to see all that is known about it."


class TimelineExplorer(w.VBox):
    """A timeline to click on, with filters; `value` is the chosen event's journey and seq.

    `lit`: events (journey, seq) that prove something, marked from the beginning.

    >>> TimelineExplorer(MessageTrace.empty()).value is None
    True
    """

    def __init__(
        self, trace: MessageTrace, diagnosis: object = None, lit: set[tuple[int, int]] = frozenset()
    ):
        self._trace, self._pairs = trace, pairs_of(diagnosis)
        self._lanes = lanes(trace, self._pairs)
        self._chosen: tuple[int, int] | None = None
        self._lit = lit
        self._said, self._details, self._table = Panel(), Panel(paragraph(_NOTHING)), Panel()
        self._kinds, self._journey, self._search = _filters(trace, self._lanes)
        for control in (self._kinds, self._journey, self._search):
            control.observe(lambda _: told(self._said, self._filter)(), "value")
        self._chart = clickable_chart(self._drawn())
        self._listen()
        super().__init__([self._controls(), self._said, self._steps(), self._chart,
                          self._details, self._table])  # fmt: skip
        self._show_table()

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
        self._chart.params.lit = keys_of(lanes(self._shown(), self._pairs), events)

    def _controls(self) -> w.Widget:
        return row(self._kinds, self._journey, self._search)

    def _steps(self) -> w.Widget:
        back = button("Previous event", "Choose the event above", lambda: self._step(-1))
        on = button("Next event", "Choose the event below", lambda: self._step(1))
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
        rows = timeline_rows(lanes(self._shown(), self._pairs))
        return [(r.journey, r.seq) for r in rows if r.kind == "event"]

    def _clear(self) -> None:
        self._kinds.value, self._journey.value, self._search.value = (), None, ""

    def _shown(self) -> MessageTrace:
        return filtered(self._trace, self._kinds.value, self._journey.value, self._search.value)

    def _drawn(self) -> alt.LayerChart:
        lit = tuple(keys_of(lanes(self._shown(), self._pairs), self._lit))
        return clickable(self._shown(), pairs=self._pairs, empty=self._trace.events.empty, lit=lit)

    def _filter(self) -> None:
        """Draw what is left; the chosen event is let go where it is no longer shown."""
        self._chart.chart = self._drawn()
        self._listen()
        kept = self._chosen if self._chosen in self._keys() else None
        self._choose(kept)

    def _listen(self) -> None:
        # A new chart brings new selections; observers of the old ones hear nothing any more.
        self._chart.selections.observe(lambda change: self._picked(change["new"].value), ["pick"])

    def _picked(self, picked: list[dict]) -> None:
        if picked:
            told(self._said, lambda: self._choose((picked[0]["journey"], picked[0]["seq"])))()

    def _choose(self, event: tuple[int, int] | None) -> None:
        self._chosen = event
        self._chart.params.chosen = key(*event) if event else ""
        self._details.show(about_event(self._trace, *event) if event else paragraph(_NOTHING))
        self._show_table()

    def _show_table(self) -> None:
        places = {lane.journey: place for place, lane in enumerate(self._lanes)}
        events = self._shown().events
        events = events.assign(lane=events["journey"].map(places))
        events = events.sort_values(["lane", "seq"], kind="stable").reset_index(drop=True)
        mask = [
            (j, s) == self._chosen for j, s in zip(events["journey"], events["seq"], strict=True)
        ]
        caption = f"{len(events)} of {len(self._trace.events)} events"
        self._table.show(html_table(events.assign(detail=described(events)), _TABLE, caption, mask))

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


def about_event(trace: MessageTrace, journey: int, seq: int) -> Html:
    """Return all that is known about one event: its columns, and what such an event means."""
    events = trace.events
    found = events[(events["journey"] == journey) & (events["seq"] == seq)].iloc[:1]
    cells = {name: readable(found[name])[0] for name in found.columns if name not in _PLACE}
    known = {heading_of(name): text for name, text in cells.items() if text}
    name = cells["event"]
    return stack(heading(f"{name or 'No name'}", 4), *_meaning(name), definitions(known))


def _meaning(name: str) -> list[Html]:
    try:
        lines = explain(name).sections["What it is"] if name else ()
    except UnknownNameError:
        return [paragraph("Nothing is known about an event of this name.")]
    return [paragraph(line) for line in lines]


def _filters(trace: MessageTrace, told_lanes: list) -> tuple[w.Widget, w.Widget, w.Widget]:
    kinds = pd.unique(trace.events["event"].dropna())
    kind = w.SelectMultiple(
        options=[(visible(name, 60), name) for name in kinds],
        description="Event kinds",
        tooltip="Show these kinds only; none chosen shows all. Hold Ctrl to choose several.",
        rows=min(max(len(kinds), 2), 6),
    )
    journey = w.Dropdown(
        options=[("All journeys", None), *((visible(t.title, 80), t.journey) for t in told_lanes)],
        description="Journey",
        tooltip="Show one journey only",
    )
    search = w.Text(
        description="Search",
        placeholder="a rule, a host, a code ...",
        tooltip="Show events that hold this text; press Enter",
        continuous_update=False,
    )
    return kind, label_width(journey), search


def clickable_chart(chart: alt.LayerChart) -> alt.JupyterChart:
    """Return the chart as a widget that loads nothing from a network and has no export menu."""
    alt.JupyterChart.enable_offline(True)
    drawn = alt.JupyterChart(chart, embed_options={"actions": False, "renderer": "svg"})
    drawn.layout.overflow = "auto"  # in a narrow window it is scrolled, not cut off
    return drawn
