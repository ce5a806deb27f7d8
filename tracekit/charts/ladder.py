"""The ladder "who decided" as a picture: a rung an actor, the first and the last word marked."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, Canvas, TraceChart
from tracekit.charts.fitting import fit, fold
from tracekit.charts.loading import alt
from tracekit.diagnosis import Case
from tracekit.diagnosis.ladder import ladder, verdict

WIDTH = 820
_TOP, _LINE, _MARK, _NAME, _STATE, _WHY = 62, 15, 22, 44, 214, 330
# Words, colour and shape of a state; the shape alone says it in grey.
_STATES = {
    "acted": ("decided", "#0b5394", "circle"),
    "likely": ("likely decided", "#0b5394", "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0M-.5,0A.5,.5,0,1,1,"
               ".5,0A.5,.5,0,1,1,-.5,0"),
    "cannot tell": ("cannot tell", "#8a6100", "M-1,-1H1V1H-1Z"),
    "no sign": ("no sign of it", "#6b6b6b", "M-1,-.2H1V.2H-1Z"),
}  # fmt: skip
_MARKS = {"first": "FIRST TO DECIDE", "final": "THE LAST WORD",
          "first and final": "FIRST AND LAST WORD", "": ""}  # fmt: skip


def who_decided(case: Case) -> TraceChart:
    """Draw the ladder of a case: who could decide, who did, with the reason beside each.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> who_decided(case).description.splitlines()[0]
    'Who decided: The trace cannot tell who decided.'
    """
    rungs = _placed(ladder(case))
    canvas = Canvas(WIDTH, int(rungs["bottom"].max()) + 4)
    told = [f"Who decided: {verdict(case)}", *rungs["spoken"]]
    layers = [*_titles(canvas, verdict(case)), *_frames(canvas, rungs), *_words(canvas, rungs)]
    return canvas.finish([*layers, _signs(canvas, rungs)], "\n".join(told))


def _placed(rungs: pd.DataFrame) -> pd.DataFrame:
    """Give every rung its height by the lines of its reason."""
    lines = [fold(text, WIDTH - _WHY - 12, 12, most=4) or [""] for text in rungs["because"]]
    heights = pd.Series([max(len(folded) * _LINE + 16, 44) for folded in lines])
    bottom = _TOP + heights.cumsum()
    state = [_STATES[name][0] for name in rungs["state"]]
    mark = rungs["mark"].map(_MARKS)
    spoken = [f"{t}: {s}{f' ({m.lower()})' if m else ''}. {b}" for t, s, m, b in
              zip(rungs["title"], state, mark, rungs["because"], strict=True)]  # fmt: skip
    return rungs.drop(columns=["rows", "ask"]).assign(
        lines=lines, top=bottom - heights, bottom=bottom, said=state, mark=mark, spoken=spoken,
        middle=bottom - heights / 2, name=[fit(t, 165, 13, True) for t in rungs["title"]],
        upper=bottom - heights / 2 - mark.ne("") * 8, lower=bottom - heights / 2 + 10,
    )  # fmt: skip


def _titles(canvas: Canvas, told: str) -> list[alt.Chart]:
    words = pd.DataFrame([{"title": "Who decided", "told": fit(told, WIDTH, 12), "first": 8,
                           "second": 32}])  # fmt: skip
    return [canvas.text(words, "title", 0, "first", fontSize=17, fontWeight="bold"),
            canvas.text(words, "told", 0, "second", color=INK)]  # fmt: skip


def _frames(canvas: Canvas, rungs: pd.DataFrame) -> list[alt.Chart]:
    """A line over each rung; a frame and a tint around those that decided first or last."""
    lines = alt.Chart(rungs).mark_rule(color=FAINT, aria=False)
    chosen = rungs[rungs["mark"] != ""].assign(above=lambda d: d["top"] + 2,
                                               below=lambda d: d["bottom"] - 2)  # fmt: skip
    box = alt.Chart(chosen).mark_rect(fill="#eaf1f8", stroke="#0b5394", strokeWidth=2, aria=False)
    across = {"x": alt.value(1), "x2": alt.value(WIDTH - 1)}
    return [lines.encode(x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("top")),
            box.encode(y=canvas.down("above"), y2="below:Q", **across)]  # fmt: skip


def _words(canvas: Canvas, rungs: pd.DataFrame) -> list[alt.Chart]:
    marked = rungs[rungs["mark"] != ""]
    why = rungs.explode("lines", ignore_index=True)
    place = why.groupby("actor", sort=False).cumcount()
    count = why.groupby("actor", sort=False)["actor"].transform("size")
    why = why[["lines", "middle"]].assign(y=why["middle"] + (place - (count - 1) / 2) * _LINE)
    return [
        canvas.text(rungs.drop(columns="lines"), "name", _NAME, "upper", fontSize=13,
                    fontWeight="bold"),
        canvas.text(marked.drop(columns="lines"), "mark", _NAME, "lower", fontSize=10,
                    fontWeight="bold", color="#0b5394"),
        canvas.text(rungs.drop(columns="lines"), "said", _STATE, "middle", color=INK),
        canvas.text(why, "lines", _WHY, "y", color=GREY),
    ]  # fmt: skip


def _signs(canvas: Canvas, rungs: pd.DataFrame) -> alt.Chart:
    """One sign a rung: colour and shape both say its state."""
    names = list(_STATES)
    colours = alt.Scale(domain=names, range=[_STATES[n][1] for n in names])
    shapes = alt.Scale(domain=names, range=[_STATES[n][2] for n in names])
    mark = alt.Chart(rungs.drop(columns="lines")).mark_point(
        size=150, opacity=1, strokeWidth=2, filled=False)  # fmt: skip
    filled = alt.condition("datum.state === 'acted'", alt.value("#0b5394"), alt.value("#ffffff"))
    return mark.encode(
        x=alt.value(_MARK), y=canvas.down("middle"), fill=filled, description="spoken:N",
        color=alt.Color("state:N", scale=colours, legend=None),
        shape=alt.Shape("state:N", scale=shapes, legend=None),
        tooltip=alt.Tooltip("spoken:N", title="Who decided"),
    )  # fmt: skip
