"""Answers, reasons and names that a person gave in a saved walk, marked as theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Heading, Points, Table, Text
from tracekit.diagnosis import Walk
from tracekit.knowledge import load_trees
from tracekit.knowledge.sentences import how_sure

if TYPE_CHECKING:
    from tracekit.case.story import Story

_COLUMNS = {"question": "Question", "trace": "The trace says", "person": "The person says",
            "reason": "Reason or note", "who": "Who"}  # fmt: skip


def person(story: Story) -> list[Block]:
    """What each saved walk adds to the trace; nothing without one."""
    return [block for told in story.walks for block in _walk(told.walk)]


def _walk(walk: Walk) -> list[Block]:
    title = load_trees()[walk.tree_name].title
    blocks: list[Block] = [Heading(title), Text(_end(walk), "Where the walk stands")]
    rows = _answers(walk)
    if len(rows):
        blocks.append(Table(rows, _COLUMNS, "Answered or noted by a person",
                            words=("question", "trace", "person")))  # fmt: skip
    else:
        blocks.append(Text("The person took every answer of the trace and noted nothing."))
    if walk.changes:
        blocks.append(Points(tuple(f"{c.question} {c.sentence}" for c in walk.changes)))
    return blocks


def _end(walk: Walk) -> str:
    if walk.finished:
        return f"{walk.outcome.title} ({walk.outcome.id}, {how_sure(walk.strength)})."
    return f"It has not ended; the next question is: {walk.question}"


def _answers(walk: Walk) -> pd.DataFrame:
    rows = [
        {"question": a.step.question, "trace": a.step.answer,
         "person": a.answer if a.by == "person" else "the same", "reason": a.reason, "who": a.who}
        for a in walk.trail if a.by == "person" or a.reason or a.who
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_COLUMNS))
