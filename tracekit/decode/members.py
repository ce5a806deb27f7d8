"""Lists in one cell, as Exchange writes them: a member that holds a semicolon stands in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTES = re.compile("'+")


def members(text: str) -> list[str] | None:
    """Split a list as its writer joined it; None where it cannot have been written so.

    The writer puts a member that holds a semicolon or an apostrophe between apostrophes, doubles
    those inside, and joins all with semicolons. Linear on any text. Source: the collections of the
    tracking log of Exchange (recipients, their statuses, custom data).

    >>> members("'550 5.1.10 Not found; it''s gone';To")
    ["550 5.1.10 Not found; it's gone", 'To']
    >>> members("user 'x' unknown") is None
    True
    """
    found, at = [], 0
    while at <= len(text):
        if text[at : at + 1] == "'":
            end = _end_of_quoted(text, at + 1)
            inner = text[at + 1 : end] if end is not None else "'"
            member = inner.replace("''", "'")
            if end is None or "'" in inner.replace("''", "") or not {";", "'"} & set(member):
                return None
            at = end + 2
        else:
            end = text.find(";", at)
            end = len(text) if end < 0 else end
            member = text[at:end]
            if "'" in member:
                return None
            at = end + 1
        found.append(member)
    return found


def closing_quotes(text: str, start: int = 0) -> Iterator[int]:
    """Give the places of the apostrophes from `start` on that may close an item, in order.

    One inside is doubled, so a run of them closes only if it is odd, and before a semicolon or at
    the end. Linear: each run is looked at once.

    >>> list(closing_quotes("it's 'a';b'"))
    [7, 10]
    """
    for run in _QUOTES.finditer(text, start):
        if len(run[0]) % 2 and text[run.end() : run.end() + 1] in ("", ";"):
            yield run.end() - 1


def _end_of_quoted(text: str, start: int) -> int | None:
    """Return where the member that was opened before `start` is closed; None if nowhere."""
    return next(closing_quotes(text, start), None)
