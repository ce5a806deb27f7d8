"""Traces of every scenario, read once."""

import pytest
from reports import read
from scenarios_first import FIRST
from scenarios_second import SECOND

from tracekit import diagnose
from tracekit.combine import combine


@pytest.fixture(scope="session")
def all_scenarios():
    """Every scenario with its trace and its diagnosis; each is a message of its own."""
    listed = [s for s in (*FIRST, *SECOND) if not s.options]
    traces = [_alone(read(*s.reports), n) for n, s in enumerate(listed)]
    return [(s, trace, diagnose(trace)) for s, trace in zip(listed, traces, strict=True)]


@pytest.fixture(scope="session")
def union(all_scenarios):
    """All those messages in one trace, and its diagnosis."""
    trace = combine([trace for _, trace, _ in all_scenarios])
    return trace, diagnose(trace)


@pytest.fixture(scope="session")
def cases(union):
    """The case of every message of that trace."""
    return union[1].cases()


def _alone(trace, number):
    """Give a trace's message an id and a subject that no other scenario has."""
    journeys = trace.journeys
    known = journeys["message_id"].notna()
    ids = journeys["message_id"].where(~known, f"<{number}@mail.example.com>")
    subjects = journeys["subject"].astype("str") + f" {number}"
    return type(trace)(journeys.assign(message_id=ids.astype("str"), subject=subjects),
                       trace.events, trace.problems, trace.sources, trace.spans)  # fmt: skip
