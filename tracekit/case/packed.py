"""A trace as one file: its tables as JSON, for a trace that has no input to keep."""

from __future__ import annotations

import json
from dataclasses import fields

import pandas as pd

from tracekit.errors import InputError
from tracekit.model import MessageTrace, table
from tracekit.model.tables import TABLES
from tracekit.render import json_records

_MARK = "tracekit-tables"
NAME = "trace.json"


def pack(trace: MessageTrace) -> bytes:
    """Return the tables of a trace as JSON, in a fixed order.

    >>> unpack(pack(MessageTrace.empty())).events.empty
    True
    """
    tables = {f.name: json_records(getattr(trace, f.name)) for f in fields(trace)}
    return json.dumps({_MARK: 1, **tables}, ensure_ascii=True, indent=0).encode() + b"\n"


def is_packed(head: bytes) -> bool:
    """Tell a packed trace by its first bytes."""
    return head[:40].replace(b"\n", b"").startswith(b'{"' + _MARK.encode() + b'"')


def unpack(raw: bytes) -> MessageTrace:
    """Return the trace of a packed file; raises InputError for another one."""
    try:
        told = json.loads(raw)
        return MessageTrace(**{name: _table(name, told[name]) for name in TABLES})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(NAME, "this file holds no tables of tracekit",
                         "give the trace it was made from") from None  # fmt: skip


def _table(name: str, records: list[dict]) -> pd.DataFrame:
    """The described columns have their types; what else an input held in `extra` is text."""
    frame = table(name, records)
    more = dict.fromkeys(key for record in records for key in record if key not in frame.columns)
    return frame.assign(**{key: _texts([record.get(key) for record in records]) for key in more})


def _texts(values: list) -> pd.Series:
    return pd.Series([None if v is None else str(v) for v in values], dtype="str")
