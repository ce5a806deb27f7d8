"""A trace as report text, as `Copy report text` would give it: tracekit reads it again."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Diagnosis, diagnose
from tracekit.model import MessageTrace
from tracekit.readers.front import parse

# What the columns say that a Status sentence ends with; see readers.report_text.status.
_FIELDS = (("connector", "Connector"), ("external_address", "External address"),
           ("destination_ip", "Destination IP"), ("smart_host", "Destination smart host"),
           ("mail_flow_rule", "Mail flow rule"))  # fmt: skip
TREES = ["gateway", "disposition", "decision", "delay", "copies"]
# How much of a time is known; what is finer than a microsecond is lost.
_SIGNS = {"minute": 16, "second": 19, "ms": 23, "100ns": 26}


def report_text(trace: MessageTrace) -> str:
    """Return each journey as a report, one below the other, times in UTC as exact as they are.

    What only structured inputs hold is not in it; the tables have it.

    >>> report_text(MessageTrace.empty())
    ''
    """
    rows = _rows(trace.events)
    by_journey: dict[int, list[str]] = {}
    for journey, row in zip(trace.events["journey"].tolist(), rows, strict=True):
        by_journey.setdefault(journey, []).append(row)
    return "\n".join(_report(row, by_journey.get(row["journey"], []))
                     for row in trace.journeys.to_dict("records"))  # fmt: skip


def says_the_same(trace: MessageTrace, text: str) -> bool:
    """Tell whether a report, read again, ends in the outcomes of the trace that it was made from.

    Not where more than a report holds decides them: the action of a rule, a record of an agent.

    >>> says_the_same(MessageTrace.empty(), "")
    True
    """
    if trace.journeys.empty:
        return True
    one, other = (diagnose(t, gateway="auto") for t in (trace, parse(text, "report.txt")))
    return _ends(one) == _ends(other)


def _ends(diagnosis: Diagnosis) -> list[list[str]]:
    return sorted(diagnosis.outcomes[TREES].astype(str).to_numpy().tolist())


def _report(journey: dict, events: list[str]) -> str:
    def told(name: str) -> str:
        value = journey[name]
        return "" if pd.isna(value) else " ".join(str(value).split())

    named = [f"{label}: {told(name)}" for name, label in _FIELDS if told(name)]
    size = journey["size_bytes"]
    size = "" if pd.isna(size) else f"{size / 1024:.2f} KB"
    lines = [f"Subject: {told('subject')}", f"Sender: {told('sender')}",
             f"Recipient: {told('recipient')}", _progress(told), f"Status: {told('status_text')}",
             *named, "Date (UTC) | Event | Detail |", "-" * 36, *events,
             "More information", f"Message ID:{told('message_id')}",
             "Message size | From IP | To IP",
             f"{size} | {told('from_ip')} | {told('to_ip') or 'null'}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _progress(told) -> str:
    return told("progress") or f"Received -> Processed -> {told('status') or 'Unknown'}"


def _rows(events: pd.DataFrame) -> list[str]:
    times = events["time"].fillna(events["local_time"].dt.tz_localize("UTC"))
    clock = times.dt.strftime("%Y-%m-%d %H:%M:%S.%f").fillna("")
    signs = events["time_precision"].map(_SIGNS).fillna(_SIGNS["minute"]).astype(int)
    detail = events["detail"].fillna("No detail information available.")
    names = events["event"].fillna("")
    return [
        f"{time[:length]} | {event} | {' '.join(text.split())}"
        for time, length, event, text in zip(clock, signs, names, detail, strict=True)
    ]
