"""Records of Exchange as each place gives them: an Extended report, a log file, the cmdlet."""

from __future__ import annotations

import csv
import io

import pandas as pd
from as_records import Record, records
from together import only

import tracekit
from tracekit.model import MessageTrace
from tracekit.readers.front import parse
from tracekit.training.exports import as_graph, details, listed
from tracekit.training.extended import COLUMNS
from tracekit.training.report import report

_LOG = ("#Software: Microsoft Exchange Server\r\n#Version: 15.02.1544.011\r\n"
        "#Log-type: Message Tracking Log\r\n#Date: 2022-12-06T00:00:00.000Z\r\n"
        "#Fields: ")  # fmt: skip
_OF_LOG = {"date_time_utc": "date-time"}
_LATER = ("transport-traffic-type", "log-id", "schema-version")
# The properties of Get-MessageTrackingLog: dashes left out, and some names of their own.
_OF_CMDLET = {"date_time_utc": "Timestamp", "recipient_address": "Recipients",
              "sender_address": "Sender", "custom_data": "EventData"}  # fmt: skip
_NOT_OF_CMDLET = "original_server_ip"
NAMING = "<rule-names@example.org>"


def _written(found: list[Record], columns: list[str], header: str = "") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    if header:
        text.write(header + ",".join(columns) + "\r\n")
    else:
        writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def as_extended(trace: MessageTrace) -> str:
    """Write an Extended report."""
    return _written(records(trace), list(COLUMNS))


def as_log(trace: MessageTrace) -> str:
    """Write a message tracking log of Exchange 2019: the tenant is not named in it."""
    names = {c: _OF_LOG.get(c, c.replace("_", "-")) for c in COLUMNS}
    found = [{names[c]: text for c, text in r.items() if c != "tenant_id"} for r in records(trace)]
    for record in found:
        record["date-time"] = record["date-time"][:-5] + "Z"
    return _written(found, [*names.values(), *_LATER], _LOG)


def as_cmdlet(trace: MessageTrace) -> str:
    """Write what Get-MessageTrackingLog gives through Export-Csv, in the local time of UTC."""
    names = {c: _OF_CMDLET.get(c, c.title().replace("_", "")) for c in COLUMNS
             if c != _NOT_OF_CMDLET}  # fmt: skip
    found = [{names[c]: text for c, text in r.items() if c in names} for r in records(trace)]
    for record in found:
        record["Timestamp"] = f"{pd.Timestamp(record['Timestamp']):%m/%d/%Y %I:%M:%S.%f %p}"
        record["EventData"] = _pairs(record["EventData"])
    return _written(found, list(names.values()))


def _pairs(custom_data: str) -> str:
    items = (item.partition(":")[2].partition("=") for item in custom_data.split(";") if item)
    return ";".join(f"[{name}, {value}]" for name, _, value in items)


def read_extended(trace: MessageTrace) -> MessageTrace:
    """Read an Extended report alone: of rules it has ids only."""
    return parse(as_extended(trace))


def read_with_names(trace: MessageTrace) -> MessageTrace:
    """Read an Extended report beside the copied report of another message that names the rules."""
    named = trace.events.dropna(subset=["rule_name"])["rule_name"].unique()
    names = report([f"09:00 rule {name}" for name in named], message_id=NAMING, subject="names")
    return _without_naming(tracekit.read([as_extended(trace).encode(), names.encode()]))


def _without_naming(trace: MessageTrace) -> MessageTrace:
    journeys = trace.journeys
    return only(trace, journeys.loc[journeys["message_id"].ne(NAMING), "journey"])


def read_log(trace: MessageTrace) -> MessageTrace:
    """Read a message tracking log."""
    return parse(as_log(trace))


def read_cmdlet(trace: MessageTrace) -> MessageTrace:
    """Read the CSV of Get-MessageTrackingLog, told its time zone."""
    return parse(as_cmdlet(trace), utc_offset="+00:00", dayfirst=False)


def read_graph(trace: MessageTrace) -> MessageTrace:
    """Read what Microsoft Graph answers: the list and the details."""
    return parse(as_graph(listed(trace), details(trace)))


READ = {
    "extended-csv": read_extended,
    "extended-csv with names": read_with_names,
    "tracking-log": read_log,
    "tracking-cmdlet-csv": read_cmdlet,
    "graph-json": read_graph,
}
