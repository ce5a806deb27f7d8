"""Each tree: its answer, the questions on the way to it, and the rows that prove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Heading, Table, Text
from tracekit.case.sections.places import numbered, once, places, with_times
from tracekit.diagnosis import Step
from tracekit.knowledge import load_references, load_trees
from tracekit.knowledge.schema import Reference
from tracekit.knowledge.sentences import how_sure

if TYPE_CHECKING:
    from tracekit.case.story import Story

_STEPS = {"step": "Step", "question": "Question", "answer": "Answer", "because": "Why"}
_ROWS = {"step": "Step", "number": "No.", "what": "Event", "detail": "Detail", "where": "Where"}
_SAME = ["step", "journey", "time_text", "event", "detail", "source"]
_MOST_ROWS = 30


def evidence(story: Story) -> list[Block]:
    """Every tree that was walked."""
    return [block for tree in story.case.outcomes for block in _tree(story, tree)]


def _tree(story: Story, tree: str) -> list[Block]:
    case = story.case
    name, steps = case.outcomes[tree], case.steps_of(tree)
    outcome = case.outcome(tree)
    blocks: list[Block] = [
        Heading(f"{load_trees()[tree].title} {outcome.title}"),
        Text(f"{outcome.meaning} ({name}, {how_sure(case.strength[tree])})"),
        Table(_asked(steps), _STEPS, "Questions asked", words=("question", "answer", "because"),
              whole=("answer",)),
    ]  # fmt: skip
    rows = _proof(story, steps)
    if len(rows):
        blocks.append(Table(rows.head(_MOST_ROWS), _ROWS, "The rows that prove it",
                            whole=("number", "what", "where")))  # fmt: skip
    if len(rows) > _MOST_ROWS:
        blocks.append(Text(f"{len(rows) - _MOST_ROWS} more rows are in findings.json."))
    return [*blocks, Text(_references(outcome.references, steps), "Read on")]


def _asked(steps: tuple[Step, ...]) -> pd.DataFrame:
    return pd.DataFrame({
        "step": range(1, len(steps) + 1),
        "question": [f"{s.question} [{s.node}]" for s in steps],
        "answer": [s.answer for s in steps],
        "because": [s.because for s in steps],
    })  # fmt: skip


def _proof(story: Story, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Every row that proves a step, with the number of the step; the same rows once."""
    rows = [s.rows.assign(step=n) for n, s in enumerate(steps, start=1) if len(s.rows)]
    if not rows:
        return pd.DataFrame()
    passes = story.case.pairs.set_index("journey")["pass_number"]
    runs = once(pd.concat(rows, ignore_index=True), _SAME)
    return runs.assign(number=numbered(runs, passes), where=places(story, runs),
                       what=with_times(runs["event"], runs["times"]))  # fmt: skip


def _references(names: tuple[str, ...], steps: tuple[Step, ...]) -> str:
    """Where to read on: titles, with the address as text; an address once."""
    last = steps[-1].references[:1] if steps else ()
    known = [load_references()[name] for name in dict.fromkeys([*names, *last])]
    once_each = {reference.url or reference.citation: reference for reference in known[::-1]}
    return "; ".join(_cited(reference) for reference in [*once_each.values()][::-1]) + "."


def _cited(reference: Reference) -> str:
    return f"{reference.title} {reference.url or reference.citation}".strip().rstrip(".")
