"""The message that a bounce returns: what its header says of it, and whether Microsoft had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracekit.knowledge.microsoft_hosts import microsoft_ends
from tracekit.readers.headers.blocks import find_blocks
from tracekit.readers.headers.message import Message


@dataclass(frozen=True)
class Returned:
    """Names of the message, "" where its header has none; when it was written, as UTC.

    `taken_by`: the first server of Microsoft's that wrote a Received line, `taken_at` its time.
    """

    message_id: str = ""
    sender: str = ""
    subject: str = ""
    date: datetime | None = None
    taken_by: str = ""
    taken_at: datetime | None = None


def returned(text: str) -> Returned:
    r"""Read the header of the returned message, the last one in a bounce that has a Message-ID.

    >>> returned("From: a@example.com\nSubject: b\nMessage-ID: <1@example.com>").message_id
    '<1@example.com>'
    """
    blocks = [block for block in find_blocks(text) if block.all("message-id")]
    if not blocks:
        return Returned()
    message = Message(blocks[-1], "")
    header = message.header()
    hops = [hop for hop in message.hops() if _is_microsofts(hop["by_host"])]
    taken = hops[0] if hops else {"by_host": "", "time": None}
    return Returned(header["message_id"] or "", header["sender"] or "", header["subject"] or "",
                    header["date"], taken["by_host"], taken["time"])  # fmt: skip


def _is_microsofts(host: str | None) -> bool:
    return (host or "").casefold().rstrip(".").endswith(microsoft_ends())
