"""Hints in the order in which they are given: where to look, then how much, then which row."""

from __future__ import annotations

from tracekit.knowledge import load_tree
from tracekit.training.attempt import Attempt, TreeAnswer
from tracekit.training.dealing import Dealt
from tracekit.training.schema import Answer

HINTS = 3


def hint(dealt: Dealt, attempt: Attempt, tree: str) -> str:
    """Give the next hint for a tree, by what was answered so far; none of them names an outcome."""
    answer = next(one for one in dealt.answers if one.tree == tree)
    return (_turn, _count, _place)[min(attempt.hints, HINTS - 1)](dealt, attempt, answer)


def _turn(dealt: Dealt, attempt: Attempt, answer: Answer) -> str:
    """Name a question to think about again, or the one that everything hangs on."""
    tree = answer.tree
    steps = {step.node: step for step in dealt.case.steps_of(tree)}
    for node, said in attempt.trees.get(tree, TreeAnswer()).trail:
        if node in steps and steps[node].answer != said:
            return f"Think again about this question: {steps[node].question}"
    last = dealt.case.steps_of(tree)[-1]
    return f"Much hangs on this: {load_tree(tree).nodes[last.node].why}"


def _count(dealt: Dealt, attempt: Attempt, answer: Answer) -> str:
    count = len(answer.proof)
    return f"Of the rows, {count or 'none'} {'prove' if count != 1 else 'proves'} the outcome."


def _place(dealt: Dealt, attempt: Attempt, answer: Answer) -> str:
    """Name the journey of a proof row that is not cited yet."""
    cited = set(attempt.trees.get(answer.tree, TreeAnswer()).rows)
    for label in answer.proof:
        rows = dealt.rendered.labels.get(label, ())
        if rows and not cited & set(rows):
            return f"Look closely at journey {rows[0].partition('.')[0]}: a row of it proves it."
    return "No row is missing from your proof. Ask yourself what the rows do not say."
