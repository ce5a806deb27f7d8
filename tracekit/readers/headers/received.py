"""One Received line: who gave the message to whom, when and how.

Grammar: RFC 5321 section 4.4 (from, by, via, with, id, for; date) and RFC 8314 section 4.3 (tls).
Forms seen in public mailing-list archives and in the manuals of the servers:
- Microsoft: from HELO (IP) by HOST (IP) with Microsoft SMTP Server (version=TLS1_3, cipher=...) id
  15.20.8901.19 via Frontend Transport; ... with mapi id ...; ... with HTTPS; IPv6, also %scope
- Postfix: from HELO (NAME [IP]) (using TLSv1.3 with cipher ...) by HOST (Postfix) with ESMTPS id Q
- Exim: from NAME ([IP]:PORT helo=HELO) or from [IP] (port=1 helo=HELO) by HOST with esmtps (TLS1.3)
  tls CIPHER (Exim 4.96) (envelope-from <A>) id Q for A (its received_header_text)
- Sendmail: from HELO (NAME [IP] (may be forged)) by HOST (8.17/8.17) with ESMTP id Q (version=...)
- Google: by 2002:a5d::1 with SMTP id Q; from NAME (NAME. [IP]) by mx.google.com with ESMTPS id Q
- qmail: from unknown (HELO NAME) (IP) by HOST with SMTP; (qmail 1 invoked by uid 89)
The word after "from" is mostly what the other side called itself, so it proves nothing; the
address in brackets is what the receiving server saw.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from tracekit.readers.headers.dates import last_date
from tracekit.readers.headers.lexing import Token, tokens

_CLAUSES = frozenset({"from", "by", "via", "with", "id", "for", "tls"})
# What the other side called itself: never an address that the server saw.
_SAID = re.compile(r'"[^"]{0,300}"|\b(?:helo=|helo\s|ehlo\s)\S{0,300}', re.IGNORECASE)
_EXIM = re.compile(r"\b(?:helo|port|ident)=", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?)\]", re.IGNORECASE)
_TLS = re.compile(r"(?<![\w.-])((?:TLS|SSL)v?_?[0-9](?:[._][0-9])?)(?![\w-]|\.\w)")
_LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Hop:
    """What one Received line says; None for what it does not say, or says in two ways."""

    from_host: str | None = None
    from_ip: str | None = None
    by_host: str | None = None
    protocol: str | None = None
    via: str | None = None
    tls: str | None = None
    id: str | None = None
    for_address: str | None = None
    time: datetime | None = None
    doubt: str = ""


def read_received(value: str, cut: bool = False) -> Hop:
    """Read the value of one Received field; `cut` tells that the text ends inside it.

    >>> hop = read_received("from a (b [192.0.2.1]) by c with ESMTP id 1; 1 Jul 2025 4:40:06 GMT")
    >>> hop.from_host, hop.from_ip, hop.by_host, hop.protocol
    ('a', '192.0.2.1', 'c', 'ESMTP')
    """
    stamp = last_date(value)
    head = value[: stamp.start] if stamp else value
    clauses, open_end = _clauses(head, lost_end=cut and stamp is None)
    said = dict(clauses)
    counts = Counter(name for name, _ in clauses)
    repeated = sorted(name for name, count in counts.items() if count > 1)
    for name in repeated:
        del said[name]
    comments = [t.text for _, parts in clauses for t in parts if t.kind == "comment"]
    return Hop(
        from_host=_only_word(said.get("from", [])),
        from_ip=_address(said.get("from", [])),
        by_host=_first_word(said.get("by", [])),
        protocol=_words(said.get("with", [])),
        via=_words(said.get("via", [])),
        tls=_tls(comments),
        id=_first_word(said.get("id", [])),
        for_address=_recipient(said.get("for", [])),
        time=stamp.time if stamp else None,
        doubt=_doubt(stamp, said, repeated, open_end, comments),
    )


def _clauses(head: str, lost_end: bool) -> tuple[list[tuple[str, list[Token]]], bool]:
    """Split at the words that begin a clause; the word right after such a word never is one."""
    clauses: list[tuple[str, list[Token]]] = [("start", [])]
    open_end, bare = False, True
    for token in tokens(head):
        word = token.text.casefold() if token.kind == "word" else ""
        if word in _CLAUSES and bare:
            clauses.append((word, []))
            bare = False
        elif token.kind != "mark":
            clauses[-1][1].append(token)
            bare = True
            open_end = open_end or not token.closed
    if lost_end:
        clauses.pop()
    return clauses, open_end


def _words(parts: list[Token]) -> str | None:
    return " ".join(t.text for t in parts if t.kind == "word")[:200] or None


def _only_word(parts: list[Token]) -> str | None:
    words = [t.text for t in parts if t.kind == "word"]
    return words[0] if len(words) == 1 else None


def _first_word(parts: list[Token]) -> str | None:
    words = (t.text for t in parts if t.kind in ("word", "angle") and t.closed)
    return next(filter(None, words), None)


def _recipient(parts: list[Token]) -> str | None:
    words = (t.text.strip() for t in parts if t.kind in ("word", "angle") and t.closed)
    found = {word for word in words if "@" in word}
    return found.pop() if len(found) == 1 else None


def _address(parts: list[Token]) -> str | None:
    """The one address in the comments behind `from`; Exim's form gives it as the word itself."""
    texts = [t.text[:_LONGEST_COMMENT] for t in parts if t.kind == "comment"]
    seen = [_SAID.sub(" ", text) for text in texts]
    found = {m[1] for text in seen for m in _BRACKETED.finditer(text) if _is_ip(m[1])}
    if not found:
        found = {w for text in seen for w in re.split(r"[\s()]+", text) if _is_ip(w)}
    if not found and any(_EXIM.search(text) for text in texts):
        word = _BRACKETED.fullmatch(_only_word(parts) or "")
        found = {word[1]} if word and _is_ip(word[1]) else set()
    return found.pop() if len(found) == 1 else None


def _is_ip(text: str) -> bool:
    try:
        return bool(text.isascii() and len(text) < 80 and ip_address(text))
    except ValueError:
        return False


def _tls(comments: list[str]) -> str | None:
    """The version of TLS, from comments that hold no name of the other side."""
    plain = [c for c in comments if "[" not in c and not _SAID.search(c)]
    found = {m[1] for c in plain for m in _TLS.finditer(c[:_LONGEST_COMMENT])}
    return found.pop() if len(found) == 1 else None


def _doubt(stamp, said: dict, repeated: list[str], open_end: bool, comments: list[str]) -> str:
    if repeated:
        return f"it says '{repeated[0]}' more than once, so that part was left out"
    if not stamp:
        return "it has no date that can be read"
    if stamp.doubt:
        return stamp.doubt
    if open_end:
        return "a bracket or quotation mark in it has no end"
    if "by" not in said and not any(c.startswith("qmail ") for c in comments):
        return "it names no server that wrote it"
    return ""
