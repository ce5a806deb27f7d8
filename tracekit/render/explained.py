"""A diagnosed case as a page: the answers first, then each step with the rows that prove it."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Case, Step
from tracekit.diagnosis.passes import renumbered
from tracekit.knowledge import load_trees
from tracekit.knowledge.sentences import how_sure
from tracekit.render.html import EMPTY, Html, bullets, heading, note, paragraph, stack
from tracekit.render.tables import html_table

_ROWS = {"step": "Step", "journey": "Journey", "seq": "No.", "time_text": "Time as printed",
         "event": "Event", "detail": "Detail", "line": "Line"}  # fmt: skip


def findings(case: Case) -> Html:
    """Return the five answers as one table: question, answer, how sure, who acts, next step.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> findings(case).text.count("Who decided?")
    1
    """
    rows = [_finding(case, tree) for tree in case.outcomes]
    return html_table(pd.DataFrame(rows), caption=f"What happened to “{_subject(case)}”",
                      kinds={"Id": "word"})  # fmt: skip


def _subject(case: Case) -> str:
    return case.subject if isinstance(case.subject, str) and case.subject else "this message"


def _finding(case: Case, tree: str) -> dict[str, str]:
    outcome = case.outcome(tree)
    return {
        "Question": load_trees()[tree].title,
        "Answer": outcome.title,
        "How sure": how_sure(case.strength[tree]),
        "Who acts": outcome.owner,
        "Next step": outcome.next_step,
        "Id": outcome.id,
    }


def explained(case: Case, trees: tuple[str, ...] | None = None) -> Html:
    """Return the whole diagnosis of one message, or of some trees of it.

    Each step has its question, its answer, the reason and the rows that prove it; then what it
    means, what to do and who does it; at the end what to ask for next.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> "Is there any event to go by?" in explained(case).text
    True
    """
    parts = [_tree(case, tree) for tree in trees or tuple(case.outcomes)]
    asks = case.asks()
    if asks:
        parts += [heading("What to ask the admin for next", 3), bullets(asks)]
    for lacking in case.absences:
        told = [f"{why} What would show it: {tells}." for why, tells in lacking.reasons]
        parts += [heading(f"Not in the trace: {lacking.sentence}", 3),
                  paragraph("Possible reasons, the likeliest first:"), bullets(told)]  # fmt: skip
    if case.notes:
        parts += [heading("Worth knowing", 3), bullets(case.notes)]
    return stack(*parts)


def _tree(case: Case, tree: str) -> Html:
    name = case.outcomes[tree]
    outcome, steps = case.outcome(tree), case.steps_of(tree)
    return stack(
        heading(f"{load_trees()[tree].title} {outcome.title}", 3),
        note(outcome.meaning, f"{name}, {how_sure(case.strength[tree])}"),
        html_table(_asked(steps), caption="How that was found, question by question"),
        _proof(steps, case),
        bullets([f"What to do: {step}" for step in outcome.remedy]),
        paragraph(f"{outcome.owner}. {outcome.next_step}", "Who, and next step"),
    )


def _asked(steps: tuple[Step, ...]) -> pd.DataFrame:
    return pd.DataFrame({
        "Step": range(1, len(steps) + 1),
        "Question": [s.question for s in steps],
        "Answer": [s.answer for s in steps],
        "Why": [s.because for s in steps],
    })  # fmt: skip


def _proof(steps: tuple[Step, ...], case: Case) -> Html:
    """Every row that proves a step, with the number of the step; journeys in order of the way."""
    rows = [s.rows.assign(step=n) for n, s in enumerate(steps, start=1) if len(s.rows)]
    if not rows:
        return EMPTY
    proof = renumbered(pd.concat(rows, ignore_index=True), case)
    return html_table(proof, _ROWS, caption="The rows that prove it")
