"""The tables of a message trace and the one dictionary of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pandas as pd

TEXT, INTEGER, FLAG = "str", "Int64", "boolean"
UTC_TIME, LOCAL_TIME = "datetime64[us, UTC]", "datetime64[us]"


@dataclass(frozen=True)
class Column:
    """One column: its name, pandas dtype, unit, meaning and where the word comes from."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    source: str = "tracekit"


def _columns(*rows: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


REPORT = "Copy report text of the Exchange admin center"
CMDLET = "Get-MessageTraceDetailV2"

JOURNEYS = _columns(
    ("journey", INTEGER, "Number of the journey: one pass of one message for one recipient."),
    ("message_id", TEXT, "Message-ID header, with its angle brackets.", "", REPORT),
    ("network_message_id", TEXT, "Microsoft's id of this pass (MessageTraceId).", "", CMDLET),
    ("subject", TEXT, "Subject of the mail.", "", REPORT),
    ("sender", TEXT, "Envelope sender (MAIL FROM).", "", REPORT),
    ("recipient", TEXT, "Recipient of this journey.", "", REPORT),
    ("received", UTC_TIME, "Time of the first event.", "UTC"),
    ("status", TEXT, "Status word, from the list in knowledge/statuses.toml.", "", REPORT),
    ("status_text", TEXT, "The Status sentence as plain text.", "", REPORT),
    ("progress", TEXT, "The progress line: Received -> Processed -> ...", "", REPORT),
    ("size_bytes", INTEGER, "Message size; 1 KB is taken as 1,024 bytes.", "bytes", REPORT),
    ("from_ip", TEXT, "From IP as printed.", "", REPORT),
    ("to_ip", TEXT, "To IP as printed; missing where the report says null.", "", REPORT),
    ("connector", TEXT, "Connector that the Status names.", "", REPORT),
    ("smart_host", TEXT, "Destination smart host that the Status names.", "", REPORT),
    ("destination_ip", TEXT, "Destination IP that the Status names.", "", REPORT),
    ("external_address", TEXT, "External address that the Status names.", "", REPORT),
    ("mail_flow_rule", TEXT, "Mail flow rule that the Status names.", "", REPORT),
    ("direction", TEXT, "Directionality where the source says it.", "", "Extended report"),
    ("utc_offset", TEXT, "Offset of the printed times, such as -05:00.", "", REPORT),
    ("ambiguous", FLAG, "True: a free-text field imitates the report's own words."),
    ("source", TEXT, "Name of the input."),
    ("line", INTEGER, "Line of the input where the journey starts, from 1.", "line"),
    ("offset", INTEGER, "First byte of the journey in the input.", "byte"),
    ("length", INTEGER, "Length of the journey in the input.", "bytes"),
)

EVENTS = _columns(
    ("journey", INTEGER, "Journey the event belongs to."),
    ("seq", INTEGER, "Order in the source, from 1."),
    ("time", UTC_TIME, "Time of the event; missing where zone or date order is unknown.", "UTC"),
    ("local_time", LOCAL_TIME, "The clock time as printed, in the report's own zone.", "local"),
    ("time_text", TEXT, "Time as printed.", "", REPORT),
    ("time_basis", TEXT, "explicit-utc, declared-offset, assumed-utc or unknown."),
    ("time_precision", TEXT, "minute, second, ms or 100ns."),
    ("event", TEXT, "Event name from events.toml; an unknown name as printed.", "", REPORT),
    ("detail", TEXT, "Detail as printed, line breaks and runs of blanks as one blank.", "", REPORT),
    ("server", TEXT, "Microsoft server that received the message.", "", REPORT),
    ("tls", TEXT, "TLS version as printed.", "", REPORT),
    ("cipher", TEXT, "Cipher as printed.", "", REPORT),
    ("rule_name", TEXT, "Name of the mail flow or DLP rule.", "", REPORT),
    ("rule_id", TEXT, "GUID of the rule, lower case.", "", REPORT),
    ("dlp_policy", TEXT, "Name of the DLP policy.", "", REPORT),
    ("dlp_policy_id", TEXT, "GUID of the DLP policy; missing where it is all zeros.", "", REPORT),
    ("host", TEXT, "Host the message was sent to, or that answered.", "", REPORT),
    ("ip", TEXT, "IP address of that host.", "", REPORT),
    ("smtp_code", TEXT, "Three-digit SMTP reply code.", "", "RFC 5321"),
    ("enhanced_code", TEXT, "Enhanced status code, such as 4.7.721.", "", "RFC 3463"),
    ("inner_code", TEXT, "Enhanced code behind an arrow: what the other side said.", "", REPORT),
    ("token", TEXT, "Microsoft's token in a reason, such as RESOLVER.GRP.Expanded.", "", REPORT),
    ("reason", TEXT, "Text of a reason, without codes.", "", REPORT),
    ("folder", TEXT, "Folder it was delivered to: inbox, junk, quarantine or a name.", "", REPORT),
    ("scl", INTEGER, "Spam confidence level.", "", REPORT),
    ("malware", TEXT, "Name of the malware.", "", "message-trace-faq"),
    ("address", TEXT, "Address a detail names: journal, redirect.", "", REPORT),
    ("related_message_id", TEXT, "Message-ID of the journal report.", "", REPORT),
    ("action", TEXT, "Action of a rule, where the source says it.", "", CMDLET),
    ("component", TEXT, "Microsoft's own column source: SMTP, AGENT, ...", "", "Extended report"),
    ("derived", FLAG, "True: made from an agent record, not printed as an event."),
    ("source", TEXT, "Name of the input."),
    ("line", INTEGER, "Line of the input, from 1.", "line"),
    ("offset", INTEGER, "First byte of the event in the input.", "byte"),
    ("length", INTEGER, "Length of the event in the input.", "bytes"),
)

PROBLEMS = _columns(
    ("source", TEXT, "Name of the input."),
    ("line", INTEGER, "Line of the input, from 1.", "line"),
    ("text", TEXT, "The piece that could not be understood, shortened to 500 characters."),
    ("reason", TEXT, "Why, and what to do."),
    ("kind", TEXT, "ambiguous, date, foot, repeated, unknown-text, unreadable or zone."),
    ("journey", INTEGER, "Journey it concerns, if any."),
    ("offset", INTEGER, "First byte in the input.", "byte"),
    ("length", INTEGER, "Length in the input.", "bytes"),
)

SOURCES = _columns(
    ("source", TEXT, "Name of the input."),
    ("format", TEXT, "Reader that took it; missing where none did."),
    ("sha256", TEXT, "SHA-256 of the input's bytes."),
    ("bytes", INTEGER, "Size of the input.", "bytes"),
    ("encoding", TEXT, "How the bytes were read."),
    ("rows", INTEGER, "Events read from it.", "rows"),
    ("journeys", INTEGER, "Journeys read from it.", "rows"),
    ("repairs", TEXT, "What was repaired before reading."),
)

SPANS = _columns(
    ("source", TEXT, "Name of the input."),
    ("offset", INTEGER, "First byte in the input.", "byte"),
    ("length", INTEGER, "Length in the input.", "bytes"),
    ("kind", TEXT, "event, header, boilerplate, prose, layout or problem."),
    ("journey", INTEGER, "Journey it belongs to, if any."),
    ("text", TEXT, "The text, for prose only."),
)

TABLES = {"journeys": JOURNEYS, "events": EVENTS, "problems": PROBLEMS,
          "sources": SOURCES, "spans": SPANS}  # fmt: skip


def table(name: str, rows: Iterable[dict] = ()) -> pd.DataFrame:
    """Build the table `name` from records; columns that a record lacks are missing values.

    A lone surrogate, as bytes that are no text leave behind, becomes U+FFFD: its place in the input
    still leads to the byte itself.

    >>> table("problems", [{"source": "a.txt", "line": 3}])["line"].tolist()
    [3]
    """
    records, columns = list(rows), TABLES[name]
    return pd.DataFrame(
        {c.name: _array([r.get(c.name) for r in records], c.dtype) for c in columns},
        copy=False,
    )


_SURROGATES = re.compile("[\ud800-\udfff]")


def _array(values: list, dtype: str) -> pd.api.extensions.ExtensionArray:
    try:
        return pd.array(values, dtype=dtype)
    except UnicodeEncodeError:
        whole = [_SURROGATES.sub("\ufffd", v) if isinstance(v, str) else v for v in values]
        return pd.array(whole, dtype=dtype)


@dataclass(frozen=True, eq=False)
class MessageTrace:
    """Tables of one or many message traces; every reader returns one.

    `journeys`, `events`, `problems` and `sources` are what was read; `spans` says, byte by byte,
    what became of each input. Columns are described in `TABLES`. The container does not change:
    every method returns a new one.

    >>> MessageTrace.empty().events.empty
    True
    """

    journeys: pd.DataFrame
    events: pd.DataFrame
    problems: pd.DataFrame
    sources: pd.DataFrame
    spans: pd.DataFrame

    @classmethod
    def empty(cls) -> MessageTrace:
        """Return a trace without a row."""
        return cls(**{name: table(name) for name in TABLES})

    def only(
        self, event: str | None = None, journey: int | None = None, recipient: str | None = None
    ) -> MessageTrace:
        """Return a new trace that keeps one kind of event, one journey or one recipient.

        >>> MessageTrace.empty().only(event="Defer").events.empty
        True
        """
        journeys, events = self.journeys, self.events
        if recipient is not None:
            journeys = journeys[journeys["recipient"].str.casefold() == recipient.casefold()]
        if journey is not None:
            journeys = journeys[journeys["journey"] == journey]
        events = events[events["journey"].isin(journeys["journey"])]
        if event is not None:
            events = events[events["event"] == event]
        return replace(
            self,
            journeys=journeys.reset_index(drop=True),
            events=events.reset_index(drop=True),
        )

    def messages(self) -> pd.DataFrame:
        """Return one row per message and recipient: ids, subject, sender, number of journeys.

        >>> MessageTrace.empty().messages().columns.tolist()
        ['message_id', 'recipient', 'subject', 'sender', 'journeys']
        """
        keyed = self.journeys.assign(who=self.journeys["recipient"].str.casefold())
        return (
            keyed.groupby(["message_id", "who"], sort=False, dropna=False)
            .agg(
                recipient=("recipient", "first"),
                subject=("subject", "first"),
                sender=("sender", "first"),
                journeys=("journey", "size"),
            )
            .reset_index()[["message_id", "recipient", "subject", "sender", "journeys"]]
        )

    def __add__(self, other: MessageTrace) -> MessageTrace:
        """Return both traces as one; a journey that is given twice is kept once and reported."""
        from tracekit.combine import combine

        return combine([self, other])

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write one CSV file a table into `folder`; return the paths.

        Text that a spreadsheet would run as a formula gets an apostrophe in front.

        >>> import tempfile
        >>> [p.name for p in MessageTrace.empty().to_csv(tempfile.mkdtemp())][:2]
        ['journeys.csv', 'events.csv']
        """
        from tracekit.render import csv_text

        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in TABLES:
            path = target / f"{name}.csv"
            path.write_text(csv_text(getattr(self, name)), encoding="utf-8", newline="")
            paths.append(path)
        return paths

    def to_parquet(self, folder: str | Path) -> list[Path]:
        """Write one Parquet file a table into `folder`, types kept; return the paths.

        >>> import tempfile
        >>> [p.name for p in MessageTrace.empty().to_parquet(tempfile.mkdtemp())][:2]
        ['journeys.parquet', 'events.parquet']
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in TABLES:
            path = target / f"{name}.parquet"
            getattr(self, name).to_parquet(path, index=False)
            paths.append(path)
        return paths

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, f.name))} {f.name}" for f in fields(self))
        return f"MessageTrace({counts})"
