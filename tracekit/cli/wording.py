"""A diagnosis as text, as JSON and as Markdown."""

from __future__ import annotations

import pandas as pd

from tracekit import __version__
from tracekit.diagnosis import Case, Diagnosis, Step
from tracekit.diagnosis.case import row_lines
from tracekit.knowledge import load_outcomes, load_trees
from tracekit.render import json_records, markdown

NOTHING = ("There is no message to diagnose. Give the message trace: a header or a list of rules "
           "alone has no journey.")  # fmt: skip


def as_text(diagnosis: Diagnosis) -> str:
    """Return the explanation of every case, as a colleague would give it."""
    cases = "\n\n\n".join(case.how() for case in diagnosis.cases()) or NOTHING
    return f"{diagnosis.because}\n\n{cases}" if diagnosis.because else cases


def as_json(diagnosis: Diagnosis) -> dict:
    """Return the diagnosis as JSON knows it; the shape is a promise."""
    return {"tracekit": __version__, "messages": [message(case) for case in diagnosis.cases()]}


def message(case: Case) -> dict:
    """Return one message of the JSON."""
    return {
        "message_id": known(case.message_id),
        "recipient": known(case.recipient),
        "subject": known(case.subject),
        "outcomes": dict(case.outcomes),
        "strength": dict(case.strength),
        "steps": [step_record(step) for step in case.steps],
    }


def known(text: object) -> str | None:
    """Return a text; None where the trace does not give it."""
    return None if pd.isna(text) else str(text)


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
    pages = "\n\n".join(page(case) for case in diagnosis.cases()) or NOTHING
    return f"{markdown(diagnosis.because)}\n\n{pages}" if diagnosis.because else pages


def page(case: Case) -> str:
    """Return one message of the page."""
    parts = [
        f"# {markdown(case.subject) or '(no subject)'}",
        f"- Message-ID: {markdown(case.message_id)}\n- Recipient: {markdown(case.recipient)}",
        *(section(case, tree) for tree in case.outcomes),
    ]
    if asks := case.asks():
        parts.append("## What to ask for next\n\n" + "\n".join(f"- {ask}" for ask in asks))
    return "\n\n".join(parts)


def section(case: Case, tree: str) -> str:
    """Return the answer to one tree's question, the way to it and what to do."""
    outcome = load_outcomes()[case.outcomes[tree]]
    steps = [step_item(step) for step in case.steps if step.tree == tree]
    remedies = [f"- {remedy}" for remedy in outcome.remedy]
    return "\n".join(
        [
            f"## {load_trees()[tree].title}",
            "",
            f"**{outcome.title}** (`{outcome.id}`, {case.strength[tree]}). {outcome.meaning}",
            "",
            *steps,
            "",
            f"What to do ({outcome.owner}):",
            "",
            *remedies,
            f"- Next step: {outcome.next_step}",
        ]
    )


def step_item(step: Step) -> str:
    """Return one step as an item of a list, its rows below it."""
    rows = [f"   - {markdown(line)}" for line in row_lines(step.rows)]
    item = f"1. {step.question} **{step.answer.capitalize()}.** {markdown(step.because)}"
    return "\n".join([item, *rows])
