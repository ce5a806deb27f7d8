"""The events of a trace from top to bottom, a lane a journey, with the waits between them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from tracekit.charts.base import FAINT, GREY, Canvas, TraceChart
from tracekit.charts.describe import describe
from tracekit.charts.fitting import fit
from tracekit.charts.lanes import lanes, pairs_of
from tracekit.charts.rows import HEIGHTS, Row, timeline_rows
from tracekit.charts.tones import LOOKS
from tracekit.charts.wording import by_the_minute
from tracekit.model import MessageTrace

WIDTH = 820
TOP = 50  # room for the title
_NUMBER, _CLOCK, _TRACK, _NAME, _DETAIL = 38, 50, 126, 144, 296  # from the left
_NAME_FITS = {"journey": WIDTH - 20, "event": _DETAIL - _NAME - 8}
_AMBER = "#7a5800"
_MINUTES = (
    "Read it by the numbers: the order is the report's own. "
    "The clock shows minutes only, so it orders nothing within a minute."
)
_EXACT = "Read it by the numbers: the order is the report's own."


def timeline(
    trace: MessageTrace, diagnosis: object = None, pairs: pd.DataFrame | None = None
) -> TraceChart:
    """Draw the events in the order of the report, a lane a journey.

    With a diagnosis (or its `pairs`: journey, role) the lanes say which way the mail went.

    >>> timeline(MessageTrace.empty()).description
    'Timeline: there is no journey in this trace.'
    """
    frame = placed(trace, diagnosis, pairs)
    canvas = _canvas(frame)
    layers = [*_titles(canvas, trace), *_lanes(canvas, frame), *_events(canvas, frame)]
    return canvas.finish(layers, describe(trace, diagnosis, pairs))


def clickable(
    trace: MessageTrace,
    diagnosis: object = None,
    pairs: pd.DataFrame | None = None,
    empty: bool = True,
    lit: tuple[str, ...] = (),
) -> TraceChart:
    """Draw the same chart with a selection `pick` (journey, seq) and two parameters.

    For `altair.JupyterChart`; `chosen` is the key of the event to point out, `lit` a list of keys
    of the events that prove something. `empty=False` leaves
    out journeys without events, for a trace that was filtered.

    >>> len(clickable(MessageTrace.empty()).to_dict()["params"])
    3
    """
    frame = placed(trace, diagnosis, pairs, empty)
    canvas = _canvas(frame)
    layers = [
        *_titles(canvas, trace),
        _lit(canvas, frame, lit),
        _tint(canvas, frame),
        *_lanes(canvas, frame),
    ]
    layers += [*_events(canvas, frame), _targets(canvas, frame)]
    return canvas.finish(layers, describe(trace, diagnosis, pairs, empty))


def placed(
    trace: MessageTrace, diagnosis: object, pairs: pd.DataFrame | None, empty: bool = True
) -> pd.DataFrame:
    """Return the rows as a frame with their place from the top, in pixels."""
    told = lanes(trace, pairs_of(diagnosis, pairs))
    rows = timeline_rows([lane for lane in told if empty or len(lane.events)])
    frame = pd.DataFrame([_fields(row) for row in rows])
    heights = frame["kind"].map(HEIGHTS)
    bottom = TOP + heights.cumsum()
    return frame.assign(top=bottom - heights, middle=bottom - heights / 2, bottom=bottom)


def _fields(row: Row) -> dict:
    """What the layers draw; texts cut to their columns."""
    fields = ("kind", "journey", "seq", "number", "key", "spoken")
    name, detail = _NAME_FITS.get(row.kind, WIDTH - _NAME), WIDTH - _DETAIL
    return {field: getattr(row, field) for field in fields} | {
        "tone": LOOKS[row.tone].words,
        "name": fit(row.name, name, 13, bold=True),
        "detail": fit(row.detail, WIDTH - 20 if row.kind == "journey" else detail, 12),
        "place": fit(row.place, _TRACK - _CLOCK - 12, 12),
    }


def _canvas(frame: pd.DataFrame) -> Canvas:
    return Canvas(WIDTH, int(frame["bottom"].max()) + 4)


def _titles(canvas: Canvas, trace: MessageTrace) -> list[alt.Chart]:
    rough = any(by_the_minute(event) for _, event in trace.events.iterrows())
    told = {"title": "What happened, in order", "rule": _MINUTES if rough else _EXACT}
    words = pd.DataFrame([told | {"first": 8, "second": 30}])
    return [
        canvas.text(words, "title", 0, "first", fontSize=17, fontWeight="bold"),
        canvas.text(words, "rule", 0, "second", color=GREY),
    ]


def _lanes(canvas: Canvas, frame: pd.DataFrame) -> list[alt.Chart]:
    """The headings of the journeys, the line of each, and the waits."""
    heads = frame[frame["kind"] == "journey"]
    heads = heads.assign(band=heads["top"] + 10, first=heads["top"] + 21, second=heads["top"] + 38)
    waits = frame[frame["kind"].eq("wait")]
    notes = frame[frame["kind"].eq("note")]
    band = alt.Chart(heads.assign(end=heads["bottom"] - 4)).mark_rect(color="#eef1f5", aria=False)
    return [
        band.encode(x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("band"), y2="end:Q"),
        canvas.text(heads, "name", 10, "first", fontSize=13, fontWeight="bold"),
        canvas.text(heads, "detail", 10, "second", fontSize=11, color=GREY),
        _line(canvas, _spans(frame), color=FAINT, strokeWidth=2),
        _line(canvas, waits, color="#ffffff", strokeWidth=3),
        _line(canvas, waits, color=_AMBER, strokeWidth=2, strokeDash=[3, 4]),
        canvas.text(waits, "name", _NAME, "middle", fontStyle="italic", color=_AMBER),
        canvas.text(notes, "name", _NAME, "middle", fontStyle="italic", color=GREY),
    ]


def _line(canvas: Canvas, frame: pd.DataFrame, **look) -> alt.Chart:
    """A stroke down the track of a lane."""
    mark = alt.Chart(frame).mark_rule(aria=False, **look)
    return mark.encode(x=alt.value(_TRACK), y=canvas.down("top"), y2="bottom:Q")


def _spans(frame: pd.DataFrame) -> pd.DataFrame:
    """From the first to the last event of each journey."""
    events = frame[frame["kind"] == "event"]
    return events.groupby("journey", sort=False).agg(
        top=("middle", "min"), bottom=("middle", "max")
    )


def _events(canvas: Canvas, frame: pd.DataFrame) -> list[alt.Chart]:
    events = frame[frame["kind"] == "event"]
    return [
        canvas.text(events, "number", _NUMBER, "middle", align="right", color=GREY, fontSize=11),
        canvas.text(events, "place", _CLOCK, "middle"),
        canvas.text(events, "name", _NAME, "middle", fontWeight="bold"),
        canvas.text(events, "detail", _DETAIL, "middle", color="#333333"),
        _marks(canvas, events),
    ]


def _marks(canvas: Canvas, events: pd.DataFrame) -> alt.Chart:
    """One mark an event: colour and shape both say the tone."""
    looks = [look for look in LOOKS.values() if look.words in set(events["tone"])]
    words = [look.words for look in looks]
    legend = alt.Legend(title=None, orient="bottom", columns=9, labelFontSize=11, offset=8)
    colour = alt.Scale(domain=words, range=[look.colour for look in looks])
    shape = alt.Scale(domain=words, range=[look.shape for look in looks])
    mark = alt.Chart(events).mark_point(filled=True, size=130, opacity=1, stroke="#ffffff")
    return mark.encode(
        x=alt.value(_TRACK),
        y=canvas.down("middle"),
        color=alt.Color("tone:N", scale=colour, legend=legend if words else None),
        shape=alt.Shape("tone:N", scale=shape, legend=legend if words else None),
        description="spoken:N",
    )


def _targets(canvas: Canvas, frame: pd.DataFrame) -> alt.Chart:
    """Rows to click on, over the text and unseen."""
    pick = alt.selection_point(name="pick", fields=["journey", "seq"], on="click", toggle=False)
    rows = _bands(canvas, frame, opacity=0, cursor="pointer")
    spoken = alt.Tooltip("spoken:N", title="Event")
    return rows.encode(tooltip=spoken, description="spoken:N").add_params(pick)


def _lit(canvas: Canvas, frame: pd.DataFrame, keys: tuple[str, ...]) -> alt.Chart:
    """The rows that prove what is looked at: a bar at the left edge, seen in grey as well."""
    param = alt.param(name="lit", value=list(keys))
    seen = alt.condition("indexof(lit, datum.key) >= 0", alt.value(1), alt.value(0))
    rows = frame[frame["kind"] == "event"]
    bar = alt.Chart(rows).mark_rect(color="#1f6f5c", aria=False)
    return bar.encode(
        x=alt.value(0), x2=alt.value(7), y=canvas.down("top"), y2="bottom:Q", opacity=seen
    ).add_params(param)


def _tint(canvas: Canvas, frame: pd.DataFrame) -> alt.Chart:
    """The chosen row, tinted under the text."""
    chosen = alt.param(name="chosen", value="")
    seen = alt.condition("datum.key === chosen", alt.value(1), alt.value(0))
    tint = _bands(canvas, frame, color="#f6e3ad", stroke="#9a7400", aria=False)
    return tint.encode(opacity=seen).add_params(chosen)


def _bands(canvas: Canvas, frame: pd.DataFrame, **look) -> alt.Chart:
    """The events as bands across the picture."""
    rows = alt.Chart(frame[frame["kind"] == "event"]).mark_rect(**look)
    return rows.encode(x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("top"), y2="bottom:Q")
