"""The columns of a trace: the one dictionary of them."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, INTEGER, FLAG, SHARE = "str", "Int64", "boolean", "Float64"
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
EXTENDED = "Extended report"

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
    ("direction", TEXT, "Directionality where the source says it.", "", EXTENDED),
    ("return_path", TEXT, "Envelope sender, where `sender` is the From header.", "", EXTENDED),
    ("original_client_ip", TEXT, "Address the mail came from before any relay.", "", EXTENDED),
    ("utc_offset", TEXT, "Offset of the printed times, such as -05:00.", "", REPORT),
    ("ambiguous", FLAG, "True: what was read can mean two things; nothing is concluded from it."),
    ("also", TEXT, "Other inputs that describe this journey, as name:line, joined by '; '."),
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
    ("sfv", TEXT, "The spam filter's verdict that tells who decided: SKS, BLK, ...", "", EXTENDED),
    ("di", TEXT, "What the spam filter asked for: SB, SQ, SD or SJ.", "", EXTENDED),
    ("ipv", TEXT, "CAL: the sending address is on an allow list.", "", EXTENDED),
    ("outside_answer", TEXT, "True: the answer is that of a server outside.", "", CMDLET),
    ("malware", TEXT, "Name of the malware.", "", "message-trace-faq"),
    ("address", TEXT, "Address a detail names: journal, redirect.", "", REPORT),
    ("related_message_id", TEXT, "Message-ID of the journal report.", "", REPORT),
    ("action", TEXT, "Action of a rule or the malware filter; (test mode): not taken.", "", CMDLET),
    ("event_text", TEXT, "Event name as the source writes it, where that is another one."),
    (
        "component",
        TEXT,
        "Microsoft's own column source: SMTP, AGENT, ...; of Defender's tables the "
        "policy or trigger.",
        "",
        EXTENDED,
    ),
    ("recipient_status", TEXT, "Status of this recipient in this event.", "", EXTENDED),
    (
        "related_recipient",
        TEXT,
        "The group that was expanded, or the address before or after.",
        "",
        EXTENDED,
    ),
    ("reference", TEXT, "Ids of other messages the event names.", "", EXTENDED),
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
    (
        "kind",
        TEXT,
        "ambiguous, contradiction, date, foot, limit, lost, record, repeated, unknown-text, "
        "unreadable or zone.",
    ),
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
    ("lines", INTEGER, "Lines of the input.", "lines"),
    (
        "coverage",
        SHARE,
        "Share of the input that was read or recognised as of no account.",
        "0 to 1",
    ),
    ("repairs", TEXT, "What was repaired before reading."),
    ("cannot_contain", TEXT, "What an input of this kind leaves out, and what this one may lack."),
)

SPANS = _columns(
    ("source", TEXT, "Name of the input."),
    ("offset", INTEGER, "First byte in the input.", "byte"),
    ("length", INTEGER, "Length in the input.", "bytes"),
    ("kind", TEXT, "event, header, boilerplate, prose, layout, record or problem."),
    ("journey", INTEGER, "Journey it belongs to, if any."),
    ("text", TEXT, "The text, for prose only."),
)

EXTRA = _columns(
    ("source", TEXT, "Name of the input."),
    ("line", INTEGER, "Line of the input, from 1.", "line"),
)
