"""A scenario says the same in every format, and its rows are found again."""

import pytest

from tracekit.training import FORMATS, bundled_scenarios, render
from tracekit.training.agreement import one_case, wrong_answers
from tracekit.training.rendering import EXTENDED, CannotRenderError
from tracekit.training.rows import numbered

PAIR = bundled_scenarios().scenarios["textbook-pair"]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != EXTENDED])
def test_a_scenario_is_the_same_in_every_format(form):
    """Outcomes are the same, and a label means the same rows."""
    rendered = render(PAIR, form)
    rows = numbered(rendered.trace).set_index("row")

    assert {"decided-by-gateway", "analysed-inline"} == {
        one_case(PAIR, rendered).outcomes[tree] for tree in PAIR.trees
    }
    assert ["Transport rule"] * 3 == rows.loc[list(rendered.labels["verdict"]), "event"].tolist()
    assert ["Send external"] == rows.loc[list(rendered.labels["handed-over"]), "event"].tolist()


TELLING = ["slow-gateway", "looped-copies", "typing-mistake", "still-trying"]


@pytest.mark.parametrize("name", TELLING)
def test_an_extended_report_says_the_same_where_it_can(name):
    """Hand-overs, returns, waits and refusals: answers and rows are those of the scenario."""
    scenario = bundled_scenarios().scenarios[name]
    rendered = render(scenario, EXTENDED)
    rows = numbered(rendered.trace)

    assert ["extended-csv"] == rendered.trace.receipt()["format"].tolist()
    assert [] == wrong_answers(scenario.answer, one_case(scenario, rendered), rendered)
    assert "Transport rule" not in set(rows["event"])


def test_what_an_extended_report_does_not_say_is_not_dealt_in_it():
    """It has no record of the Spam event: the case is given in another format."""
    with pytest.raises(CannotRenderError):
        render(PAIR, EXTENDED)
