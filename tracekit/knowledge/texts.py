"""Load the ready-made texts, and check that what they name is known."""

from __future__ import annotations

from functools import cache
from typing import Literal

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_outcomes
from tracekit.knowledge.schema import Entry

_FILE = "texts.toml"


class ReadyText(Entry, frozen=True, kw_only=True):
    """A letter with places to fill in, and the outcomes that involve whom it is for."""

    id: str
    title: str
    opening: str
    parts: tuple[Literal["summary", "facts", "rows", "questions", "missing"], ...]
    closing: str
    outcomes: tuple[str, ...]
    questions: tuple[str, ...]


class _Texts(Entry, frozen=True, kw_only=True):
    text: tuple[ReadyText, ...]


@cache
def load_texts() -> dict[str, ReadyText]:
    """Load the texts by id; raise KnowledgeError for an outcome that does not exist.

    >>> sorted(load_texts())
    ['gateway', 'microsoft', 'reply']
    """
    texts = {text.id: text for text in load_bundled(_Texts, _FILE).text}
    for text in texts.values():
        for name in text.outcomes:
            if name not in load_outcomes():
                raise KnowledgeError(_FILE, f"{text.id}, outcomes", f"there is no {name!r}")
    return texts
