"""The ladder: who decided first and last, with rows; silent where the trace is."""

from functools import cache

import pandas as pd
import pytest
from reports import out, read
from samples import SCENARIOS, case_of
from scenarios_first import JUNKED

from tracekit import diagnose
from tracekit.diagnosis.ladder import ladder, verdict
from tracekit.knowledge.actors import load_actors

# Every second one: each is walked by three tests.
ALL = SCENARIOS[::2]


def told_of(scenario) -> pd.DataFrame:
    """The ladder of a scenario, worked out once."""
    return _numbered(next(n for n, one in enumerate(ALL) if one is scenario))


@cache
def _numbered(number: int) -> pd.DataFrame:
    return ladder(case_of(ALL[number]))


def of(*reports: str) -> pd.DataFrame:
    """The ladder of the one message of some reports, by actor."""
    return ladder(diagnose(read(*reports)).case()).set_index("actor")


def test_a_verdict_of_the_gateway_that_microsoft_carried_out():
    """The gateway is the first, Microsoft's filter has the last word, each with its rows."""
    told = of(out(), JUNKED)

    assert "first" == told.loc["gateway", "mark"]
    assert "final" == told.loc["microsoft", "mark"]
    assert told.loc["gateway", "rows"]["event"].eq("Transport rule").all()
    assert "Spam" in told.loc["microsoft", "rows"]["event"].tolist()


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: s.name)
def test_the_ladder_agrees_with_the_diagnosis(scenario):
    """Marks stand only where the tree names somebody, who is among those who decided."""
    case = case_of(scenario)
    told, name = told_of(scenario), case.outcomes["decision"]
    marked = told[told["mark"] != ""]
    named = {a.id for a in load_actors().values() if name in a.outcomes}

    if name in ("cannot-tell", "no-adverse-decision"):
        assert marked.empty
    if len(marked):
        assert named & set(told.loc[told["state"].isin(["acted", "likely"]), "actor"])
        assert 1 == marked["mark"].str.contains("first").sum()
        assert 1 == marked["mark"].str.contains("final").sum()


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: s.name)
def test_a_row_shows_one_actor_only_and_every_yes_has_rows(scenario):
    """Who decided is shown by rows; one refusal is not laid on two."""
    told = told_of(scenario)
    acted = told[told["state"].isin(["acted", "likely"])]
    rows = [(r.table, r.journey, r.seq) for rows in acted["rows"] for r in rows.itertuples()]

    assert acted["rows"].map(len).gt(0).all()
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: s.name)
def test_the_ladder_is_never_surer_than_the_diagnosis(scenario):
    """Whom the tree finds likely, the ladder does not call certain."""
    case = case_of(scenario)
    named = {a.id for a in load_actors().values() if case.outcomes["decision"] in a.outcomes}
    if case.strength["decision"] != "shown":
        told = told_of(scenario)
        assert not told[told["actor"].isin(named) & told["state"].eq("acted")].size


def test_nothing_is_denied_where_the_end_is_not_here():
    """Half a way: nobody is said to have kept out of it."""
    told = of(out())

    assert {"cannot tell"} == set(told["state"])
    assert "The trace cannot tell who decided." == verdict(diagnose(read(out())).case())


def test_where_it_lies_does_not_say_who_put_it_there():
    """With the gateway's verdict shown and no row of the filter, Microsoft is left open."""
    told = of(out(), JUNKED.replace("Spam |", "Resubmit |"))
    assert told.loc["microsoft", "state"] in ("cannot tell", "no sign")
