"""A scenario says the same in every format, and its rows are found again."""

import pytest

from tracekit.training import FORMATS, bundled_scenarios, render
from tracekit.training.agreement import one_case
from tracekit.training.rows import numbered

PAIR = bundled_scenarios().scenarios["textbook-pair"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_scenario_is_the_same_in_every_format(form):
    """Outcomes are the same, and a label means the same rows."""
    rendered = render(PAIR, form)
    rows = numbered(rendered.trace).set_index("row")

    assert {"decided-by-gateway", "analysed-inline"} == {
        one_case(PAIR, rendered).outcomes[tree] for tree in PAIR.trees
    }
    assert ["Transport rule"] * 3 == rows.loc[list(rendered.labels["verdict"]), "event"].tolist()
    assert ["Send external"] == rows.loc[list(rendered.labels["handed-over"]), "event"].tolist()
