"""A clickable chart that loads nothing from a network and is filled anew, not built anew."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets
from ipywidgets import widget_serialization

from tracekit.charts.sheet import Drawing
from tracekit.widgets.vega import Vega, vega

_REMEMBERED = 8  # drawings a click may still mean, while newer ones are on their way


class FilledChart(anywidget.AnyWidget):
    """One picture in the browser; another drawing of the same template takes its place.

    `then` is called with the drawing that was clicked on and the row of the mark, every time.
    `altair.JupyterChart` would build the picture anew for other rows, and leave out a click on what
    is chosen already.

    >>> from tracekit.charts.sheet import Sheet
    >>> FilledChart(Sheet("Messages").drawing(60, "none"), print).params
    {}
    """

    _esm = Path(__file__).with_name("filled_chart.js")
    engine = traitlets.Instance(Vega).tag(sync=True, **widget_serialization)
    spec = traitlets.Dict().tag(sync=True)
    filled = traitlets.Dict().tag(sync=True)
    params = traitlets.Dict().tag(sync=True)

    def __init__(self, drawing: Drawing, then: Callable[[Drawing, dict], None]):
        self._then, self._number = then, 0
        self._drawings: deque[tuple[int, Drawing]] = deque(maxlen=_REMEMBERED)
        self.template = drawing.template
        super().__init__(engine=vega(), spec=drawing.layers(), filled=self._filling(drawing))
        self.on_msg(lambda widget, content, buffers: self._heard(content))
        self.layout.overflow = "auto"  # in a narrow window it is scrolled, not cut off

    def fill(self, drawing: Drawing, **params: object) -> None:
        """Show other rows, with these parameters."""
        with self.hold_sync():
            self.filled = self._filling(drawing)
            self.params = params

    def set(self, **params: object) -> None:
        """Change parameters of what is shown."""
        self.params = {**self.params, **params}

    def _filling(self, drawing: Drawing) -> dict:
        self._number += 1
        self._drawings.append((self._number, drawing))
        return {"number": self._number, "rows": drawing.rows, "size": drawing.size()}

    def _heard(self, content: dict) -> None:
        """Take a click; the picture may have been filled anew since."""
        drawing = dict(self._drawings).get(content.get("number"))
        if drawing is not None and isinstance(row := content.get("row"), dict):
            self._then(drawing, row)
