"""The columns of the tables that message headers give."""

from __future__ import annotations

from tracekit.model.columns import INTEGER, TEXT, UTC_TIME, Column

_FOREFRONT = "X-Forefront-Antispam-Report"
_RESULTS = "Authentication-Results of Microsoft"
PLACE = (
    Column("source", TEXT, "Name of the input."),
    Column("line", INTEGER, "Line of the input, from 1.", "line"),
)
KEYS = (
    Column("block", INTEGER, "Number of the message header in the input, from 1."),
    Column("message_id", TEXT, "Message-ID with its angle brackets.", "", "RFC 5322"),
)

HEADERS = (
    *KEYS,
    Column("subject", TEXT, "Subject, decoded.", "", "RFC 5322"),
    Column("sender", TEXT, "Address of From; missing where there are several.", "", "RFC 5322"),
    Column("return_path", TEXT, "Envelope sender; <> for a report.", "", "RFC 5321"),
    Column("recipients", TEXT, "Addresses of To and Delivered-To, joined by ', '.", "", "RFC 5322"),
    Column("date", UTC_TIME, "Date that the sender wrote.", "UTC", "RFC 5322"),
    Column("network_message_id", TEXT, "Microsoft's id of this pass, small letters."),
    Column("entrance_line", INTEGER, "Line of the Received field by which Microsoft took it in; "
           "missing: the verdicts are nobody's.", "line"),
    Column("scl", INTEGER, "Spam confidence level.", "", _FOREFRONT),
    Column("bcl", INTEGER, "Bulk complaint level.", "", "X-Microsoft-Antispam"),
    Column("pcl", INTEGER, "Phishing confidence level (older).", "", _FOREFRONT),
    Column("sfv", TEXT, "Verdict of the spam filter.", "", _FOREFRONT),
    Column("cat", TEXT, "Category of the policy that acted.", "", _FOREFRONT),
    Column("cip", TEXT, "Connecting address.", "", _FOREFRONT),
    Column("country", TEXT, "Country of that address.", "", _FOREFRONT),
    Column("language", TEXT, "Language of the message.", "", _FOREFRONT),
    Column("ipv", TEXT, "CAL: allowed address; NLI: on no list.", "", _FOREFRONT),
    Column("dir", TEXT, "INB, OUT or INT.", "", _FOREFRONT),
    Column("sfty", TEXT, "Safety tip.", "", _FOREFRONT),
    Column("spf", TEXT, "SPF result.", "", _RESULTS),
    Column("dkim", TEXT, "DKIM results, joined by ', '.", "", _RESULTS),
    Column("dmarc", TEXT, "DMARC result.", "", _RESULTS),
    Column("compauth", TEXT, "Composite authentication.", "", _RESULTS),
    Column("compauth_reason", TEXT, "Three-digit reason of compauth.", "", _RESULTS),
    Column("arc", TEXT, "ARC result.", "", "ARC-Authentication-Results of Microsoft"),
    Column("auth_as", TEXT, "Anonymous or Internal.", "", "X-MS-Exchange-Organization-AuthAs"),
    Column("directionality", TEXT, "Incoming or Originating.", "",
           "X-MS-Exchange-Organization-MessageDirectionality"),
    Column("mailbox_delivery", TEXT, "Where the mailbox put it, as printed (dest:I, OFR:...).", "",
           "X-Microsoft-Antispam-Mailbox-Delivery"),
    Column("gateway_headers", TEXT, "Headers of known gateways as 'name: value', joined by '; '. "
           "A stranger can write them too."),
    *PLACE,
)  # fmt: skip

HOPS = (
    *KEYS,
    Column("hop", INTEGER, "Number of the hop, the oldest is 1."),
    Column("from_host", TEXT, "What the sending server called itself.", "", "RFC 5321"),
    Column("from_ip", TEXT, "Address that the receiving server saw.", "", "RFC 5321"),
    Column("by_host", TEXT, "Server that wrote the line.", "", "RFC 5321"),
    Column("protocol", TEXT, "What stands after 'with'.", "", "RFC 5321"),
    Column("via", TEXT, "What stands after 'via'.", "", "RFC 5321"),
    Column("tls", TEXT, "TLS version as printed."),
    Column("id", TEXT, "Id at that server.", "", "RFC 5321"),
    Column("for_address", TEXT, "Recipient it names.", "", "RFC 5321"),
    Column("time", UTC_TIME, "Time of that server.", "UTC", "RFC 5321"),
    Column("delay_seconds", INTEGER, "Since the hop before; negative: clocks differ.", "seconds"),
    Column("note", TEXT, "What is odd about the hop."),
    *PLACE,
)
