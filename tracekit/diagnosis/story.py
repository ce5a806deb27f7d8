"""Which trees a summary tells of a case, in the order of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracekit.knowledge import load_complaints
from tracekit.knowledge.sentences import load_summaries

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_USUAL = ("disposition", "decision")


def trees_said(case: Case, known: list[str]) -> list[str]:
    """The trees of which a sentence is said: not that nobody decided, where that says little.

    Where the tree of the gateway tells of the hand-over, it is not said twice.
    """
    if case.outcomes["disposition"] == "with-the-gateway" and "gateway" in known:
        known = [tree for tree in known if tree != "disposition"]
    little = (case.outcomes["disposition"] in load_summaries().own_step
              and case.outcomes["decision"] == "no-adverse-decision")  # fmt: skip
    return [t for t in known[:2] if not (little and t == "decision")]


def trees_with_reason(case: Case, known: list[str]) -> list[str]:
    """The trees whose reason says something; that nobody decided has none."""
    told = [t for t in known[:2] if told_outcome(case, t) != "no-adverse-decision"]
    return told or known[:1]


def tree_of_reason(case: Case, tree: str) -> str:
    """The tree whose reason stands under a sentence: a code says best why a route broke."""
    return "decision" if tree == "gateway" and broke_at_gateway(case) else tree


def trees_asked(case: Case) -> tuple[str, ...]:
    """The trees that answer what was reported, in the order of a story."""
    trees = _story(case)
    worth = load_summaries().worth_telling
    if case.outcomes["gateway"] in load_summaries().always_told and "gateway" not in trees:
        waits = case.outcomes["disposition"] == "with-the-gateway"
        return ("gateway",) if waits and trees == _USUAL else (trees[0], "gateway")
    if trees == ("gateway",) and told_instead(case):
        return ("gateway", "decision")
    if not is_particular(case) and case.outcomes["decision"] == "no-adverse-decision":
        more = [tree for tree, names in worth.items() if case.outcomes[tree] in names]
        return ("disposition", more[0]) if more else trees
    if not broke_at_gateway(case):
        return trees
    return tuple(dict.fromkeys("gateway" if tree == "decision" else tree for tree in trees))


def is_particular(case: Case) -> bool:
    """Was something reported that some trees answer, and others do not?"""
    return bool(case.complaint) and set(_reported(case)) < set(case.outcomes)


def is_in_the_dark(case: Case) -> bool:
    """Is no tree that answers what was reported known, and is where it is only told beside it?"""
    dark = {case.outcomes[tree] for tree in _reported(case)} == {"cannot-tell"}
    if has_no_gateway(case) and _reported(case) == ("gateway",):
        return False
    away = case.outcomes["disposition"] in load_summaries().away
    return dark and not away and not set(_reported(case)) & set(_USUAL)


def has_no_gateway(case: Case) -> bool:
    """Is there no gateway, so that whether it saw the message is no question?"""
    return case.diagnosis is not None and case.diagnosis.facts.no_gateway


def _reported(case: Case) -> tuple[str, ...]:
    return load_complaints()[case.complaint].trees if case.complaint else _USUAL


def broke_at_gateway(case: Case) -> bool:
    """Is the route the cause, and does the tree of the gateway say where it broke?"""
    found, words = case.outcomes, load_summaries()
    return found["decision"] == "decided-by-routing" and found["gateway"] in words.at_gateway


def _story(case: Case) -> tuple[str, ...]:
    trees = _reported(case)
    if trees == ("delay",) and case.outcomes["delay"] == "still-waiting":
        out = case.outcomes["disposition"] == "with-the-gateway"
        return ("delay", "gateway" if out else "decision")
    # Nobody has decided about what is still there; the tree of the gateway tells the story.
    held = case.outcomes["gateway"] in load_summaries().held
    if held and case.outcomes["disposition"] == "with-the-gateway" and set(trees) & set(_USUAL):
        return ("gateway", *(t for t in trees if t not in (*_USUAL, "gateway") and len(trees) == 2))
    if set(trees) >= set(_USUAL) or "decision" in trees:
        return (*_USUAL, *(t for t in trees if t not in _USUAL and len(trees) == 2))
    if has_no_gateway(case) and trees == ("gateway",):
        return _USUAL
    if is_in_the_dark(case):
        return ("disposition", *trees)
    return (
        trees if case.outcomes["disposition"] not in load_summaries().away else _away(case, trees)
    )


def _away(case: Case, trees: tuple[str, ...]) -> tuple[str, ...]:
    """Say first where it is: of what did not come, people say that it is late, or not marked."""
    pointless = {case.outcomes[tree] for tree in trees} <= set(load_summaries().pointless)
    return _USUAL if pointless else ("disposition", *trees)


def told_outcome(case: Case, tree: str) -> str:
    """The outcome that is told: what does not fit together says more than that nobody decided."""
    return (told_instead(case) if tree == "decision" else "") or case.outcomes[tree]


def told_instead(case: Case) -> str:
    """The decision that is told in place of none, or an empty text."""
    if case.outcomes["decision"] != "no-adverse-decision":
        return ""
    found = {one.id for one in case.contradictions}
    return next((d for name, d in load_summaries().told_as.items() if name in found), "")
