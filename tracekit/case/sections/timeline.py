"""The way of the message as a map, every event as a picture and a table, and the waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Drawing, Table, Text
from tracekit.case.sections.places import numbered, once, places, with_times
from tracekit.charts import journey_map, picture, waterfall
from tracekit.charts import timeline as draw_timeline
from tracekit.diagnosis import Case
from tracekit.diagnosis.passes import by_pass
from tracekit.diagnosis.way import stages
from tracekit.evidence.waits import duration

if TYPE_CHECKING:
    from tracekit.case.story import Story

_MOST_DRAWN = 60  # events; a longer picture tells nobody anything
_ROLES = {"outbound": "out to the gateway", "return": "back from the gateway",
          "direct": "direct", "loop": "out once more", "unknown": "not clear"}  # fmt: skip
_EVENTS = {"number": "No.", "utc": "Time (UTC)", "time_text": "As printed", "what": "Event",
           "detail": "Detail", "where": "Where"}  # fmt: skip
_JOURNEYS = {"pass_number": "No.", "way": "Which way", "utc": "Received (UTC)",
             "status_text": "Status", "because": "Why this way", "where": "Where"}  # fmt: skip
_STAGES = {"title": "Part of the way", "said": "Waited"}
_SAME = ["journey", "time", "time_text", "event", "detail", "source", "wait"]
_NO_JOURNEY = "The inputs hold no journey of this message."


def way(story: Story) -> list[Block]:
    """The map; a long way is told by the tables alone."""
    case = story.case
    if case.trace.journeys.empty:
        return [Text(_NO_JOURNEY)]
    if _is_long(case):
        return [Text(f"{len(case.trace.journeys)} journeys with {len(case.trace.events)} events: "
                     "see the timeline.")]  # fmt: skip
    return [Drawing(picture(journey_map(case.trace, case.diagnosis)))]


def timeline(story: Story) -> list[Block]:
    """The picture, a row for each journey, and a row for each event."""
    case = story.case
    if case.trace.journeys.empty:
        return [Text(_NO_JOURNEY)]
    journeys = Table(_passes(story), _JOURNEYS, "Journeys, in the order of the way",
                     words=("way", "because"), whole=("where", "utc"))  # fmt: skip
    if case.trace.events.empty:
        return [journeys, Text("The inputs hold no event of this message: a list of results has "
                               "none.")]  # fmt: skip
    numbered = by_pass(case)
    drawn: list[Block] = [Drawing(picture(draw_timeline(numbered.trace, pairs=numbered.pairs)))]
    if _is_long(case):
        drawn = [Text(f"There are {len(case.trace.events)} events: too many for one picture.")]
    rows = Table(_rows(story), _EVENTS, "Events; rows that are the same are counted",
                 whole=("number", "utc", "what", "where"))  # fmt: skip
    return [*drawn, journeys, rows]


def _passes(story: Story) -> pd.DataFrame:
    told = story.case.pairs.merge(story.case.trace.journeys, on="journey", how="left")
    told = told.assign(way=told["role"].map(_ROLES), where=places(story, told),
                       utc=_clock(told["received"]),
                       status_text=told["status_text"].fillna(told["progress"]))  # fmt: skip
    return told.sort_values(["pass_number", "journey"], kind="stable")


def _rows(story: Story) -> pd.DataFrame:
    case, events = story.case, story.case.trace.events
    passes = case.pairs.set_index("journey")["pass_number"]
    waits = case.waits.drop_duplicates("after").set_index("after")["minutes"]
    told = events.assign(
        passed=events["journey"].map(passes),
        wait=[_minutes(waits.get(label)) for label in events.index],
    ).sort_values(["passed", "journey", "seq"], kind="stable")  # fmt: skip
    runs = once(told, _SAME)
    return runs.assign(number=numbered(runs, passes), utc=_clock(runs["time"]),
                       what=_with_waits(with_times(runs["event"], runs["times"]), runs["wait"]),
                       where=places(story, runs))  # fmt: skip


def _clock(times: pd.Series) -> list[str]:
    """Times as they are read under a heading that names the zone."""
    known = times.dropna()
    seconds = "" if (known == known.dt.floor("min")).all() else ":%S"
    return ["" if pd.isna(t) else t.strftime(f"%Y-%m-%d %H:%M{seconds}") for t in times]


def _with_waits(names: list[str], waits: pd.Series) -> list[str]:
    return [f"{n} (after {w})" if w else n for n, w in zip(names, waits, strict=True)]


def _minutes(wait: float | None) -> str:
    if wait is None or pd.isna(wait):
        return ""
    return duration(wait)


def _is_long(case: Case) -> bool:
    return len(case.trace.events) > _MOST_DRAWN


def waits(story: Story) -> list[Block]:
    """The waits to scale and as a table; nothing where none shows."""
    case = story.case
    if case.waits.empty:
        return []
    return [Drawing(picture(waterfall(case))),
            Table(stages(case), _STAGES, "Part by part", words=("title", "said"))]  # fmt: skip
