"""Signs that a free-text field imitates an event row."""

from __future__ import annotations

import re

_GUID = r"\(?'?(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|-1)"
# An opening that its own row should close, and what closes it, in whatever language.
_PAIRS = (
    (re.compile(r"[^\W\d_]{2,30} ?: '"), re.compile(rf"', ID: {_GUID}")),
    (re.compile(r"\{[A-Z][A-Za-z ]{1,40}="), re.compile(r"\};\{(?:LED|MSG|FQDN|IP|LRT)=|\}\]")),
    (re.compile(r'[^\W\d_]{2,30}: "'), re.compile(r'" was detected in')),
)


def imitation(details: list[str]) -> str | None:
    """Say why the rows of a report may not all be rows; None when nothing speaks for it.

    A closing sign without its opening in the same row means that the text before it, rows and all,
    was inside a name or a server's answer. A name that only contains a row's words, opened and
    closed in one row, does no harm.

    >>> imitation(["Transport rule: 'a", "Deliver', ID: (-1)"]) is None
    False
    >>> imitation(["Transport rule: 'a', ID: ('-1')"]) is None
    True
    """
    for opening, closing in _PAIRS:
        for detail in details:
            closed = closing.search(detail)
            if closed and not opening.search(detail, 0, closed.start()):
                return "a rule name or a server's answer imitates an event row"
    return None
