"""The way of the message as a map, every event as a picture and a table, and the waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Drawing, Table, Text
from tracekit.charts import journey_map, picture, waterfall
from tracekit.charts import timeline as draw_timeline
from tracekit.diagnosis import Case
from tracekit.diagnosis.way import stages

if TYPE_CHECKING:
    from tracekit.case.story import Story

_MOST_DRAWN = 60  # events; a longer picture tells nobody anything
_ROLES = {"outbound": "out to the gateway", "return": "back from the gateway",
          "direct": "direct", "loop": "out once more", "unknown": "not clear"}  # fmt: skip
_EVENTS = {"place": "No.", "time": "Time (UTC)", "time_text": "As printed", "event": "Event",
           "detail": "Detail", "wait": "Wait before", "where": "Input, line"}  # fmt: skip
_JOURNEYS = {"pass_number": "Pass", "way": "Which way", "received": "Received",
             "status_text": "Status", "because": "Why this way",
             "where": "Input, line"}  # fmt: skip
_STAGES = {"title": "Part of the way", "said": "Waited"}


def way(story: Story) -> list[Block]:
    """The map, and a row for each journey."""
    case = story.case
    if case.trace.journeys.empty:
        return [Text("The inputs hold no journey of this message.")]
    drawn = [] if _is_long(case) else [Drawing(picture(journey_map(case.trace, case.diagnosis)))]
    return [*drawn, Table(_passes(case), _JOURNEYS, "Journeys, in the order of the way")]


def _passes(case: Case) -> pd.DataFrame:
    told = case.pairs.merge(case.trace.journeys, on="journey", how="left")
    told = told.assign(way=told["role"].map(_ROLES), where=_places(told),
                       status_text=told["status_text"].fillna(told["progress"]))  # fmt: skip
    return told.sort_values(["pass_number", "journey"], kind="stable")


def timeline(story: Story) -> list[Block]:
    """The picture, and a table of every event."""
    case = story.case
    if case.trace.events.empty:
        return [Text("The inputs hold no event of this message: a list of results has none.")]
    drawn: list[Block] = [Drawing(picture(draw_timeline(case.trace, case.diagnosis)))]
    if _is_long(case):
        drawn = [Text(f"There are {len(case.trace.events)} events: too many for one picture.")]
    return [*drawn, Table(_rows(case), _EVENTS, "Events, in the order of the way")]


def _rows(case: Case) -> pd.DataFrame:
    events = case.trace.events
    passes = case.pairs.set_index("journey")["pass_number"]
    waits = case.waits.drop_duplicates("after").set_index("after")["minutes"]
    told = events.assign(
        passed=events["journey"].map(passes), where=_places(events),
        wait=[_minutes(waits.get(label)) for label in events.index],
    ).sort_values(["passed", "journey", "seq"], kind="stable")  # fmt: skip
    shown = told["passed"].astype("str").str.removesuffix(".0").fillna("?")
    return told.assign(place=shown + "." + told["seq"].astype("str"))


def _minutes(wait: float | None) -> str:
    if wait is None or pd.isna(wait):
        return ""
    return f"{wait:.0f} min" if wait >= 1 else f"{wait * 60:.0f} s"


def _places(rows: pd.DataFrame) -> pd.Series:
    line = rows["line"].astype("str")
    return rows["source"].astype("str").fillna("") + (", " + line).where(line.notna(), "")


def _is_long(case: Case) -> bool:
    return len(case.trace.events) > _MOST_DRAWN


def waits(story: Story) -> list[Block]:
    """The waits to scale and as a table; nothing where none shows."""
    case = story.case
    if case.waits.empty:
        return []
    return [Drawing(picture(waterfall(case))),
            Table(stages(case), _STAGES, "Part by part")]  # fmt: skip
