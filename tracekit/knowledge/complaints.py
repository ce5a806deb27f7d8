"""Which complaint a person means: by its id, or by the words a user said."""

from __future__ import annotations

import re
from functools import cache

from tracekit.errors import UnknownNameError
from tracekit.knowledge.loader import load_complaints

_BLANKS = re.compile(r"[\s_-]+")


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
    best = [name for name, count in counts.items() if count == max(counts.values())]
    if len(best) != 1 or not counts[best[0]]:
        raise UnknownNameError("complaint", text[:200], sorted(load_complaints()))
    return best[0]


def _signs(signs: tuple[str, ...], said: str) -> int:
    return sum(bool(_as_words(sign).search(said)) for sign in signs)


@cache
def _as_words(sign: str) -> re.Pattern:
    ending = "" if sign.endswith("*") else r"\b"
    return re.compile(r"\b" + re.escape(_plain(sign.rstrip("*"))) + ending)


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text[:2000].casefold().replace("\u2019", "'")).strip()
