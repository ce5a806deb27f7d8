"""Traces of the kinds of inputs, made of few words, and what joined ones are compared by."""

import pandas as pd

from tracekit.model import TABLES, MessageTrace, table

ID = "<1.2@mail.example.com>"
GUID = "6a638d20-1e63-493a-80a2-08da9a4ff8da"
TO = "bob@example.com"
_DAY = "2026-03-02"
_PLACE = ["source", "line", "offset", "length"]


def at(clock: str | None) -> pd.Timestamp | None:
    """A time of the day of all samples."""
    return pd.Timestamp(f"{_DAY} {clock}", tz="UTC") if clock else None


def trace(name: str, form: str, *journeys: dict, sha256: str | None = None) -> MessageTrace:
    """One input: journeys with their `events`, numbered and placed."""
    rows, events, line = [], [], 1
    for number, told in enumerate(journeys):
        told = dict(told)
        inside = told.pop("events", [])
        line += 1
        rows.append({"journey": number, "source": name, "line": line, **told})
        for seq, event in enumerate(inside, 1):
            line += 1
            events.append({"journey": number, "seq": seq, "source": name, "line": line, **event})
    source = {"source": name, "format": form, "sha256": sha256 or name}
    tables = {n: table(n) for n in TABLES}
    tables |= {"journeys": table("journeys", rows), "events": table("events", events),
               "sources": table("sources", [source])}  # fmt: skip
    return MessageTrace(**tables)


def journey(clock: str | None = "12:31", **more) -> dict:
    """A journey of the message of all samples."""
    return {"message_id": ID, "recipient": TO, "subject": "Hello", "sender": "ann@example.net",
            "received": at(clock), **more}  # fmt: skip


def listed(clock: str | None = "12:31:05.123", **more) -> dict:
    """A row of Get-MessageTrace."""
    return journey(clock, **{"network_message_id": GUID, "status": "Delivered",
                             "size_bytes": 231_588, **more})  # fmt: skip


def pasted(clock: str | None = "12:31", *rows: str, **more) -> dict:
    """A report: rows are "12:31 Deliver the detail"."""
    return journey(clock, **{"status": "Delivered", "status_text": "It was delivered.",
                             "progress": "Received -> Delivered", "size_bytes": 231_424,
                             "events": [event(row) for row in rows], **more})  # fmt: skip


def traced(clock: str | None = "12:31:05.123", *rows: str, **more) -> dict:
    """A journey of an Extended report: rows are "12:31:05.123 Deliver"."""
    return journey(clock, **{"network_message_id": GUID, "status": "Delivered",
                             "events": [event(row, component="SMTP") for row in rows],
                             **more})  # fmt: skip


def event(row: str, **more) -> dict:
    """An event: a time, a name of one word or with `_` for blanks, a detail."""
    clock, name, detail = [*row.split(" ", 2), None][:3]
    precision = {5: "minute", 8: "second"}.get(len(clock), "ms")
    known = {"time": at(clock), "time_text": clock, "time_precision": precision}
    if clock == "-":
        known = {"time_text": clock}
    return {**known, "event": name.replace("_", " "), "detail": detail, **more}


def places(trace: MessageTrace) -> list[set[str]]:
    """All places of each journey."""
    journeys = trace.journeys
    return [
        {f"{row.source}:{row.line}", *(row.also.split("; ") if isinstance(row.also, str) else ())}
        for row in journeys.itertuples()
    ]


def content(trace: MessageTrace) -> list[tuple]:
    """What a trace says, whatever the numbers: each journey with its places and events."""
    journeys = trace.journeys.drop(columns=["journey", "also", *_PLACE]).astype("str").fillna("")
    events = trace.events.drop(columns=["journey", *_PLACE]).astype("str").fillna("")
    events = pd.Series(list(map(tuple, events.to_numpy())), dtype=object)
    inside = events.groupby(trace.events["journey"].array).agg(list).to_dict()
    found = zip(map(tuple, journeys.to_numpy()), places(trace), trace.journeys["journey"],
                strict=True)  # fmt: skip
    return sorted((row, sorted(where), inside.get(number, [])) for row, where, number in found)


def kinds(trace: MessageTrace) -> list[str]:
    """The kinds of problems."""
    return trace.problems["kind"].tolist()
