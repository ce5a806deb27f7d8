"""Words that people type: pages of their own, and other words for pages that are there."""

from __future__ import annotations

import re
from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_references
from tracekit.knowledge.schema import Entry

_FILE = "words.toml"


class Word(Entry, frozen=True, kw_only=True):
    """A word of the trade that is no entry of another file, with its page.

    `pattern`: what has this shape as a whole (an id, an address) is explained by it; bounded.
    """

    name: str
    also: tuple[str, ...]
    pattern: str = ""
    title: str
    meaning: str
    why: str
    looks_like: tuple[str, ...]
    to_do: str
    source: str


class See(Entry, frozen=True, kw_only=True):
    """Other words for a page: `page` is its name."""

    words: tuple[str, ...]
    page: str


class _Words(Entry, frozen=True, kw_only=True):
    word: tuple[Word, ...]
    see: tuple[See, ...]


@cache
def load_words() -> dict[str, Word]:
    """Load the words with a page of their own, by name; KnowledgeError for an unknown source.

    >>> load_words()["ZAP"].title
    'Zero-hour auto purge'
    """
    words = load_bundled(_Words, _FILE).word
    for word in words:
        if word.source not in load_references():
            raise KnowledgeError(_FILE, word.name, f"there is no reference {word.source!r}")
    return {word.name: word for word in words}


def word_of_shape(text: str) -> Word | None:
    """Return the word whose pattern a whole text fits, if any.

    >>> word_of_shape("AS(7555)").name
    'AS number'
    """
    shaped = (word for word in load_words().values() if word.pattern)
    return next((w for w in shaped if re.fullmatch(w.pattern, text, re.IGNORECASE)), None)


@cache
def load_see() -> dict[str, str]:
    """Load other words for pages: word -> name of the page.

    >>> load_see()["junk"]
    'in-junk'
    """
    return {word: see.page for see in load_bundled(_Words, _FILE).see for word in see.words}
