"""What a report says leads to the same outcomes when it comes as an export of the cmdlets."""

import json
from pathlib import Path

import pytest
from formats import as_csv, can_be_exported, details

from tracekit import diagnose
from tracekit.readers.front import parse

REPORTS = Path(__file__).parents[1] / "data" / "report-text"
TREES = ["gateway", "disposition", "decision", "delay", "copies"]
# What is known less exactly without the Status of the report.
LESS = {"in-inbox": "delivered-folder-unknown"}
SAMPLES = [path for path in sorted(REPORTS.glob("*.txt"))
           if can_be_exported(parse(path.read_text("utf-8", "surrogateescape")))]  # fmt: skip


def test_there_are_samples():
    """The founding pair and others are compared."""
    assert len(SAMPLES) >= 10


@pytest.mark.parametrize("shape", [as_csv, json.dumps], ids=["csv", "json"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_outcomes_are_the_same_or_cannot_tell(sample, shape):
    """An export has less than a report (no Status): it may say less, never something else."""
    trace = parse(sample.read_text("utf-8", "surrogateescape"))
    found = parse(shape(details(trace)))
    there, here = (diagnose(t).outcomes.sort_values(["message_id", "recipient"]).reset_index()
                   for t in (trace, found))  # fmt: skip

    assert len(trace.events) == len(found.events)
    assert len(there) == len(here)
    for tree in TREES:
        for one, other in zip(there[tree], here[tree], strict=True):
            assert other in (one, LESS.get(one), "cannot-tell"), (tree, one, other)
