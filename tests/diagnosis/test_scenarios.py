"""Every training scenario ends where the troubleshooting trees say it must.

All are diagnosed beside each other; that this says the same as each alone is in test_promises.
"""

import pytest
from samples import found_in
from scenarios_first import FIRST
from scenarios_second import SECOND
from scenarios_third import THIRD
from scenarios_twins import TWINS

NAMED = [pytest.param(s, id=f"{book}: {s.name}")
         for book, listed in (("first", FIRST), ("second", SECOND), ("third", THIRD),
                              ("twins", TWINS)) for s in listed]  # fmt: skip


@pytest.mark.parametrize("scenario", NAMED)
def test_a_scenario_ends_where_it_must(scenario):
    """The outcomes are those that the troubleshooting trees promise for it."""
    (found,) = found_in(scenario)

    assert scenario.expected == {tree: found.outcomes[tree] for tree in scenario.expected}
