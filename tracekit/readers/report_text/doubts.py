"""Signs that a free-text field imitates an event row."""

from __future__ import annotations

import re

_GUID = r"\(?'?(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|-1)"
_IMITATED = "a rule name or a server's answer imitates an event row"
# An opening that its own row should close, and what closes it, in whatever language.
_QUOTES = (re.compile(r"[^\W\d_]{2,30} ?: '"), re.compile(rf"', ID: {_GUID}|'\.?$"))
_NAMES = (re.compile(r'[^\W\d_]{2,30}: "'), re.compile(r'" was detected in|"\.?$'))
_BRACES = (
    re.compile(r"\{[A-Z][A-Za-z ]{1,40}="),
    re.compile(r"\};\{(?:LED|MSG|FQDN|IP|LRT)=|\}\]"),
)


def imitation(details: list[str]) -> str | None:
    """Say why the rows of a report may not all be rows; None when nothing speaks for it.

    A closing sign without its opening in the same row, or a name that another row follows before
    it closes, means that rows were inside a name or a server's answer. A name that only contains
    a row's words, opened and closed in one row, does no harm; nor does one that the pane cut off,
    or a reason that the service cut off.

    >>> imitation(["Transport rule: 'a", "Deliver', ID: (-1)"]) is None
    False
    >>> imitation(["Transport rule: 'a', ID: ('-1')"]) is None
    True
    """
    if any(_orphan(detail, *_BRACES) for detail in details):
        return _IMITATED
    for opening, closing in (_QUOTES, _NAMES):
        if any(_orphan(detail, opening, closing) for detail in details):
            return _IMITATED
        if any(_unclosed(detail, opening, closing) for detail in details[:-1]):
            return _IMITATED
    return None


def _orphan(detail: str, opening: re.Pattern, closing: re.Pattern) -> bool:
    closed = closing.search(detail)
    return bool(closed) and not opening.search(detail, 0, closed.start() + 1)


def _unclosed(detail: str, opening: re.Pattern, closing: re.Pattern) -> bool:
    opened = max((m.end() for m in opening.finditer(detail)), default=None)
    cut = detail.endswith(("...", "…"))
    return opened is not None and not cut and not closing.search(detail, opened - 1)
