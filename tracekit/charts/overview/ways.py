"""The way of many messages: from the sender's domain, past the gateway or not, to the folder."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import GREY, TraceChart
from tracekit.charts.fitting import fold
from tracekit.charts.overview.bars import CHOSEN, places_of, titled, top
from tracekit.charts.sheet import WIDTH, Drawing, Sheet
from tracekit.charts.wording import said

# Columns from left to right: the choice, its heading, how many are named.
_STOPS = (("sender_domain", "From the domain", 10), ("passed", "Gateway", 7),
          ("where", "Where it is", 8))  # fmt: skip
_BOX, _TOP, _HIGH, _LEAST, _GAP = 214, 62, 300, 34, 7
_BAND = "#9db4cf"
# A box or band says all three: it takes the filters off that it does not set.
_NONE = {name: "" for name, _, _ in _STOPS}


def flow(messages: pd.DataFrame) -> TraceChart:
    """Draw how messages went: sender domain, gateway, folder; bands as wide as their messages.

    `messages`: sender_domain, passed, where (outcome ids). Domains beyond the most frequent are one
    box. At the desk a click on it filters.

    >>> flow(pd.DataFrame({"sender_domain": [], "passed": [], "where": []})).description
    'The way of the messages: no message.'
    """
    return way(messages, {}).chart()


def way(messages: pd.DataFrame, chosen: dict) -> Drawing:
    """Draw the same; a box filters its choice, a band the choices of both its ends."""
    sheet = Sheet("The way of the messages")
    if messages.empty:
        return sheet.drawing(40, "The way of the messages: no message.")
    stops = [_stop(messages[name], name, most, chosen) for name, _, most in _STOPS]
    scale = _HIGH / len(messages)
    placed = [_placed(stop, n, scale) for n, stop in enumerate(stops)]
    height = max(stop["bottom"].max() for stop in placed) + 26
    for n, (_, heading, _) in enumerate(_STOPS):
        sheet.word(_left(n), _TOP - 26, heading, "bold")
    told = [_bands(sheet, messages, placed[n], placed[n + 1], n, scale) for n in (0, 1)]
    for n, stop in enumerate(placed):
        _boxes(sheet, stop, n)
    sheet.small(2, height - 8, "A band is as wide as its messages are many; a box is at least as "
                "high as its name.")  # fmt: skip
    return sheet.drawing(height, f"The way of {len(messages):,} messages. " + " ".join(told))


def _left(n: int) -> float:
    return n * (WIDTH - _BOX) / (len(_STOPS) - 1)


def _stop(values: pd.Series, name: str, most: int, chosen: dict) -> pd.DataFrame:
    rows = top(values.value_counts(), name, chosen.get(name, ""), most)
    return rows if name == "sender_domain" else titled(rows)


def _placed(stop: pd.DataFrame, n: int, scale: float) -> pd.DataFrame:
    high = (stop["count"] * scale).clip(lower=_LEAST)
    bottom = _TOP - 12 + (high + _GAP).cumsum()
    return stop.assign(top=bottom - high - _GAP, bottom=bottom - _GAP, left=_left(n))


def _boxes(sheet: Sheet, stop: pd.DataFrame, n: int) -> None:
    for row in stop.rename(columns={"count": "number"}).itertuples():
        place = (row.left, row.top, row.left + _BOX, row.bottom)
        sheet.box(place, "#f4f6f9", CHOSEN if row.chosen else GREY)
        middle = (row.top + row.bottom) / 2
        lines = fold(f"{'► ' if row.chosen else ''}{row.label}", _BOX - 62, 11, most=2)
        for k, line in enumerate(lines):
            sheet.word(row.left + 8, middle + (k - (len(lines) - 1) / 2) * 13, line, size=11)
        sheet.word(row.left + _BOX - 8, middle, f"{row.number:,}", "right", colour=GREY)
        sheet.mark(place, f"{_STOPS[n][1]}: {row.label}", row.number,
                   {**_NONE, **row.choice})  # fmt: skip


def _bands(
    sheet: Sheet, messages: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, n: int,
    scale: float,
) -> str:  # fmt: skip
    """Draw the bands between two columns; say the widest in words."""
    ends = [places_of(messages[_STOPS[n + side][0]], stop)
            for side, stop in ((0, left), (1, right))]  # fmt: skip
    counts = pd.DataFrame({"a": ends[0], "b": ends[1]}).value_counts(sort=False).sort_index()
    starts, lands = left["top"].tolist(), right["top"].tolist()
    for (a, b), count in counts.items():
        wide = max(count * scale, 1.0)
        one, two = left.iloc[a], right.iloc[b]
        here, there = (one["left"] + _BOX, starts[a]), (two["left"], lands[b])
        starts[a], lands[b] = starts[a] + wide, lands[b] + wide
        colour = CHOSEN if one["chosen"] and two["chosen"] else _BAND
        sheet.band(here, there, wide, f"{one['label']} → {two['label']}", int(count),
                   {**_NONE, **one["choice"], **two["choice"]}, colour)  # fmt: skip
    widest = counts.sort_values(ascending=False, kind="stable").head(5)
    named = (f"{said(left['label'].iloc[a])} to {said(right['label'].iloc[b])} {count:,}"
             for (a, b), count in widest.items())  # fmt: skip
    return f"Widest from {_STOPS[n][1].casefold()} on: {', '.join(named)}."
