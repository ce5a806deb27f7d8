"""A diagnosis as text, as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracekit import __version__
from tracekit.render import json_records, markdown

if TYPE_CHECKING:
    from tracekit.diagnosis import Case, Diagnosis, Step

NOTHING = "There is no message to diagnose."


def cases(diagnosis: Diagnosis) -> Iterator[Case]:
    """Return the case of each message and recipient."""
    for row in diagnosis.messages.itertuples():
        yield diagnosis.case(row.message_id, row.recipient)


def as_text(diagnosis: Diagnosis) -> str:
    """Return the explanation of every case, as a colleague would give it."""
    return "\n\n".join(case.how() for case in cases(diagnosis)) or NOTHING


def as_json(diagnosis: Diagnosis) -> dict:
    """Return the diagnosis as JSON knows it; the shape is a promise."""
    return {"tracekit": __version__, "messages": [message(case) for case in cases(diagnosis)]}


def message(case: Case) -> dict:
    """Return one message of the JSON."""
    return {
        "message_id": case.message_id,
        "recipient": case.recipient,
        "subject": case.subject,
        "outcomes": dict(case.outcomes),
        "strength": dict(case.strength),
        "steps": [step_record(step) for step in case.steps],
    }


def step_record(step: Step) -> dict:
    """Return one step of the JSON."""
    return {
        "tree": step.tree,
        "node": step.node,
        "answer": step.answer,
        "because": step.because,
        "rows": json_records(step.rows),
    }


def as_markdown(diagnosis: Diagnosis) -> str:
    """Return the diagnosis as a Markdown page; what strangers wrote stands in code spans."""
    return "\n\n".join(page(case) for case in cases(diagnosis)) or NOTHING


def page(case: Case) -> str:
    """Return one message of the page."""
    head = [
        f"# {markdown(case.subject) or '(no subject)'}",
        f"Message-ID: {markdown(case.message_id)}  \nRecipient: {markdown(case.recipient)}",
    ]
    return "\n\n".join(head + [section(case, tree) for tree in case.outcomes])


def section(case: Case, tree: str) -> str:
    """Return the outcome of one tree and the steps that led to it."""
    title = f"## {tree}: {case.outcomes[tree]} ({case.strength[tree]})"
    steps = [
        f"1. {step.question} **{step.answer}** {markdown(step.because)}".rstrip()
        for step in case.steps
        if step.tree == tree
    ]
    return "\n".join([title, "", *steps])
