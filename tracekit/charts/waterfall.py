"""Where the time went: the waits of a case as bars, to scale, one row a part of the way."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, Canvas, TraceChart
from tracekit.charts.fitting import fit, width_of
from tracekit.charts.loading import alt
from tracekit.charts.ticks import ticks_of
from tracekit.diagnosis import Case
from tracekit.diagnosis.way import length, stages, stretches

WIDTH = 820
_LEFT, _RIGHT, _TOP, _ROW, _BAR = 170, 14, 76, 38, 14
_RULE = ("A full bar was waited for sure. A striped end is the doubt of a clock that shows "
         "whole minutes.")  # fmt: skip
_EXACT = "Every bar is as long as its wait; all bars have one scale."
_SURE, _DOUBT = "#1f4e79", "#dbe6f0"


def waterfall(case: Case) -> TraceChart:
    """Draw the waits of a case to scale, one row a part of the way, each with its uncertainty.

    A time known to the minute is drawn as the whole minute: the striped ends of a bar.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> waterfall(case).description.splitlines()[0]
    'Where the time went: no wait can be measured.'
    """
    rows, waits = stages(case), stretches(case)
    rows = rows.assign(top=_TOP + rows.index * _ROW)
    height = int(_TOP + len(rows) * _ROW + 40)
    canvas, bars = Canvas(WIDTH, height), _bars(waits, rows)
    layers = [*_titles(canvas, bars), *_rows(canvas, rows)]
    if len(bars):
        layers += [*_axis(canvas, waits, rows), *_drawn(canvas, bars)]
    return canvas.finish([*layers, *_labels(canvas, rows, bars)], told(case))


def told(case: Case) -> str:
    """Say in words what the waterfall shows: the whole time, then every part of the way.

    >>> from tracekit import diagnose, parse
    >>> "Scan of attachments" in told(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())
    True
    """
    rows, waits = stages(case), stretches(case)
    whole = _whole(waits)
    head = f"Where the time went: {whole}." if whole else _NOTHING
    return "\n".join([head, *(f"{r.title}: {r.said.rstrip('.')}." for r in rows.itertuples())])


_NOTHING = "Where the time went: no wait can be measured."


def _whole(waits: pd.DataFrame) -> str:
    if waits.empty:
        return ""
    span = waits["end"].max() - waits["start"].min()
    rough = bool((waits[["start_tick", "end_tick"]].max(axis=None)) >= 60)
    return f"{'about ' if rough else ''}{length(span.total_seconds() / 60)} from the first wait " \
           "to the end of the last"  # fmt: skip


def _scale(waits: pd.DataFrame) -> tuple[pd.Timestamp, float]:
    """Where the scale begins, and pixels a second."""
    first = waits["start"].min()
    last = (waits["end"] + pd.to_timedelta(waits["end_tick"], unit="s")).max()
    return first, (WIDTH - _LEFT - _RIGHT) / max((last - first).total_seconds(), 1e-3)


def _bars(waits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Place each wait: from the first instant it can have begun to the last it can have ended."""
    if waits.empty:
        return waits
    first, wide = _scale(waits)
    since = {name: (waits[name] - first).dt.total_seconds() for name in ("start", "end")}
    top = waits["stage"].map(rows.set_index("stage")["top"])
    left, right = since["start"], since["end"] + waits["end_tick"]
    inner = since["start"] + waits["start_tick"]
    place = {"left": left, "inner": inner, "outer": since["end"], "right": right}
    placed = {name: _LEFT + seconds * wide for name, seconds in place.items()}
    bars = waits.assign(**placed, top=top + 18, bottom=top + 18 + _BAR)
    return bars.assign(right=bars[["left", "right"]].max(axis=1).clip(lower=bars["left"] + 3))


def _titles(canvas: Canvas, bars: pd.DataFrame) -> list[alt.Chart]:
    rough = len(bars) and bars[["start_tick", "end_tick"]].max(axis=None) >= 60
    words = pd.DataFrame([{"title": "Where the time went", "rule": _RULE if rough else _EXACT,
                           "first": 8, "second": 30}])  # fmt: skip
    return [canvas.text(words, "title", 0, "first", fontSize=17, fontWeight="bold"),
            canvas.text(words, "rule", 0, "second", color=GREY)]  # fmt: skip


def _rows(canvas: Canvas, rows: pd.DataFrame) -> list[alt.Chart]:
    lines = alt.Chart(rows).mark_rule(color=FAINT, aria=False)
    names = rows.assign(name=[fit(title, _LEFT - 14, 12, True) for title in rows["title"]],
                        middle=rows["top"] + 19)  # fmt: skip
    return [lines.encode(x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("top")),
            canvas.text(names, "name", 4, "middle", fontWeight="bold")]  # fmt: skip


def _axis(canvas: Canvas, waits: pd.DataFrame, rows: pd.DataFrame) -> list[alt.Chart]:
    """Lines at round times since the first wait began."""
    first, wide = _scale(waits)
    seconds = (WIDTH - _LEFT - _RIGHT) / wide
    bottom = rows["top"].max() + _ROW
    marks = pd.DataFrame([{"x": _LEFT + at * wide, "word": word, "top": _TOP, "bottom": bottom,
                           "below": bottom + 12, "under": bottom + 28}
                          for at, word in ticks_of(seconds)])  # fmt: skip
    foot = f"time since {first:%Y-%m-%d %H:%M:%S} UTC, when the first wait began"
    lines = alt.Chart(marks).mark_rule(color="#e3e3e3", aria=False)
    return [
        lines.encode(x=canvas.across("x"), y=canvas.down("top"), y2="bottom:Q"),
        canvas.text(marks, "word", "x", "below", color=GREY, fontSize=11, align="center"),
        canvas.text(marks.head(1).assign(word=foot), "word", _LEFT, "under", color=GREY,
                    fontSize=11),
    ]  # fmt: skip


def _drawn(canvas: Canvas, bars: pd.DataFrame) -> list[alt.Chart]:
    """The doubt as a striped frame, over it what was waited for sure."""
    sure = bars[bars["outer"] - bars["inner"] > 0]
    box = alt.Chart(bars).mark_rect(fill=_DOUBT, stroke=_SURE, strokeWidth=1, strokeDash=[3, 2],
                                    aria=False)  # fmt: skip
    full = alt.Chart(sure).mark_rect(fill=_SURE, stroke=_SURE, strokeWidth=1, aria=False)
    down = {"y": canvas.down("top"), "y2": "bottom:Q"}
    return [
        box.encode(x=canvas.across("left"), x2="right:Q", **down),
        _stripes(canvas, bars),
        full.encode(x=canvas.across("inner"), x2="outer:Q", **down),
    ]


def _stripes(canvas: Canvas, bars: pd.DataFrame) -> alt.Chart:
    """Slanted lines in the doubtful ends, which a grey print shows as well."""
    lines = [
        {"x": x, "x2": x + 5, "y": bar.bottom, "y2": bar.top}
        for bar in bars.itertuples()
        for low, high in _ends(bar)
        for x in range(int(low) + 1, int(high) - 4, 6)
    ][:2000]
    frame = pd.DataFrame(lines, columns=["x", "x2", "y", "y2"]).astype("float64")
    mark = alt.Chart(frame).mark_rule(color=_SURE, strokeWidth=1, aria=False)
    return mark.encode(x=canvas.across("x"), x2="x2:Q", y=canvas.down("y"), y2="y2:Q")


def _ends(bar: tuple) -> list[tuple[float, float]]:
    """The parts of a bar that are in doubt; all of it where nothing is sure."""
    if bar.outer <= bar.inner:
        return [(bar.left, bar.right)]
    return [(bar.left, bar.inner), (bar.outer, bar.right)]


def _labels(canvas: Canvas, rows: pd.DataFrame, bars: pd.DataFrame) -> list[alt.Chart]:
    """What each row says, in its upper half, beginning where its first bar does if it fits."""
    starts = bars.groupby("stage")["left"].min() if len(bars) else pd.Series(dtype="float64")
    room = WIDTH - _LEFT - _RIGHT
    said = rows.assign(words=[fit(text, room, 12) for text in rows["said"]],
                       middle=rows["top"] + rows["state"].map({"wait": 10}).fillna(19))  # fmt: skip
    latest = [WIDTH - _RIGHT - width_of(text, 12) for text in said["words"]]
    at = said["stage"].map(starts).fillna(_LEFT)
    said = said.assign(x=pd.concat([at, pd.Series(latest, said.index)], axis=1).min(axis=1).clip(
        lower=_LEFT), spoken=said["title"] + ": " + said["said"])  # fmt: skip
    shown = said["state"].eq("wait")
    return [canvas.text(said[shown], "words", "x", "middle", color=INK),
            canvas.text(said[~shown], "words", "x", "middle", color=GREY, fontStyle="italic"),
            _spoken(canvas, said)]  # fmt: skip


def _spoken(canvas: Canvas, rows: pd.DataFrame) -> alt.Chart:
    """Unseen bands that a screen reader reads and a pointer asks."""
    band = alt.Chart(rows.assign(bottom=rows["top"] + _ROW)).mark_rect(opacity=0)
    return band.encode(
        x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("top"), y2="bottom:Q",
        description="spoken:N", tooltip=alt.Tooltip("spoken:N", title="Wait"),
    )  # fmt: skip
