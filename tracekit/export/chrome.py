"""Journeys in the Trace Event Format: Perfetto and chrome://tracing open it.

The format (Chromium, "Trace Event Format"; Perfetto documentation, "Visualizing external trace
formats"): a process a message, a thread a journey; `X` is a span with `ts` and `dur` in
microseconds, spans of a thread lie one inside the other; `i` is a moment, `M` gives a name.
"""

from __future__ import annotations

from pathlib import Path

from tracekit.export.files import json_text, write_text
from tracekit.export.spans import Journey, journeys
from tracekit.model import MessageTrace

_CATEGORY = "mail"


def to_chrome_trace(
    trace: MessageTrace, path: str | Path, roles: dict[int, str] | None = None
) -> Path:
    """Write the journeys that have a time as a Chrome trace; returns the path.

    `roles` maps the number of a journey to the part it plays, as in `diagnosis.pairs`.

    >>> import tempfile
    >>> to_chrome_trace(MessageTrace.empty(), tempfile.mkdtemp() + "/trace.json").name
    'trace.json'
    """
    return write_text(path, json_text(chrome_trace(trace, roles)))


def chrome_trace(trace: MessageTrace, roles: dict[int, str] | None = None) -> dict:
    """Return what `to_chrome_trace` writes.

    >>> chrome_trace(MessageTrace.empty())["traceEvents"]
    []
    """
    found = journeys(trace, roles)
    messages = {message: number for number, message in
                enumerate(dict.fromkeys(j.message for j in found), 1)}  # fmt: skip
    events = [_name("process_name", pid, 0, f"message {message}".strip())
              for message, pid in messages.items()]  # fmt: skip
    for one in found:
        events += _journey(one, messages[one.message])
    return {"traceEvents": events, "displayTimeUnit": "ms"}


def _journey(one: Journey, pid: int) -> list[dict]:
    # Threads are numbered from 1: viewers keep 0 to themselves.
    tid = one.number + 1
    spans = [_span(one.name, pid, tid, one.start, one.end, one.known)]
    spans += [_span(f"after {m.name}", pid, tid, m.at, end, m.known) for m, end in one.waits()]
    moments = [{"ph": "i", "s": "t", "name": m.name, "cat": _CATEGORY, "pid": pid, "tid": tid,
                "ts": m.at // 1000, "args": m.known} for m in one.moments]  # fmt: skip
    return [_name("thread_name", pid, tid, one.name), *spans, *moments]


def _span(name: str, pid: int, tid: int, start: int, end: int, known: dict) -> dict:
    return {"ph": "X", "name": name, "cat": _CATEGORY, "pid": pid, "tid": tid,
            "ts": start // 1000, "dur": (end - start) // 1000, "args": known}  # fmt: skip


def _name(what: str, pid: int, tid: int, name: str) -> dict:
    return {"ph": "M", "name": what, "pid": pid, "tid": tid, "args": {"name": name}}
