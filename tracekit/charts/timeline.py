"""The events of a trace from top to bottom, a lane a journey, with the waits between them."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tracekit.charts.base import Canvas, TraceChart
from tracekit.charts.describe import describe_lanes
from tracekit.charts.lanes import Lane, lanes, pairs_of
from tracekit.charts.loading import alt
from tracekit.charts.rows import HEIGHTS, Row, timeline_rows
from tracekit.charts.sheet import WIDTH, Drawing
from tracekit.charts.tracks import TOP, drawn_rows
from tracekit.charts.zones import Zone, zone_of
from tracekit.model import MessageTrace

_TALL = 20_000
_SIDES = {"left": {}, "right": {"align": "right"}, "bold": {"fontWeight": "bold"},
          "italic": {"fontStyle": "italic"}}  # fmt: skip
_MINUTES = (
    "Read it by the numbers: the order is the report's own. "
    "The clock shows minutes only, so it orders nothing within a minute."
)
_EXACT = "Read it by the numbers: the order is the report's own."


def timeline(
    trace: MessageTrace,
    diagnosis: object = None,
    pairs: pd.DataFrame | None = None,
    zone: str = "",
) -> TraceChart:
    """Draw the events in the order of the report, a lane a journey.

    With a diagnosis (or its `pairs`: journey, role, pass_number) the lanes say which way the mail
    went, and are numbered by it; without, as in the tables. `zone`:
    "UTC", "local" (this computer's) or a name such as Europe/Berlin for the clocks; empty means as
    each report prints them. It changes labels and says so, never the data. Raises UnknownNameError
    for an unknown zone.

    >>> timeline(MessageTrace.empty()).description
    'Timeline: there is no journey in this trace.'
    """
    return drawn(trace, diagnosis, pairs, zone=zone, still=True).chart()


def drawn(
    trace: MessageTrace,
    diagnosis: object = None,
    pairs: pd.DataFrame | None = None,
    empty: bool = True,
    zone: str = "",
    still: bool = False,
    told: list[Lane] | None = None,
) -> Drawing:
    """Return the rows of the picture; `still` for one that is not clicked on.

    `told`: the lanes of the trace, where they are known already.
    """
    found = zone_of(zone)
    if told is None or found is not None:
        told = lanes(trace, pairs_of(diagnosis, pairs), found)
    told = [lane for lane in told if empty or len(lane.events)]
    frame = placed(told, found)
    height = int(frame["bottom"].max()) + 4
    # A missing precision is taken for minutes.
    rough = (trace.events["time_precision"].fillna("minute") == "minute").any()
    rows, height = drawn_rows(frame, _MINUTES if rough else _EXACT, _clocks(found), height)
    marks = pd.DataFrame(columns=["label", "count", "choice"])
    layers = _still if still else _live
    return Drawing(layers, rows, WIDTH, height, describe_lanes(told), marks)


def _clocks(zone: Zone | None) -> str:
    """Say which clock the labels show, where it is not the report's own."""
    if zone is None:
        return ""
    named = "this computer's zone" if zone.name == "local" else zone.name
    return f"Clocks: {named}. Only the labels are another; the data are UTC, as before."


def placed(told: list[Lane], zone: Zone | None = None) -> pd.DataFrame:
    """Return the rows as a frame with their place from the top, in pixels."""
    frame = pd.DataFrame([_fields(row) for row in timeline_rows(told)])
    heights = frame["kind"].map(HEIGHTS)
    bottom = TOP + (18 if zone else 0) + heights.cumsum()
    return frame.assign(top=bottom - heights, middle=bottom - heights / 2, bottom=bottom)


def _fields(row: Row) -> dict:
    """What is drawn of a row."""
    fields = ("kind", "journey", "seq", "number", "key", "spoken", "tone", "name", "detail",
              "place", "minute", "shown", "least", "most")  # fmt: skip
    return {field: getattr(row, field) for field in fields}


@cache
def _still() -> TraceChart:
    """The layers of a picture that is only looked at."""
    canvas = Canvas(WIDTH, _TALL)
    return canvas.finish([*_under(canvas), *_over(canvas)], "")


@cache
def _live() -> TraceChart:
    """The layers of a picture to click on."""
    canvas = Canvas(WIDTH, _TALL)
    lit, tint = _lit(canvas), _tint(canvas)
    return canvas.finish([lit, tint, *_under(canvas), *_over(canvas), _targets(canvas)], "")


def _under(canvas: Canvas) -> list[alt.Chart]:
    """Bands and lines."""
    box = alt.Chart(alt.NamedData("boxes")).mark_rect(aria=False, strokeWidth=1)
    place = {"x": canvas.across("x"), "x2": "x2:Q", "y": canvas.down("y"), "y2": "y2:Q"}
    ink = {"color": alt.Color("colour:N", scale=None)}
    rule = {**place, **ink, "strokeWidth": alt.StrokeWidth("width:Q", scale=None)}
    fill = {"fill": alt.Fill("colour:N", scale=None), "stroke": alt.Stroke("edge:N", scale=None)}
    dotted = alt.Chart(alt.NamedData("dots")).mark_rule(aria=False, strokeDash=[2, 4])
    return [
        box.encode(**place, **fill),
        alt.Chart(alt.NamedData("lines")).mark_rule(aria=False).encode(**rule),
        dotted.encode(**rule),
    ]


def _over(canvas: Canvas) -> list[alt.Chart]:
    """Words, and one mark an event: colour and shape both say the tone."""
    mark = alt.Chart(alt.NamedData("points")).mark_point(
        filled=True, size=130, opacity=1, stroke="#ffffff"
    ).encode(
        x=canvas.across("x"), y=canvas.down("y"), color=alt.Color("colour:N", scale=None),
        shape=alt.Shape("shape:N", scale=None), description="spoken:N",
    )  # fmt: skip
    return [*(_words(canvas, name, look) for name, look in _SIDES.items()), mark]


def _words(canvas: Canvas, name: str, look: dict) -> alt.Chart:
    mark = alt.Chart(alt.NamedData(name)).mark_text(
        **({"align": "left", "baseline": "middle", "aria": False} | look)
    )
    return mark.encode(
        x=canvas.across("x"), y=canvas.down("y"), text="text:N",
        color=alt.Color("colour:N", scale=None), size=alt.Size("size:Q", scale=None),
    )  # fmt: skip


def _targets(canvas: Canvas) -> alt.Chart:
    """Rows to click on, over the text and unseen."""
    rows = _bands(canvas, opacity=0, cursor="pointer")
    spoken = alt.Tooltip("spoken:N", title="Event")
    return rows.encode(tooltip=spoken, description="spoken:N")


def _lit(canvas: Canvas) -> alt.Chart:
    """The rows that prove what is looked at: a bar at the left edge, seen in grey as well."""
    param = alt.param(name="lit", value=[])
    seen = alt.condition("indexof(lit, datum.key) >= 0", alt.value(1), alt.value(0))
    bar = alt.Chart(alt.NamedData("rows")).mark_rect(color="#1f6f5c", aria=False)
    return bar.encode(
        x=alt.value(0), x2=alt.value(7), y=canvas.down("y"), y2="y2:Q", opacity=seen
    ).add_params(param)


def _tint(canvas: Canvas) -> alt.Chart:
    """The chosen row, tinted under the text."""
    chosen = alt.param(name="chosen", value="")
    seen = alt.condition("datum.key === chosen", alt.value(1), alt.value(0))
    tint = _bands(canvas, color="#f6e3ad", stroke="#9a7400", aria=False)
    return tint.encode(opacity=seen).add_params(chosen)


def _bands(canvas: Canvas, **look) -> alt.Chart:
    """The events as bands across the picture."""
    rows = alt.Chart(alt.NamedData("rows")).mark_rect(**look)
    return rows.encode(x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("y"), y2="y2:Q")
