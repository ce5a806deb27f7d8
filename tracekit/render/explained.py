"""A diagnosed case as a page: the answers first, then each step with the rows that prove it."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Case, Step
from tracekit.knowledge import load_outcomes, load_trees
from tracekit.render.html import EMPTY, Html, bullets, heading, note, paragraph, stack
from tracekit.render.tables import html_table

_ROWS = {"journey": "Journey", "seq": "No.", "time_text": "Time as printed", "event": "Event",
         "detail": "Detail", "line": "Line"}  # fmt: skip


def findings(case: Case) -> Html:
    """Return the five answers as one table: question, answer, how sure, who acts, next step.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> findings(case).text.count("Who decided?")
    1
    """
    rows = [_finding(tree, name, case.strength[tree]) for tree, name in case.outcomes.items()]
    return html_table(pd.DataFrame(rows), caption=f"What happened to “{_subject(case)}”")


def _subject(case: Case) -> str:
    return case.subject if isinstance(case.subject, str) and case.subject else "this message"


def _finding(tree: str, name: str, strength: str) -> dict[str, str]:
    outcome = load_outcomes()[name]
    return {
        "Question": load_trees()[tree].title,
        "Answer": outcome.title,
        "How sure": strength,
        "Who acts": outcome.owner,
        "Next step": outcome.next_step,
        "Id": name,
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
    if case.notes:
        parts += [heading("Worth knowing", 3), bullets(case.notes)]
    return stack(*parts)


def _tree(case: Case, tree: str) -> Html:
    name = case.outcomes[tree]
    outcome = load_outcomes()[name]
    title = load_trees()[tree].title
    steps = [_step(number, step) for number, step in enumerate(case.steps_of(tree), start=1)]
    return stack(
        heading(f"{title} {outcome.title}", 3),
        paragraph(f"{name} ({case.strength[tree]})", "Outcome"),
        *steps,
        note(outcome.meaning, "So"),
        bullets([f"What to do: {step}" for step in outcome.remedy]),
        paragraph(f"{outcome.owner}. {outcome.next_step}", "Who, and next step"),
    )


def _step(number: int, step: Step) -> Html:
    asked = paragraph(f"{number}. {step.question} {step.answer.capitalize()}.", strong=True)
    rows = html_table(step.rows, _ROWS) if len(step.rows) else EMPTY
    return stack(asked, paragraph(step.because), rows)
