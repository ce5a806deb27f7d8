"""Why: the reason of an outcome, or of a question that is asked, with its rows and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from tracekit.diagnosis.step import Step
from tracekit.diagnosis.telling import row_lines
from tracekit.errors import UnknownNameError
from tracekit.knowledge import load_references, load_trees
from tracekit.knowledge.sentences import how_sure

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case
    from tracekit.diagnosis.walk import Answered, Walk

_Given = TypeVar("_Given", "Step", "Answered")
_UNSAID = "It is a person's answer, and no reason was written down."


def why(case: Case, tree: str | None = None) -> str:
    """Say of each tree, or of one, what the outcome rests on."""
    if tree is not None and tree not in case.outcomes:
        raise UnknownNameError("tree", tree, case.outcomes)
    return "\n\n".join(_of_tree(case, name) for name in ([tree] if tree else case.outcomes))


def why_asked(walk: Walk) -> str:
    """Say why a walk stands where it stands: the question and the trace's answer, or the end."""
    if walk.finished:
        return "\n".join([f"{walk.question} [{walk.node}, {how_sure(walk.strength)}]",
                          *_trail(_that_decide(walk.trail))])  # fmt: skip
    step = walk.evidence
    lines = [f"{step.question} [{step.node}]", f"  Why it is asked: {step.why}",
             f"  The trace says: {step.answer}. {step.because}".rstrip()]  # fmt: skip
    lines += [f"      {line}" for line in row_lines(step.rows)]
    lines += [f"  What to ask for: {step.ask}"] if step.answer == "cannot tell" and step.ask else []
    return "\n".join([*lines, *_sources(step.references)])


def how_walked(walk: Walk) -> str:
    """Tell a walk from its first question to where it stands."""
    end = f"Outcome: {walk.question} [{walk.node}, {how_sure(walk.strength)}]" if (
        walk.finished) else f"Next question: {walk.question} [{walk.node}]"  # fmt: skip
    return "\n".join([walk.tree.title, *_trail(walk.trail), end])


def _of_tree(case: Case, tree: str) -> str:
    title, outcome = load_trees()[tree].title, case.outcome(tree)
    lines = [f"{title} {outcome.title} [{case.outcomes[tree]}, {how_sure(case.strength[tree])}]"]
    deciding = _that_decide(case.steps_of(tree))
    for step in deciding:
        lines += [f"  {step.question} {step.answer.capitalize()}. {step.because} [{step.node}]",
                  *(f"      {line}" for line in row_lines(step.rows))]  # fmt: skip
    references = [name for step in deciding for name in step.references]
    return "\n".join([*lines, *_sources([*references, *outcome.references])])


def _that_decide(given: tuple[_Given, ...]) -> list[_Given]:
    """What was answered yes, and what the outcome follows from at last."""
    return [one for n, one in enumerate(given) if one.answer == "yes" or n == len(given) - 1]


def _trail(trail: Iterable[Answered]) -> list[str]:
    """Each answer of a walk: the trace's with its rows, a person's with the reason."""
    lines = []
    for one in trail:
        by_trace = one.by == "trace"
        reason = one.step.because if by_trace else one.reason or _UNSAID
        who = "" if by_trace else f" (said by {one.who or 'a person'})"
        said = f"{one.step.question} {one.answer.capitalize()}{who}. {reason}"
        lines.append(f"  {said} [{one.step.node}]")
        lines += [f"      {line}" for line in row_lines(one.step.rows)] if by_trace else []
    return lines


def _sources(names: Iterable[str]) -> list[str]:
    titles = dict.fromkeys(load_references()[name].title for name in names)
    return [f"  Read on: {'; '.join(titles)}"] if titles else []
