"""Many messages at a glance: how many ended where, and when; aggregated before it is drawn."""

from __future__ import annotations

import altair as alt
import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, Canvas, TraceChart
from tracekit.charts.fitting import fit
from tracekit.knowledge import load_outcomes
from tracekit.knowledge.overview import load_groups

_WIDTH, _BAR, _NAMES = 440, 24, 240
_VOLUME, _HIGH, _LEFT = 820, 150, 46
_MOST_BINS = 120
_BINS = ("h", "6h", "D", "7D", "28D")


def outcome_counts(messages: pd.DataFrame, column: str, title: str, chosen: str = "") -> TraceChart:
    """Draw how many messages have each outcome of a column, the most frequent first.

    `messages`: one row a message, `column` holds outcome ids. A click selects `outcome` in the
    selection `pick`; `chosen` is the outcome to point out.

    >>> frame = pd.DataFrame({"where": ["in-junk", "in-junk", "in-inbox"]})
    >>> outcome_counts(frame, "where", "Where it is").description
    'Where it is: Delivered to the Junk Email folder 2, Delivered to the Inbox 1.'
    """
    counts = messages[column].value_counts()
    frame = pd.DataFrame({"outcome": counts.index, "count": counts.to_numpy()})
    frame["title"] = [load_outcomes()[name].title for name in frame["outcome"]]
    told = ", ".join(f"{r.title} {r.count_:,}" for r in frame.rename(
        columns={"count": "count_"}).itertuples())  # fmt: skip
    frame = _as_bars(frame, chosen)
    canvas = Canvas(_WIDTH, int(frame["bottom"].max()) + 4 if len(frame) else 40)
    layers = [_heading(canvas, title), *_bars(canvas, frame)]
    return canvas.finish(layers, f"{title}: {told or 'no message'}.")


def _as_bars(frame: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """Place the bars in pixels."""
    highest = max(int(frame["count"].max()) if len(frame) else 1, 1)
    top = 30 + frame.index.to_numpy() * _BAR
    room = _WIDTH - _NAMES - 60
    return frame.assign(
        name=[fit(title, _NAMES - 12, 12) for title in frame["title"]],
        number=[f"{count:,}" for count in frame["count"]],
        spoken=[f"{t}: {c:,}" for t, c in zip(frame["title"], frame["count"], strict=True)],
        first=_NAMES, last=_NAMES + (frame["count"] / highest * room).clip(lower=2),
        beside=_NAMES + (frame["count"] / highest * room).clip(lower=2) + 6,
        top=top, bar_top=top + 4, bar_bottom=top + _BAR - 4, bottom=top + _BAR,
        middle=top + _BAR / 2,
        colour=["#7a4fa3" if name == chosen else "#4a6fa5" for name in frame["outcome"]],
    )  # fmt: skip


def _heading(canvas: Canvas, title: str) -> alt.Chart:
    words = pd.DataFrame([{"title": title, "y": 12}])
    return canvas.text(words, "title", 2, "y", fontSize=13, fontWeight="bold")


def _bars(canvas: Canvas, frame: pd.DataFrame) -> list[alt.Chart]:
    pick = alt.selection_point(name="pick", fields=["outcome"], on="click", toggle=False)
    bar = alt.Chart(frame).mark_rect(aria=False).encode(
        x=canvas.across("first"), x2="last:Q", y=canvas.down("bar_top"), y2="bar_bottom:Q",
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
    target = alt.Chart(frame).mark_rect(opacity=0, cursor="pointer").encode(
        x=alt.value(0), x2=alt.value(_WIDTH), y=canvas.down("top"), y2="bottom:Q",
        description="spoken:N", tooltip=alt.Tooltip("spoken:N", title="Messages"),
    )  # fmt: skip
    return [
        bar,
        canvas.text(frame, "name", 2, "middle", color=INK),
        canvas.text(frame, "number", "beside", "middle", color=GREY),
        target.add_params(pick),
    ]


def volume(messages: pd.DataFrame) -> TraceChart:
    """Draw how many messages came in over time, by where they ended; messages without time aside.

    `messages`: received (UTC), where (outcome ids). Bars are hours, or longer where many days are
    there. A click selects `start` and `end` (ISO times) in the selection `pick`.

    >>> volume(pd.DataFrame({"received": pd.to_datetime([], utc=True), "where": []})).description
    'Messages over time: no message has a time.'
    """
    known = messages[messages["received"].notna()]
    if known.empty:
        canvas = Canvas(_VOLUME, 40)
        told = "Messages over time: no message has a time"
        return canvas.finish([_heading(canvas, told)], f"{told}.")
    step = _step(known["received"])
    binned = _binned(known, step)
    canvas = Canvas(_VOLUME, _HIGH + 78)
    layers = [_heading(canvas, f"Messages over time, {_said(step)} (UTC)"),
              *_axis(canvas, binned), *_stacks(canvas, _stacked(binned, step))]  # fmt: skip
    return canvas.finish(layers, _told(known, binned))


def _step(received: pd.Series) -> str:
    """Return the shortest bin that keeps the picture readable."""
    span = received.max() - received.min()
    return next((b for b in _BINS if span / pd.Timedelta(b if b[0].isdigit() else f"1{b}")
                 <= _MOST_BINS), _BINS[-1])  # fmt: skip


def _said(step: str) -> str:
    return {"h": "by hour", "6h": "by six hours", "D": "by day", "7D": "by week",
            "28D": "by four weeks"}[step]  # fmt: skip


def _binned(known: pd.DataFrame, step: str) -> pd.DataFrame:
    """Count messages by bin and group: start, group, colour, count, before (in the same bin)."""
    group_of = {name: n for n, group in enumerate(load_groups()) for name in group.outcomes}
    length = pd.Timedelta(step if step[0].isdigit() else f"1{step}")
    counts = (
        known.assign(start=known["received"].dt.floor(length), n=known["where"].map(group_of))
        .groupby(["start", "n"]).size().rename("count").reset_index()
    )  # fmt: skip
    groups = load_groups()
    return counts.assign(
        group=[groups[n].title for n in counts["n"]],
        colour=[groups[n].colour for n in counts["n"]],
        before=counts.groupby("start")["count"].cumsum() - counts["count"],
    )


def _stacked(binned: pd.DataFrame, step: str) -> pd.DataFrame:
    """Place each count in pixels."""
    length = pd.Timedelta(step if step[0].isdigit() else f"1{step}")
    first, total = binned["start"].min(), binned.groupby("start")["count"].sum().max()
    bins = (binned["start"].max() - first) // length + 1
    wide = min((_VOLUME - _LEFT - 10) / bins, 40)
    place = _LEFT + (binned["start"] - first) / length * wide
    high, floor = _HIGH / total, 34 + _HIGH
    return pd.DataFrame({
        "x": place, "x2": place + wide * 0.86,
        "y2": floor - binned["before"] * high,
        "y": floor - (binned["before"] + binned["count"]) * high,
        "colour": binned["colour"], "group": binned["group"],
        "start": binned["start"].dt.strftime("%Y-%m-%dT%H:%MZ"),
        "end": (binned["start"] + length).dt.strftime("%Y-%m-%dT%H:%MZ"),
        "spoken": binned["start"].dt.strftime("%Y-%m-%d %H:%M") + ", " + binned["group"] + ": "
        + binned["count"].map("{:,}".format),
    })  # fmt: skip


def _stacks(canvas: Canvas, frame: pd.DataFrame) -> list[alt.Chart]:
    pick = alt.selection_point(name="pick", fields=["start", "end"], on="click", toggle=False)
    mark = alt.Chart(frame).mark_rect(stroke="#ffffff", strokeWidth=0.5, cursor="pointer").encode(
        x=canvas.across("x"), x2="x2:Q", y=canvas.down("y"), y2="y2:Q",
        color=alt.Color("colour:N", scale=None), description="spoken:N",
        tooltip=alt.Tooltip("spoken:N", title="Messages"),
    )  # fmt: skip
    legend = pd.DataFrame([
        {"x": 8 + n * 165, "x2": 20 + n * 165, "name_at": 25 + n * 165, "y": _HIGH + 60,
         "y2": _HIGH + 72, "middle": _HIGH + 66, "colour": g.colour,
         "group": fit(g.title, 140, 11)}
        for n, g in enumerate(load_groups())
    ])  # fmt: skip
    keys = alt.Chart(legend).mark_rect(aria=False, stroke=GREY, strokeWidth=0.5).encode(
        x=canvas.across("x"), x2="x2:Q", y=canvas.down("y"), y2="y2:Q",
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
    return [mark.add_params(pick), keys,
            canvas.text(legend, "group", "name_at", "middle", fontSize=11)]  # fmt: skip


def _axis(canvas: Canvas, binned: pd.DataFrame) -> list[alt.Chart]:
    """The floor, the highest number, and the first and last bin in words."""
    highest = int(binned.groupby("start")["count"].sum().max())
    floor = 34 + _HIGH
    words = pd.DataFrame([
        {"text": f"{highest:,}", "x": 8, "y": 40},
        {"text": "0", "x": 8, "y": floor},
        {"text": binned["start"].min().strftime("%Y-%m-%d %H:%M"), "x": _LEFT, "y": floor + 12},
        {"text": "last: " + binned["start"].max().strftime("%Y-%m-%d %H:%M"),
         "x": _VOLUME - 150, "y": floor + 12},
    ])  # fmt: skip
    line = alt.Chart(pd.DataFrame([{"y": floor}])).mark_rule(color=FAINT, aria=False)
    return [
        line.encode(x=alt.value(_LEFT), x2=alt.value(_VOLUME), y=canvas.down("y")),
        canvas.text(words, "text", "x", "y", color=GREY, fontSize=11),
    ]


def _told(known: pd.DataFrame, binned: pd.DataFrame) -> str:
    sums = binned.groupby("n")["count"].sum()
    parts = ", ".join(f"{load_groups()[n].title} {count:,}" for n, count in sums.items())
    first, last = known["received"].min(), known["received"].max()
    peak = binned.groupby("start")["count"].sum()
    span = f"from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
    return (
        f"{len(known):,} messages {span}: {parts}. "
        f"Most at once: {peak.max():,}, at {peak.idxmax():%Y-%m-%d %H:%M}."
    )
