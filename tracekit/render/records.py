"""What was found, as plain values for JSON; the names of the keys are a promise."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Case, Comparison, Diagnosis, Routes, Step, Triage
from tracekit.knowledge import load_references
from tracekit.render.export import json_records


def diagnosis_record(diagnosis: Diagnosis) -> dict:
    """Return the diagnosis of every message."""
    return {
        "tracekit": _version(),
        "gateway": diagnosis.facts.gateway.name,
        "gateway_because": diagnosis.because,
        "messages": [case_record(case) for case in diagnosis.cases()],
    }


def case_record(case: Case) -> dict:
    """Return one diagnosed message: outcomes, steps with their rows, what is missing and open.

    >>> from tracekit import diagnose, parse
    >>> record = case_record(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())
    >>> record["outcomes"]["disposition"], record["steps"][0]["node"]
    ('cannot-tell', 'g-events')
    """
    doubled = {f"{entry.sentence} {entry.check}" for entry in case.contradictions}
    return {
        **who(case),
        "outcomes": dict(case.outcomes),
        "findings": {tree: case.outcome(tree).title for tree in case.outcomes},
        "strength": dict(case.strength),
        "summary": case.summary(),
        "steps": [_step(step) for step in case.steps],
        "absences": [
            {"id": a.id, "sentence": a.sentence, "source": a.source,
             "reasons": [{"why": why, "tells": tells} for why, tells in a.reasons]}
            for a in case.absences
        ],
        "contradictions": [
            {"id": c.id, "sentence": c.sentence, "check": c.check, "source": c.source}
            for c in case.contradictions
        ],
        "notes": [note for note in case.notes if note not in doubled],
        "asks": case.asks(),
    }  # fmt: skip


def who(case: Case) -> dict:
    """Return which message and recipient it is; None where the trace does not say."""
    return {name: _known(getattr(case, name)) for name in ("message_id", "recipient", "subject")}


def comparison_record(found: Comparison) -> dict:
    """Return two messages side by side."""
    return {
        "tracekit": _version(),
        "first": who(found.first),
        "second": who(found.second),
        "difference": found.difference,
        "outcomes": json_records(found.outcomes),
        "events": json_records(found.events),
    }


def routes_record(found: Routes) -> dict:
    """Return the recipients of each message by route."""
    groups = [
        {**record, "recipients": list(row.recipients), "messages": list(row.messages),
         "stations": [{"journey": way, "station": station} for way, station in row.stations]}
        for record, row in zip(
            json_records(found.groups.drop(columns=["recipients", "messages", "stations"])),
            found.groups.itertuples(), strict=True)
    ]  # fmt: skip
    return {"tracekit": _version(), "routes": groups}


def triage_record(found: Triage) -> dict:
    """Return how many messages ended where, and what those of one outcome share."""
    patterns = [{**record, "messages": list(numbers)} for record, numbers in zip(
        json_records(found.patterns.drop(columns="messages")), found.patterns["messages"],
        strict=True)]  # fmt: skip
    return {"tracekit": _version(), "groups": json_records(found.groups), "patterns": patterns,
            "limits": list(found.limits), "reports": list(found.reports)}  # fmt: skip


def _step(step: Step) -> dict:
    return {
        "tree": step.tree,
        "node": step.node,
        "question": step.question,
        "answer": step.answer,
        "strength": step.strength,
        "because": step.because,
        "ask": step.ask if step.answer == "cannot tell" else "",
        "references": [{"id": name, "title": load_references()[name].title}
                       for name in step.references],
        "rows": json_records(step.rows),
    }  # fmt: skip


def _known(text: object) -> str | None:
    return None if pd.isna(text) else str(text)


def _version() -> str:
    from importlib.metadata import version

    return version("tracekit")
