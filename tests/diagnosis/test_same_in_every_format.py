"""What a report says leads to the same outcomes when it comes as an export of the cmdlets."""

import json
from pathlib import Path

import pytest
from formats import as_csv, can_be_exported, details
from together import Sample, diagnose_all

from tracekit.readers.front import parse

REPORTS = Path(__file__).parents[1] / "data" / "report-text"
TREES = ["gateway", "disposition", "decision", "delay", "copies"]
# What is known less exactly without the Status of the report.
LESS = {"in-inbox": "delivered-folder-unknown"}
TRACES = {path.stem: parse(path.read_text("utf-8", "surrogateescape"))
          for path in sorted(REPORTS.glob("*.txt"))}  # fmt: skip
SAMPLES = [name for name, trace in TRACES.items() if can_be_exported(trace)]
SHAPES = {"csv": as_csv, "json": json.dumps}


@pytest.fixture(scope="module")
def found():
    """What was found in each report and in its exports, by name and shape."""
    samples = [Sample(name, shape, parse(SHAPES[shape](details(TRACES[name])))
                      if shape in SHAPES else TRACES[name])
               for name in SAMPLES for shape in ("report", *SHAPES)]  # fmt: skip
    return {(sample.name, sample.format): (sample.trace, messages)
            for sample, messages in zip(samples, diagnose_all(samples), strict=True)}  # fmt: skip


def test_there_are_samples():
    """The founding pair and others are compared."""
    assert len(SAMPLES) >= 10


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_outcomes_are_the_same_or_cannot_tell(found, sample, shape):
    """An export has less than a report (no Status): it may say less, never something else."""
    (trace, there), (export, here) = found[sample, "report"], found[sample, shape]

    assert len(trace.events) == len(export.events)
    for one, other in zip(sorted(there, key=_key), sorted(here, key=_key), strict=True):
        for tree in TREES:
            told = one.outcomes[tree], other.outcomes[tree]
            assert told[1] in (told[0], LESS.get(told[0]), "cannot-tell"), (tree, *told)


def _key(message):
    return message.key
