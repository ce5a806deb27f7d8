"""What an outcome, or a place in a walk, rests on: the rows, the node ids and the sources."""

import pytest
from reports import out, read
from scenarios_first import JUNKED

from tracekit import Walk, diagnose
from tracekit.errors import UnknownNameError


@pytest.fixture(scope="module")
def case():
    """A mail that the gateway junked."""
    return diagnose(read(out(), JUNKED)).case()


def test_why_names_what_each_outcome_rests_on(case):
    """The outcome with its id, the questions answered yes with their rows, and where to read on."""
    told = case.why()

    for tree, outcome in case.outcomes.items():
        assert f"[{outcome}, " in told
        assert f"[{case.steps_of(tree)[-1].node}]" in told
    assert "IPW Processed SPAM" in told
    assert 5 == told.count("Read on: ")


def test_why_of_one_tree_is_told_alone(case):
    """It is the same text; a tree that is none is refused with the names."""
    assert case.why("decision") in case.why()
    with pytest.raises(UnknownNameError, match="disposition"):
        case.why("decsion")


def test_every_line_of_why_stands_in_how_as_well(case):
    """One truth: what the summary page tells at length."""
    rows = [line for line in case.why().splitlines() if not line.startswith("  Read on")]

    assert set(rows) <= set(case.how().splitlines())


def test_a_walk_says_why_it_asks_and_how_it_came_there(case):
    """The question, its purpose, the trace's answer with its rows; a person's with the reason."""
    walk = Walk.start(case, "disposition").answer()
    asked = walk.why()
    gone = walk.answer("cannot tell", "seen in the NDR", "Kim")

    assert [f"[{walk.node}]" in asked, walk.purpose in asked, "Read on: " in asked] == [True] * 3
    assert "Cannot tell (said by Kim). seen in the NDR" in gone.how()
    assert "There is a record of it. [d-record]" in gone.how()
    assert "Next question: " in gone.how()


def test_at_its_end_a_walk_says_what_the_outcome_rests_on(case):
    """What was answered yes, and the outcome with its id."""
    walk = Walk.start(case, "disposition").finish()

    assert walk.why().startswith("Delivered to the Junk Email folder [in-junk, shown]")
    assert "The Deliver row names the Junk Email folder. [d-junk]" in walk.why()
    assert walk.how().endswith("Outcome: " + walk.why().splitlines()[0])
