"""How long messages took: how many how long, each message in its time, and the slowest."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from tracekit.charts.base import FAINT, Canvas, TraceChart
from tracekit.charts.loading import alt
from tracekit.charts.overview.bars import ranked
from tracekit.charts.sheet import WIDTH, Drawing, Sheet, layers
from tracekit.charts.wording import said

# Minutes at which one length ends and the next begins.
_EDGES = (0, 1, 2, 5, 10, 30, 60, 180, 720, 1440)
_WORDS = ("1 min", "2 min", "5 min", "10 min", "30 min", "1 h", "3 h", "12 h", "1 day")
MOST_RAW, _SLOWEST, _ACROSS = 5_000, 10, 60
_LEFT, _TOP, _STEP, _DARK = 84, 26, 20, "#1f4e79"


def delays(messages: pd.DataFrame) -> TraceChart:
    """Draw how long messages took from their first to their last event, by length.

    `messages`: minutes (missing where it cannot be measured). At the desk a click on a bar
    filters by it.

    >>> delays(pd.DataFrame({"minutes": [0.5, 90.0, None]})).description.splitlines()[0]
    'How long they took: under 1 min 1, 1 h to 3 h 1. 1 not measured.'
    """
    return by_length(messages).chart()


def lengths() -> list[tuple[str, float, float | None]]:
    """Return the lengths in words, each with its minutes from and to."""
    names = [f"under {_WORDS[0]}", *(f"{a} to {b}" for a, b in pairwise(_WORDS)),
             f"{_WORDS[-1]} or more"]  # fmt: skip
    return list(zip(names, _EDGES, [*_EDGES[1:], None], strict=True))


def by_length(messages: pd.DataFrame, chosen: tuple = (None, None)) -> Drawing:
    """Draw how many took how long; a bar filters `delay_from` and `delay_to`."""
    known = messages["minutes"].dropna()
    counts = np.bincount(_binned(known), minlength=len(_EDGES)).tolist()
    rows = [(name, n, {"delay_from": low or None, "delay_to": high})
            for (name, low, high), n in zip(lengths(), counts, strict=True) if n]  # fmt: skip
    names, numbers, choices = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
    marked = [(c["delay_from"], c["delay_to"]) == chosen for c in choices]
    drawn = ranked("How long they took", names, numbers, choices, marked)
    unknown = len(messages) - len(known)
    more = f" {unknown:,} not measured." if unknown else ""
    return Drawing(drawn.template, drawn.rows, drawn.width, drawn.height, drawn.told + more,
                   drawn.marks)  # fmt: skip


def _binned(minutes: pd.Series) -> np.ndarray:
    return np.searchsorted(np.array(_EDGES[1:]), minutes.to_numpy(dtype="float64"), side="right")


def slowest(messages: pd.DataFrame) -> Drawing:
    """Draw the messages that took longest; a bar chooses the message."""
    worst = messages.dropna(subset=["minutes"]).nlargest(_SLOWEST, "minutes")
    worst = worst[worst["minutes"] > 0]
    names = [f"{_when(m.received)}{said(m.recipient, 60)}: {said(m.subject)}"
             for m in worst.itertuples()]  # fmt: skip
    choices = [{"message": int(number)} for number in worst.index]
    words = [length(minutes) for minutes in worst["minutes"]]
    return ranked("The slowest", names, worst["minutes"].tolist(), choices, [False] * len(worst),
                  WIDTH, words, "no wait can be measured")  # fmt: skip


def _when(received: pd.Timestamp) -> str:
    return "" if pd.isna(received) else f"{received:%m-%d %H:%M}  "


def length(minutes: float) -> str:
    """Say how long, shortly.

    >>> length(0.5), length(12.4), length(600), length(4000)
    ('30 s', '12 min', '10 h', '2.8 days')
    """
    if minutes < 1:
        return f"{minutes * 60:.0f} s"
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 2880 else f"{minutes / 1440:.1f} days"


def in_time(messages: pd.DataFrame) -> Drawing:
    """Draw each message at its time and length, up to 5,000; counted in cells above that."""
    known = messages.dropna(subset=["received", "minutes"])
    title = "How long they took, over time (UTC)"
    if known.empty:
        return Sheet(title).drawing(40, f"{title}: no message has a time and a length.")
    sheet = Sheet(title)
    _axes(sheet, known["received"].min(), known["received"].max())
    return _dots(sheet, known) if len(known) <= MOST_RAW else _cells(sheet, known)


def _bottom() -> float:
    return _TOP + len(_EDGES) * _STEP


def _axes(sheet: Sheet, first: pd.Timestamp, last: pd.Timestamp) -> None:
    for n, word in enumerate(_WORDS, 1):
        at = _bottom() - n * _STEP
        sheet.line((_LEFT, at, WIDTH, at), "#e3e3e3")
        sheet.small(_LEFT - 8, at, word, "right")
    sheet.line((_LEFT, _bottom(), WIDTH, _bottom()), FAINT)
    sheet.small(_LEFT, _bottom() + 14, f"{first:%Y-%m-%d %H:%M}")
    sheet.small(WIDTH - 4, _bottom() + 14, f"{last:%Y-%m-%d %H:%M}", "right")


def _dots(sheet: Sheet, known: pd.DataFrame) -> Drawing:
    """One dot a message; within a length its place is by its logarithm."""
    known = known.sort_values("minutes", ascending=False, kind="stable")
    since = known["received"] - known["received"].min()
    across = since / max(since.max(), pd.Timedelta("1min"))
    minutes = known["minutes"].to_numpy(dtype="float64")
    edges = np.array([0.0, *_EDGES[1:], 14_400.0])
    up = np.interp(minutes, edges, np.arange(len(edges)))
    dots = pd.DataFrame({
        "x": (_LEFT + 4 + across.to_numpy() * (WIDTH - _LEFT - 12)).round(1),
        "y": (_bottom() - np.minimum(up, len(_EDGES)) * _STEP).round(1),
        "m": minutes.round(2), "mark": np.arange(len(known)),
    })  # fmt: skip
    when = known["received"].dt.strftime("%Y-%m-%d %H:%M")
    label = [f"{at}, {length(took)}" for at, took in zip(when, minutes, strict=True)]
    marks = pd.DataFrame({"label": label, "count": 1,
                          "choice": [{"message": int(n)} for n in known.index]})  # fmt: skip
    plain = sheet.drawing(_bottom() + 26, "")
    told = f"{len(known):,} messages, one dot each; the slowest took {length(minutes.max())}."
    return Drawing(_dotted, {**plain.rows, "dots": dots.to_dict("records")}, WIDTH, plain.height,
                   told, marks)  # fmt: skip


@cache
def _dotted() -> TraceChart:
    """The layers of a sheet, with dots to click on in place of the marks."""
    canvas, base = Canvas(WIDTH, 20_000), layers()
    kept = list(base.layer)[:-1]
    pick = alt.selection_point(name="pick", fields=["mark"], on="click", toggle=False)
    dots = alt.Chart(alt.NamedData("dots")).mark_point(
        size=26, color=_DARK, opacity=0.55, cursor="pointer", aria=False
    ).encode(x=canvas.across("x"), y=canvas.down("y"),
             tooltip=alt.Tooltip("m:Q", title="Minutes")).add_params(pick)  # fmt: skip
    return canvas.finish([*kept, dots], "")


def _cells(sheet: Sheet, known: pd.DataFrame) -> Drawing:
    """Count by time (cells of whole minutes) and length; a cell filters by both."""
    first = known["received"].min().floor("min")
    span = (known["received"].max() - first) / pd.Timedelta("1min")
    step = pd.Timedelta(minutes=int(span // _ACROSS) + 1)
    at = ((known["received"] - first) // step).to_numpy()
    counts = pd.DataFrame({"at": at, "long": _binned(known["minutes"])}).value_counts(sort=False)
    wide, most = (WIDTH - _LEFT) / (int(at.max()) + 1), counts.max()
    named = lengths()
    for (n, k), count in counts.items():
        low = _bottom() - k * _STEP
        place = (_LEFT + n * wide, low - _STEP + 1, _LEFT + (n + 1) * wide - 1, low - 1)
        name, least, limit = named[k]
        start = first + n * step
        choice = {"since": _iso(start), "until": _iso(start + step),
                  "delay_from": least or None, "delay_to": limit}  # fmt: skip
        label = f"{start:%Y-%m-%d %H:%M}, {name}"
        dark = round(0.15 + 0.85 * float(np.log1p(count) / np.log1p(most)), 2)
        sheet.mark(place, label, int(count), choice, colour=_DARK, opacity=dark)
    told = f"{len(known):,} messages in cells of time and length, dark where many are; the most " \
           f"in one: {most:,}."  # fmt: skip
    return sheet.drawing(_bottom() + 26, told)


def _iso(moment: pd.Timestamp) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ")
