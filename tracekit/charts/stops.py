"""The stops of a message on its way: sender, Microsoft 365, gateway, Microsoft 365, folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from tracekit.charts.lanes import Lane
from tracekit.charts.rows import collapsed
from tracekit.charts.tones import tone_of
from tracekit.charts.wording import FOLDERS, clock, plain_detail, said

MOST_LINES = 8
_MISSING = "not in this trace"


@dataclass(frozen=True)
class Stop:
    """A place on the way, what happened there, and whether the trace shows it.

    `state` is seen, missing (the trace should be asked for) or unknown.
    """

    place: str
    lines: tuple[str, ...] = ()
    state: str = "seen"
    kind: str = "microsoft"


def stops(lanes: list[Lane]) -> list[Stop]:
    """Return the stops of one message, from its lanes in order."""
    first, last = lanes[0], lanes[-1]
    way = [Stop("Sender", (said(first.row["sender"], 80) or "not known",), kind="sender")]
    if first.role == "return":
        way += [
            Stop("Microsoft 365", (f"the journey to the gateway is {_MISSING}",), "missing"),
            Stop(
                "Gateway",
                ("it came back from here", f"the way here is {_MISSING}"),
                "missing",
                "gateway",
            ),
        ]
    for lane, after in zip(lanes, [*lanes[1:], None], strict=True):
        way += _journey_stops(lane, after)
    return [*way, *_end(last)]


def _journey_stops(lane: Lane, after: Lane | None) -> Iterator[Stop]:
    yield Stop("Microsoft 365", tuple(_happened(lane)))
    if lane.role in ("outbound", "loop"):
        yield Stop("Gateway", tuple(_at_gateway(lane, after)), kind="gateway")


def _happened(lane: Lane) -> list[str]:
    """What a journey did inside Microsoft 365, one line a different thing."""
    runs = [run for run in collapsed(lane.events) if not _leaves(run.iloc[0], lane)]
    lines = [_line(run) for run in runs]
    if not lines:
        return ["no events given"]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"… and {more} more"]


def _leaves(event: pd.Series, lane: Lane) -> bool:
    """Is this the event that is told at the next stop?"""
    if lane.role in ("outbound", "loop"):
        return event["event"] == "Send external"
    return _is_end(event)


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


def _is_end(event: pd.Series) -> bool:
    ends = ("delivered", "failed", "ended", "sent")
    return tone_of(event["event"]) in ends or event["event"] == "Quarantine"


def _end(lane: Lane) -> list[Stop]:
    """Where the last journey ended, as far as the trace shows it."""
    if lane.role in ("outbound", "loop"):
        return [
            Stop("Microsoft 365", (f"the journey back is {_MISSING}",), "missing"),
            Stop("Folder", ("not known: the journey back would tell",), "unknown", "end"),
        ]
    ends = [event for _, event in lane.events.iterrows() if _is_end(event)]
    if not ends:
        return [Stop("Folder", ("not known from this trace",), "unknown", "end")]
    return [_last_stop(ends[-1])]


def _last_stop(event: pd.Series) -> Stop:
    tone, folder = tone_of(event["event"]), said(event["folder"], 60)
    if tone == "delivered":
        place = FOLDERS.get(folder.casefold(), folder) or "Mailbox"
        detail = "" if folder else "folder not named"
        lines = (f"{clock(event)} delivered", *([detail] if detail else []))
        return Stop(place[:1].upper() + place[1:], lines, "seen", "end")
    if tone == "sent":
        return Stop("Outside", (f"{clock(event)} {_line_of(event)}",), "seen", "end")
    if event["event"] == "Quarantine":
        return Stop("Quarantine", (f"{clock(event)} quarantined",), "seen", "failed")
    place = "Not delivered" if tone == "failed" else "Ended here"
    return Stop(place, (f"{clock(event)} {_line_of(event)}",), "seen", "failed")


def _line_of(event: pd.Series) -> str:
    return f"{said(event['event'], 40)} {plain_detail(event)}".strip()
