"""All messages at a glance; every mark filters the list down to the messages behind it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.charts.overview import outcome_counts, volume
from tracekit.render import EMPTY, paragraph
from tracekit.render.panel import Panel
from tracekit.widgets.session import Session
from tracekit.widgets.timeline_explorer import clickable_chart

_TREES = {"where": "Where it is", "who": "Who decided", "passed": "Did the gateway see it"}


class Overview(w.VBox):
    """Pictures of the listed messages; `then` is called with the choice that a click makes.

    >>> from tracekit.model import MessageTrace
    >>> Overview(print).show(Session.of(MessageTrace.empty()))
    """

    def __init__(self, then: Callable[..., None]):
        self._then = then
        self._session: Session | None = None
        self._told, self._pictures = Panel(), w.VBox()
        super().__init__([self._told, self._pictures])

    def show(self, session: Session) -> None:
        """Draw the listed messages, if they are others than before; one needs no overview."""
        before, self._session = self._session, session
        if before and before.listed.index.equals(session.listed.index) and (
            before.diagnosis is session.diagnosis
        ):  # fmt: skip
            return
        self.layout.display = None if len(session.messages) > 1 else "none"
        if len(session.messages) < 2:
            self._told.show(EMPTY)
            self._pictures.children = ()
            return
        self._told.show(paragraph("Click a bar to see its messages; click it again for all."))
        over_time = clickable_chart(volume(session.listed))
        over_time.selections.observe(self._timed, ["pick"])
        counts = []
        for column, title in _TREES.items():
            chosen = getattr(session.view, column)
            chart = clickable_chart(outcome_counts(session.listed, column, title, chosen))
            chart.selections.observe(self._counted(column), ["pick"])
            counts.append(chart)
        wrapping = w.Layout(flex_flow="row wrap")
        self._pictures.children = (over_time, w.HBox(counts, layout=wrapping))

    def _timed(self, change: dict) -> None:
        picked = change["new"].value
        if picked:
            times = {"since": picked[0]["start"], "until": picked[0]["end"]}
            view = self._session.view
            same = (view.since, view.until) == (times["since"], times["until"])
            self._then(**(dict.fromkeys(times, "") if same else times))

    def _counted(self, column: str) -> Callable[[dict], None]:
        def picked(change: dict) -> None:
            chosen = change["new"].value
            if chosen:
                name = chosen[0]["outcome"]
                again = getattr(self._session.view, column) == name
                self._then(**{column: "" if again else name})

        return picked
