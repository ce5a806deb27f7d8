"""The finding in one line with how sure it is, and the summary for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracekit.case.blocks import Block, Remark, Text
from tracekit.diagnosis import Case
from tracekit.diagnosis.acting import Acting, next_step
from tracekit.diagnosis.telling import doubt
from tracekit.knowledge import load_complaints, load_trees
from tracekit.knowledge.sentences import how_sure, load_summaries

if TYPE_CHECKING:
    from tracekit.case.story import Story

_USUAL = ("disposition", "decision")


def finding(story: Story) -> list[Block]:
    """One sentence an answer to what was reported, each with how sure it is."""
    case = story.case
    blocks: list[Block] = [
        Text(line(case), strong=True),
        Text(load_summaries().sure_said[confidence(case)], "How sure"),
    ]
    step = next_step(case) or Acting(load_summaries().nobody)
    blocks.append(Text(step.what, step.under("Next step")))
    for told in story.walks:
        walk = told.walk
        if walk.finished and any(a.by == "person" for a in walk.trail):
            title = load_trees()[walk.tree_name].title
            sure = how_sure(walk.strength)
            blocks.append(Remark(f"{title} {walk.outcome.title} ({sure}). This rests on answers of "
                                 "a person: see below.", "A person's view"))  # fmt: skip
    return blocks


def line(case: Case) -> str:
    """Say the finding in one line."""
    return " ".join(f"{_answer(case, tree)}." for tree in asked(case))


def confidence(case: Case) -> str:
    """Say how sure the whole line is: as sure as its weakest part."""
    order = list(load_summaries().sure_said)
    return max((case.strength[tree] for tree in asked(case)), key=order.index)


def asked(case: Case) -> tuple[str, ...]:
    """The trees that answer what was reported; where the mail is and who decided if nothing was."""
    trees = load_complaints()[case.complaint].trees if case.complaint else _USUAL
    if len(trees) > 2:
        trees = _USUAL
    return trees if trees != ("decision", "gateway") else _USUAL


def _answer(case: Case, tree: str) -> str:
    name, strength = case.outcomes[tree], case.strength[tree]
    if name == "cannot-tell":
        return f"{load_trees()[tree].title.rstrip('?')}: the trace cannot tell"
    return case.outcome(tree).title.rstrip(".") + doubt(strength)


def summary(story: Story) -> list[Block]:
    """What a customer is told."""
    return [Text(story.case.summary())]
