"""What a picture shows, in words."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.lanes import Lane, lanes, pairs_of
from tracekit.charts.rows import Row, timeline_rows
from tracekit.charts.zones import Zone
from tracekit.model import MessageTrace


def describe(
    trace: MessageTrace,
    diagnosis: object = None,
    pairs: pd.DataFrame | None = None,
    empty: bool = True,
    zone: Zone | None = None,
) -> str:
    """Say in words what the timeline of a trace shows.

    `empty=False` leaves out journeys without events.

    >>> describe(MessageTrace.empty())
    'Timeline: there is no journey in this trace.'
    """
    told = lanes(trace, pairs_of(diagnosis, pairs), zone)
    return describe_lanes([lane for lane in told if empty or len(lane.events)])


def describe_lanes(told: list[Lane]) -> str:
    """Say in words what a timeline of these lanes shows."""
    if not told:
        return "Timeline: there is no journey in this trace."
    count = f"{len(told)} journey{'' if len(told) == 1 else 's'}"
    return "\n".join([f"Timeline of {count}, in the order of the report.", *map(_lane, told)])


def _lane(lane: Lane) -> str:
    rows = [row for row in timeline_rows([lane]) if row.kind != "journey"]
    return f"{lane.title} ({lane.about}). " + "; ".join(_said(row) for row in rows) + "."


def _said(row: Row) -> str:
    return row.spoken if row.kind == "event" else f"then {row.name}"
