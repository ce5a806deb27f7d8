"""Load the ready-made texts, and check that what they name is known."""

from __future__ import annotations

from functools import cache
from typing import Literal

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_outcomes, load_trees
from tracekit.knowledge.schema import Entry

_FILE = "texts.toml"


class Question(Entry, frozen=True, kw_only=True):
    """A question to the other side, and the outcomes with which it is asked.

    `not_of`: kinds of gateway that it is not asked of; a signature service has no verdict.
    `told_at`: the questions of a tree that answer it where theirs is yes; `at`: those that ask it.
    """

    outcomes: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    told_at: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    asks: str


class ReadyText(Entry, frozen=True, kw_only=True):
    """A letter with places to fill in, and the outcomes that involve whom it is for.

    `outcomes` involve the party; `perhaps` do where none of `elsewhere` names somebody else.
    `untouched`, where they are shown, prove that the party did nothing with the message.
    `of_bounce` is the opening where only a bounce tells of the message.
    """

    id: str
    title: str
    opening: str
    parts: tuple[
        Literal["about", "summary", "answer", "facts", "rows", "questions", "missing"], ...
    ]
    closing: str
    of_bounce: str = ""
    outcomes: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    question: tuple[Question, ...] = ()

    def concerns(self, found: set[str]) -> bool:
        """Say whether the outcomes of a case involve whom the text is for."""
        if not self.outcomes or found & set(self.outcomes):
            return True
        return bool(found & set(self.perhaps)) and not found & set(self.elsewhere)

    def questions(self, found: set[str], kind: str, nodes: set[str]) -> list[str]:
        """Return what is asked with these outcomes of a gateway of that kind.

        `nodes`: the questions of the trees that were answered with yes.
        """
        return [q.asks for q in self.question if (found & set(q.outcomes) or nodes & set(q.at))
                and kind not in q.not_of and not nodes & set(q.told_at)]  # fmt: skip


class _Texts(Entry, frozen=True, kw_only=True):
    text: tuple[ReadyText, ...]


@cache
def load_texts() -> dict[str, ReadyText]:
    """Load the texts by id; raise KnowledgeError for an outcome that does not exist.

    >>> sorted(load_texts())
    ['gateway', 'microsoft', 'reply']
    """
    texts = {text.id: text for text in load_bundled(_Texts, _FILE).text}
    nodes = {name for tree in load_trees().values() for name in tree.nodes}
    for text in texts.values():
        for name in {n for q in text.question for n in (*q.at, *q.told_at)} - nodes:
            raise KnowledgeError(_FILE, f"{text.id}, questions", f"there is no {name!r}")
        asked = (name for question in text.question for name in question.outcomes)
        for name in (*text.outcomes, *text.perhaps, *text.elsewhere, *text.untouched, *asked):
            if name not in load_outcomes():
                raise KnowledgeError(_FILE, f"{text.id}, outcomes", f"there is no {name!r}")
    return texts
