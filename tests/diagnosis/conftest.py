"""Traces of every scenario, read once."""

import pytest
from samples import SCENARIOS, diagnosed, scenarios

from tracekit import diagnose
from tracekit.combine import combine


@pytest.fixture(scope="session")
def all_scenarios():
    """Every scenario with its trace; each is a message of its own."""
    listed = [(s, one.trace) for s, one in zip(SCENARIOS, scenarios(), strict=False)
              if not s.options]  # fmt: skip
    return [(s, _alone(trace, n)) for n, (s, trace) in enumerate(listed)]


@pytest.fixture(scope="session")
def alone(all_scenarios):
    """The diagnoses of a fifth of them, each by itself."""
    return [diagnose(trace) for _, trace in all_scenarios[::5]]


@pytest.fixture(scope="session")
def union(all_scenarios):
    """All those messages in one trace, and its diagnosis."""
    trace = combine([trace for _, trace in all_scenarios])
    return trace, diagnose(trace)


@pytest.fixture(scope="session")
def cases():
    """The case of every sample's every message, the samples diagnosed beside each other."""
    return [message.case for found in diagnosed() for message in found]


def _alone(trace, number):
    """Give a trace's message an id and a subject that no other scenario has."""
    journeys = trace.journeys
    known = journeys["message_id"].notna()
    ids = journeys["message_id"].where(~known, f"<{number}@mail.example.com>")
    subjects = journeys["subject"].astype("str") + f" {number}"
    return type(trace)(journeys.assign(message_id=ids.astype("str"), subject=subjects),
                       trace.events, trace.problems, trace.sources, trace.spans)  # fmt: skip
