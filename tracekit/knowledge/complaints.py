"""Which complaint a person means: by its id, or by the words a user said."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from tracekit.errors import UnknownNameError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_complaints
from tracekit.knowledge.schema import Entry

_BLANKS = re.compile(r"[\s_-]+")
# Letters: of a word in which a slip is forgiven, and before a sign where a negation is looked for.
_LONG, _WIDEST = 7, 60
_CLOSE = 0.88


class Negations(Entry, frozen=True):
    """Words that negate the sign behind them, and words that may stand in between."""

    words: tuple[str, ...]
    between: tuple[str, ...]


def find_complaint(text: str) -> str:
    """Return the id of the complaint that a text names, or whose signs it has most of.

    Raises UnknownNameError where it has none, or as many of two.

    >>> find_complaint("My customer did not get the mail, it has disappeared!")
    'never-arrived'
    """
    said = _plain(text)
    for name, complaint in load_complaints().items():
        if said in (_plain(name), _plain(complaint.title)):
            return name
    counts = {n: _signs(c.signs, said) for n, c in load_complaints().items()}
    if not any(counts.values()):
        counts = {n: _slips(c.signs, said) for n, c in load_complaints().items()}
    best = [name for name, count in counts.items() if count == max(counts.values())]
    if len(best) != 1 or not counts[best[0]]:
        raise UnknownNameError("complaint", text[:200], sorted(load_complaints()))
    return best[0]


def _signs(signs: tuple[str, ...], said: str) -> int:
    return sum(_is_said(sign, said) for sign in signs)


def _is_said(sign: str, said: str) -> bool:
    """Does a sign stand in a text where nothing negates it?"""
    places = (match.start() for match in _as_words(sign).finditer(said))
    return any(not _negation().search(said, max(0, at - _WIDEST), at) for at in places)


def _slips(signs: tuple[str, ...], said: str) -> int:
    """How many words of a text are, but for a slip, a sign of one long word."""
    long = [plain for sign in signs if len(plain := _plain(sign.rstrip("*"))) >= _LONG]
    words = [word for word in re.findall(r"\w+", said) if len(word) >= _LONG]
    alone = [sign for sign in long if " " not in sign]
    return sum(bool(get_close_matches(word, alone, n=1, cutoff=_CLOSE)) for word in words)


@cache
def _negation() -> re.Pattern:
    """Words that negate what follows them, at the end of a text."""
    found = load_bundled(Negations, "negations.toml")
    words, between = ("|".join(map(re.escape, part)) for part in (found.words, found.between))
    return re.compile(rf"\b(?:{words}) (?:(?:{between}) ){{0,3}}\Z")


@cache
def _as_words(sign: str) -> re.Pattern:
    ending = "" if sign.endswith("*") else r"\b"
    return re.compile(r"\b" + re.escape(_plain(sign.rstrip("*"))) + ending)


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text[:2000].casefold().replace("\u2019", "'")).strip()
