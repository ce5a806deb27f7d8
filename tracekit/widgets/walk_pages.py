"""The pages of a walk: a question with its evidence, the outcome, the written trail."""

from __future__ import annotations

from tracekit.diagnosis import Walk
from tracekit.diagnosis.walk import Answered
from tracekit.knowledge import load_references
from tracekit.knowledge.sentences import load_summaries
from tracekit.render import (
    EMPTY,
    Html,
    bullets,
    definitions,
    heading,
    html_table,
    note,
    paragraph,
    stack,
)

_ROWS = {"event": "Event", "time_text": "Time as printed", "detail": "Detail", "source": "Input",
         "line": "Line"}  # fmt: skip
_MOST_ROWS = 30
_ADD = ("If you have it, open “Add a trace and go on” below: it is read on the spot, and the walk "
        "goes on from here.")  # fmt: skip


def question_page(walk: Walk) -> Html:
    """Return the question, why it is asked, and what the trace answers, with its proof."""
    step = walk.evidence
    answer = f"{step.answer.capitalize()}. {step.because}".strip()
    parts = [heading(walk.question, 3), paragraph(walk.purpose, "Why it is asked")]
    parts.append(paragraph(f"{answer}", "What the trace answers"))
    if len(step.rows):
        rows = step.rows.head(_MOST_ROWS)
        more = "" if len(rows) == len(step.rows) else f", the first {len(rows)} of {len(step.rows)}"
        parts.append(html_table(rows, _ROWS, f"The rows that prove it{more}"))
    if step.answer == "cannot tell" and step.ask:
        parts.append(note(step.ask, "What to ask for"))
    if step.answer == "cannot tell":
        parts.append(paragraph(_ADD))
    return stack(*parts)


def outcome_page(walk: Walk, next_trees: tuple[str, ...] = ()) -> Html:
    """Return where the walk ended: cause, remedy, owner, next step, sources."""
    outcome = walk.outcome
    titles = [load_references()[r].title for r in outcome.references]
    parts = [
        heading(f"Outcome: {outcome.title}", 3),
        paragraph(load_summaries().sure_said[walk.strength]),
        paragraph(outcome.meaning),
        definitions(
            {"Cause": outcome.cause, "Who acts": outcome.owner, "Next step": outcome.next_step}
        ),
        paragraph("What to do", strong=True),
        bullets(outcome.remedy, ordered=True),
    ]
    if outcome.settle:
        parts.append(note(outcome.settle, "What would settle the rest"))
    if next_trees:
        parts.append(paragraph("; ".join(next_trees), "Then ask"))
    return stack(*parts, paragraph("; ".join(titles), "See") if titles else EMPTY)


def trail_page(walk: Walk) -> Html:
    """Return the answers so far, in order, and who gave them."""
    if not walk.trail:
        return EMPTY
    return stack(heading("The way so far", 4), bullets(map(_told, walk.trail), ordered=True))


def changes_page(walk: Walk) -> Html:
    """Return what another trace, or a resumed trail, changed; nothing where it changed nothing."""
    told = [f"{change.question} {change.sentence}" for change in walk.changes]
    return stack(heading("What is different now", 4), bullets(told)) if told else EMPTY


def _told(given: Answered) -> str:
    person = f"answered by {given.who or 'you'}"
    by = {"trace": "as the trace says", "person": person}[given.by]
    reason = f" Reason: {given.reason}" if given.reason else ""
    return f"{given.step.question} {given.answer.capitalize()} ({by}).{reason}"
