"""Write rows as the text that Copy report text gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracekit.training.notation import Row, parse_row

ID = "<1.2@mail.example.com>"
DAY = date(2022, 12, 6)


def report(
    rows: Sequence[str | Row],
    *,
    message_id: str | None = ID,
    recipient: str = "sam@example.org",
    sender: str = "news@example.com",
    subject: str = "Top Articles",
    status: str = "",
    progress: str = "",
    size: str = "121.95 KB",
    zone: str | None = "UTC-05:00",
    day: date = DAY,
    to_ip: str = "null",
) -> str:
    """Write rows, or lines of the notation, as one report; `zone` None leaves the zone out.

    Raises NotationError for a line that is no row.

    >>> report(["12:31 receive"]).splitlines()[7][:46]
    '12/6/2022, 12:31 PM | Receive | Message receiv'
    """
    heading = f"Date ({zone})" if zone else "Date"
    lines = [f"Subject: {subject}", f"Sender: {sender}", f"Recipient: {recipient}",
             f"Received -> Processed -> {progress or 'Delivered'}", f"Status: {status}",
             f"{heading} | Event | Detail |", "-" * 36, *_rows(rows, day)]  # fmt: skip
    if message_id is not None:
        lines += ["More information", f"Message ID:{message_id}", "Message size | From IP | To IP",
                  f"{size} | 192.0.2.7 | {to_ip}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _rows(rows: Sequence[str | Row], first: date) -> list[str]:
    parsed = [r for row in rows for r in ([row] if isinstance(row, Row) else parse_row(row))]
    return [f"{_stamp(row, first)} | {row.event} | {row.detail}" for row in parsed]


def _stamp(row: Row, first: date) -> str:
    day = first + timedelta(days=row.day)
    clock = f"{row.hour % 12 or 12}:{row.minute:02} {'PM' if row.hour > 11 else 'AM'}"
    return f"{day.month}/{day.day}/{day.year}, {clock}"
