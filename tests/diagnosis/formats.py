"""The same content in another format: what the cmdlets print and export for a report's journeys."""

from __future__ import annotations

import json
from collections.abc import Callable

from together import Sample, read_together

from tracekit.model import MessageTrace
from tracekit.readers.front import parse
from tracekit.training.exports import Records, as_console, as_csv, can_be_exported, details

FORMATS: dict[str, Callable[[Records], str]] = {
    "detail-csv": as_csv,
    "trace-json": json.dumps,
    "powershell-text": as_console,
}


def in_format(samples: dict[int, Sample], name: str) -> dict[int, MessageTrace]:
    """Read samples again after all were written as one input in another format, by number."""
    return read_together(samples, lambda trace: parse(FORMATS[name](details(trace))))


__all__ = ["FORMATS", "can_be_exported", "in_format"]
