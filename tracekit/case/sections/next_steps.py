"""What to do and who does it; what could not be told and what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracekit.case.blocks import Block, Heading, Points, Text
from tracekit.diagnosis.telling import doubt
from tracekit.knowledge import load_trees
from tracekit.knowledge.schema import Outcome

if TYPE_CHECKING:
    from tracekit.case.story import Story

_NOBODY = "Nobody has to do anything now."
_ALL_TOLD = "Every question that was asked has an answer."


def remedy(story: Story) -> list[Block]:
    """The steps for each outcome that somebody has to act on; each outcome once."""
    acts = [o for o in _outcomes(story) if o.owner != "nobody" and o.id != "cannot-tell"]
    if not acts:
        return [Text(_NOBODY)]
    return [block for outcome in acts for block in _steps(outcome)]


def _outcomes(story: Story) -> list[Outcome]:
    case = story.case
    return [*{name: case.outcome(tree) for tree, name in case.outcomes.items()}.values()]


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
