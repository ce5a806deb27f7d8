"""What the answer of a mail server outside Microsoft 365 means, in plain words."""

from __future__ import annotations

import re
from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_references
from tracekit.knowledge.schema import Entry

_FILE = "outside_answers.toml"
_ENHANCED = re.compile(r"[245]\.(\d{1,3})\.(\d{1,3})")
# Enhanced codes that say nothing, and those that say so little that words tell more.
_EMPTY, _VAGUE = "0.0", ("7.0", "7.1")


class OutsideAnswer(Entry, frozen=True, kw_only=True):
    """One meaning of an answer: a code without its first digit, or phrases; who acts, and how.

    With both, the phrases count also where the code is a vague one of that subject.
    """

    code: str = ""
    phrases: tuple[str, ...] = ()
    title: str
    who: str
    fix: str
    likely: bool = False
    source: str


class _File(Entry, frozen=True, kw_only=True):
    answer: tuple[OutsideAnswer, ...]


@cache
def load_outside_answers() -> tuple[OutsideAnswer, ...]:
    """Load what outside servers mean; raise KnowledgeError for an entry that nothing can find.

    >>> load_outside_answers()[0].code
    '1.1'
    """
    answers = load_bundled(_File, _FILE).answer
    for answer in answers:
        if not answer.code and not answer.phrases:
            raise KnowledgeError(_FILE, answer.title, "it needs a code or phrases")
        if answer.source not in load_references():
            raise KnowledgeError(_FILE, answer.title, f"there is no reference {answer.source!r}")
    return answers


def find_outside_answer(code: str, words: str = "") -> OutsideAnswer | None:
    """Return what an answer means: by its enhanced code, else by phrases in its words.

    >>> find_outside_answer("4.2.2").title
    'the mailbox there is full'
    >>> find_outside_answer("", "550 User unknown").likely
    True
    """
    found = _ENHANCED.fullmatch(code)
    detail = f"{found[1]}.{found[2]}" if found else _EMPTY
    answers = load_outside_answers()
    by_code = {answer.code: answer for answer in answers if not answer.phrases}
    said = words.casefold()
    by_words = [a for a in answers if any(p in said for p in a.phrases)]
    subject = detail.partition(".")[0]
    if detail in _VAGUE:
        by_words = [answer for answer in by_words if answer.code == subject]
    if by_words and detail in (_EMPTY, *_VAGUE):
        return by_words[0]
    return by_code.get(detail) or by_code.get(subject)
