"""Each tree: its answer, the questions on the way to it, and the rows that prove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Heading, Points, Table, Text
from tracekit.diagnosis import Case, Step
from tracekit.knowledge import load_outcomes, load_references, load_trees
from tracekit.knowledge.schema import Reference

if TYPE_CHECKING:
    from tracekit.case.story import Story

_STEPS = {"step": "Step", "question": "Question", "answer": "Answer", "because": "Why"}
_ROWS = {"step": "Step", "time_text": "As printed", "event": "Event", "detail": "Detail",
         "where": "Input, line"}  # fmt: skip
_MOST_ROWS = 30


def evidence(story: Story) -> list[Block]:
    """Every tree that was walked."""
    return [block for tree in story.case.outcomes for block in _tree(story.case, tree)]


def _tree(case: Case, tree: str) -> list[Block]:
    name, steps = case.outcomes[tree], case.steps_of(tree)
    outcome = load_outcomes()[name]
    blocks: list[Block] = [
        Heading(f"{load_trees()[tree].title} {outcome.title}"),
        Text(f"{outcome.meaning} ({name}, {case.strength[tree]})"),
        Table(_asked(steps), _STEPS, "Questions asked"),
    ]
    rows = _proof(steps)
    if len(rows):
        blocks.append(Table(rows.head(_MOST_ROWS), _ROWS, "The rows that prove it"))
    if len(rows) > _MOST_ROWS:
        blocks.append(Text(f"{len(rows) - _MOST_ROWS} more rows are in findings.json."))
    read_on = _references(outcome.references, steps)
    return [*blocks, Points(tuple(read_on))] if read_on else blocks


def _asked(steps: tuple[Step, ...]) -> pd.DataFrame:
    return pd.DataFrame({
        "step": range(1, len(steps) + 1),
        "question": [s.question for s in steps],
        "answer": [s.answer for s in steps],
        "because": [s.because for s in steps],
    })  # fmt: skip


def _proof(steps: tuple[Step, ...]) -> pd.DataFrame:
    """Every row that proves a step, with the number of the step and its place."""
    rows = [s.rows.assign(step=n) for n, s in enumerate(steps, start=1) if len(s.rows)]
    if not rows:
        return pd.DataFrame()
    found = pd.concat(rows, ignore_index=True)
    line = found["line"].astype("str")
    return found.assign(where=found["source"].fillna("") + (", " + line).where(line.notna(), ""))


def _references(names: tuple[str, ...], steps: tuple[Step, ...]) -> list[str]:
    """Where to read on: titles, with the address as text."""
    last = steps[-1].references[:1] if steps else ()
    known = [load_references()[name] for name in dict.fromkeys([*names, *last])]
    return [f"Read on: {_cited(reference)}" for reference in known]


def _cited(reference: Reference) -> str:
    return f"{reference.title} {reference.url or reference.citation}".strip()
