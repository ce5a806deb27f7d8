"""Signs that a free-text field imitates an event row."""

from __future__ import annotations

import re

# An opening that its own row should close, and what closes it.
_PAIRS = (
    (re.compile(r"(?:Transport|DLP) rule: '", re.IGNORECASE), re.compile(r"', ID: \(")),
    (re.compile(r"\[\{?(?:LED|MSG|FQDN|IP|LRT)=|\{LED="), re.compile(r"\};\{(?:MSG|FQDN|IP|LRT)=|\}\]")),
    (re.compile(r'Malware: "', re.IGNORECASE), re.compile(r'" was detected in')),
)  # fmt: skip


def imitation(details: list[str]) -> str | None:
    """Say why the rows of a report may not all be rows; None when nothing speaks for it.

    A closing sign in one row whose opening stands in an earlier one means that the text between
    them, rows and all, was inside a name or a server's answer.

    >>> imitation(["Transport rule: 'a", "Deliver', ID: ('x')"]) is None
    False
    """
    for opening, closing in _PAIRS:
        is_open = False
        for detail in details:
            first_close, first_open = closing.search(detail), opening.search(detail)
            orphan = first_close and (not first_open or first_close.start() < first_open.start())
            if orphan and is_open:
                return "a rule name or a server's answer imitates an event row"
            is_open = bool(first_open) and not closing.search(detail, first_open.end())
    return None
