"""Load the sentences of a summary, and check that each outcome has one."""

from __future__ import annotations

from functools import cache
from typing import get_args

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import (
    TREE_NAMES,
    load_contradictions,
    load_outcomes,
    load_trees,
)
from tracekit.knowledge.schema import Entry, Strength

_FILE = "summaries.toml"


class Unanswered(Entry, frozen=True, kw_only=True):
    """What is said where a server did not answer: a pattern of codes, a sentence, who acts."""

    code: str
    sentence: str
    next: str


class ByVerdict(Entry, frozen=True, kw_only=True):
    """What is said in place of an outcome's own words where the filter noted a verdict (SFV)."""

    sentence: str = ""
    next: str


class Answers(Entry, frozen=True, kw_only=True):
    """What is said of who answered: a server outside, one without a name, the gateway's.

    `quoted`, `quoted_nameless`: where only Microsoft's word for the answer is here.
    """

    outside: str
    nameless: str
    gateway: str
    quoted: str
    quoted_nameless: str


class PutOff(Entry, frozen=True, kw_only=True):
    """Who does what after a server had put a message off: once it took it, once time was over."""

    taken: str
    over: str


class Because(Entry, frozen=True, kw_only=True):
    """Why a rule that is named acted: by the action in its row, or by a token elsewhere."""

    action: str
    unnamed: str
    token: str
    tokens: str


class OfDlp(Entry, frozen=True, kw_only=True):
    """What is said where data loss prevention decided, without and with names, and who acts."""

    sentence: str
    named: str
    likely: str
    several: str
    next: str
    next_named: str


class TooOld(Entry, frozen=True, kw_only=True):
    """What is said once a search no longer reaches a message: next, and behind what is missing."""

    days: int
    outcomes: list[str]
    beside: tuple[str, ...] = ()
    next: str
    missing: str


class Complete(Entry, frozen=True, kw_only=True):
    """What is missing, and who does what next, where every search result was read."""

    missing: dict[str, str]
    next: dict[str, str]


class Summaries(Entry, frozen=True, kw_only=True):
    """Sentences by outcome, who does what next, and what is open and missing by tree.

    `held`: the outcomes of the gateway tree that tell the story alone; `at_gateway`: those that
    say more of a route that broke than the decision does; `by_code`: the decisions of which the
    entry of the code says who does what next; `own_step`: the dispositions whose next step comes
    before that of the decision. `missing_at`: what is missing where a tree ends with an open
    question. `reason_at`: the question whose answer is the reason, where that is not the last yes.
    `worth_telling`: outcomes that are told although nobody asked, by tree; `expired` and
    `unanswered`: what is said of another server of which no answer is here, `answered` where a row
    shows the answer, `put_off` who acts after a server had put it off, `unlisted` of a refusal by
    Microsoft 365 whose code has no entry.
    `always_told`: the outcomes of the gateway tree that are told whatever was reported;
    `away`: the dispositions that are told first whatever was reported, since the reader has no
    message in the Inbox, and `pointless`: the outcomes that then say nothing;
    `told_as`: the decision that is told in place of none, by what does not fit together;
    `by_verdict`: other words, by decision and SFV. `named`, `named_likely`, `named_several`,
    `named_next`: the sentences with a name in them; `as_shown`: the dispositions said as sure as
    their last row is. `missing_where`, `missing_beside`, `missing_of_kind`: what is missing by
    where the message is, by that and the filter's verdict, and by kind of gateway; `of_kind`: the
    sentences of a kind of gateway; `beside_forward`: where the message lies whose forwarded copy
    was stopped; `attachment_replaced`: told in place of no decision where an attachment was;
    `taken_out`: of quarantine, where the mailbox had the message first; `not_given_back`: of a
    route that broke on the way back from the gateway;
    `own_finding`: of a delay for what Microsoft 365 found at another server, which did not answer
    so; `dlp`: of a decision of data loss prevention; `too_old`: what is said once a search no
    longer reaches the message.
    `sure`, `sure_said`: how sure an outcome is, in a few words and as a sentence, by strength.
    """

    likely: str
    nobody: str
    get_missing: str
    held: list[str]
    by_code: list[str]
    at_gateway: list[str]
    own_step: list[str]
    always_told: list[str]
    away: list[str]
    pointless: list[str]
    told_as: dict[str, str]
    by_verdict: dict[str, dict[str, ByVerdict]]
    as_shown: list[str]
    worth_telling: dict[str, list[str]]
    expired: Unanswered
    unanswered: Unanswered
    unlisted: ByVerdict
    answered: Answers
    put_off: PutOff
    named: dict[str, str]
    named_likely: dict[str, str]
    named_several: dict[str, str]
    named_next: dict[str, str]
    beside_forward: dict[str, str]
    attachment_replaced: str
    taken_out: str
    not_given_back: str
    own_finding: str
    because: Because
    dlp: OfDlp
    gateway: dict[str, str]
    disposition: dict[str, str]
    decision: dict[str, str]
    delay: dict[str, str]
    copies: dict[str, str]
    next: dict[str, str]
    open: dict[str, str]
    missing: dict[str, str]
    complete: Complete
    missing_at: dict[str, str]
    missing_where: dict[str, dict[str, str]]
    missing_beside: dict[str, dict[str, str]]
    missing_of_kind: dict[str, str]
    of_kind: dict[str, dict[str, str]]
    too_old: dict[str, TooOld]
    reason_at: dict[str, str]
    sure: dict[str, str]
    sure_said: dict[str, str]


@cache
def load_summaries() -> Summaries:
    """Load the sentences of a summary; raise `KnowledgeError` where one is missing or too many.

    >>> load_summaries().disposition["in-junk"]
    'The message was delivered to the Junk Email folder.'
    """
    found = load_bundled(Summaries, _FILE)
    outcomes = [o for o in load_outcomes().values() if o.id != "cannot-tell"]
    for tree in TREE_NAMES:
        _check(tree, set(getattr(found, tree)), {o.id for o in outcomes if tree in o.trees})
    _check("next", set(found.next), {o.id for o in outcomes})
    for field, tree in (("held", "gateway"), ("at_gateway", "gateway"),
                        ("always_told", "gateway"), ("by_verdict", "decision"),
                        ("by_code", "decision"), ("own_step", "disposition"),
                        ("as_shown", "disposition"), ("away", "disposition"),
                        ("pointless", "next")):  # fmt: skip
        for name in sorted(set(getattr(found, field)) - set(getattr(found, tree))):
            raise KnowledgeError(_FILE, f"{field} {name}", f"it is no outcome of the tree {tree}")
    for tree, names in found.worth_telling.items():
        for name in sorted(set(names) - set(getattr(found, tree))):
            raise KnowledgeError(_FILE, f"worth_telling {name}", f"no outcome of the tree {tree}")
    for name, decision in found.told_as.items():
        if name not in load_contradictions() or decision not in found.decision:
            raise KnowledgeError(_FILE, f"[told_as] {name}", "no contradiction, or no decision")
    for field in ("open", "missing"):
        _check(field, set(getattr(found, field)), set(TREE_NAMES))
    for name in sorted({*found.complete.next, *found.complete.missing} - {*found.next, "other"}):
        raise KnowledgeError(_FILE, f"[complete] {name}", "there is no such outcome")
    nodes = {node.id for tree in load_trees().values() for node in tree.nodes.values()}
    for name in sorted(
        {*found.missing_at, *found.missing_where, *found.reason_at.values()} - nodes
    ):
        raise KnowledgeError(_FILE, f"question {name}", "no tree has such a question")
    for name in sorted(
        {o for old in found.too_old.values() for o in old.outcomes} - set(found.next)
    ):
        raise KnowledgeError(_FILE, f"[too_old] {name}", "there is no such outcome")
    for field in ("reason_at", "named", "named_likely", "named_several", "named_next"):
        for name in sorted(set(getattr(found, field)) - set(found.next)):
            raise KnowledgeError(_FILE, f"[{field}] {name}", "there is no such outcome")
    for field in ("sure", "sure_said"):
        _check(field, set(getattr(found, field)), set(get_args(Strength)))
    return found


def how_sure(strength: str) -> str:
    """Return how sure an outcome is, in a few words to stand beside it.

    >>> how_sure("consistent with")
    'fits the trace, not proved by it'
    """
    return load_summaries().sure[strength]


def _check(field: str, found: set[str], known: set[str]) -> None:
    for name in sorted(found ^ known):
        what = "there is no such name" if name in found else "it has no sentence"
        raise KnowledgeError(_FILE, f"[{field}] {name}", what)
