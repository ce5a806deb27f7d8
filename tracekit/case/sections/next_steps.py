"""What to do and who does it; what could not be told and what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracekit.case.blocks import Block, Heading, Points, Text
from tracekit.diagnosis import Case
from tracekit.diagnosis.acting import in_place_of_own
from tracekit.diagnosis.telling import doubt
from tracekit.knowledge import load_trees
from tracekit.knowledge.schema import Outcome
from tracekit.knowledge.sentences import load_summaries

if TYPE_CHECKING:
    from tracekit.case.story import Story

_ALL_TOLD = "Every question that was asked has an answer."


def remedy(story: Story) -> list[Block]:
    """The steps for each outcome that somebody has to act on; each outcome once."""
    found = {name: tree for tree, name in story.case.outcomes.items() if name != "cannot-tell"}
    acts = [block for tree in found.values() for block in _of_tree(story.case, tree)]
    return acts or [Text(load_summaries().nobody)]


def _of_tree(case: Case, tree: str) -> list[Block]:
    outcome, instead = case.outcome(tree), in_place_of_own(case, tree)
    if instead:
        return [Heading(outcome.title), Text(instead.what, instead.under("Next step"))]
    return _steps(outcome) if outcome.owner != "nobody" else []


def _steps(outcome: Outcome) -> list[Block]:
    return [
        Heading(outcome.title),
        Text(outcome.owner, "Who"),
        Text(outcome.cause, "Cause"),
        Points(outcome.remedy, ordered=True),
        Text(outcome.next_step, "Next step"),
    ]


def open_questions(story: Story) -> list[Block]:
    """The questions without an answer, and what to ask for, with its commands."""
    case, trees = story.case, load_trees()
    dark = [f"{trees[s.tree].title} {s.question} {s.because}".strip()
            for s in case.steps if s.answer == "cannot tell"]  # fmt: skip
    weak = [f"{trees[t].title} {case.outcome(t).title}{doubt(case.strength[t])}."
            for t in case.outcomes if case.strength[t] == "consistent with"]  # fmt: skip
    blocks: list[Block] = [Points(tuple(dict.fromkeys([*dark, *weak])))] if dark or weak else []
    if case.asks():
        blocks += [Heading("What was asked for"), Points(tuple(case.asks()))]
    return blocks or [Text(_ALL_TOLD)]
