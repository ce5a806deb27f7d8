"""The text of bounces in an input: a saved report is unpacked, and quote marks go.

Facts: RFC 6522 (multipart/report: words for people, the delivery status, the message or its
headers); RFC 2045 (encodings of parts) and RFC 2046 (boundaries); RFC 4155 (mbox).
Python's `email` package recurses into parts as deep as a stranger likes, so parts are cut here.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tracekit.text import html_to_text

_MBOX = re.compile(r"^From \S{1,300} .{0,80}[0-9]{4}[ \t]{0,9}$", re.MULTILINE)
_QUOTES = re.compile(r"^(?:[ \t]{0,8}[>|]){1,20}[ \t]?", re.MULTILINE)
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]|&nbsp;")
_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_HEAD_ENDS = re.compile(r"\n[ \t]*\n")
_FOLDED = re.compile(r"\n[ \t]+")
_TYPE = re.compile(r"^content-type:[ \t]*([\w.+/-]{1,80})", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'\bboundary[ \t]*=[ \t]*"?([^"\n]{1,200}?)["\n;]', re.IGNORECASE)
_CHARSET = re.compile(r'\bcharset[ \t]*=[ \t]*"?([\w.:-]{1,40})', re.IGNORECASE)
_CODED = re.compile(r"^content-transfer-encoding:[ \t]*(base64|quoted-printable)",
                    re.IGNORECASE | re.MULTILINE)  # fmt: skip
_MOST_PARTS, _DEEPEST = 40, 4


@dataclass(frozen=True)
class Piece:
    """A piece of an input, plain: its first line there; `unpacked`: its lines are others."""

    line: int
    text: str
    unpacked: bool = False


def pieces(text: str) -> Iterator[Piece]:
    r"""Cut a text into saved messages, if it holds several, and make each of them plain.

    >>> [(piece.line, piece.text) for piece in pieces("> a\n> b")]
    [(1, 'a\nb')]
    """
    plain = _MARKS.sub("", _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    edges = sorted({0, *(match.start() for match in _MBOX.finditer(plain)), len(plain)})
    for begin, end in pairwise(edges):
        line, one = plain.count("\n", 0, begin) + 1, plain[begin:end]
        parts = _parts(one)
        yield Piece(line, _unquoted("\n\n".join(parts) if parts else one), bool(parts))


def _unquoted(text: str) -> str:
    return _QUOTES.sub("", text)


def _parts(mail: str) -> list[str]:
    """The parts of a saved report in plain text, in their order; none where it shows no parts."""
    head, body = _split(mail.lstrip("\n"))
    waiting = [(part, 1) for part in _inner(head, body)]
    done: list[str] = []
    while waiting and len(done) < _MOST_PARTS:
        part, depth = waiting.pop(0)
        head, body = _split(part)
        inner = _inner(head, body) if depth < _DEEPEST else []
        waiting[:0] = [(one, depth + 1) for one in inner]
        if not inner:
            done.append(_words(head, body))
    return [text for text in done if text]


def _split(part: str) -> tuple[str, str]:
    """Header and body of a part; a part may have no header."""
    if part.startswith("\n"):
        return "", part[1:]
    end = _HEAD_ENDS.search(part)
    return (part[: end.start()], part[end.end() :]) if end else (part, "")


def _inner(head: str, body: str) -> list[str]:
    """The parts that a header announces in the body below it."""
    unfolded = _FOLDED.sub(" ", head) + "\n"
    kind, mark = _TYPE.search(unfolded), _BOUNDARY.search(unfolded)
    if not (kind and mark and kind[1].casefold().startswith("multipart/")):
        return []
    lines = re.compile(rf"^--{re.escape(mark[1].rstrip())}(?:--)?[ \t]*$\n?", re.MULTILINE)
    return lines.split(body)[1:]


def _words(head: str, body: str) -> str:
    """What a part says: words, the fields of a delivery status, or the header of a message."""
    kind = _TYPE.search(head)
    name = kind[1].casefold() if kind else "text/plain"
    said = _decoded(head, body)
    if name == "message/rfc822":
        return _split(said.lstrip("\n"))[0]
    if name == "text/html":
        return html_to_text(said)
    return said.strip("\n") if name.startswith(("text/", "message/")) else ""


def _decoded(head: str, body: str) -> str:
    """A body without its transfer encoding; as it is where that is broken."""
    coded = _CODED.search(head)
    if not coded:
        return body
    raw = body.encode("ascii", "ignore")
    try:
        content = binascii.a2b_base64(raw) if coded[1].casefold() == "base64" else (
            quopri.decodestring(raw))  # fmt: skip
    except binascii.Error:
        return body
    charset = _CHARSET.search(head)
    try:
        return content.decode(charset[1] if charset else "utf-8", "replace").replace("\r\n", "\n")
    except LookupError:
        return content.decode("utf-8", "replace").replace("\r\n", "\n")
