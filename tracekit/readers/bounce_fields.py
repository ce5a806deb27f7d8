"""The fields of a delivery status: who reports, and for each recipient what became of the message.

Facts: RFC 3464, section 2 (Reporting-MTA, Arrival-Date; a group of fields for each recipient:
Final-Recipient, Original-Recipient, Action, Status, Remote-MTA, Diagnostic-Code); Action is failed,
delayed, delivered, relayed or expanded, and only failed says that the message came back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,9}:[ \t]{0,9}(.{0,2000})")
_TYPED = re.compile(r"^[\w-]{1,30}[ \t]{0,9};[ \t]{0,9}")
_OF_MESSAGE = ("reporting-mta", "arrival-date", "x-postfix-sender")
_OF_RECIPIENT = ("final-recipient", "original-recipient", "action", "status", "remote-mta",
                 "diagnostic-code")  # fmt: skip
_MOST = 500


@dataclass(frozen=True)
class DeliveryStatus:
    """What the fields say of the message, and of each recipient; values without their type."""

    message: dict[str, str] = field(default_factory=dict)
    recipients: tuple[dict[str, str], ...] = ()


def delivery_status(text: str) -> DeliveryStatus:
    """Read the fields of a delivery status, wherever they stand in a text.

    >>> delivery_status("Final-Recipient: rfc822; a@example.com\\nAction: failed").recipients
    ({'final-recipient': 'a@example.com', 'action': 'failed'},)
    """
    message: dict[str, str] = {}
    groups: list[dict[str, str]] = []
    for name, value in _fields(text):
        if name in _OF_MESSAGE:
            message.setdefault(name, value)
            continue
        if not groups or _begins(groups[-1], name):
            groups.append({})
        groups[-1].setdefault(name, value)
    whole = [
        group for group in groups[:_MOST] if {"final-recipient", "original-recipient"} & {*group}
    ]
    return DeliveryStatus(message, tuple(whole))


def _begins(group: dict[str, str], name: str) -> bool:
    """Does a field begin the group of the next recipient?"""
    return name in group or (name.endswith("-recipient") and bool({"action", "status"} & {*group}))


def _fields(text: str) -> list[tuple[str, str]]:
    """Names and values, continued lines joined."""
    found: list[tuple[str, str]] = []
    open_field = False
    for line in text.split("\n"):
        match = _FIELD.match(line)
        if match and match[1].casefold() in (*_OF_MESSAGE, *_OF_RECIPIENT):
            found.append((match[1].casefold(), _TYPED.sub("", match[2].strip())))
            open_field = True
        elif open_field and line[:1] in (" ", "\t") and line.strip():
            name, value = found[-1]
            found[-1] = (name, f"{value} {line.strip()}"[:4000])
        else:
            open_field = False
    return found
