"""Reports -> tables, with the byte of everything and an account of the rest."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from tracekit.decode.status import status_word
from tracekit.model import MessageTrace, table
from tracekit.readers.given import Given
from tracekit.readers.report_text.labels import words
from tracekit.readers.report_text.report import Report
from tracekit.text import Text, line_starts, one_line

EXCERPT = 500


@dataclass(frozen=True)
class _Places:
    """Turns a place in the repaired text into a byte and a line of the input."""

    text: Text
    offsets: np.ndarray
    lines: list[int]
    size: int

    def byte(self, place: int) -> int:
        if place >= len(self.text.value):
            return self.size
        return 0 if place <= 0 else int(self.offsets[self.text.before(place)])

    def line(self, place: int) -> int:
        return bisect_right(self.lines, self.text.before(place))

    def span(self, start: int, end: int) -> dict[str, int]:
        first = self.byte(start) if start else 0
        return {"offset": first, "length": max(0, self.byte(end) - first)}


def to_trace(
    reports: list[Report], text: Text, given: Given, reader: str, repairs: list[str]
) -> MessageTrace:
    """Build the tables of one input."""
    name, decoded = given.name, given.decoded
    lines = line_starts(decoded.text)
    places = _Places(text, decoded.byte_offsets(), lines, given.size)
    spans = _account(reports, text.value)
    events = [e for n, r in enumerate(reports) for e in _events(r, n, name, places)]
    return MessageTrace(
        journeys=table("journeys", (_journey(r, n, name, places) for n, r in enumerate(reports))),
        events=table("events", events),
        problems=table("problems", _problems(reports, spans, text.value, name, places)),
        sources=table("sources", [{
            "source": name, "format": reader if reports else None,
            "sha256": given.sha256, "bytes": given.size, "lines": len(lines),
            "encoding": decoded.encoding, "rows": len(events), "journeys": len(reports),
            "repairs": "; ".join(repairs) or None,
            "coverage": _coverage(spans, len(text.value)),
            "cannot_contain": _LACKS,
        }]),
        spans=table("spans", _span_rows(spans, text.value, name, places)),
    )  # fmt: skip


def _journey(report: Report, number: int, name: str, places: _Places) -> dict:
    block, journey = report.block, report.journey
    end = max([e for _, e, _ in report.spans], default=block.end)
    return {
        **journey,
        "journey": number,
        "status": status_word(journey.get("last_step"), journey.get("status_text")),
        "source": name,
        "line": places.line(block.start),
        **places.span(block.start, end),
    }


def _events(report: Report, number: int, name: str, places: _Places) -> list[dict]:
    return [
        {
            **event,
            "journey": number,
            "derived": False,
            "source": name,
            "line": places.line(event["start"]),
            **places.span(event["start"], event["end"]),
        }
        for event in report.events
    ]


Span = tuple[int, int, str, int | None]


def _account(reports: list[Report], text: str) -> list[Span]:
    """Cover the whole text: what was read, and between it layout, prose or unknown text."""
    read = sorted((s, e, kind, n) for n, r in enumerate(reports) for s, e, kind in r.spans)
    spans: list[Span] = []
    at = 0
    for start, end, kind, number in [*read, (len(text), len(text), "", None)]:
        start = max(start, at)
        if start > at:
            inside = spans[-1][3] if spans and kind and spans[-1][3] == number else None
            spans.append((at, start, _leftover(text[at:start], inside), inside))
        if end > start:
            spans.append((start, end, kind, number))
            at = end
        at = max(at, start)
    return spans


def _leftover(piece: str, journey: int | None) -> str:
    if not any(letter.isalnum() for letter in piece):
        return "layout"
    if journey is None:
        return "prose"
    known = {w.casefold() for f in ("heading", "help", "status", "message_id", "from_ip", "to_ip",
                                    "size", "subject") for w in words(f)}  # fmt: skip
    lines = {line.strip(" |:*-").casefold() for line in piece.split("\n")} - {""}
    return "header" if lines <= known else "problem"


def _coverage(spans: list[Span], size: int) -> float:
    unread = sum(end - start for start, end, kind, _ in spans if kind == "problem")
    return 1 - unread / size if size else 1.0


def _span_rows(spans: list[Span], text: str, name: str, places: _Places) -> list[dict]:
    return [
        {
            "source": name,
            "kind": kind,
            "journey": journey,
            "text": text[start:end].strip() if kind == "prose" else None,
            **places.span(start, end),
        }
        for start, end, kind, journey in spans
    ]


def _problems(
    reports: list[Report], spans: list[Span], text: str, name: str, places: _Places
) -> list[dict]:
    told = [{**p, "journey": n} for n, r in enumerate(reports) for p in r.problems]
    cut = {p["start"] for p in told}
    told += [
        {"kind": "unknown-text", "start": start, "end": end, "journey": journey,
         "reason": "This text stands inside a report, where none is expected. It was kept here "
         "and not read; check whether it belongs to an event."}
        for start, end, kind, journey in spans
        if kind == "problem" and start not in cut
    ]  # fmt: skip
    if not reports and text.strip():
        told.append({"kind": "unreadable", "start": 0, "end": len(text), "journey": None,
                     "reason": _NOT_A_TRACE})  # fmt: skip
    return [
        {
            "source": name,
            "line": places.line(p["start"]),
            "text": one_line(text[p["start"] : p["end"]])[:EXCERPT],
            "reason": p["reason"],
            "kind": p["kind"],
            "journey": p["journey"],
            **places.span(p["start"], p["end"]),
        }
        for p in sorted(told, key=lambda p: p["start"])
    ]


_LACKS = (
    "Each report is one result of the search: other journeys and recipients of the message are "
    "other results. Times have no seconds, and what happens after the delivery is not in it."
)
_NOT_A_TRACE = (
    "This is not a message trace: no report begins here (Subject, Sender, Recipient, then "
    "Date | Event | Detail). In the Exchange admin center open Message trace, select the result "
    "and choose Copy report text."
)
