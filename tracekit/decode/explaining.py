"""Explain a whole line that is pasted: a detail, a reply of a server, custom_data, a header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracekit.decode.details import decode_detail, sentences
from tracekit.errors import UnknownNameError
from tracekit.knowledge import Explanation, load_events
from tracekit.knowledge import explain as explain_name
from tracekit.knowledge.explain import HEADINGS
from tracekit.knowledge.terms import find_sentence
from tracekit.knowledge.words import load_see, load_words
from tracekit.text import one_line

_LONGEST, _MOST = 5_000, 12
# Whoever pastes a header need not be told to ask for it.
_UNFIT = {("What to do", "verdict")}
_REPLY = re.compile(
    r"(?<![\d.])(?:[245]\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})(?![\d.])[ ;:,]?([^\]}|]{0,300})",
    re.ASCII,
)
_TOKEN = re.compile(
    r"(?<![\w.@-])([A-Z][A-Za-z]{1,40}(?:\.[A-Za-z0-9]{1,60}){1,5})(?![\w@-])", re.ASCII
)
_VERDICT = re.compile(r"(?<![\w-])([A-Za-z]{2,8})\s?[:=]\s?(-?[A-Za-z0-9]{1,10})(?=[\s;|,)}\]]|$)",
                      re.ASCII)  # fmt: skip
_COMPAUTH = re.compile(r"\bcompauth\s?=\s?[a-z]{1,10}\s{1,4}reason\s?=\s?(\d{3})\b", re.IGNORECASE)


def explain(name: str) -> Explanation:
    """Explain a name, or each known piece of a line that holds several.

    A detail of an event, a reply of a server, a row of a report, custom_data or a header may be
    pasted whole. Raises UnknownNameError, with the nearest names, if nothing in it is known.

    >>> explain("Send external").kind
    'event'
    >>> explain("Message sent to mx1.example.net at 192.0.2.9 using TLS1.2 with AES256").kind
    'pasted line'
    """
    try:
        return explain_name(name)
    except UnknownNameError:
        pages = _pages(" ".join(str(name)[:_LONGEST].split()))
        if not pages:
            raise
        return pages[0] if len(pages) == 1 and len(str(name)) < 40 else _together(name, pages)


def _pages(text: str) -> list[Explanation]:
    """Return the page of each piece, once, in the order of the line."""
    pages: dict[str, Explanation] = {}
    for piece in _pieces(text):
        if len(pages) >= _MOST:
            break
        try:
            page = explain_name(piece)
        except UnknownNameError:
            continue
        pages.setdefault(f"{page.kind} {page.name}", page)
    return list(pages.values())


def _pieces(text: str) -> Iterator[str]:
    yield from _cells(text)
    for part in [text, *text.split("|")[1:]]:
        yield from _of_detail(part.strip())
    if sentence := find_sentence(text):
        yield sentence.status
    for found in _REPLY.finditer(text):
        yield f"{found[1]} {found[2]}".strip()
        yield found[1]
    yield from (found[1] for found in _TOKEN.finditer(text))
    yield from (f"{found[1]}:{found[2]}" for found in _VERDICT.finditer(text))
    yield from (f"compauth:{found[1]}" for found in _COMPAUTH.finditer(text))
    yield from _words(text)


def _words(text: str) -> Iterator[str]:
    """Other words of the trade in a sentence that somebody typed: junk, deferred, greylisting."""
    if len(text) < 120:
        entries = [name for word in load_words().values() for name in (word.name, *word.also)]
        known = {word.casefold() for word in [*load_see(), *entries]}
        yield from (word for word in re.findall(r"[a-z]{3,}", text.casefold()) if word in known)


def _cells(text: str) -> Iterator[str]:
    """The event of a row of a report, `time | event | detail`, or the word before a colon."""
    known = {name.casefold() for event in load_events().values()
             for name in (event.name, *event.aliases)}  # fmt: skip
    cells = [cell.strip() for cell in text.split("|")[:3]] + [text.partition(":")[0].strip()]
    yield from (cell for cell in cells if cell.casefold() in known)


def _of_detail(text: str) -> Iterator[str]:
    for sentence, pattern in sentences():
        if sentence.event and pattern.fullmatch(text):
            yield "DLP rule" if text.startswith("DLP") else sentence.event
            break
    values = decode_detail(text)
    if "rule_name" in values:
        yield str(values["rule_name"])
    if "folder" in values:
        yield f"in-{values['folder']}"
    if "scl" in values:
        yield f"SCL:{values['scl']}"


def _together(text: str, pages: list[Explanation]) -> Explanation:
    """Put the pages of a line under the common headings, each line with the piece it is about."""
    sections: dict[str, tuple[str, ...]] = {}
    for heading in HEADINGS[:-1]:
        told = [f"{page.name} ({page.kind}): {line}" for page in pages
                for line in page.sections[heading][:2]
                if line != "-" and (heading, page.kind) not in _UNFIT]  # fmt: skip
        sections[heading] = tuple(told) or ("-",)
    sections["Looks like"] = (one_line(str(text))[:300],)
    titled = [f"{p.name} ({p.kind}): {p.title}" for p in pages
              if p.title and p.kind != "verdict"]  # fmt: skip
    sections["What it is"] = tuple(dict.fromkeys([*titled, *sections["What it is"]]))
    references = dict.fromkeys(r for page in pages for r in page.references)
    sections["References"] = tuple(
        dict.fromkeys(line for page in pages for line in page.sections["References"])
    )
    sections = {heading: sections[heading] for heading in HEADINGS}
    names = ", ".join(page.name for page in pages)
    return Explanation(names, "pasted line", "", sections, tuple(references))
