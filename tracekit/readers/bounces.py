"""What a bounce says about the message that came back: its ids, its addresses, who refused it.

Facts: Microsoft, non-delivery reports in Exchange Online ("Original Message Details", "Error
Details", "Diagnostic information for administrators"); RFC 3464, section 2 (Final-Recipient,
Reporting-MTA, Remote-MTA); RFC 5322 (Message-ID).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

import pandas as pd

_LABELS = {
    "message id": "message_id", "message-id": "message_id",
    "sender address": "sender", "x-original-sender": "sender",
    "recipient address": "recipient", "final-recipient": "recipient",
    "original-recipient": "recipient",
    "subject": "subject", "created date": "created", "arrival-date": "created",
    "message rejected by": "refused_by", "remote-mta": "refused_by",
    "generating server": "reported_by", "sent by": "reported_by", "reporting-mta": "reported_by",
}  # fmt: skip
# The sentence after which a report names the recipient, in that line or the next with words.
NAMED = (
    "delivery has failed to these recipients", "your message to", "couldn't be delivered",
    "could not be delivered", "wasn't delivered to", "undeliverable to",
    "delivery to the following",
)  # fmt: skip
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w.-]{1,250}\w")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,300}@[^<>\s]{1,300}>")
_MOST_LINES, _LONGEST = 3000, 500
_SERVICES = ("postmaster@", "mailer-daemon@", "microsoftexchange")
_DAYS = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Bounce:
    """What the text of a bounce names; "" where it does not. `created` is as it was printed."""

    message_id: str = ""
    sender: str = ""
    recipient: str = ""
    subject: str = ""
    created: str = ""
    refused_by: str = ""
    reported_by: str = ""

    @property
    def day(self) -> pd.Timestamp | None:
        """The day in UTC; None where it is not there, or day and month could be exchanged.

        >>> Bounce(created="10/15/2026 12:20:41 PM").day, Bounce(created="10/11/2026").day
        (Timestamp('2026-10-15 00:00:00+0000', tz='UTC'), None)
        """
        first = self.created.split(" ")[0].strip(",")
        found = {pd.to_datetime(first, format=form, errors="coerce", utc=True) for form in _DAYS}
        known = [day for day in found if not pd.isna(day)]
        return known[0] if len(known) == 1 else None


def parse_bounce(text: str) -> Bounce:
    """Find what a bounce names, line by line; what is said first counts.

    >>> parse_bounce("Your message to a@example.com couldn't be delivered.").recipient
    'a@example.com'
    """
    found: dict[str, str] = {}
    lines = [line[:_LONGEST] for line in text.replace("\r", "\n").split("\n")[:_MOST_LINES]]
    waiting = False
    for line in filter(str.strip, lines):
        label, colon, value = line.partition(":")
        name = _LABELS.get(label.strip(" >*|\t").casefold()) if colon else None
        if name and (clean := _clean(name, value)):
            found.setdefault(name, clean)
        told = any(words in line.casefold() for words in NAMED)
        if (told or waiting) and (address := _address(line)):
            found.setdefault("recipient", address)
        waiting = told and not _address(line)
    return Bounce(**{field.name: found.get(field.name, "") for field in fields(Bounce)})


def _clean(name: str, value: str) -> str:
    if name in ("sender", "recipient"):
        return _address(value)
    if name == "message_id":
        match = _MESSAGE_ID.search(value)
        return match[0] if match else ""
    kind, semicolon, rest = value.partition(";")
    return (rest if semicolon and kind.strip().casefold() in ("dns", "smtp") else value).strip()


def _address(text: str) -> str:
    match = _ADDRESS.search(text)
    return match[0] if match and not match[0].casefold().startswith(_SERVICES) else ""
