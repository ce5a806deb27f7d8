"""Every training scenario ends where the troubleshooting trees say it must."""

import pytest
from reports import read
from scenarios_first import FIRST
from scenarios_second import SECOND

from tracekit import diagnose

NAMED = [pytest.param(s, id=f"{book}: {s.name}")
         for book, listed in (("first", FIRST), ("second", SECOND)) for s in listed]  # fmt: skip


@pytest.mark.parametrize("scenario", NAMED)
def test_a_scenario_ends_where_it_must(scenario):
    """The outcomes are those that the troubleshooting trees promise for it."""
    found = scenario.diagnosis.outcomes.iloc[0]

    assert 1 == len(scenario.diagnosis.outcomes)
    assert scenario.expected == {tree: found[tree] for tree in scenario.expected}


@pytest.mark.parametrize("scenario", NAMED)
def test_the_order_of_pasting_plays_no_part(scenario):
    """Pasted the other way round, a scenario ends in the same outcomes."""
    forward = scenario.diagnosis
    backward = diagnose(read(*reversed(scenario.reports)), **scenario.options)

    columns = list(forward.strength)
    assert forward.outcomes[columns].to_dict("list") == backward.outcomes[columns].to_dict("list")
    assert forward.strength.to_dict("list") == backward.strength.to_dict("list")
