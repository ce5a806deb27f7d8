"""A diagnosis as text, as JSON and as Markdown."""

from __future__ import annotations

import json

from tracekit.diagnosis import Diagnosis
from tracekit.render.pages import NOTHING, diagnosis_page
from tracekit.render.records import diagnosis_record


def as_text(diagnosis: Diagnosis) -> str:
    """Return the explanation of every case, as a colleague would give it."""
    cases = "\n\n\n".join(case.how() for case in diagnosis.cases()) or NOTHING
    return f"{diagnosis.because}\n\n{cases}" if diagnosis.because else cases


def as_json(record: dict) -> str:
    """Write plain values as JSON."""
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)


def diagnosis_json(diagnosis: Diagnosis) -> str:
    """Return the JSON of a diagnosis."""
    return as_json(diagnosis_record(diagnosis))


as_markdown = diagnosis_page
