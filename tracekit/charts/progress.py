"""Progress of practice, week by week: a bar for the points, words for cases, time and hints."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import GREY, Canvas, TraceChart
from tracekit.charts.loading import alt

WIDTH = 720
_LEFT, _LONGEST, _TOP, _ROW = 110, 320, 62, 30
_BAR = "#1f6f5c"
_NOTHING = "Practice, week by week: nothing was handed in yet."
# Weeks before these are left out of the picture, and it says so.
_MOST = 26


def progress(weeks: pd.DataFrame) -> TraceChart:
    """Draw practice week by week: columns week (its Monday), cases, points, minutes, hints.

    >>> import pandas as pd
    >>> told = {"week": [pd.Timestamp("2026-03-02")], "cases": [3], "points": [80.0],
    ...         "minutes": [6.0], "hints": [1]}
    >>> progress(pd.DataFrame(told)).description.splitlines()[1]
    'Week of 2026-03-02: 80 points, 3 cases, 6 minutes a case, hints: 1'
    """
    rows = _placed(weeks.tail(_MOST).reset_index(drop=True))
    canvas = Canvas(WIDTH, _TOP + max(1, len(rows)) * _ROW + 10)
    head = pd.DataFrame([{"title": "Practice, week by week", "about": _about(weeks), "first": 10,
                          "second": 34}])  # fmt: skip
    layers = [canvas.text(head, "title", 0, "first", fontSize=17, fontWeight="bold"),
              canvas.text(head, "about", 0, "second", color=GREY)]  # fmt: skip
    return canvas.finish([*layers, *_bars(canvas, rows)], _told(weeks))


def _placed(weeks: pd.DataFrame) -> pd.DataFrame:
    top = _TOP + weeks.index.to_numpy() * _ROW
    share = weeks["points"].clip(0, 100) / 100
    return weeks.assign(
        top=top, bottom=top + 18, middle=top + 9, left=_LEFT, right=_LEFT + share * _LONGEST,
        name=[f"{week:%Y-%m-%d}" for week in weeks["week"]], words=_words(weeks),
        beside=_LEFT + _LONGEST + 14,
    )  # fmt: skip


def _words(weeks: pd.DataFrame) -> list[str]:
    return [f"{row.points:.0f} points, {row.cases} case{'s' if row.cases != 1 else ''}, "
            f"{row.minutes:.0f} minutes a case, hints: {row.hints}"
            for row in weeks.itertuples()]  # fmt: skip


def _bars(canvas: Canvas, rows: pd.DataFrame) -> list[alt.Chart]:
    if rows.empty:
        return []
    whole = alt.Chart(rows.assign(right=_LEFT + _LONGEST)).mark_rect(color="#ececec", aria=False)
    done = alt.Chart(rows).mark_rect(color=_BAR, aria=False)
    place = {"x": canvas.across("left"), "x2": "right:Q", "y": canvas.down("top"), "y2": "bottom:Q"}
    return [whole.encode(**place), done.encode(**place),
            canvas.text(rows, "name", 4, "middle", fontWeight="bold"),
            canvas.text(rows, "words", "beside", "middle", fontSize=11)]  # fmt: skip


def _about(weeks: pd.DataFrame) -> str:
    words = "A full bar is a hundred points; weeks begin on Monday."
    older = len(weeks) - _MOST
    return f"{words} {older} older weeks are not drawn." if older > 0 else words


def _told(weeks: pd.DataFrame) -> str:
    if weeks.empty:
        return _NOTHING
    lines = [f"Week of {week:%Y-%m-%d}: {words}"
             for week, words in zip(weeks["week"], _words(weeks), strict=True)]  # fmt: skip
    return "\n".join(["Practice, week by week", *lines])
