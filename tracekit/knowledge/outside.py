"""What the answer of a mail server outside Microsoft 365 means, in plain words."""

from __future__ import annotations

import re
from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.checks import check_samples
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_references
from tracekit.knowledge.schema import Entry

_FILE = "outside_answers.toml"
_ENHANCED = re.compile(r"[245]\.(\d{1,3})\.(\d{1,3})")
_REPLY = re.compile(r"[245]\d\d (?:(?P<code>[245]\.\d{1,3}\.\d{1,3}) )?(?P<words>\S.*)")
# Enhanced codes that say nothing, and those that say so little that words tell more.
_EMPTY, _VAGUE = "0.0", ("7.0", "7.1")
_FRONT = 200  # Microsoft's own words stand in front of what it quotes


class OutsideAnswer(Entry, frozen=True, kw_only=True):
    """One meaning of an answer: a code without its first digit, or phrases; who acts, and how.

    With both, the phrases count where the code is that one, or a vague one of that subject.
    `passes`: a later try that is taken leaves nothing to do. `samples`: answers that lead to it.
    """

    code: str = ""
    phrases: tuple[str, ...] = ()
    title: str
    who: str
    fix: str
    likely: bool = False
    passes: bool = False
    samples: tuple[str, ...]
    source: str

    @property
    def name(self) -> str:
        """The code, the first of the phrases, or both: no two entries share it."""
        return " ".join([self.code, *self.phrases[:1]]).strip()


class _Quoting(Entry, frozen=True, kw_only=True):
    words: tuple[str, ...]
    code: str
    source: str


class _Relaying(Entry, frozen=True, kw_only=True):
    words: tuple[str, ...]
    source: str


class _File(Entry, frozen=True, kw_only=True):
    elsewhere: dict[str, str]
    quoting: _Quoting
    relaying: _Relaying
    answer: tuple[OutsideAnswer, ...]


@cache
def _file() -> _File:
    return load_bundled(_File, _FILE)


@cache
def load_outside_answers() -> tuple[OutsideAnswer, ...]:
    """Load what outside servers mean; raise KnowledgeError for an entry that nothing can find.

    >>> load_outside_answers()[0].code
    '1.1'
    """
    answers = _file().answer
    for answer in answers:
        if not answer.code and not answer.phrases:
            raise KnowledgeError(_FILE, answer.title, "it needs a code or phrases")
    named = {"quoting": _file().quoting, "relaying": _file().relaying}
    for title, source in [(answer.title, answer.source) for answer in answers] + [
            (title, told.source) for title, told in named.items()]:  # fmt: skip
        if source not in load_references():
            raise KnowledgeError(_FILE, title, f"there is no reference {source!r}")
    check_samples(_FILE, {a.name: a.samples for a in answers}, lambda said: _read(answers, said))
    return answers


def quotes_another_server(code: str, words: str) -> bool:
    """Does Microsoft 365 say with these words, or with this code, that the other side refused?

    >>> quotes_another_server("5.0.350", "Remote server returned an error -> 550 5.1.8 Rejected")
    True
    >>> quotes_another_server("5.1.8", "Access denied, bad outbound sender")
    False
    """
    quoting, said = _file().quoting, words[:_FRONT].casefold()
    return bool(re.fullmatch(quoting.code, code)) or any(w in said for w in quoting.words)


def may_quote_another_server(words: str) -> bool:
    """May the words behind an arrow be another server's answer, or else a finding on the way?

    >>> may_quote_another_server("Message expired -> 452 4.2.2 Over quota")
    True
    """
    front, arrow, _ = words.partition("->")
    return bool(arrow) and any(w in front[:_FRONT].casefold() for w in _file().relaying.words)


def who_acts_elsewhere(who: str) -> str:
    """Say who acts on a code of Microsoft's that another organization's server answered with.

    >>> who_acts_elsewhere("the tenant admin and the gateway's support")
    "the recipient's admin"
    """
    renamed = [_file().elsewhere.get(one, one) for one in who.split(" and ")]
    told = list(dict.fromkeys(filter(None, renamed)))
    kept = [one for one in told if not any(one != other and one in other for other in told)]
    return " and ".join(kept) or "the recipient's admin"


def find_outside_answer(code: str, words: str = "") -> OutsideAnswer | None:
    """Return what an answer means: by its enhanced code, else by phrases in its words.

    >>> find_outside_answer("4.2.2").title
    'the mailbox there is full'
    >>> find_outside_answer("", "550 User unknown").likely
    True
    """
    return _find(load_outside_answers(), code, words)


def _read(answers: tuple[OutsideAnswer, ...], reply: str) -> str | None:
    said = _REPLY.fullmatch(reply)
    found = _find(answers, said["code"] or "", said["words"]) if said else None
    return found and found.name


def _find(answers: tuple[OutsideAnswer, ...], code: str, words: str) -> OutsideAnswer | None:
    found = _ENHANCED.fullmatch(code)
    detail = f"{found[1]}.{found[2]}" if found else _EMPTY
    by_code = {answer.code: answer for answer in answers if not answer.phrases}
    said = words.casefold()
    by_words = [a for a in answers if any(p in said for p in a.phrases)]
    if exact := next((answer for answer in by_words if answer.code == detail), None):
        return exact
    subject = detail.partition(".")[0]
    if detail in _VAGUE:
        by_words = [answer for answer in by_words if answer.code == subject]
    if by_words and detail in (_EMPTY, *_VAGUE):
        return by_words[0]
    return by_code.get(detail) or by_code.get(subject)
