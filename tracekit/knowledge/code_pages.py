"""Pages of status codes: of those that are listed, and by its numbers of any other."""

from __future__ import annotations

import re
from functools import cache

from tracekit.knowledge.checks import check_samples
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.headings import DO, LIKELY, LOOKS, WHAT, WHY
from tracekit.knowledge.schema import Entry
from tracekit.knowledge.term_entries import Code
from tracekit.knowledge.terms import find_code

_FILE = "code_classes.toml"
_SHAPE = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})", re.ASCII)
_INNER = re.compile(
    r"(?:->|\A>)\s{0,9}(?:[245][0-9]{2}[ -]{1,3})?(?P<code>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?![\w.])"
    r"[\s:;,.-]{0,9}(?P<text>[^>]{0,500})\Z",
    re.ASCII,
)
_FIRST = {"2": "250", "4": "450", "5": "550"}


class Part(Entry, frozen=True, kw_only=True):
    """What one number of an enhanced code stands for, and who acts on it.

    `samples`: replies with such a code, which no entry of smtp_codes.toml has.
    """

    number: str
    title: str
    meaning: str
    to_do: str
    samples: tuple[str, ...]
    source: str


class _Classes(Entry, frozen=True, kw_only=True):
    first: tuple[Part, ...]
    second: tuple[Part, ...]


@cache
def load_code_classes() -> tuple[dict[str, Part], dict[str, Part]]:
    """Load what the first and the second number of an enhanced code say, by number.

    >>> first, second = load_code_classes()
    >>> first["4"].title, second["7"].title
    ('Not now', 'security or policy')
    """
    parts = load_bundled(_Classes, _FILE)
    for place, known in enumerate((parts.first, parts.second)):
        samples = {part.number: part.samples for part in known}
        check_samples(_FILE, samples, lambda reply, place=place: _number(reply, place))
    return ({p.number: p for p in parts.first}, {p.number: p for p in parts.second})


def _number(reply: str, place: int) -> str | None:
    """The first or the second number of the code in a reply that is not listed."""
    said = reply.split(" ", 2)[1]
    return None if find_code(said) else said.split(".")[place]


def page_of_code(code: str, text: str = "") -> dict | None:
    """Make the page of a status code, read with the token or text behind it.

    Behind an arrow stands what another server answered, or the last try: that code decides.
    """
    inner = _INNER.search(text)
    if inner and (page := page_of_code(inner["code"], inner["text"])):
        outer = find_code(code, "", text[: inner.start()])
        said = f": {outer.title[:1].lower()}{outer.title[1:]}" if outer else ""
        told = f"It stands behind the arrow of {code}{said}. What is behind the arrow decides."
        return page | {WHAT: (*page[WHAT], told)}
    entry = find_code(code, text.split(";")[0].strip(), text)
    if not entry:
        return _unlisted(code, text)
    return code_page(entry) | {"name": code if not text else entry.key}


def code_page(code: Code) -> dict:
    """Make the page of a listed code."""
    return {
        "name": code.key, "kind": "status code", "title": code.title,
        "also": (code.token.rstrip(".*"),) if code.token else (),
        WHAT: (code.meaning, LIKELY if code.likely and not code.at_gateway else ""),
        WHY: (f"Who acts: {code.who}.",
              code.at_gateway and f"If the host is the gateway's: {code.at_gateway}",
              code.outcome and f"It leads to the outcome {code.outcome}."),
        LOOKS: tuple(f"Reason: [{{LED={sample}}};..." for sample in code.samples),
        DO: (code.fix,), "references": (code.source,),
    }  # fmt: skip


def _unlisted(code: str, text: str) -> dict | None:
    """Make the page of a code that no entry has: its numbers say what it is about, no more."""
    numbers = _SHAPE.fullmatch(code)
    if not numbers:
        return None
    first, second = (known.get(n) for known, n in zip(load_code_classes(), numbers.groups()[:2],
                                                      strict=True))  # fmt: skip
    about = second.title if second else "a subject that is not registered"
    said = " ".join(text.split())[:200]
    return {
        "name": code, "kind": "status code", "also": (),
        "title": f"{first.title}: {about} (this code is not listed)",
        WHAT: (f"This exact code is not in tracekit's list: what its last number ({numbers[3]}) "
               "means is known to whoever runs the server that gave it.",
               f"The first number, {numbers[1]}: {first.meaning}",
               f"The second number, {numbers[2]}: " + _subject(numbers[1], second)),
        WHY: ("Who answered says whose rules these are: the host behind FQDN and IP in the reason, "
              "or the server that the report of a bounce names (Remote server, Generating server).",
              f"Its own words: {said}" if said else ""),
        LOOKS: (f"Reason: [{{LED={_FIRST[code[0]]} {code} {said}".rstrip() + "};...",),
        DO: (first.to_do, second.to_do if second and numbers[1] != "2" else ""),
        "references": (first.source, *([second.source] if second else [])),
    }  # fmt: skip


def _subject(first: str, second: Part | None) -> str:
    """What a code is about; of one that is no failure only that, not what went wrong with it."""
    if second is None:
        return "no meaning is registered for it."
    return f"{second.title}, with which all was well." if first == "2" else second.meaning
