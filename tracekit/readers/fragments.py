"""A lone answer of a mail server, as people copy it from a bounce: explained, and no trace.

Facts: Microsoft, non-delivery reports in Exchange Online (the diagnostic lines of an NDR); the
grammar of reasons is that of `decode.reason`. A server need not give an enhanced code (RFC 2034,
RFC 5321 section 4.2): such an answer is known by the words in front of it, those of the bounces of
Exchange, Postfix and qmail ("said:"), Exim, Sendmail ("<<<") and Gmail in public tickets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from tracekit.decode.reason import decode_reason
from tracekit.errors import UnknownNameError
from tracekit.knowledge import explain
from tracekit.knowledge.explain import Explanation
from tracekit.knowledge.formats import nearest_kind
from tracekit.knowledge.microsoft_hosts import microsoft_ends
from tracekit.knowledge.outside import find_outside_answer, quotes_another_server
from tracekit.model import MessageTrace, table
from tracekit.readers.given import Given
from tracekit.readers.unknown_tables import UnknownTable, unknown_table
from tracekit.text import one_line

NAME = "fragment"
_ENHANCED = r"[ -][245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])"
_IN_FRONT = (
    r"(?:returned(?: was)?|retourné|renvoyé|restituito|zurückgegeben|devolvió|returnerade)"
    r"(?: an? [a-z]{3,20})?[ \t]?(?:(?::|->)\s{1,4}['‘\"“]?|['‘\"“])",
    r"(?:\bsaid|\bresponded|remote server was):\s{1,4}['‘\"“]?",
    r"\bsmtp;[ \t]?",
    r"^[ \t>|]{0,8}<<<[ \t]",
    r"\bhost [\w.-]{1,255} \[[0-9a-f.:]{2,45}\]:[ \t]{0,4}\n?[ \t]{0,8}",
    r"\bremote mail server after [^\n]{1,300}:[ \t]{0,4}\n?[ \t]{0,8}",
)
_WORDS = r"[ -](?=[^\n]{0,200}[^\W\d_])"
ANSWER = re.compile(
    rf"\[?\{{LED=|(?<![0-9.#-])[245][0-9]{{2}}{_ENHANCED}"
    rf"|(?:{'|'.join(_IN_FRONT)})(?P<bare>[45][0-5][0-9](?!{_ENHANCED}){_WORDS})",
    re.IGNORECASE | re.MULTILINE,
)
_HOST = r"[ \t]*(?:dns;[ \t]*)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
_IN_BRACKETS = re.compile(r"\[([A-Za-z0-9.-]{1,253})[\s\]]")
_ANSWERER = re.compile(r"(?:remote-mta:|message rejected by:|remote server at)" + _HOST, re.I)
_WRITER = re.compile(r"(?:reporting-mta:|generating server:)" + _HOST, re.IGNORECASE)
_MOST, _LONGEST = 20, 2000
_ENDS = re.compile(r"\n[ \t]*\r?\n|['\"]\s*\r?\n")


def sniff(head: str) -> str:
    """Return "" if a text holds the answer of a mail server, else why not.

    >>> sniff("550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"), sniff("Version 4.7.1")
    ('', 'no answer of a mail server such as "550 5.1.10 ..."')
    """
    return "" if ANSWER.search(head) else 'no answer of a mail server such as "550 5.1.10 ..."'


def parse(given: Given) -> MessageTrace:
    """Explain the answers in a text that is no trace: a problem each, and no journey.

    Raises InputError when the file cannot be opened or is too large for a pasted text.

    >>> parse(Given("a", b"550 5.1.10 x")).problems["kind"].tolist()
    ['fragment']
    """
    text, found = given.text, unknown_table(given.text)
    rows = [_unread(given, found), *_in_cells(given, found)] if found else answers(given)
    source = {"source": given.name, "format": NAME, "sha256": given.sha256, "bytes": given.size,
              "encoding": given.decoded.encoding, "rows": 0, "journeys": 0, "coverage": 0.0,
              "lines": text.count("\n") + 1, "cannot_contain": _LACKS}  # fmt: skip
    span = {"source": given.name, "offset": 0, "length": given.size, "kind": "problem"}
    return replace(
        MessageTrace.empty(),
        problems=table("problems", rows),
        sources=table("sources", [source]),
        spans=table("spans", [span]),
    )


_LACKS = (
    "It is no message trace, only what a server answered: it does not tell which way the message "
    "went, who else got it, or what happened before. Run a message trace for the recipient and the "
    "day, open the result and use Copy report text."
)


def _unread(given: Given, found: UnknownTable) -> dict:
    """Account for the records of a table that no reader knows."""
    near = nearest_kind(found.names)
    close = f" It reads like {near[0].title}, but lacks {', '.join(near[1])}." if near else ""
    named = one_line(", ".join(name[:40] for name in found.names[:12]))[:300]
    return {"source": given.name, "line": found.line, "kind": "unreadable", "text": named,
            "offset": 0, "length": given.size,
            "reason": f"No message trace found: a table whose columns ({named}) are those of no "
            f"known export, so none of its {found.records:,} records is read. "
            f"Answers of mail servers in its cells are explained.{close} What to do: give the "
            "export as the portal or the cmdlet writes it, with its own column names."}  # fmt: skip


def _in_cells(given: Given, found: UnknownTable) -> list[dict]:
    """Return the answers in the cells of a table: what a server said ends with its cell."""
    seen: dict[str, int] = {}
    for cell in found.cells:
        for _, said in every_answer(cell.text):
            seen.setdefault(said, cell.line)
        if len(seen) >= _MOST:
            break
    return [_row(given, line, said) for said, line in seen.items()][:_MOST]


def answers(given: Given) -> list[dict]:
    """Return the answers of mail servers in a text as rows of `problems`, each explained.

    >>> answers(Given("a", b"Error: 550 5.1.10 x"))[0]["text"]
    '550 5.1.10 x'
    """
    elsewhere = _other_servers_alone(given.text)
    return [_row(given, line, said, elsewhere and not _names_microsofts(said))
            for line, said in answered(given.text)]  # fmt: skip


def _row(given: Given, line: int, said: str, elsewhere: bool = False) -> dict:
    return {"source": given.name, "line": line, "kind": "fragment", "text": said[:500],
            "reason": _meaning(said, elsewhere)}  # fmt: skip


def _other_servers_alone(text: str) -> bool:
    """Does a bounce name servers that answered, none of which is Microsoft's?"""
    named = [m[1].casefold().rstrip(".") for m in islice(_ANSWERER.finditer(text), _MOST)]
    if not named:
        named = [m[1].casefold().rstrip(".") for m in islice(_WRITER.finditer(text), _MOST)]
    return bool(named) and not any(host.endswith(microsoft_ends()) for host in named)


def _names_microsofts(said: str) -> bool:
    """Does an answer name, in brackets behind it, a server of Microsoft's that gave it?"""
    named = (match[1].casefold() for match in islice(_IN_BRACKETS.finditer(said), _MOST))
    return any(host.endswith(microsoft_ends()) for host in named)


def answered(text: str) -> Iterator[tuple[int, str]]:
    """Give each answer in a text once, with its line: to the next blank line or quote mark."""
    seen = set()
    for start, said in every_answer(text):
        if said not in seen:
            seen.add(said)
            yield text.count("\n", 0, start) + 1, said
        if len(seen) >= _MOST:
            return


def every_answer(text: str) -> Iterator[tuple[int, str]]:
    """Give every answer in a text with its place, as often as it is there."""
    done = 0
    for match in ANSWER.finditer(text):
        begin = match.start(match.lastgroup or 0)
        if begin < done:
            continue
        piece = text[begin : begin + _LONGEST]
        end = _ENDS.search(piece)
        said = one_line(piece[: end.start()] if end else piece)
        done = begin + len(piece if end is None else piece[: end.start()])
        yield begin, said


def _meaning(said: str, elsewhere: bool = False) -> str:
    found = decode_reason(said)
    code = " ".join(filter(None, (found.get("smtp_code"), found.get("enhanced_code"))))
    outer, words = found.get("enhanced_code", ""), found.get("reason", "")
    quoted = quotes_another_server(outer, words)
    of_exchange = "token" in found or "token" in decode_reason(words.rpartition("->")[2])
    if ((quoted and "inner_code" in found) or (elsewhere and not quoted)) and not of_exchange:
        # Microsoft's own meaning of a code does not hold at another server.
        there = find_outside_answer(found.get("inner_code") or outer, words)
        if there:
            return (f"Another mail server answered {found.get('inner_code') or code}: "
                    f"{there.title}. Who acts: {there.who}. {there.fix}")  # fmt: skip
    last = "enhanced_code" if outer else "smtp_code"
    names = (found.get(name) for name in ("token", "inner_code", last))
    page = next((page for name in names if name and (page := _page(name))), None)
    if page is None:
        return f"A mail server answered {code or 'this'}: this code has no entry in the knowledge."
    told = (*page.sections["What it is"][:1], *page.sections["Why it matters"][:1],
            *page.sections["What to do"][:1])  # fmt: skip
    return f"A mail server answered {code}: {page.title}. {' '.join(told)}"


def _page(name: str) -> Explanation | None:
    try:
        return explain(name)
    except UnknownNameError:
        return None
