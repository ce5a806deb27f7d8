"""How many messages came in over time, and where they ended."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, TraceChart
from tracekit.charts.fitting import fit
from tracekit.charts.overview.bars import CHOSEN
from tracekit.charts.sheet import WIDTH, Drawing, Sheet
from tracekit.charts.wording import MONTHS
from tracekit.knowledge.overview import load_groups

_HIGH, _LEFT, _TOP = 150, 46, 34
_FLOOR = _TOP + _HIGH
_MOST_BINS, _MOST_TICKS = 120, 7
_BINS = {"1h": "by hour", "6h": "by six hours", "1D": "by day", "7D": "by week",
         "28D": "by four weeks"}  # fmt: skip
_FORM = "%Y-%m-%dT%H:%MZ"


def volume(messages: pd.DataFrame, chosen: tuple[str, str] = ("", "")) -> TraceChart:
    """Draw how many messages came in over time, by where they ended; messages without time aside.

    `messages`: received (UTC), where (outcome ids). Bars are hours, or longer where many days are
    there. `chosen`: since and until of the bar to point out. At the desk a click on a bar filters.

    >>> volume(pd.DataFrame({"received": pd.to_datetime([], utc=True), "where": []})).description
    'Messages over time: no message has a time.'
    """
    return over_time(messages, chosen).chart()


def over_time(messages: pd.DataFrame, chosen: tuple[str, str] = ("", "")) -> Drawing:
    """Draw the same; a bar filters `since` and `until`."""
    known = messages[messages["received"].notna()]
    if known.empty:
        told = "Messages over time: no message has a time"
        return Sheet(told).drawing(40, f"{told}.")
    step = bin_of(known["received"])
    binned = _binned(known, step)
    sheet = Sheet(f"Messages over time, {_BINS[step]} (UTC)")
    _axis(sheet, binned, step)
    _bars(sheet, binned, step, chosen)
    _legend(sheet)
    return sheet.drawing(_HIGH + 82, _told(known, binned))


def bin_of(received: pd.Series, most: int = _MOST_BINS) -> str:
    """Return the shortest bin that keeps the picture readable."""
    span = received.max() - received.min()
    return next((b for b in _BINS if span / pd.Timedelta(b) <= most), list(_BINS)[-1])


def _binned(known: pd.DataFrame, step: str) -> pd.DataFrame:
    """Count messages by bin (rows) and group (columns)."""
    group_of = {name: n for n, group in enumerate(load_groups()) for name in group.outcomes}
    row, starts = pd.factorize(known["received"].dt.floor(step), sort=True)
    column, groups = pd.factorize(known["where"].map(group_of), sort=True)
    both, wide = (row * len(groups) + column)[column >= 0], len(groups)
    counts = np.bincount(both, minlength=len(starts) * wide).reshape(len(starts), wide)
    return pd.DataFrame(counts, index=starts, columns=groups)


def _places(binned: pd.DataFrame, step: str) -> tuple[list[float], float]:
    """Where each bar begins, and how wide a bin is."""
    first = binned.index.min()
    bins = (binned.index.max() - first) // pd.Timedelta(step) + 1
    wide = min((WIDTH - _LEFT - 10) / bins, 40)
    return [_LEFT + (start - first) / pd.Timedelta(step) * wide for start in binned.index], wide


def _bars(sheet: Sheet, binned: pd.DataFrame, step: str, chosen: tuple[str, str]) -> None:
    groups = [load_groups()[n] for n in binned.columns]
    counts = binned.to_numpy()
    high = _HIGH / counts.sum(axis=1).max()
    places, wide = _places(binned, step)
    since, label = binned.index.strftime(_FORM), binned.index.strftime("%Y-%m-%d %H:%M")
    until = (binned.index + pd.Timedelta(step)).strftime(_FORM)
    for n, x in enumerate(places):
        base, right = _FLOOR, x + wide * 0.86
        found = [(group, count) for group, count in zip(groups, counts[n].tolist(), strict=True)
                 if count]  # fmt: skip
        for group, count in found:
            sheet.box((x, base - count * high, right, base), group.colour, "#ffffff")
            base -= count * high
        if (since[n], until[n]) == chosen:
            sheet.box((x, _FLOOR + 1, right, _FLOOR + 5), CHOSEN)
        parts = ", ".join(f"{group.title} {count:,}" for group, count in found)
        total = sum(count for _, count in found)
        sheet.mark((x, _TOP, x + wide, _FLOOR + 6), label[n], total,
                   {"since": since[n], "until": until[n]},
                   f"{label[n]}: {total:,} ({parts})")  # fmt: skip


def _legend(sheet: Sheet) -> None:
    for n, group in enumerate(load_groups()):
        at = 8 + n * 165
        sheet.box((at, _HIGH + 64, at + 12, _HIGH + 76), group.colour, GREY)
        sheet.word(at + 17, _HIGH + 70, fit(group.title, 140, 11), size=11)


def _axis(sheet: Sheet, binned: pd.DataFrame, step: str) -> None:
    """The floor, the highest number, and the starts of some bins in words."""
    sheet.line((_LEFT, _FLOOR, WIDTH, _FLOOR), FAINT)
    sheet.small(_LEFT - 8, _TOP + 6, f"{int(binned.sum(axis=1).max()):,}", "right")
    sheet.small(_LEFT - 8, _FLOOR, "0", "right")
    places, _ = _places(binned, step)
    last = -1000.0
    for x, start in zip(places, binned.index, strict=True):
        if x - last >= (WIDTH - _LEFT) / _MOST_TICKS and x < WIDTH - 70:
            sheet.line((x, _FLOOR, x, _FLOOR + 8), INK)
            sheet.small(x + 3, _FLOOR + 14, _tick(start, step))
            last = x


def _tick(start: pd.Timestamp, step: str) -> str:
    short = f"{start.day} {MONTHS[start.month - 1]}"
    return f"{short} {start:%H:%M}" if step in ("1h", "6h") else f"{short} {start.year}"


def _told(known: pd.DataFrame, binned: pd.DataFrame) -> str:
    sums = binned.sum()
    parts = ", ".join(f"{load_groups()[n].title} {count:,}" for n, count in sums.items())
    first, last = known["received"].min(), known["received"].max()
    peak = binned.sum(axis=1)
    span = f"from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
    return (
        f"{len(known):,} messages {span}: {parts}. "
        f"Most at once: {peak.max():,}, at {peak.idxmax():%Y-%m-%d %H:%M}."
    )
