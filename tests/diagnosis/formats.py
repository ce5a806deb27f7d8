"""The same content in another format: what the cmdlets print and export for a report's journeys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from tracekit.model import MessageTrace
from tracekit.readers.front import parse
from tracekit.training.exports import Records, as_console, as_csv, can_be_exported, details

FORMATS: dict[str, Callable[[Records], str]] = {
    "detail-csv": as_csv,
    "trace-json": json.dumps,
    "powershell-text": as_console,
}


def in_format(trace: MessageTrace, name: str) -> MessageTrace:
    """Read a trace again after it was written in another format; headers stay beside it."""
    found = parse(FORMATS[name](details(trace)))
    return replace(found, headers=trace.headers, hops=trace.hops)


__all__ = ["FORMATS", "as_csv", "can_be_exported", "details", "in_format"]
