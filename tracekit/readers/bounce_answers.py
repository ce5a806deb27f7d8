"""Whom a bounce says the answers of servers are about, and which server gave each of them.

Facts: Microsoft, non-delivery reports in Exchange Online ("Remote Server at <host> (<address>)
returned"); forms that the bounces of other servers have in public tickets: Postfix "host
X[192.0.2.1] said:", Exim "host X [192.0.2.1]" in the line before, Sendmail "while talking to X.:".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from tracekit.decode.reason import decode_reason
from tracekit.readers.bounces import ADDRESS, is_service
from tracekit.readers.fragments import every_answer

# A line that names a recipient and nothing else, or before the answer of a server.
_ALONE = re.compile(rf"^[ \t<]*(?:mailto:)?({ADDRESS})[ \t>]*"
                    r"(?:\([^()]{0,300}\)|<[^<>]{0,300}>)?[ \t>]*(?:$|:|\.\.\.)")  # fmt: skip
_DISPLAYED = re.compile(rf"^[^<>()@:]{{1,200}}[<(]({ADDRESS})[>)][ \t]*$")
_HOST = r"([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
_REMOTE = re.compile(rf"remote server(?: at {_HOST}\.?(?: ?\([^()\n]{{0,80}}\))?)? returned", re.I)
# Exchange on premises writes the server on a line of its own (public mails of "Undeliverable").
_ABOVE = re.compile(rf"^[ \t]*{_HOST}\.?[ \t]*\n[ \t]*remote server returned", re.I | re.M)
_SAID = (
    _REMOTE,
    _ABOVE,
    re.compile(rf"\bhost {_HOST}\.? ?\[[0-9a-f.:]{{2,45}}\]", re.IGNORECASE),
    re.compile(rf"\btalking to {_HOST}\.?:", re.IGNORECASE),
    re.compile(rf"{_HOST}\.? ?[\[(][0-9a-f.:]{{3,45}}[\])][^\n]{{0,40}}$", re.IGNORECASE),
)
_MICROSOFT = re.compile(r"\[([\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.outlook\.com)[\]\s]", re.IGNORECASE)
_LABELLED = re.compile(rf"^[^:\n]{{3,60}}:[ \t]{{0,20}}{_HOST}\.?[ \t]*$", re.MULTILINE)
_WRITTEN_BY = re.compile(rf"(?:mail system at host|qmail-send program at) {_HOST}", re.IGNORECASE)
_BEFORE, _LINES_BEFORE, _FAR, _MOST = 400, 12, 4000, 300


@dataclass(frozen=True)
class Answer:
    """One answer of a server: its place, its words and codes, about whom, who gave it, and whether
    words say that it was another server than the one that reports."""

    at: int
    said: str
    codes: dict[str, str]
    recipient: str
    host: str
    remote: bool


def answers_in(text: str) -> list[Answer]:
    """Find every answer of a server in the words of a bounce.

    >>> text = "a@example.com\\nmx.example.com\\nRemote Server returned '550 5.1.1 unknown'"
    >>> answers_in(text)[0].recipient, answers_in(text)[0].host
    ('a@example.com', 'mx.example.com')
    """
    found = []
    for at, said in islice(every_answer(text), _MOST):
        before = _paragraph(text, at)
        words = [match for form in _SAID for match in form.finditer(before)]
        named = next((m[1] for m in words if m[1]), "")
        found.append(Answer(at, _bare(said), decode_reason(_bare(said)), _recipient(text, at),
                            named or own_name(said), bool(words)))  # fmt: skip
    return found


def _bare(said: str) -> str:
    """An answer without what the report says behind it."""
    for mark in (" (in reply to ", " Message rejected by: "):
        said = said.partition(mark)[0]
    return said.strip()


def _paragraph(text: str, at: int) -> str:
    """What stands before an answer, back to the last blank line."""
    before = text[max(0, at - _BEFORE) : at]
    return before[before.rfind("\n\n") + 1 :]


def _recipient(text: str, at: int) -> str:
    """The recipient whom the last lines before an answer name."""
    for line in text[max(0, at - _FAR) : at].split("\n")[: -_LINES_BEFORE - 1 : -1]:
        match = _ALONE.match(line) or _DISPLAYED.match(line)
        if match and not is_service(match[1]):
            return match[1]
    return ""


def own_name(said: str) -> str:
    """The name that a server of Exchange Online writes in brackets behind its answer.

    >>> own_name("550 5.4.1 Access denied. [AM6EUR05FT033.eop-eur05.prod.protection.outlook.com x]")
    'AM6EUR05FT033.eop-eur05.prod.protection.outlook.com'
    """
    match = _MICROSOFT.search(said)
    return match[1] if match else ""


def reporter_above(text: str) -> str:
    """The server that wrote a bounce, by its place: alone behind a label, above a recipient.

    >>> reporter_above("Serveur: mx.example.net\\n\\na@example.com\\nx '550 5.1.1 y'")
    'mx.example.net'
    """
    for match in _LABELLED.finditer(text):
        following = next(
            filter(str.strip, text[match.end() : match.end() + _BEFORE].split("\n")), ""
        )
        if _ALONE.match(following):
            return match[1]
    said = _WRITTEN_BY.search(text)
    return said[1] if said else ""
