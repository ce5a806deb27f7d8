"""The same content in another format: what the cmdlets print and export for a report's journeys."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from tracekit.model import MessageTrace
from tracekit.readers.front import parse

NAMES = ["MessageId", "MessageTraceId", "Date", "Event", "Action", "Detail", "SenderAddress",
         "RecipientAddress", "Subject"]  # fmt: skip
_WIDTH = 78


def records(trace: MessageTrace) -> list[dict[str, str]]:
    """Give the rows that Get-MessageTraceDetailV2 has for these journeys."""
    rows = trace.events.merge(trace.journeys, on="journey", suffixes=("", "_of_journey"))
    return [
        {"MessageId": row.message_id,
         "MessageTraceId": f"{row.journey:08}-0000-4000-8000-000000000001",
         "Date": row.time.strftime("%Y-%m-%dT%H:%M:%SZ"), "Event": row.event, "Action": "",
         "Detail": _text(row.detail), "SenderAddress": _text(row.sender),
         "RecipientAddress": row.recipient, "Subject": _text(row.subject)}
        for row in rows.itertuples()
    ]  # fmt: skip


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def as_csv(found: list[dict[str, str]]) -> str:
    """Write as Export-Csv does."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, NAMES, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def as_console(found: list[dict[str, str]]) -> str:
    """Print as Format-List does: one property a line, wrapped under its value."""
    return "\n\n".join("\n".join(_lines(record)) for record in found) + "\n\n"


def _lines(record: dict[str, str]) -> list[str]:
    pad = max(map(len, NAMES)) + 3
    lines = []
    for name in NAMES:
        text = record[name]
        parts = [text[n : n + _WIDTH] for n in range(0, len(text), _WIDTH)] or [""]
        lines += [f"{name:<{pad - 2}}: {parts[0]}", *(" " * pad + part for part in parts[1:])]
    return lines


FORMATS: dict[str, Callable[[list[dict[str, str]]], str]] = {
    "detail-csv": as_csv,
    "trace-json": json.dumps,
    "powershell-text": as_console,
}


def can_be_exported(trace: MessageTrace) -> bool:
    """Say whether every journey has its ids, events and times, which an export always has."""
    journeys = trace.journeys
    return bool(
        journeys[["message_id", "recipient"]].notna().all(axis=None)
        and len(trace.events) and trace.problems.empty
        and trace.events["time"].notna().all() and not journeys["ambiguous"].any()
        and journeys["journey"].isin(trace.events["journey"]).all()
    )  # fmt: skip


def in_format(trace: MessageTrace, name: str) -> MessageTrace:
    """Read a trace again after it was written in another format; headers stay beside it."""
    found = parse(FORMATS[name](records(trace)))
    return replace(found, headers=trace.headers, hops=trace.hops)
