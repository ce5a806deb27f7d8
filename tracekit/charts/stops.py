"""The stops of a message on its way: sender, Microsoft 365, gateway, Microsoft 365, folder."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tracekit.charts.ends import MISSING, Stop, end_of, is_end
from tracekit.charts.lanes import Lane
from tracekit.charts.rows import collapsed
from tracekit.charts.wording import clock, plain_detail, said
from tracekit.combine.bounce_messages import told_by_bounce_alone

MOST_LINES = 8
_AT_THE_DOOR = "rejected-at-the-door"


def stops(lanes: list[Lane], outcome: str | None = None) -> list[Stop]:
    """Return the stops of one message, from its lanes in order.

    `outcome`: what a diagnosis found of where it is now; the last stop says nothing else.
    """
    first, last = lanes[0], lanes[-1]
    way = [Stop("Sender", (said(first.row["sender"], 80) or "not known",), kind="sender")]
    if first.role == "return":
        way += [
            Stop("Microsoft 365", (f"the journey to the gateway is {MISSING}",), "missing"),
            Stop(
                "Gateway",
                ("it came back from here", f"the way here is {MISSING}"),
                "missing",
                "gateway",
            ),
        ]
    for lane, after in zip(lanes, [*lanes[1:], None], strict=True):
        # What was refused at the door never came in.
        way += [] if outcome == _AT_THE_DOOR else _journey_stops(lane, after)
    return [*way, *end_of(last, outcome)]


def _journey_stops(lane: Lane, after: Lane | None) -> Iterator[Stop]:
    if told_by_bounce_alone(lane.row.to_frame().T, lane.events).any():
        state = "seen" if lane.events["event"].eq("Receive").any() else "missing"
        lines = _happened(lane) if state == "seen" else ["only a bounce tells of it"]
        yield Stop("Microsoft 365", tuple(lines), state)
        return
    yield Stop("Microsoft 365", tuple(_happened(lane)))
    if lane.role in ("outbound", "loop"):
        yield Stop("Gateway", tuple(_at_gateway(lane, after)), kind="gateway")


def _happened(lane: Lane) -> list[str]:
    """What a journey did inside Microsoft 365, one line a different thing."""
    # What an agent's record stands for is an event of its own.
    told = lane.events[~lane.events["event"].eq("AGENTINFO").fillna(False)]
    runs = [run for run in collapsed(told) if not _leaves(run.iloc[0], lane)]
    lines = [_line(run) for run in runs]
    if not lines:
        return ["no events given"]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"… and {more} more"]


def _leaves(event: pd.Series, lane: Lane) -> bool:
    """Is this the event that is told at the next stop?"""
    if lane.role in ("outbound", "loop"):
        return event["event"] == "Send external"
    return is_end(event)


def _line(run: pd.DataFrame) -> str:
    event = run.iloc[0]
    name = said(event["event"], 40) or "no name"
    times = f" ×{len(run)}" if len(run) > 1 else ""
    if name == "Receive":
        return f"{clock(event)} received"
    if name in ("Transport rule", "DLP rule"):
        kind = "rule" if name == "Transport rule" else "DLP rule"
        return f"{kind} {plain_detail(event) or 'without a name'}{times}"
    if name in ("Defer", "Fail"):
        return f"{name}: {plain_detail(event)}{times}".rstrip(": ")
    return f"{name}{times}"


def _at_gateway(lane: Lane, after: Lane | None) -> Iterator[str]:
    sent = lane.events[lane.events["event"] == "Send external"]
    if sent.empty:
        yield "the hand-over is not shown"
    else:
        yield f"{clock(sent.iloc[-1])} handed over"
        if said(sent.iloc[-1]["host"]):
            yield said(sent.iloc[-1]["host"], 80)
    if after is not None and not after.events.empty:
        yield f"{clock(after.events.iloc[0])} back at Microsoft 365"
