"""Signs that a free-text field holds what may be event rows."""

from __future__ import annotations

import re

from tracekit.decode import is_complete
from tracekit.knowledge import load_events

_GUID = r"\(?'?(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|-1)"
_OPEN = "a name or a server's answer begins in one row and ends in another one, or not at all"
# An opening that its own row should close, and what closes it, in whatever language.
_QUOTES = (re.compile(r"[^\W\d_]{2,30} ?: '"), re.compile(rf"', ID: {_GUID}"))
_NAMES = (re.compile(r'[^\W\d_]{2,30}: "'), re.compile(r'" was detected in'))
_BRACES = (
    re.compile(r"\{[A-Z][A-Za-z ]{1,40}="),
    re.compile(r"\};\{(?:LED|MSG|FQDN|IP|LRT)=|\}\]"),
)
# How the answer of a server begins, in the row of an event and where a cell holds nothing else.
_ANSWER = re.compile(r"(?:Reason: ?)?(?:\{?\[?\{[A-Z][A-Za-z ]{1,40}=|[245][0-9]{2}[ -])", re.I)

_RULE_ROWS = ("Transport rule", "DLP rule")


def imitation(details: list[str], closed: list[bool] | None = None) -> str | None:
    """Say why the rows of a report may not all be rows; None when nothing speaks for it.

    A closing sign without its opening in the same row, or a name that another row follows before
    it closes, means that rows were inside a name or a server's answer. A name that only contains
    a row's words, opened and closed in one row, does no harm; nor does one that the pane cut off,
    or a reason that the service cut off. `closed` marks rows that `closes_its_quote` speaks for.

    >>> imitation(["Transport rule: 'a", "Deliver', ID: (-1)"]) is None
    False
    >>> imitation(["Transport rule: 'a', ID: ('-1')"]) is None
    True
    """
    closed_before = any(closes(detail) for detail in details)
    kept = [d for d, whole in zip(details, closed or [False] * len(details), strict=True)
            if not whole]  # fmt: skip
    if details and kept and kept[-1] is details[-1]:
        kept.pop()
    return _OPEN if closed_before or any(map(name_is_open, kept)) else None


def closes_its_quote(detail: str, event: str) -> bool:
    """Tell whether a sentence that nobody has listed names something and closes its quote.

    Only where the event is a known one and no rule: a rule's row ends in an ID, whatever its name.

    >>> closes_its_quote("Malware: 'JS/Phish', Action: quarantine", "Malware")
    True
    >>> closes_its_quote("Transport rule: 'a', Action: x", "Transport rule")
    False
    """
    if event in _RULE_ROWS or event not in load_events():
        return False
    return all(detail.count(quote) % 2 == 0 for quote in "'\"")


def closes(piece: str) -> bool:
    """Tell whether a piece closes what it did not open.

    >>> closes("12/6/2022 Deliver', ID: ('-1')")
    True
    """
    odd = any(_orphan(piece, *signs) for signs in (_QUOTES, _NAMES, _BRACES))
    return odd and not is_complete(piece)


def name_is_open(detail: str) -> bool:
    """Tell whether a rule's or a malware's name begins in a detail and does not end there.

    In a known sentence it does; a server quotes in its answer what it likes, and names nothing.

    >>> name_is_open("Transport rule: 'a"), name_is_open("Transport rule: 'Subject con...")
    (True, False)
    >>> name_is_open("Reason: [{LED=550 5.7.1 <a@example.com>: rejected: 'no such user' }")
    False
    """
    if _ANSWER.match(detail) or is_complete(detail):
        return False
    return any(_unclosed(detail, *signs) for signs in (_QUOTES, _NAMES))


def reason_is_open(detail: str) -> bool:
    """Tell whether a reason begins in a detail and does not end there, as a cut one may.

    >>> reason_is_open("Reason: [{LED=550 5.7.1 no")
    True
    """
    return _unclosed(detail, *_BRACES)


def _orphan(detail: str, opening: re.Pattern, closing: re.Pattern) -> bool:
    closed = closing.search(detail)
    return bool(closed) and not opening.search(detail, 0, closed.start() + 1)


def _unclosed(detail: str, opening: re.Pattern, closing: re.Pattern) -> bool:
    opened = max((m.end() for m in opening.finditer(detail)), default=None)
    cut = detail.endswith(("...", "…", "'", "'.", '"', '".'))
    return opened is not None and not cut and not closing.search(detail, opened - 1)
