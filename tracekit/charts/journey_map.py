"""The way of a message as a row of stops, with what happened at each."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import pandas as pd

from tracekit.charts.base import GREY, INK, Canvas, TraceChart
from tracekit.charts.ends import ends_of
from tracekit.charts.fitting import fit, fold
from tracekit.charts.lanes import Lane, lanes, pairs_of
from tracekit.charts.loading import alt
from tracekit.charts.sheet import Drawing
from tracekit.charts.stops import Stop, stops
from tracekit.charts.wording import said
from tracekit.model import MessageTrace

WIDTH = 820
MOST_MESSAGES = 8
_A_ROW, _BOX, _STEP = 5, 144, 169  # stops in a row, width of one, from one to the next
_LINE, _BAND = 15, 26
_COLOURS = {"sender": "#4d4d4d", "microsoft": "#0b5394", "gateway": "#6a3d9a", "end": "#00664d",
            "failed": "#a3001b"}  # fmt: skip
_TALL = 20_000
_HEADS = {1: {"fontSize": 17, "fontWeight": "bold"}, 2: {"fontSize": 12.5, "fontWeight": "bold"},
          3: {"color": GREY}}  # fmt: skip
_BOXED = ("on", "below", "seen", "unseen", "lines", "unsure", "points", "doubts")
_RULE = "A trace sees Microsoft 365 only: what the gateway did inside is not in it."


def journey_map(
    trace: MessageTrace, diagnosis: object = None, pairs: pd.DataFrame | None = None
) -> TraceChart:
    """Draw the way of each message from its sender to the folder, with what happened at each stop.

    What the trace does not show is drawn dashed and said to be missing or unknown. A diagnosis (or
    its `pairs`: journey, role) tells which journey went to the gateway and which came back; the
    last stop is what the diagnosis found.

    >>> journey_map(MessageTrace.empty()).description
    'Map: there is no message in this trace.'
    """
    return drawn_map(trace, diagnosis, pairs).chart()


def drawn_map(
    trace: MessageTrace, diagnosis: object = None, pairs: pd.DataFrame | None = None
) -> Drawing:
    """Return the rows of the same picture."""
    ways = _ways(lanes(trace, pairs_of(diagnosis, pairs)), ends_of(diagnosis))
    boxes, heads, height = _placed(ways)
    tables = {name: rows.to_dict("records") for name, rows in _tables(boxes, heads).items()}
    marks = pd.DataFrame(columns=["label", "count", "choice"])
    return Drawing(_layers, tables, WIDTH, height, _described(ways), marks)


def _ways(told: list[Lane], ends: dict[object, str]) -> list[tuple[str, list[Stop]]]:
    """Title and stops of each message; without roles every journey is a way of its own."""
    grouped = [list(g) for _, g in groupby(told, key=lambda lane: _same_way(lane))]
    return [(_title(group[0]), stops(group, ends.get(group[0].message))) for group in grouped]


def _same_way(lane: Lane) -> object:
    return ("message", lane.message) if lane.role else ("journey", lane.journey)


def _title(lane: Lane) -> str:
    alone = "" if lane.role else f"Journey {lane.journey}: "
    return f"{alone}to {said(lane.row['recipient'], 60)} · {said(lane.row['subject'], 80)}"


def _described(ways: list[tuple[str, list[Stop]]]) -> str:
    if not ways:
        return "Map: there is no message in this trace."
    told = (f"{title}. " + ". Then ".join(_spoken(stop) for stop in way) for title, way in ways)
    return "\n".join(f"Map of the way {text}." for text in told)


def _spoken(stop: Stop) -> str:
    state = {"seen": "", "missing": f" ({_NOT_HERE})", "unknown": " (not known)"}[stop.state]
    return f"{stop.place}{state}: {', '.join(stop.lines)}"


_NOT_HERE = "not in this trace"


def _placed(ways: list[tuple[str, list[Stop]]]) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Give every box and heading its place; return them with the height of it all."""
    boxes, heads, top = [], [{"text": "The way of the message", "y": 8, "level": 1}], 46
    heads.append({"text": _RULE, "y": 30, "level": 3})
    for title, way in ways[:MOST_MESSAGES]:
        heads.append({"text": fit(title, WIDTH, 12.5, True), "y": top + 10, "level": 2})
        top += 26
        for start in range(0, len(way), _A_ROW):
            row = [_box(stop, start + i, len(way)) for i, stop in enumerate(way[start:][:_A_ROW])]
            tall = max(len(box["lines"]) for box in row) * _LINE + _BAND + 16
            boxes += [box | {"top": top, "bottom": top + tall} for box in row]
            top += tall + 22
    if len(ways) != len(ways[:MOST_MESSAGES]) or not ways:
        more = f"{len(ways) - MOST_MESSAGES} more messages are in the tables."
        text = more if ways else "There is no message in this trace."
        heads.append({"text": text, "y": top + 8, "level": 3})
        top += 24
    return pd.DataFrame(boxes), pd.DataFrame(heads), top - 12 if ways else top


def _box(stop: Stop, place: int, total: int) -> dict:
    """A stop with its lines folded to the width of a box."""
    lines = [_folded(line) for line in stop.lines]
    left = (place % _A_ROW) * _STEP
    return {
        "left": left,
        "right": left + _BOX,
        "place": fit(stop.place, _BOX - 18, 12, bold=True),
        "lines": [line for folded in lines for line in folded],
        "points": [i == 0 for folded in lines for i in range(len(folded))],
        "state": stop.state,
        "kind": stop.kind,
        "last": place == total - 1,
        "turns": place % _A_ROW == _A_ROW - 1,
        "spoken": _spoken(stop),
    }


def _folded(line: str) -> list[str]:
    return fold(line, _BOX - 26, 11, most=4) or [""]


def _tables(boxes: pd.DataFrame, heads: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What each layer draws, by name."""
    told = {f"head{level}": heads[heads["level"] == level][["text", "y"]] for level in _HEADS}
    if boxes.empty:
        return told | dict.fromkeys(_BOXED, boxes)
    boxes = boxes.assign(
        band=boxes["top"] + _BAND, title=boxes["top"] + _BAND / 2,
        first=boxes["top"] + _BAND + 8, inner=boxes["left"] + 9,
        entry=boxes["right"] + _STEP - _BOX - 2, middle=boxes["top"] + _BAND / 2,
        under=boxes["bottom"] + 10, word="goes on below",
    )  # fmt: skip
    shown, on = boxes["state"] == "seen", ~boxes["last"]
    lines = _lines(boxes)
    flat = boxes.drop(columns=["lines", "points"])
    return told | {
        "on": flat[on & ~boxes["turns"]], "below": flat[on & boxes["turns"]],
        "seen": flat[shown], "unseen": flat[~shown],
        "lines": lines[lines["shown"]], "unsure": lines[~lines["shown"]],
        "points": lines[lines["points"] & lines["shown"]],
        "doubts": lines[lines["points"] & ~lines["shown"]],
    }  # fmt: skip


def _lines(boxes: pd.DataFrame) -> pd.DataFrame:
    """The lines inside the boxes, with a point where a new thing begins."""
    lines = boxes.explode(["lines", "points"], ignore_index=True)
    place = lines.groupby(["top", "left"]).cumcount()
    return lines.assign(
        y=lines["first"] + place * _LINE, x=lines["inner"] + 9, point="•",
        points=lines["points"].astype(bool), shown=lines["state"] == "seen",
    )[["lines", "points", "x", "y", "inner", "point", "shown"]]  # fmt: skip


@cache
def _layers() -> TraceChart:
    """The layers of the map: headings, arrows, boxes with their lines."""
    canvas = Canvas(WIDTH, _TALL)
    heads = [canvas.text(alt.NamedData(f"head{level}"), "text", 0, "y", **look)
             for level, look in _HEADS.items()]  # fmt: skip
    frame = _frame(canvas, "unseen", fill="#ffffff", stroke="#6b6b6b", strokeDash=[5, 4])
    name = canvas.text(alt.NamedData("unseen"), "place", "inner", "title", fontWeight="bold",
                       color=GREY)  # fmt: skip
    sure, unsure = {"color": INK}, {"color": GREY, "fontStyle": "italic"}
    return canvas.finish([
        *heads, *_arrows(canvas), *_seen(canvas), frame, name,
        *_words(canvas, "lines", "points", **sure), *_words(canvas, "unsure", "doubts", **unsure),
    ], "")  # fmt: skip


def _seen(canvas: Canvas) -> list[alt.Chart]:
    """Boxes of what the trace shows: a filled band with the place, a frame around."""
    kinds = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
    frame = _frame(canvas, "seen", fill="#ffffff").encode(
        stroke=alt.Stroke("kind:N", scale=kinds, legend=None)
    )
    band = (
        alt.Chart(alt.NamedData("seen"))
        .mark_rect(cornerRadiusTopLeft=5, cornerRadiusTopRight=5, aria=False)
        .encode(
            x=canvas.across("left"),
            x2="right:Q",
            y=canvas.down("top"),
            y2="band:Q",
            color=alt.Color("kind:N", scale=kinds, legend=None),
        )
    )
    title = canvas.text(alt.NamedData("seen"), "place", "inner", "title", fontWeight="bold",
                        color="#ffffff")  # fmt: skip
    return [frame, band, title]


def _frame(canvas: Canvas, name: str, **look) -> alt.Chart:
    mark = alt.Chart(alt.NamedData(name)).mark_rect(cornerRadius=5, strokeWidth=1.5, **look)
    return mark.encode(
        x=canvas.across("left"),
        x2="right:Q",
        y=canvas.down("top"),
        y2="bottom:Q",
        description="spoken:N",
    )


def _words(canvas: Canvas, lines: str, points: str, **look) -> list[alt.Chart]:
    look = {"fontSize": 11, "baseline": "top"} | look
    return [
        canvas.text(alt.NamedData(lines), "lines", "x", "y", **look),
        canvas.text(alt.NamedData(points), "point", "inner", "y", **look),
    ]


def _arrows(canvas: Canvas) -> list[alt.Chart]:
    """From each stop to the next; at the end of a row a word says that it goes on below."""
    on = alt.NamedData("on")
    shaft = alt.Chart(on).mark_rule(color=GREY, strokeWidth=2, aria=False)
    head = alt.Chart(on).mark_point(
        shape="triangle-right", filled=True, color=GREY, size=90, opacity=1, xOffset=-5, aria=False
    )
    return [
        shaft.encode(x=canvas.across("right"), x2="entry:Q", y=canvas.down("middle")),
        head.encode(x=canvas.across("entry"), y=canvas.down("middle")),
        canvas.text(alt.NamedData("below"), "word", "left", "under", color=GREY, fontSize=11,
                    fontStyle="italic"),
    ]  # fmt: skip
