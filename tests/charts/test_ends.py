"""The last stop of the map says what the diagnosis found, and nothing else."""

import pytest
from scenarios_first import FIRST
from scenarios_second import SECOND

from tracekit.charts.ends import ends_of
from tracekit.charts.lanes import lanes
from tracekit.charts.stops import stops
from tracekit.knowledge import load_outcomes

NOT_YET = {"cannot-tell", "no-record", "pending", "awaiting-approval", "with-the-gateway"}
FOLDERS = {"Inbox": "in-inbox", "Junk Email folder": "in-junk", "Quarantine": "in-quarantine",
           "Not delivered": "bounced", "Outside": "sent-outside"}  # fmt: skip
BOOKS = {"first": FIRST, "second": SECOND}
# Every third: that each outcome has its stop is tried below.
SCENARIOS = [pytest.param(s, id=f"{book}: {s.name}") for book in BOOKS for s in BOOKS[book][::6]]


def last_stop(diagnosis):
    """The last stop of the first message, and the outcome it has to agree with."""
    number = diagnosis.messages.index[0]
    group = [x for x in lanes(diagnosis.trace, diagnosis.pairs) if x.message == number]
    outcome = ends_of(diagnosis)[number]
    return stops(group, outcome)[-1], outcome


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_map_never_contradicts_the_diagnosis(scenario):
    """An end that is not known is drawn so, and a folder is named only where it was found."""
    stop, outcome = last_stop(scenario.diagnosis)

    assert (outcome in NOT_YET) == (stop.state == "unknown")
    assert FOLDERS.get(stop.place, outcome) in (outcome, "bounced")
    assert stop.place != "Not delivered" or outcome in ("bounced", "rejected-at-the-door")


@pytest.mark.parametrize("outcome", sorted(
    name for name, found in load_outcomes().items() if "disposition" in found.trees))  # fmt: skip
def test_every_outcome_has_a_last_stop(outcome):
    """No outcome leaves the map without an end, whatever the last event was."""
    scenario = next(s for s in FIRST if s.diagnosis.outcomes["disposition"].iloc[0] == "in-junk")
    diagnosis = scenario.diagnosis
    found = stops(lanes(diagnosis.trace, diagnosis.pairs), outcome)[-1]

    assert found.lines
    assert (outcome in NOT_YET) == (found.state == "unknown")
    assert (found.place == "Junk Email folder") == (outcome in ("in-junk", "in-other-folder"))
