"""A case in at most five sentences that a customer can read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracekit.diagnosis import telling
from tracekit.diagnosis.acting import to_do
from tracekit.diagnosis.decisive import (
    answer_of,
    bounce_entry,
    decisive_code,
    decisive_step,
    is_bounce,
    is_complete,
    is_over,
    is_unlisted,
    last_yes,
    noted_verdict,
    unanswered,
)
from tracekit.diagnosis.naming import named_reason, named_sentence
from tracekit.diagnosis.step import AMBIGUOUS, SEVERAL, UNCLEAR
from tracekit.diagnosis.story import (
    has_no_gateway,
    told_instead,
    told_outcome,
    tree_of_reason,
    trees_asked,
    trees_said,
    trees_with_reason,
)
from tracekit.evidence.filtering import verdicts
from tracekit.knowledge.sentences import load_summaries

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# Outcomes that hang on the answer of another server.
_OUTSIDE = ("decided-by-remote-server", "delay-at-remote-server")
_OF_GATEWAY = ("decided-by-gateway", "refused-by-gateway")
_BY_ANSWER = (*_OUTSIDE, "refused-by-gateway")
_ANSWERED = ("outside", "nameless", "quoted", "quoted_nameless")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s")
_IN_DOUBT = {
    AMBIGUOUS: "This report can be read in two ways, so nothing is concluded from it. Its rows are "
    "kept in the tables, and the list of problems says which text leaves it open. What is missing "
    "is the same result as CSV, where every value has a cell of its own.",
    UNCLEAR: "Two records here may be of one pass of the message or of two, so nothing is "
    "concluded from them. Both are kept in the tables, and the list of problems says which they "
    "are. What is missing is the same result as CSV with MessageTraceId and seconds.",
    SEVERAL: "The rows are of more than one result of the search, and nothing says which of them "
    "belong together, so nothing is concluded from them: the same rows with MessageTraceId, "
    "MessageId and RecipientAddress are missing.",
}


def summary(case: Case) -> str:
    """Say what happened, who decided, why we think so, what to do and who does it.

    What the trace cannot tell is one sentence that says what is missing. Of what strangers wrote,
    only names (of a host, a folder, a rule) are in it, in one line and bounded.
    """
    doubt = next((step.because for step in case.steps if step.because in _IN_DOUBT), "")
    if doubt:
        return _IN_DOUBT[doubt]
    asked = trees_asked(case)
    known = [tree for tree in asked if case.outcomes[tree] != "cannot-tell"]
    told = [_told(case, tree) for tree in trees_said(case, known)]
    told += [_why(case, tree_of_reason(case, tree)) for tree in trees_with_reason(case, known)[-1:]]
    told += [telling.alone(case)]
    # A bounce that none of the actors explains is explained by its code.
    told_by_code = known[:1] == ["disposition"] and bounce_entry(case)
    settled = told_by_code or case.outcomes["disposition"] == "pending"
    moot = ["decision"] * bool(settled) + ["gateway"] * has_no_gateway(case)
    dark = [tree for tree in asked if tree not in {*known, *moot}]
    told += [_missing(case, dark)] if dark else []
    acting = to_do(case)
    return " ".join([*list(filter(None, told))[:4], *([acting.told()] if acting else [])])


def _told(case: Case, tree: str) -> str:
    name, words = told_outcome(case, tree), load_summaries()
    noted = noted_verdict(case) if tree == "decision" else None
    sentence = (noted and noted.sentence) or _sentence(case, tree)
    sure = last_yes(case, tree).strength if name in words.as_shown else case.strength[tree]
    if sure != "consistent with" or name == "no-adverse-decision":
        return sentence
    first = sentence[:1] if sentence.startswith("Microsoft") else sentence[:1].lower()
    return words.likely + first + sentence[1:]


def _sentence(case: Case, tree: str) -> str:
    """The sentence of an outcome, with who answered, or with a name, where rows give one."""
    name, words = told_outcome(case, tree), load_summaries()
    if tree == "decision" and (silent := unanswered(case)):
        return silent.sentence
    if tree == "decision" and is_unlisted(case):
        return words.unlisted.sentence
    if said := answer_of(case, tree):
        whose = _ANSWERED[2 * said.quoted + (not said.host)]
        own = "gateway" if name in _OF_GATEWAY else whose
        return getattr(words.answered, own).format(host=said.host, code=said.code, title=said.title)
    usual = words.of_kind.get(case.gateway.kind, {}).get(name) or getattr(words, tree)[name]
    return named_sentence(case, name, last_yes(case, tree)) or usual


def _why(case: Case, tree: str) -> str:
    """The reason of the answer that an outcome hangs on, in one sentence."""
    if tree == "decision" and told_instead(case):
        found = (c for c in case.contradictions if c.id in load_summaries().told_as)
        return f"Why we think so: {next(found).sentence}"
    if answer_of(case, tree):  # who answered has been said, how long it took has not
        return _first(last_yes(case, tree).because) if tree == "delay" else ""
    last = decisive_step(case, tree)
    reason = named_reason(case, case.outcomes[tree], last) or _first(last.because)
    code, entry = decisive_code(last)
    if tree == "disposition" and not entry:
        code, entry = bounce_entry(case) or ("", None)
    told_by = " in the bounce of it" if is_bounce(last) else ""
    if entry:
        reason = f"The code {code}{told_by} stands for: {entry.title}."
    elif told_by:
        reason = "A bounce of it says so."
    return f"Why we think so: {reason}" if reason else ""


def _missing(case: Case, trees: list[str]) -> str:
    words = load_summaries()
    lacking = dict.fromkeys(_lacking(case, tree) for tree in trees)
    return f"To say {_joined([words.open[t] for t in trees])}, this is missing: {_joined(lacking)}."


def _lacking(case: Case, tree: str) -> str:
    """What would answer a tree; behind it, that a search no longer reaches it, if that is known."""
    words, node = load_summaries(), case.steps_of(tree)[-1].node
    where = _beside_verdict(case, node) or words.missing_where.get(node, {}).get(
        case.outcomes["disposition"])  # fmt: skip
    kind = words.missing_of_kind.get(case.gateway.kind) if tree == "gateway" else None
    if kind and node == "g-copy-kind":
        return kind
    old = words.too_old["quarantine" if where and case.outcomes["disposition"] == "in-quarantine"
                        else "trace"]  # fmt: skip
    at_node = None if node == "l-times" and _lacks_events(case) else words.missing_at.get(node)
    usual = words.missing[tree]
    if is_complete(case):
        lacking = words.complete.missing
        usual = lacking.get(case.outcomes["disposition"], lacking["other"])
    told = where or at_node or usual
    searched = told == words.missing[tree] or old is words.too_old["quarantine"]
    return told + (old.missing if searched and is_over(case, old) else "")


def _lacks_events(case: Case) -> bool:
    """Is no printed event here, so that it is not the zone of their times that is missing?"""
    return case.trace.events.loc[case.trace.events["derived"].ne(True), "time_text"].isna().all()


def _beside_verdict(case: Case, node: str) -> str:
    """What is missing of who decided where the filter's verdict was read already."""
    if case.diagnosis is None or node != "k-microsoft":
        return ""
    noted = verdicts(case.diagnosis.facts).fillna("").get(case.number, "")
    told = load_summaries().missing_beside.get(case.outcomes["disposition"], {})
    return (told.get(noted) or told.get("other", "")) if noted else ""


def _joined(parts: Iterable[str]) -> str:
    *more, last = parts
    return ", ".join(more) + " and " + last if more else last


def _first(text: str) -> str:
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
