"""An altair chart that shows itself as a still picture: offline, everywhere, without a script."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.charts.loading import alt
from tracekit.render import Html, Picture, draw, figure, visible

# vl-convert carries Liberation Sans, which has the widths of Arial: named first, pictures are the
# same on every machine; a browser without it takes the next. "Arial" alone leaves a PNG without
# any text where Arial is not installed, and a quoted name ends the process (vega/vl-convert#34).
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_MOST_TOLD = 8000  # letters of a description; nobody listens to more
INK, GREY, FAINT, PAPER = "#1a1a1a", "#555555", "#c4c4c4", "#ffffff"


class TraceChart(alt.LayerChart):
    """A layered altair chart whose display needs no network.

    altair's own display loads Vega from the internet. This one hands Jupyter an image with its
    description instead.
    """

    def _repr_mimebundle_(self, *args, **kwargs):
        return picture(self)._repr_mimebundle_()

    def __repr__(self) -> str:
        return f"TraceChart({_description(self)!r})"


def _description(chart: alt.LayerChart) -> str:
    return chart.description if isinstance(chart.description, str) else ""


def picture(chart: alt.LayerChart, caption: str = "") -> Picture:
    """Draw a chart as a `Picture` with its description as alternative text.

    >>> from tracekit.charts import timeline
    >>> from tracekit.model import MessageTrace
    >>> picture(timeline(MessageTrace.empty())).alt
    'Timeline: there is no journey in this trace.'
    """
    return draw(chart, caption=caption, alt=_description(chart))


def still(chart: alt.LayerChart) -> Html:
    """Draw a chart for a panel: as `picture`, without the PNG that only a saved notebook needs."""
    return figure(chart, _description(chart))


@dataclass(frozen=True)
class Canvas:
    """A sheet measured in pixels from its upper left corner."""

    width: int
    height: int

    def across(self, field: str) -> alt.X:
        """Place by a column of pixels from the left."""
        scale = alt.Scale(domain=[0, self.width], range=[0, self.width], nice=False, zero=False)
        return alt.X(f"{field}:Q", axis=None, scale=scale)

    def down(self, field: str) -> alt.Y:
        """Place by a column of pixels from the top."""
        scale = alt.Scale(domain=[0, self.height], range=[0, self.height], nice=False, zero=False)
        return alt.Y(f"{field}:Q", axis=None, scale=scale)

    def text(self, frame: pd.DataFrame, field: str, x: int | str, y: str, **look) -> alt.Chart:
        """Write a column of text, at a fixed place or at a column's place from the left."""
        look = {"align": "left", "baseline": "middle", "fontSize": 12, "color": INK} | look
        look["aria"] = False  # the marks speak for their rows
        at = alt.value(x) if isinstance(x, int) else self.across(x)
        return alt.Chart(frame).mark_text(**look).encode(x=at, y=self.down(y), text=f"{field}:N")

    def finish(self, layers: list, description: str) -> TraceChart:
        """Return the layers as one chart in the house look."""
        told = visible(description, _MOST_TOLD, lines=True)
        chart = TraceChart(layer=layers, width=self.width, height=self.height, description=told)
        drawn = chart.configure(font=FONT, background=PAPER, padding=8)
        return drawn.configure_view(stroke=None)
