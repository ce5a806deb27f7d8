"""The same content as the cmdlets and Microsoft Graph give it, for the journeys of a report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pandas as pd

from tracekit.model import MessageTrace

Records = list[dict[str, str]]
DETAIL = ("MessageId", "MessageTraceId", "Date", "Event", "Action", "Detail", "SenderAddress",
          "RecipientAddress", "Subject")  # fmt: skip
LIST = ("MessageId", "Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "ToIP",
        "FromIP", "Size", "MessageTraceId")  # fmt: skip
_WIDTH = 78


def can_be_exported(trace: MessageTrace) -> bool:
    """Say whether every journey has its ids, events and times, which an export always has."""
    journeys = trace.journeys
    return bool(
        journeys[["message_id", "recipient"]].notna().all(axis=None)
        and len(trace.events) and trace.problems.empty
        and trace.events["time"].notna().all() and not journeys["ambiguous"].any()
        and journeys["journey"].isin(trace.events["journey"]).all()
    )  # fmt: skip


def in_seconds(trace: MessageTrace) -> pd.Series:
    """Give each event a second of its minute, in the order of the rows, as an export has it.

    The journeys must stand in the order in which they happened. At most 59 rows of a minute differ.
    """
    events = trace.events
    place = pd.DataFrame({"minute": events["time"], "journey": events["journey"],
                          "seq": events["seq"]}).sort_values(["minute", "journey", "seq"]
    )  # fmt: skip
    second = place.groupby("minute").cumcount().clip(upper=59)
    return events["time"] + pd.to_timedelta(second.reindex(events.index), unit="s")


def details(trace: MessageTrace, times: pd.Series | None = None) -> Records:
    """Give the rows that Get-MessageTraceDetailV2 has; `times` in place of those of the trace."""
    events = trace.events.assign(time=trace.events["time"] if times is None else times)
    rows = events.merge(trace.journeys, on="journey", suffixes=("", "_of_journey"))
    return [
        {"MessageId": row.message_id, "MessageTraceId": _trace_id(row.journey),
         "Date": _stamp(row.time), "Event": row.event, "Action": "", "Detail": _text(row.detail),
         "SenderAddress": _text(row.sender), "RecipientAddress": row.recipient,
         "Subject": _text(row.subject)}
        for row in rows.itertuples()
    ]  # fmt: skip


def listed(trace: MessageTrace, times: pd.Series | None = None) -> Records:
    """Give the rows that Get-MessageTraceV2 has: one a journey."""
    times = trace.events["time"] if times is None else times
    first = times.groupby(trace.events["journey"]).min()
    return [
        {"MessageId": row.message_id, "Received": _stamp(first[row.journey]),
         "SenderAddress": _text(row.sender), "RecipientAddress": row.recipient,
         "Subject": _text(row.subject), "Status": _status(row.status), "ToIP": _text(row.to_ip),
         "FromIP": _text(row.from_ip), "Size": _text(row.size_bytes),
         "MessageTraceId": _trace_id(row.journey)}
        for row in trace.journeys.itertuples()
    ]  # fmt: skip


def as_csv(found: Records) -> str:
    """Write as Export-Csv does."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(found[0]) if found else DETAIL, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def as_console(found: Records) -> str:
    """Print as Format-List does: one property a line, wrapped under its value."""
    return "\n\n".join("\n".join(_lines(record)) for record in found) + "\n\n"


def as_graph(lists: Records, rows: Records) -> str:
    """Write as Microsoft Graph answers: a page of the list, and one of details."""
    first = [{"id": r["MessageTraceId"], "senderAddress": r["SenderAddress"],
              "recipientAddress": r["RecipientAddress"], "messageId": r["MessageId"],
              "receivedDateTime": r["Received"], "subject": r["Subject"],
              "size": int(r["Size"] or 0), "fromIP": r["FromIP"], "toIP": r["ToIP"],
              "status": r["Status"][:1].lower() + r["Status"][1:]} for r in lists]  # fmt: skip
    second = [{"id": r["MessageTraceId"], "messageId": r["MessageId"], "dateTime": r["Date"],
               "event": r["Event"], "action": r["Action"], "description": r["Detail"]}
              for r in rows]  # fmt: skip
    return json.dumps([{"value": first}, {"value": second}], indent=1)


def _lines(record: dict[str, str]) -> list[str]:
    pad = max(map(len, record)) + 3
    lines = []
    for name, text in record.items():
        parts = [text[n : n + _WIDTH] for n in range(0, len(text), _WIDTH)] or [""]
        lines += [f"{name:<{pad - 2}}: {parts[0]}", *(" " * pad + part for part in parts[1:])]
    return lines


# What one export gives, as (name, text) each; the pair is what two commands give.
Pages = tuple[tuple[str, str], ...]
EXPORTS: dict[str, Callable[[Records, Records], Pages]] = {
    "detail-csv": lambda lists, rows: (("details.csv", as_csv(rows)),),
    "csv-pair": lambda lists, rows: (("list.csv", as_csv(lists)), ("details.csv", as_csv(rows))),
    "powershell-text": lambda lists, rows: (("console.txt", as_console(lists) + as_console(rows)),),
    "trace-json": lambda lists, rows: (("details.json", json.dumps(rows, indent=1)),),
    "graph-json": lambda lists, rows: (("graph.json", as_graph(lists, rows)),),
}


def _trace_id(journey: int) -> str:
    return f"{journey:08}-0000-4000-8000-000000000001"


def _stamp(time: pd.Timestamp) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _status(status: object) -> str:
    # The list of the cmdlets names no "Sent": what was handed on outside is Delivered there.
    return "Delivered" if _text(status) in ("", "Sent") else _text(status)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
