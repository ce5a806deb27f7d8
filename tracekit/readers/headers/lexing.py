"""A header value as words, comments, quoted strings and angle brackets (RFC 5322, section 3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PIECE = re.compile(
    r'(?P<quoted>"(?:[^"\\]|\\.)*"?)|(?P<angle><[^<>]*>?)|(?P<open>\()|(?P<mark>[;,])'
    r'|(?P<word>[^\s"(<;,]+)',
    re.DOTALL,
)
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)


class Token(NamedTuple):
    """One piece: word, quoted, angle, comment or mark; its text without quotes or brackets.

    `closed` is False for a comment, quoted string or bracket whose end is missing.
    """

    kind: str
    text: str
    closed: bool = True


def tokens(value: str) -> Iterator[Token]:
    """Split a header value; every character is looked at once.

    >>> [t.text for t in tokens('from a (b (c)) by <d>')]
    ['from', 'a', 'b (c)', 'by', 'd']
    """
    place = 0
    while match := _PIECE.search(value, place):
        place = match.end()
        kind = match.lastgroup or ""
        if kind == "open":
            end, closed = _comment_end(value, place)
            yield Token("comment", value[place:end], closed)
            place = end + 1
        elif kind == "angle":
            closed = match[0].endswith(">")
            yield Token("angle", match[0][1:-1] if closed else match[0][1:], closed)
        elif kind == "quoted":
            closed = len(match[0]) > 1 and match[0].endswith('"')
            yield Token("quoted", match[0][1:-1] if closed else match[0][1:], closed)
        else:
            yield Token(kind, match[0])


def _comment_end(value: str, start: int) -> tuple[int, bool]:
    depth = 1
    for match in _PARENTHESIS.finditer(value, start):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if not depth:
            return match.start(), True
    return len(value), False


def without_comments(value: str) -> str:
    """Return a header value with each comment as one blank; an open comment reaches to the end.

    >>> without_comments("spf=pass (sender; IP) x")
    'spf=pass   x'
    """
    pieces, place = [], 0
    while (start := value.find("(", place)) >= 0:
        end, _ = _comment_end(value, start + 1)
        pieces += [value[place:start], " "]
        place = end + 1
    return "".join([*pieces, value[place:]])


def addresses(value: str) -> list[str]:
    """Return the addresses of a From, To or Return-Path value, in order; `<>` is an address.

    A display name is never taken for an address. What has no @ and no end is left out.

    >>> addresses('"fake@example.org" <anna@example.net>, ben@example.com')
    ['anna@example.net', 'ben@example.com']
    """
    found: list[str] = []
    words: list[str] = []
    angles: list[str] = []

    def close() -> None:
        chosen = angles or [w for w in words if "@" in w] if len(words) < 2 or angles else []
        found.extend(chosen)
        words.clear()
        angles.clear()

    for token in tokens(value):
        if token.kind == "mark":
            close()
        elif token.kind == "angle" and token.closed:
            inside = token.text.strip()
            angles.extend([inside or "<>"] if "@" in inside or not inside else [])
        elif token.kind in ("word", "quoted"):
            # A word after a group's name, as in "undisclosed-recipients:;", has no @.
            words.append(token.text if token.kind == "word" else "")
    close()
    return found
