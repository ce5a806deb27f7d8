"""Samples of the knowledge files as traces."""

from __future__ import annotations

import tracekit
from tracekit import Diagnosis, diagnose
from tracekit.knowledge.schema import Sample, SampleReport
from tracekit.training.report import report

_HEAD = ("recipient", "sender", "size", "progress", "status")


def texts(sample: Sample) -> list[str]:
    """Write the reports of a sample as text."""
    return [_text(entry) for entry in sample.reports]


def diagnosed(sample: Sample, gateway: str = "inky") -> Diagnosis:
    """Read the reports of a sample and diagnose them."""
    trace = tracekit.parse("\n\n".join(texts(sample)))
    return diagnose(trace, gateway, sample.complaint or None, complete=sample.complete or None)


def _text(entry: SampleReport) -> str:
    said = {name: getattr(entry, name) for name in _HEAD if getattr(entry, name)}
    return report(entry.rows, **said)
