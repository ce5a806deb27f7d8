"""tracekit read: print one table of what was read."""

from __future__ import annotations

import argparse
import json

import pandas as pd

from tracekit.cli.inputs import add_inputs, read_inputs
from tracekit.cli.receipt import receipt_text
from tracekit.cli.streams import show
from tracekit.model import MessageTrace
from tracekit.model.described import described
from tracekit.readers.headers import verdict_of
from tracekit.render import csv_text, json_records, text_table

# What fits a terminal; CSV and JSON have every column.
SHORT = {
    "journeys": ("journey", "received", "sender", "recipient", "subject", "status"),
    "events": ("journey", "seq", "time", "event", "detail"),
    "headers": ("message_id", "sender", "recipient", "subject", "date"),
    "hops": ("block", "hop", "time", "delay_seconds", "from_host", "by_host"),
    "problems": ("source", "line", "kind", "text", "reason"),
    "sources": ("source", "format", "encoding", "journeys", "rows", "repairs"),
}
_LONGEST = 240
_VERDICTS = {"field": "Verdict in the header", "value": "Value", "meaning": "Meaning",
             "decided": "Who decided"}  # fmt: skip


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "read",
        help="print what was read as a table",
        description="Read inputs and print what each of them was read as, and its events. "
        "--format table shows the main columns; csv and json have all of them.",
    )
    add_inputs(parser)
    parser.add_argument(
        "--table",
        choices=list(SHORT),
        help="print this table alone (default: what was read, and the events)",
    )
    parser.add_argument("--format", choices=list(FORMATS), default="table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table; 2 if an input could not be used."""
    trace, usable = read_inputs(options)
    if options.table or options.format != "table":
        name = options.table or "events"
        show(FORMATS[options.format](getattr(trace, name), name))
    else:
        show("\n\n".join(filter(None, [receipt_text(trace), *_tables(trace)])))
    return 0 if usable else 2


def _tables(trace: MessageTrace) -> list[str]:
    """Return the journeys where one has no events of its own, then the events."""
    without = ~trace.journeys["journey"].isin(trace.events["journey"])
    names = ["journeys"] * bool(without.any())
    names += [name for name in ("events", "hops") if len(getattr(trace, name))]
    tables = [as_table(getattr(trace, name), name) for name in names]
    if len(trace.headers):
        tables.append(text_table(verdict_of(trace.headers), _VERDICTS))
    return tables


def as_table(frame: pd.DataFrame, name: str) -> str:
    """Return the main columns for the terminal."""
    shown = frame.assign(detail=described(frame)) if name == "events" else frame
    return text_table(shown.apply(_short) if len(shown) else shown, SHORT[name])


def _short(column: pd.Series) -> pd.Series:
    """Cut what no terminal shows; CSV and JSON have all of it."""
    if not isinstance(column.dtype, pd.StringDtype):
        return column
    return column.where(column.str.len() <= _LONGEST, column.str.slice(0, _LONGEST - 1) + "…")


def as_csv(frame: pd.DataFrame, name: str) -> str:
    """Return every column, safe to open in a spreadsheet."""
    return csv_text(frame)


def as_json(frame: pd.DataFrame, name: str) -> str:
    """Return an array with one record a row."""
    return json.dumps(json_records(frame), indent=2, ensure_ascii=False)


FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}
