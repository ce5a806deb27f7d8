"""Feedback at once: what was right, which row was overlooked, why the tempting answer is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.knowledge import load_outcomes, load_references, load_trees
from tracekit.knowledge.loader import load_asks
from tracekit.training.attempt import Attempt, TreeAnswer
from tracekit.training.dealing import Dealt
from tracekit.training.grading import Grade, TreeGrade
from tracekit.training.rows import numbered
from tracekit.training.schema import Answer

_KINDS = {
    "right": "Right: {right}.",
    "too_sure": "{right}: right, but you claimed more than the trace proves. It is {strength}.",
    "not_sure_enough": "{right}: right, and the trace proves more than you said. It is {strength}.",
    "not_telling": "You named no outcome. The trace tells: {right} ({strength}).",
    "wrong": "You said: {named}. Right is: {right} ({strength}).",
    "over_claimed": "You said: {named}, and the trace does not prove that. Right is: {right} "
    "({strength}).",
}
# The notebook in notebooks/training that teaches what a tree asks.
_LESSONS = {
    "gateway": "03-two-journeys",
    "decision": "05-who-decided",
    "disposition": "06-where-did-it-go",
    "delay": "08-delays",
    "copies": "09-duplicates-and-loops",
}


@dataclass(frozen=True)
class Lesson:
    """A heading and its lines; scenario texts and rows of the trace are in it, as written."""

    title: str
    lines: tuple[str, ...]


def feedback(dealt: Dealt, attempt: Attempt, found: Grade) -> list[Lesson]:
    """Say what to learn from an attempt: a lesson a tree, then what to ask, tell and read."""
    trees = [
        Lesson(load_trees()[right.tree].title,
               tuple(_tree(dealt, attempt.trees.get(right.tree, TreeAnswer()), right, judged)))
        for right, judged in zip(dealt.answers, found.trees, strict=True)
    ]  # fmt: skip
    return [*trees, Lesson("What to ask for", tuple(_ask(dealt, attempt))),
            Lesson("What to tell the customer", tuple(_tell(dealt, attempt))),
            Lesson("Where to read on", tuple(_read(dealt, found)))]  # fmt: skip


def _tree(dealt: Dealt, given: TreeAnswer, right: Answer, judged: TreeGrade) -> list[str]:
    names = {"right": title(right.outcome), "named": title(judged.named),
             "strength": right.strength}  # fmt: skip
    lines = [_KINDS[judged.kind].format(**names)]
    if judged.kind not in ("right", "too_sure", "not_sure_enough"):
        lines += _why_wrong(dealt, right.tree, judged.named) or _turn(dealt, given, right.tree)
    lines.append(f"Why: {dealt.fill(right.why)}")
    rows = row_texts(dealt)
    for label in judged.overlooked:
        shown = dealt.rendered.labels.get(label, ())
        lines.append(f"You overlooked a row that proves it: {rows[shown[0]]}" if shown else "")
    lures = {row: one.why for one in dealt.scenario.distractor
             for row in dealt.rendered.labels.get(one.row, ())}  # fmt: skip
    for row in judged.beside:
        why = dealt.fill(lures.get(row, "It does not belong to the proof of this answer."))
        lines.append(f"This row proves nothing here: {rows.get(row, row).rstrip('.')}. {why}")
    return [line for line in lines if line]


def title(outcome: str) -> str:
    """The title of an outcome; what it says when there is none.

    >>> title("")
    'nothing'
    """
    known = load_outcomes().get(outcome)
    return known.title if known else outcome or "nothing"


def _why_wrong(dealt: Dealt, tree: str, named: str) -> list[str]:
    return [f"Why not: {dealt.fill(one.why)}" for one in dealt.scenario.tempting
            if (one.tree, one.outcome) == (tree, named)]  # fmt: skip


def _turn(dealt: Dealt, given: TreeAnswer, tree: str) -> list[str]:
    """Name the first question that was answered otherwise than the trace answers it."""
    steps = {step.node: step for step in dealt.case.steps_of(tree)}
    for node, said in given.trail:
        step = steps.get(node)
        if step is not None and step.answer != said:
            return [f"Here the ways part: {step.question} You answered {said}, the trace says "
                    f"{step.answer}. {step.because}".rstrip()]  # fmt: skip
    return []


def row_texts(dealt: Dealt) -> dict[str, str]:
    """Give each row of the trace as one line, by its name."""
    return {
        row.row: " ".join(filter(None, (row.row, _text(row.time_text), f"{row.event}:",
                                        _text(row.detail)[:160])))
        for row in numbered(dealt.rendered.trace).itertuples()
    }  # fmt: skip


def journey_texts(dealt: Dealt) -> dict[str, str]:
    """Give the heading of each journey as one line, by its number."""
    found = {}
    for number, row in enumerate(dealt.rendered.trace.journeys.itertuples(), 1):
        told = {"Message-ID": row.message_id, "from": row.sender, "to": row.recipient,
                "subject": row.subject, "size": row.size_bytes, "From IP": row.from_ip,
                "To IP": row.to_ip}  # fmt: skip
        words = [f"{name} {_text(value)}" for name, value in told.items() if _text(value)]
        found[str(number)] = f"Journey {number}: {', '.join(words)}"
    return found


def _ask(dealt: Dealt, attempt: Attempt) -> list[str]:
    right = [dealt.ask_text(name) for name in dealt.ask.right]
    chosen = set(attempt.ask)
    vain = sorted(chosen - set(dealt.ask.right) - set(dealt.ask.also))
    lines = []
    if right and not chosen & set(dealt.ask.right):
        lines.append(f"This has to be asked for: {right[0]}")
    elif not vain:
        lines.append("Right.")
    lines += [f"This settles nothing here: {dealt.ask_text(n)}" for n in vain if n in load_asks()]
    return [*lines, f"Why: {dealt.fill(dealt.ask.why)}"]


def _tell(dealt: Dealt, attempt: Attempt) -> list[str]:
    right = dealt.fill(dealt.tell.right)
    chosen = dealt.options[attempt.tell] if attempt.tell is not None else ""
    if chosen == right:
        return ["Right."]
    why = [f"Not that: {dealt.fill(one.why)}" for one in dealt.tell.wrong
           if dealt.fill(one.text) == chosen]  # fmt: skip
    return [*why, f"Better: {right}"]


def _read(dealt: Dealt, found: Grade) -> list[str]:
    """The lesson of what was missed, pages of tracekit explain, the sources, the twin."""
    missed = {(one.tree, one.named) for one in found.trees if one.kind != "right"}
    taught = [f"Lesson {_LESSONS[one.tree]} in notebooks/training" for one in found.trees
              if one.kind != "right" or one.overlooked]  # fmt: skip
    names = [one.read for one in dealt.scenario.tempting
             if one.read and (one.tree, one.outcome) in missed]  # fmt: skip
    names += [one.right for one in found.trees]
    lines = taught + [f"tracekit explain '{name}'" for name in dict.fromkeys(names)]
    for name in dealt.scenario.references:
        known = load_references()[name]
        lines.append(" ".join(filter(None, (known.title, known.url))))
    twin = dealt.scenario.twin
    return [*lines, f"Its twin, {twin.scenario}: {dealt.fill(twin.why)}"] if twin else lines


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
