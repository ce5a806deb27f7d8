"""The same content as an Extended report: a record an event, no rule by name, no folder."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tracekit.model import MessageTrace
from tracekit.training.passes import Pass

# The columns of the report, as docs/formats/extended-csv.md shows them.
COLUMNS = (
    "date_time_utc", "client_ip", "client_hostname", "server_ip", "server_hostname",
    "source_context", "connector_id", "source", "event_id", "internal_message_id", "message_id",
    "network_message_id", "recipient_address", "recipient_status", "total_bytes",
    "recipient_count", "related_recipient_address", "reference", "message_subject",
    "sender_address", "return_path", "message_info", "directionality", "tenant_id",
    "original_client_ip", "original_server_ip", "custom_data",
)  # fmt: skip
# Event -> the source and the event_id of its record (Microsoft's page on message tracking).
EVENTS = {
    "Receive": ("SMTP", "RECEIVE"),
    "Submit": ("STOREDRIVER", "SUBMIT"),
    "Deliver": ("STOREDRIVER", "DELIVER"),
    "Send external": ("SMTP", "SENDEXTERNAL"),
    "Defer": ("SMTP", "DEFER"),
    "Fail": ("SMTP", "FAIL"),
}
TENANT = "0f6c1a52-3b7d-4a4e-9c11-2d5e8f0a7b31"
_SENT = re.compile(r"Message sent to (?P<server_hostname>[^ ]{1,253}) at (?P<server_ip>[^ ]{1,45})")


def without_rules(made: Sequence[Pass]) -> list[Pass]:
    """Leave out the rules that matched: the report tells only of those that acted, by their id."""
    return [replace(one, rows=tuple(r for r in one.rows if r.event != "Transport rule"))
            for one in made]  # fmt: skip


def can_be_extended(made: Sequence[Pass]) -> bool:
    """Say whether every event has a record of its own there."""
    return all(one.rows and row.event in EVENTS for one in made for row in one.rows)


def as_extended(trace: MessageTrace, times: pd.Series) -> str:
    """Write the events of a trace as the report's CSV, with `times` in place of theirs."""
    rows = trace.events.assign(time=times).merge(
        trace.journeys, on="journey", suffixes=("", "_of_journey")
    )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_record(row) for row in rows.sort_values("time").itertuples())
    return text.getvalue()


def _record(row: object) -> dict[str, str]:
    source, event = EVENTS[row.event]
    sent = _SENT.match(str(row.detail)) if row.event == "Send external" else None
    return {
        "date_time_utc": row.time.strftime("%Y-%m-%dT%H:%M:%S.0000000Z"), "source": source,
        "event_id": event, "internal_message_id": str(row.journey + 1),
        "message_id": str(row.message_id), "recipient_address": str(row.recipient),
        "network_message_id": f"{row.journey:08}-0000-4000-8000-000000000001",
        "recipient_status": _answer(row), "total_bytes": str(row.size_bytes),
        "recipient_count": "1", "message_subject": str(row.subject),
        "sender_address": str(row.sender), "return_path": str(row.sender), "tenant_id": TENANT,
        **(sent.groupdict() if sent else {}),
    }  # fmt: skip


def _answer(row: object) -> str:
    """What a server answered: the reason, without the word before it."""
    return str(row.detail).removeprefix("Reason: ") if row.event in ("Defer", "Fail") else ""
