"""The last stop of a message: what the diagnosis found, else what the last event says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.charts.lanes import Lane
from tracekit.charts.tones import tone_of
from tracekit.charts.wording import FOLDERS, clock, plain_detail, said
from tracekit.knowledge import load_outcomes

MISSING = "not in this trace"
_NOT_KNOWN = "not known from this trace"
_WITH_GATEWAY = ("with-the-gateway", "cannot-tell")
_ELSEWHERE = ("End of the way", "seen", "end")
# Place, state and kind of the last stop; an outcome that is not here is told in its own words.
_PLACES = {
    "in-inbox": ("Inbox", "seen", "end"),
    "in-junk": ("Junk Email folder", "seen", "end"),
    "in-other-folder": ("Another folder", "seen", "end"),
    "delivered-folder-unknown": ("Mailbox", "seen", "end"),
    "released-from-quarantine": ("Mailbox", "seen", "end"),
    "forwarded": ("Mailbox", "seen", "end"),
    "in-quarantine": ("Quarantine", "seen", "failed"),
    "bounced": ("Not delivered", "seen", "failed"),
    "rejected-at-the-door": ("Not delivered", "seen", "failed"),
    "sent-outside": ("Outside", "seen", "end"),
    "redirected": ("Another address", "seen", "end"),
    "resolved-elsewhere": ("Another address", "seen", "end"),
    "expanded": ("Members of the group", "seen", "end"),
    "deleted": ("Ended here", "seen", "failed"),
    "suppressed-automatic-reply": ("Ended here", "seen", "end"),
    "pending": ("Folder", "unknown", "end"),
    "awaiting-approval": ("Folder", "unknown", "end"),
    "with-the-gateway": ("Folder", "unknown", "end"),
    "no-record": ("Folder", "unknown", "end"),
    "cannot-tell": ("Folder", "unknown", "end"),
}


@dataclass(frozen=True)
class Stop:
    """A place on the way, what happened there, and whether the trace shows it.

    `state` is seen, missing (the trace should be asked for) or unknown.
    """

    place: str
    lines: tuple[str, ...] = ()
    state: str = "seen"
    kind: str = "microsoft"


def ends_of(diagnosis: object) -> dict[object, str]:
    """Return where each message is now, by its number, as a diagnosis found it."""
    outcomes = getattr(diagnosis, "outcomes", None)
    return {} if outcomes is None else outcomes["disposition"].to_dict()


def is_end(event: pd.Series) -> bool:
    """Tell whether an event is an end of a journey."""
    ends = ("delivered", "failed", "ended", "sent")
    return tone_of(event["event"]) in ends or event["event"] == "Quarantine"


def end_of(lane: Lane, outcome: str | None) -> list[Stop]:
    """Return the last stop: what the diagnosis found, else what the last event says."""
    shown = _shown_end(lane)
    if outcome is None or (outcome in _WITH_GATEWAY and len(shown) > 1):
        return shown
    place, state, kind = _PLACES.get(outcome, _ELSEWHERE)
    fits = [stop for stop in _told(lane) if (stop.place, stop.state) == (place, state)]
    if outcome == "in-other-folder":
        fits = [stop for stop in _told(lane) if stop.kind == "end" and stop.place != "Outside"]
    lines = (_NOT_KNOWN if outcome == "cannot-tell" else load_outcomes()[outcome].title,)
    return fits[-1:] or [Stop(place, lines, state, kind)]


def _told(lane: Lane) -> list[Stop]:
    """Every end that the events of a lane tell of, in order."""
    return [_last_stop(event) for _, event in lane.events.iterrows() if is_end(event)]


def _shown_end(lane: Lane) -> list[Stop]:
    """Where the last journey ended, as far as its events show it."""
    if lane.role in ("outbound", "loop"):
        return [
            Stop("Microsoft 365", (f"the journey back is {MISSING}",), "missing"),
            Stop("Folder", ("not known: the journey back would tell",), "unknown", "end"),
        ]
    return _told(lane)[-1:] or [Stop("Folder", (_NOT_KNOWN,), "unknown", "end")]


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
