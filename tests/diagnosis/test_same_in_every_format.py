"""What a report says leads to the same outcomes when it comes as an export of the cmdlets."""

from dataclasses import replace

import pytest
from formats import can_be_exported, in_format
from samples import DATA, sample_file
from together import diagnose_all

from tracekit.diagnosis.diagnose import ORDER

# What is known less exactly without the Status of the report.
LESS = {"in-inbox": "delivered-folder-unknown"}
SHAPES = ("detail-csv", "trace-json")


@pytest.fixture(scope="module")
def samples():
    """The reports that can be exported, by number."""
    paths = sorted(DATA.glob("report-text/*.txt"))
    return dict(enumerate(s for s in map(sample_file, paths) if can_be_exported(s.trace)))


@pytest.fixture(scope="module")
def found(samples):
    """What was found in each report and in its exports, by shape; all of a shape in one file."""
    listed = {"report": list(samples.values())}
    for shape in SHAPES:
        traces = in_format(samples, shape)
        listed[shape] = [replace(sample, trace=traces[n]) for n, sample in samples.items()]
    messages = iter(diagnose_all([sample for one in listed.values() for sample in one]))
    return {shape: [(sample, next(messages)) for sample in one] for shape, one in listed.items()}


def test_there_are_samples(samples):
    """The founding pair and others are compared."""
    assert len(samples) >= 10


@pytest.mark.parametrize("shape", SHAPES)
def test_an_export_has_every_event(found, shape):
    """No row is lost, and none is told twice."""
    before, after = ([(sample.name, len(sample.trace.events)) for sample, _ in found[one]]
                     for one in ("report", shape))  # fmt: skip

    assert before == after


@pytest.mark.parametrize("shape", SHAPES)
def test_outcomes_are_the_same_or_cannot_tell(found, shape):
    """An export has less than a report (no Status): it may say less, never something else."""
    wrong = [
        (sample.name, tree, one.outcomes[tree], other.outcomes[tree])
        for (sample, there), (_, here) in zip(found["report"], found[shape], strict=True)
        for one, other in zip(sorted(there, key=_key), sorted(here, key=_key), strict=True)
        for tree in ORDER
        if other.outcomes[tree]
        not in (one.outcomes[tree], LESS.get(one.outcomes[tree]), "cannot-tell")
    ]

    assert [] == wrong


def _key(message):
    return message.key
