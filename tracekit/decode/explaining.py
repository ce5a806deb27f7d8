"""Explain a whole line that is pasted: a detail, a reply of a server, custom_data, a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from tracekit.decode.custom_data import items
from tracekit.decode.details import decode_detail, sentences
from tracekit.errors import UnknownNameError
from tracekit.knowledge import Explanation, load_events
from tracekit.knowledge import explain as explain_name
from tracekit.knowledge.agents import code_meaning
from tracekit.knowledge.headings import HEADINGS
from tracekit.knowledge.terms import find_code, find_sentence
from tracekit.knowledge.words import load_see, load_words
from tracekit.text import one_line

_LONGEST, _MOST = 5_000, 12
# Of two spellings of one word at least so much is alike.
_SLIP = 0.82
# Whoever pastes a header need not be told to ask for it.
_UNFIT = {("What to do", "verdict")}
_REPLY = re.compile(
    r"(?<![\d.])([245]\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})(?![\d.])[ ;:,]?([^\]}|]{0,300})",
    re.ASCII,
)
_TOKEN = re.compile(
    r"(?<![\w.@-])([A-Z][A-Za-z]{1,40}(?:\.[A-Za-z0-9]{1,60}){1,5})(?![\w@-])", re.ASCII
)
_VERDICT = re.compile(r"(?<![\w-])([A-Za-z]{2,8})\s?[:=]\s?(-?[A-Za-z0-9.]{1,40})(?=[\s;|,)}\]]|$)",
                      re.ASCII)  # fmt: skip
# A field of a header or of custom_data, pasted alone with its value: CTRY:US.
_FIELD = re.compile(r"([A-Za-z]{3,10})\s?[:=]\s?\S{1,200}", re.ASCII)
_LEVEL = re.compile(r"-(SCL|PCL|BCL)\s?:\s?(-?\d)\b", re.IGNORECASE | re.ASCII)
_FQDN = re.compile(r"\{FQDN=([^{};]{1,255})\}", re.IGNORECASE)
_IP = re.compile(r"\{IP=([^{};]{1,60})\}", re.IGNORECASE)
_FOLDER = re.compile(r"DefaultFolderType: ?(\w{1,80})", re.ASCII)
_REASON = re.compile(r"\s*reason\s?=\s?(\d{3})\s*", re.IGNORECASE)
_COMPAUTH = re.compile(r"\bcompauth\s?=\s?[a-z]{1,10}\s{1,4}reason\s?=\s?(\d{3})\b", re.IGNORECASE)


def explain(name: str) -> Explanation:
    """Explain a name, or each known piece of a line that holds several.

    A detail of an event, a reply of a server, a row of a report, custom_data or a header may be
    pasted whole. A word that is misspelt gets the page of the nearest one, which says so; what has
    digits does not, for another number is another thing. Raises UnknownNameError, with the nearest
    names, if nothing in it is known.

    >>> explain("Send external").kind
    'event'
    >>> explain("Message sent to mx1.example.net at 192.0.2.9 using TLS1.2 with AES256").kind
    'pasted line'
    """
    try:
        return explain_name(name)
    except UnknownNameError as error:
        pages = _pages(" ".join(str(name)[:_LONGEST].split()))
        if pages:
            return pages[0] if len(pages) == 1 and len(str(name)) < 40 else _together(name, pages)
        if near := _misspelt(str(name), error.known):
            return near
        raise


def _misspelt(name: str, known: list[str]) -> Explanation | None:
    """The page of the nearest name, where it differs by a slip of the fingers and no digit."""
    like = known and SequenceMatcher(None, _letters(name), _letters(known[0])).ratio()
    if not like or like < _SLIP or any(c.isdigit() for c in name):
        return None
    page = explain_name(known[0])
    note = f"Nothing is called '{one_line(name)[:60]}'; the nearest is {page.name}."
    others = [other for other in known[1:4] if other != page.name]
    note += f" Others: {', '.join(others)}." if others else ""
    what = (note, *page.sections["What it is"])
    return replace(page, sections={**page.sections, "What it is": what})


def _letters(name: str) -> str:
    return "".join(c for c in name[:80].casefold() if c.isalnum())


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
        if found[1] or find_code(found[2]):
            yield f"{found[2]} {found[3]}".strip()
            yield found[2]
    yield from _of_records(text)
    yield from (found[1] for found in _TOKEN.finditer(text))
    yield from (f"{found[1]}:{found[2]}" for found in _VERDICT.finditer(text))
    yield from (f"compauth:{found[1]}" for found in _COMPAUTH.finditer(text))
    if alone := _REASON.fullmatch(text):
        yield f"compauth:{alone[1]}"
    yield from (f"{found[1]}:{found[2]}" for found in _LEVEL.finditer(text))
    yield from _words(text)
    if alone := _FIELD.fullmatch(text):
        yield from _record(alone[1])


def _of_records(text: str) -> Iterator[str]:
    """The agents of custom_data that is pasted, and those of their codes that are known."""
    for item in items(text) if text[:2] in ("S:", "'S") else ():
        yield f"S:{item.name}"
        yield from (f"S:{item.name} {key}" for key, value in item.fields
                    if value and code_meaning(item.name, key, value))  # fmt: skip


def _record(field: str) -> Iterator[str]:
    """The name of a field that has the page of a record, whatever its value."""
    try:
        if explain_name(field).kind == "record":
            yield field
    except UnknownNameError:
        return


def _words(text: str) -> Iterator[str]:
    """Other words of the trade in a sentence that somebody typed: junk, deferred, greylisting."""
    if len(text) < 120 and not set("={}") & set(text):
        entries = [name for word in load_words().values() for name in (word.name, *word.also)]
        known = {word.casefold() for word in [*load_see(), *entries]}
        yield from (word for word in re.findall(r"[a-z]{3,}", text.casefold()) if word in known)
    if len(text) < 500:
        yield from (page for said, page in load_see().items()
                    if " " in said and said.casefold() in text.casefold())  # fmt: skip


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
        yield from (f"DefaultFolderType:{name}" for name in _FOLDER.findall(text))
    if "scl" in values:
        yield f"SCL:{values['scl']}"


def _together(text: str, pages: list[Explanation]) -> Explanation:
    """Put the pages of a line under the common headings, each line with the piece it is about."""
    sections: dict[str, tuple[str, ...]] = {}
    for heading in HEADINGS[:-1]:
        told = [f"{page.name} ({page.kind}): {line}" for page in pages
                for line in page.sections[heading][:2]
                if line != "-" and (heading, page.kind) not in _UNFIT
                and not line.startswith("There is also: ")]  # fmt: skip
        sections[heading] = tuple(told) or ("-",)
    sections["Looks like"] = (one_line(str(text))[:300],)
    if who := _who_answered(str(text)[:_LONGEST]):
        sections["Why it matters"] = (who, *sections["Why it matters"])
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


def _who_answered(text: str) -> str:
    """Name the server of a reason: whose answer it is says whose fault it may be."""
    found = [m[1].strip() for m in (_FQDN.search(text), _IP.search(text)) if m]
    found = [one_line(part)[:200] for part in found if part]
    return f"Who answered, or did not answer: {' at '.join(found)}." if found else ""
