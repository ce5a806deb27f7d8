"""A trace as one file: its tables as JSON, for a trace that has no input to keep."""

from __future__ import annotations

from tracekit.export.tables import tables_text
from tracekit.model import MessageTrace
from tracekit.readers.given import Given
from tracekit.readers.own_json import sniff

NAME = "trace.json"


def pack(trace: MessageTrace) -> Given:
    """Return a trace as an input, which is read back without a loss.

    >>> is_packed(pack(MessageTrace.empty()))
    True
    """
    return Given(NAME, tables_text(trace).encode())


def is_packed(given: Given) -> bool:
    """Tell a packed trace by its beginning."""
    return not sniff(given.head_text)
