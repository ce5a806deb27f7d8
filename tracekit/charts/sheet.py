"""A chart whose layers stay and whose rows change: built once, filled as often as is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from tracekit.charts.base import GREY, INK, Canvas, TraceChart
from tracekit.charts.loading import alt
from tracekit.render import visible

WIDTH = 820
_TALL = 20_000  # more pixels than any sheet is high: one scale for all heights
_MOST_TOLD = 8000
_SIDES = {"left": "left", "right": "right", "centre": "center", "bold": "left"}
_PLACE = ("x", "y", "x2", "y2")
TABLES = ("lines", "boxes", "bands", "marks", *_SIDES)


@dataclass(frozen=True, eq=False)
class Drawing:
    """The rows of a chart, and what each mark stands for.

    `template` builds the layers; `rows`: lists of rows by the name of the data set. `marks`: one
    row a mark that can be clicked, its place in it is the field `mark`: label, count, choice (what
    it filters by, names of View -> value).
    """

    template: Callable[[], TraceChart]
    rows: dict[str, list[dict]]
    width: int
    height: int
    told: str
    marks: pd.DataFrame

    def spec(self) -> dict:
        """Return the Vega-Lite specification; nothing but the rows is worked out anew."""
        return {**self.layers(), **self.size(), "datasets": self.rows}

    def layers(self) -> dict:
        """Return the specification without rows, the same for all drawings of the template."""
        return _spec_of(self.template)

    def size(self) -> dict:
        """Return width and height in pixels, and the description."""
        return {"width": self.width, "height": self.height, "description": self._description()}

    def chart(self) -> TraceChart:
        """Return the altair chart."""
        made = self.template().properties(**self.size())
        made.datasets = self.rows
        return made

    def _description(self) -> str:
        return visible(self.told, _MOST_TOLD, lines=True)


@cache
def _spec_of(template: Callable[[], TraceChart]) -> dict:
    return template().to_dict()


@cache
def layers() -> TraceChart:
    """Return the layers of a sheet: lines, boxes, words, and marks to click on."""
    canvas = Canvas(WIDTH, _TALL)
    named = {name: alt.NamedData(name) for name in TABLES}
    under = [_rule(canvas, named["lines"]), _box(canvas, named["boxes"]),
             _band(canvas, named["bands"])]  # fmt: skip
    words = [_words(canvas, named[name], name) for name in _SIDES]
    # What is clicked on lies over the words.
    return canvas.finish([*under, *words, _mark(canvas, named["marks"])], "")


def _across(canvas: Canvas) -> dict:
    return {"x": canvas.across("x"), "x2": "x2:Q", "y": canvas.down("y"), "y2": "y2:Q"}


def _colour(field: str = "colour") -> alt.Color:
    return alt.Color(f"{field}:N", scale=None)


def _rule(canvas: Canvas, data: alt.NamedData) -> alt.Chart:
    width = alt.StrokeWidth("width:Q", scale=None)
    return alt.Chart(data).mark_rule(aria=False).encode(
        **_across(canvas), color=_colour(), strokeWidth=width)  # fmt: skip


def _box(canvas: Canvas, data: alt.NamedData) -> alt.Chart:
    edge = alt.Stroke("edge:N", scale=None)
    return alt.Chart(data).mark_rect(aria=False, strokeWidth=1).encode(
        **_across(canvas), fill=alt.Fill("colour:N", scale=None), stroke=edge)  # fmt: skip


def _words(canvas: Canvas, data: alt.NamedData, name: str) -> alt.Chart:
    weight = "bold" if name == "bold" else "normal"
    mark = alt.Chart(data).mark_text(
        align=_SIDES[name], baseline="middle", fontWeight=weight, aria=False)  # fmt: skip
    return mark.encode(x=canvas.across("x"), y=canvas.down("y"), text="text:N", color=_colour(),
                       size=alt.Size("size:Q", scale=None))  # fmt: skip


def _mark(canvas: Canvas, data: alt.NamedData) -> alt.Chart:
    """Bars and cells to click on: thick strokes, which have a colour and a width of their own."""
    return alt.Chart(data).mark_rule(cursor="pointer").encode(
        **_across(canvas), color=_colour(), strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None), description="spoken:N",
        tooltip=alt.Tooltip("spoken:N", title="Messages"),
    )  # fmt: skip


def _band(canvas: Canvas, data: alt.NamedData) -> alt.Chart:
    """Bands from the left to the right, to click on."""
    return (
        alt.Chart(data)
        .mark_area(
            interpolate="monotone",
            opacity=0.75,
            stroke="#ffffff",
            strokeWidth=0.5,
            cursor="pointer",
        )
        .encode(
            x=canvas.across("x"),
            y=canvas.down("y"),
            y2="y2:Q",
            color=_colour(),
            detail="mark:N",
            description="spoken:N",
            tooltip=alt.Tooltip("spoken:N", title="Messages"),
        )
    )


class Sheet:
    """Collects what is drawn, in pixels from the upper left corner, and what a click means.

    >>> sheet = Sheet("Messages")
    >>> sheet.mark((0, 30, 100, 50), "Junk", 3, {"where": "in-junk"})
    >>> sheet.drawing(60, "Messages: Junk 3.").marks["label"].tolist()
    ['Junk']
    """

    def __init__(self, title: str, width: int = WIDTH):
        self.width = width
        self._rows = {name: [] for name in TABLES}
        self._marks: list[dict] = []
        self.word(2, 12, title, "bold", 13)

    def word(
        self, x: float, y: float, text: str, side: str = "left", size: int = 12, colour: str = INK
    ) -> None:
        """Write clean text (it is cleaned by who measures it) beginning, ending or centred at x."""
        self._rows[side].append({"x": x, "y": y, "text": text, "size": size, "colour": colour})

    def small(self, x: float, y: float, text: str, side: str = "left") -> None:
        """Write a remark."""
        self.word(x, y, text, side, 11, GREY)

    def line(self, place: tuple, colour: str, width: float = 1) -> None:
        """Draw a line that means nothing to a click."""
        self._rows["lines"].append(_placed(place) | {"colour": colour, "width": width})

    def box(self, place: tuple, colour: str, edge: str | None = None) -> None:
        """Draw a rectangle that means nothing to a click."""
        self._rows["boxes"].append(_placed(place) | {"colour": colour, "edge": edge or colour})

    def mark(
        self, place: tuple, label: str, count: int, choice: dict, spoken: str = "",
        colour: str = INK, opacity: float = 0.0,
    ) -> None:  # fmt: skip
        """Add a rectangle to click on; it is unseen unless `opacity` is given."""
        x, y, x2, y2 = place
        middle = (y + y2) / 2
        self._rows["marks"].append(_placed((x, middle, x2, middle)) | {
            "width": round(y2 - y, 1), "colour": colour, "opacity": opacity,
            **self._named(label, count, choice, spoken),
        })  # fmt: skip

    def band(self, left: tuple, right: tuple, wide: float, label: str, count: int, choice: dict,
             colour: str) -> None:  # fmt: skip
        """Add a band to click on, from one point (its upper edge) to another."""
        named = self._named(label, count, choice, "") | {"colour": colour}
        for part, (_, y) in ((0, left), (0.3, left), (0.7, right), (1, right)):
            x = left[0] + part * (right[0] - left[0])
            place = {"x": round(x, 1), "y": round(y, 1), "y2": round(y + wide, 1)}
            self._rows["bands"].append(place | named)

    def _named(self, label: str, count: int, choice: dict, spoken: str) -> dict:
        self._marks.append({"label": label, "count": count, "choice": choice})
        return {"mark": len(self._marks) - 1, "spoken": spoken or f"{label}: {count:,}"}

    def drawing(self, height: float, told: str) -> Drawing:
        """Return what was collected."""
        marks = pd.DataFrame(self._marks, columns=["label", "count", "choice"])
        return Drawing(layers, self._rows, self.width, int(height), told, marks)


def _placed(place: tuple) -> dict[str, float]:
    return {name: round(float(at), 1) for name, at in zip(_PLACE, place, strict=True)}
