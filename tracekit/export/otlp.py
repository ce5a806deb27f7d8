"""Journeys as OpenTelemetry spans: one trace a message, one span a journey, one a wait.

The writing is OTLP's JSON (OpenTelemetry specification, "JSON Protobuf encoding"): lowerCamelCase
names, ids in hexadecimal, 64-bit numbers as text, enumerations as numbers. A file holds one
request, as the collector's file receiver and `otlp` over HTTP take it.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tracekit.export.files import json_text, write_text
from tracekit.export.spans import Journey, Moment, journeys, short_hash
from tracekit.model import MessageTrace

_INTERNAL = 1  # SpanKind: SPAN_KIND_INTERNAL
_SCOPE = "tracekit"


def to_otlp(trace: MessageTrace, path: str | Path, roles: dict[int, str] | None = None) -> Path:
    """Write the journeys that have a time as OTLP JSON; returns the path.

    `roles` maps the number of a journey to the part it plays, as in `diagnosis.pairs`.

    >>> import tempfile
    >>> to_otlp(MessageTrace.empty(), tempfile.mkdtemp() + "/trace.otlp.json").name
    'trace.otlp.json'
    """
    return write_text(path, json_text(request(trace, roles)))


def request(trace: MessageTrace, roles: dict[int, str] | None = None) -> dict:
    """Return what `to_otlp` writes.

    >>> request(MessageTrace.empty())["resourceSpans"][0]["scopeSpans"][0]["spans"]
    []
    """
    found = sorted(journeys(trace, roles), key=lambda j: (j.message, j.number))
    spans = [span for message, group in groupby(found, key=lambda j: j.message)
             for span in _message(message, list(group))]  # fmt: skip
    return {"resourceSpans": [{
        "resource": {"attributes": _attributes({"service.name": "message trace"})},
        "scopeSpans": [{"scope": {"name": _SCOPE}, "spans": spans}],
    }]}  # fmt: skip


def _message(message: str, found: list[Journey]) -> list[dict]:
    # Without a Message-ID nothing says that two journeys are one message.
    if not message:
        return [span for one in found for span in _journey(one, _trace_id("", one.number), "")]
    trace_id, root = _trace_id(message), short_hash(message, "message", length=16)
    start, end = min(j.start for j in found), max(j.end for j in found)
    spans = [_span(trace_id, root, "", f"message {message}", start, end, {"message_id": message})]
    return spans + [span for one in found for span in _journey(one, trace_id, root)]


def _journey(one: Journey, trace_id: str, parent: str) -> list[dict]:
    own = short_hash(trace_id, "journey", one.number, length=16)
    span = _span(trace_id, own, parent, one.name, one.start, one.end, one.known)
    span["events"] = [{"timeUnixNano": str(m.at), "name": m.name,
                       "attributes": _attributes(m.known)} for m in one.moments]  # fmt: skip
    waits = [_wait(trace_id, own, number, moment, end)
             for number, (moment, end) in enumerate(one.waits())]  # fmt: skip
    return [span, *waits]


def _wait(trace_id: str, parent: str, number: int, moment: Moment, end: int) -> dict:
    own = short_hash(parent, "wait", number, length=16)
    return _span(trace_id, own, parent, f"after {moment.name}", moment.at, end, moment.known)


def _span(
    trace_id: str, span_id: str, parent: str, name: str, start: int, end: int, known: dict
) -> dict:
    return {"traceId": trace_id, "spanId": span_id, "parentSpanId": parent, "name": name,
            "kind": _INTERNAL, "startTimeUnixNano": str(start), "endTimeUnixNano": str(end),
            "attributes": _attributes(known)}  # fmt: skip


def _attributes(known: dict) -> list[dict]:
    return [{"key": key, "value": {"intValue": str(v)} if isinstance(v, int)
             else {"stringValue": v}} for key, v in known.items()]  # fmt: skip


def _trace_id(*parts: object) -> str:
    return short_hash("trace", *parts, length=32)
