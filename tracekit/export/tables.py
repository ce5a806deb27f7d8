"""All tables of a trace: CSV for spreadsheets, Parquet for data tools, JSON to be read again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracekit.export.files import json_text, write_text
from tracekit.model import MessageTrace
from tracekit.model.tables import TABLES
from tracekit.readers.own_json import VERSION
from tracekit.render import json_records


def to_csv(trace: MessageTrace, folder: str | Path) -> list[Path]:
    """Write one CSV file a table; no cell acts as a formula. Returns the paths.

    >>> import tempfile
    >>> len(to_csv(MessageTrace.empty(), tempfile.mkdtemp()))
    8
    """
    return trace.to_csv(folder)


def to_parquet(trace: MessageTrace, folder: str | Path) -> list[Path]:
    """Write one Parquet file a table, types kept; returns the paths.

    >>> import tempfile
    >>> len(to_parquet(MessageTrace.empty(), tempfile.mkdtemp()))
    8
    """
    return trace.to_parquet(folder)


def to_json(trace: MessageTrace, path: str | Path) -> Path:
    """Write all tables into one JSON file, which `tracekit.read` reads again without a loss.

    >>> import tempfile
    >>> to_json(MessageTrace.empty(), tempfile.mkdtemp() + "/trace.json").name
    'trace.json'
    """
    return write_text(path, tables_text(trace))


def tables_text(trace: MessageTrace) -> str:
    """Return what `to_json` writes.

    >>> tables_text(MessageTrace.empty())[:30]
    '{"tracekit":{"version":1},"tab'
    """
    tables = {name: _sheet(getattr(trace, name)) for name in TABLES}
    told = {"tracekit": {"version": VERSION}, "tables": tables}
    return json_text(told, None)


def _sheet(frame: pd.DataFrame) -> dict:
    records = json_records(frame)
    return {"columns": [str(name) for name in frame.columns],
            "rows": [list(record.values()) for record in records]}  # fmt: skip
