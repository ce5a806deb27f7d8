"""Report text as "Copy report text" gives it: one report a pass, for its first recipient."""

from __future__ import annotations

from collections.abc import Iterator

from generated_cells import CONNECTOR, GATEWAY, GATEWAY_IP, back_end
from generated_mail import Message, Pass

_MARK = "\u200e"
# The bytes of the mark, shown as Windows-1252 or 874 text: the harm seen in pasted reports.
_HARMED = "โ€Ž"
_RULES = ("IPW Filter - Reset", "IPW Relay Key", "IPW Mail for Inky")
_VERDICT_RULES = ("IPW Processed SPAM",)
_SENT = (
    "Office 365 used one of your organization's connectors to send the message to an external "
    "address. An admin in your organization set up a mail flow rule to route messages through "
    "that connector. Here are the details:<br /><br /><b>Connector name:</b> {m}{connector}{m}"
    "<br /><b>External address:</b> {m}{recipient}{m}<br /><b>Destination IP:</b> {m}{ip}{m}"
    "<br /><b>Destination smart host:</b> {m}{host}{m}<br /><b>Mail flow rule:</b> "
    "{m}IPW Mail for Inky{m}"
)
_JUNK = "This message was sent to the recipient's Junk Email folder."
_MORE = (
    "<div>You can view your organization's connector settings on the <a "
    "href='https://admin.exchange.microsoft.com/#/connectors' target='_blank'>connectors</a> "
    "page.</div>"
)


def reports_of(mail: Message, flat: bool, mojibake: bool) -> Iterator[str]:
    """Give one report for each pass; `flat` puts it on one line, `mojibake` harms its marks."""
    mark = _HARMED if mojibake else _MARK
    for way in mail.passes:
        lines = [*_head(mail, way, mark), *_events(way), *_foot(mail, way, mark)]
        yield (" " if flat else "\n").join(lines) + "\n"


def _head(mail: Message, way: Pass, mark: str) -> list[str]:
    recipient = mail.recipients[0]
    status = _SENT.format(m=mark, connector=CONNECTOR, recipient=recipient, ip=GATEWAY_IP,
                          host=GATEWAY) if way.sent else _JUNK  # fmt: skip
    return [
        f"Subject: {' '.join(mail.subject.split())}",
        f"Sender: {mail.sender}",
        f"Recipient: {recipient}",
        f"Received -> Processed -> {'Sent' if way.sent else 'Delivered'}",
        f"Status: {status}",
        f"More information: {_MORE}",
        "Date (UTC-05:00) | Event | Detail |",
        "-" * 36,
    ]


def _events(way: Pass) -> Iterator[str]:
    at = _clock(way)
    yield (f"{at} | Receive | Message received by: {back_end(way.back_end)} "
           "using TLS1.2 with AES256")  # fmt: skip
    for number, name in enumerate(_RULES if way.sent else _VERDICT_RULES):
        guid = f"6D58F53B-0000-4000-8000-{number:012X}"
        yield (f"{at} | Transport rule | Transport rule: '{name}', ID: ('{guid}'), "
               "DLP policy: '', ID: (00000000-0000-0000-0000-000000000000).")  # fmt: skip
    if way.sent:
        yield (f"{at} | Send external | Message sent to {GATEWAY} at {GATEWAY_IP} "
               "using TLS1.2 with AES256")  # fmt: skip
    else:
        yield f"{at} | Spam | No detail information available."
        yield f"{at} | Deliver | The message was delivered to the Junk Email folder."


def _foot(mail: Message, way: Pass, mark: str) -> list[str]:
    return [
        "More information",
        f"Message ID:{mail.message_id}",
        "Message size | From IP | To IP",
        f"{mark}{way.size / 1024:.2f}{mark} KB | {mail.client_ip} | "
        f"{GATEWAY_IP if way.sent else 'null'}",
    ]


def _clock(way: Pass) -> str:
    """3/4/2026, 1:05 PM: no leading zeros but in the minutes."""
    year, month, day = way.times[0][:10].split("-")
    hour, minute = int(way.times[0][11:13]), way.times[0][14:16]
    half = "AM" if hour < 12 else "PM"
    return f"{int(month)}/{int(day)}/{year}, {hour % 12 or 12}:{minute} {half}"
