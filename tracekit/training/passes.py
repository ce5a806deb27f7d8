"""The journeys of a scenario with everything filled in: what is written, in whatever format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracekit.training.notation import Row, parse_rows
from tracekit.training.report import report
from tracekit.training.schema import Journey, Mail, Scenario

# What the progress line says when a journey ends in such a row; the last row that is here counts.
_PROGRESS = {"Fail": "Not delivered", "Send external": "Sent", "Expand": "Expanded",
             "Deliver": "Delivered", "Defer": "Not yet delivered"}  # fmt: skip


@dataclass(frozen=True)
class Pass:
    """One journey, complete: its heading, and its rows in order."""

    name: str
    rows: tuple[Row, ...]
    sender: str
    recipient: str
    subject: str
    message_id: str
    status: str
    progress: str
    size: str
    zone: str
    day: date

    def text(self) -> str:
        """Write it as Copy report text does."""
        sent = self.rows and any(row.event == "Send external" for row in self.rows)
        return report(
            self.rows, message_id=self.message_id, recipient=self.recipient, sender=self.sender,
            subject=self.subject, status=self.status, progress=self.progress, size=self.size,
            zone=self.zone, day=self.day, to_ip="192.0.2.9" if sent else "null",
        )  # fmt: skip

    def clock(self, row: Row) -> datetime:
        """The time of a row on the clock of this journey, without a zone."""
        day = self.day + timedelta(days=row.day)
        return datetime(day.year, day.month, day.day, row.hour, row.minute)


def passes(scenario: Scenario) -> list[Pass]:
    """Fill in what the journeys of a scenario leave out. Raises NotationError, ValueError."""
    return [_pass(journey, scenario.mail) for journey in scenario.journey]


def _pass(journey: Journey, mail: Mail) -> Pass:
    rows = tuple(parse_rows(journey.rows))
    return Pass(
        name=journey.name, rows=rows, sender=journey.sender or mail.sender,
        recipient=journey.recipient or mail.recipient, subject=journey.subject or mail.subject,
        message_id=journey.message_id or mail.message_id, status=journey.status,
        progress=journey.progress or progress(rows), size=journey.size, zone=mail.zone,
        day=date.fromisoformat(mail.day),
    )  # fmt: skip


def progress(rows: Sequence[Row]) -> str:
    """Say what the progress line would: by the last row that ends or holds a journey."""
    ends = [row for row in rows if row.event in _PROGRESS]
    if not ends:
        return "Delivered" if any(row.event == "Drop" for row in rows) else "Not yet delivered"
    last = ends[-1]
    held = last.event == "Deliver" and "Quarantine" in last.detail
    return "Quarantined" if held else _PROGRESS[last.event]
