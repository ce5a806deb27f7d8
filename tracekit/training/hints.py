"""Hints in the order in which they are given: where to look, then how much, then which row."""

from __future__ import annotations

from tracekit.knowledge import load_tree
from tracekit.training.attempt import Attempt, TreeAnswer
from tracekit.training.dealing import Dealt

HINTS = 3


def hint(dealt: Dealt, attempt: Attempt) -> str:
    """Give the next hint for what was answered so far; none of them names an outcome."""
    return (_turn, _count, _event)[min(attempt.hints, HINTS - 1)](dealt, attempt)


def _turn(dealt: Dealt, attempt: Attempt) -> str:
    """Name a question to think about again, or the one that everything hangs on."""
    for tree in dealt.trees:
        steps = {step.node: step for step in dealt.case.steps_of(tree)}
        for node, said in attempt.trees.get(tree, TreeAnswer()).trail:
            if node in steps and steps[node].answer != said:
                return f"Think again about this question: {steps[node].question}"
    last = dealt.case.steps_of(dealt.trees[0])[-1]
    return f"Much hangs on this: {load_tree(last.tree).nodes[last.node].why}"


def _count(dealt: Dealt, attempt: Attempt) -> str:
    counts = [f"{answer.tree}: {len(answer.proof) or 'none'}" for answer in dealt.answers]
    return f"How many different things prove the outcome: {', '.join(counts)}."


def _event(dealt: Dealt, attempt: Attempt) -> str:
    """Name the kind of row of a proof that is not cited yet."""
    for answer in dealt.answers:
        cited = set(attempt.trees.get(answer.tree, TreeAnswer()).rows)
        for label in answer.proof:
            rows = dealt.rendered.labels.get(label, ())
            if rows and not cited & set(rows):
                return f"Look closely at the rows around {rows[0].partition('.')[0]}.x: one of " \
                       f"them proves something for the question of {answer.tree}."  # fmt: skip
    return "You have the rows. Ask yourself what they do not say."
