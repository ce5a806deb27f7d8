"""Archives as people and as strangers make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

REPORT = (
    "Subject: News\nSender: news@example.com\nRecipient: {recipient}\nReceived -> Delivered\n"
    "Status: Delivered.\nDate (UTC-05:00) | Event | Detail |\n"
    "12/6/2022, 12:31 PM | Receive | Message received by: A.prod.outlook.com using TLS1.2\n"
    "Message ID: <1@example.com> | Message Size: 5 KB | From IP: 192.0.2.7 | To IP: null |\n"
)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def report(recipient: str) -> bytes:
    """A whole report for one recipient."""
    return REPORT.format(recipient=recipient).encode()


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def with_flag(archive: bytes, flag: int) -> bytes:
    """The same zip with a flag set in the head of every member, such as 1 for encrypted."""
    raw = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= flag
            at = raw.find(mark, at + 4)
    return bytes(raw)


def overlapping(content: bytes, copies: int) -> bytes:
    """A zip whose directory names the bytes of one member many times (CVE-2024-0450)."""
    raw = zipped({"a.txt": content})
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    size = len(entry) * copies
    tail = (
        raw[end : end + 8]
        + copies.to_bytes(2, "little") * 2
        + size.to_bytes(4, "little")
        + raw[end + 16 :]
    )
    return raw[:start] + entry * copies + tail
