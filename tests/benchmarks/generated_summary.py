"""Rows of the Enhanced summary report: 11 columns, one row a pass with all its recipients."""

from __future__ import annotations

from collections.abc import Iterator

from generated_cells import CONNECTOR, quoted
from generated_mail import Message, Pass

HEADER = (
    "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,"
    "network_message_id,original_client_ip,directionality,connector_id,delivery_priority"
)


def rows_of(mail: Message) -> Iterator[str]:
    """Give one row for each pass of a message."""
    for way in mail.passes:
        told = ";".join(f"{to}##{_words(way, turn)}" for turn, to in enumerate(mail.recipients))
        connector = CONNECTOR if way.sent else ""
        yield (
            f"{way.times[0]}0000Z,{mail.sender},{quoted(told)},{quoted(mail.subject)},{way.size},"
            f"{mail.message_id},{way.network_id},{mail.client_ip},Incoming,{connector},Normal\r\n"
        )


def _words(way: Pass, turn: int) -> str:
    if way.sent:
        return "Receive, Send"
    if way.failed[turn]:
        return "Receive, Fail"
    last = ", Quarantined" if way.scl > 8 else ", FilteredAsSpam" if way.scl > 4 else ""
    return f"Receive, Deliver{last}"
