"""recipient_status: one name for two languages, of the Enhanced summary and of event rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import pandas as pd

from tracekit.decode.members import members
from tracekit.knowledge.files import load_bundled

FILE = "recipient_status.toml"
COLUMNS = ("row", "address", "words", "outcome")
_WORDS = re.compile(r"##([A-Za-z]{1,40}(?:, ?[A-Za-z]{1,40}){0,9})(?=;|\Z)")
_MARK = re.compile(r'[][;"{}]')


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One word of a summary's list, and what it says."""

    word: str
    meaning: str
    sample: str
    source: str


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of the status that an event row has for a recipient."""

    name: str
    pattern: str
    meaning: str
    samples: list[str]
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/recipient_status.toml."""

    word: list[Word]
    shape: list[Shape]


@cache
def load_statuses() -> Book:
    """Load the words and forms of recipient_status.

    >>> load_statuses().word[0].word
    'Receive'
    """
    return load_bundled(Book, FILE)


@cache
def _shapes() -> re.Pattern:
    return re.compile("|".join(f"(?:{shape.pattern})" for shape in load_statuses().shape))


def summary_status(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Read an Enhanced summary's cell: each address with its words, in order.

    An address may hold semicolons, `#EXT#` and quoted display names. One whose words are cut off
    has none; a cell without any `##` is not of this language and gives nothing. Linear.

    >>> summary_status("a@example.com##Receive, Deliver;b@example.com##Receive, Fail")
    [('a@example.com', ('Receive', 'Deliver')), ('b@example.com', ('Receive', 'Fail'))]
    """
    if "##" not in text:
        return []
    found, at = [], 0
    for end in _outside_quotes(text):
        words = tuple(word.strip() for word in end[1].split(","))
        found.append((text[at : end.start()].strip(), words))
        at = end.end() + 1
    rest = text[at:].rstrip(";").strip()
    return [*found, (rest.partition("##")[0] if '"' not in rest else rest, ())] if rest else found


def _outside_quotes(text: str) -> Iterator[re.Match]:
    """Find the words behind addresses, but not those inside a quoted display name."""
    quotes = [m.start() for m in re.finditer('"', text)]
    if len(quotes) % 2:
        quotes = []
    before = 0
    for found in _WORDS.finditer(text):
        while before < len(quotes) and quotes[before] < found.start():
            before += 1
        if before % 2 == 0:
            yield found


def summary_statuses(column: pd.Series) -> pd.DataFrame:
    """Read a column of Enhanced summary cells: one row for each recipient, in order.

    `row` is the index label, `words` the words joined by `, `, `outcome` the last one; both are
    missing where the words are cut off.

    >>> summary_statuses(pd.Series(["a@example.com##Receive, Send"])).to_numpy().tolist()
    [[0, 'a@example.com', 'Receive, Send', 'Send']]
    """
    rows = [
        (label, address, ", ".join(words) or None, words[-1] if words else None)
        for label, text in column.dropna().items()
        for address, words in summary_status(str(text))
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(COLUMNS[1:], "str"))


def aligned_statuses(recipients: str, status: str) -> list[str | None]:
    """Give each recipient of an event row its status, or None where the two do not line up.

    Both are joined by semicolons, and a status may hold semicolons of its own. With several
    recipients, the parts are taken only if there is one for each and all have a known form
    (recipient_status.toml); a single recipient has the whole text. Statuses that Exchange put
    between quotes for their semicolons are taken out of them.

    >>> aligned_statuses("a@example.com;b@example.com", "To;Cc")
    ['To', 'Cc']
    >>> aligned_statuses("a@example.com;b@example.com", "550 4.4.7 QUEUE.Expired;too late")
    [None, None]
    >>> aligned_statuses("a@example.com", "'550 4.4.7 QUEUE.Expired;too late'")
    ['550 4.4.7 QUEUE.Expired;too late']
    """
    names = members(recipients) if "'" in recipients else None
    names = names or _parts(recipients, braces=False)
    written = members(status) if "'" in status else None
    if written and len(written) == len(names):
        return [part.strip() or None for part in written]
    if len(names) == 1:
        return [status.strip() or None]
    parts = [part.strip() for part in _parts(status, braces=True)]
    fits = len(parts) == len(names) and all(not p or _shapes().fullmatch(p) for p in parts)
    return [part or None for part in parts] if fits else [None] * len(names)


def _parts(text: str, *, braces: bool) -> list[str]:
    """Split at semicolons outside double quotes, if these pair up, and outside braces."""
    quotes = text.count('"') % 2 == 0
    parts, at, depth, quoted = [], 0, 0, False
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if sign == '"':
            quoted = quotes and not quoted
        elif quoted:
            continue
        elif sign == ";" and not depth:
            parts.append(text[at : mark.start()])
            at = mark.end()
        elif braces and sign != ";":
            depth = max(0, depth + (1 if sign in "[{" else -1))
    return [*parts, text[at:]]
