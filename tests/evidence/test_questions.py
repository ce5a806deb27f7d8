"""The questions and the book of facts say the same."""

import pandas as pd
import pytest

from tracekit.evidence import QUESTIONS, Facts
from tracekit.evidence.base import any_event, either, told, weakened
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.knowledge import load_facts, load_gateway, load_trees
from tracekit.model import MessageTrace
from tracekit.samples import load_sample


@pytest.fixture(scope="module")
def facts():
    """The two journeys of the founding document."""
    return Facts.of(load_sample("inky-two-journeys"), load_gateway("inky"))


def test_every_fact_has_its_function_and_every_function_its_fact():
    """What the trees ask, what the book says and what can be answered are one list."""
    asked = {node.evidence for tree in load_trees().values() for node in tree.nodes.values()}

    assert set(load_facts()) == set(QUESTIONS) == asked


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_it_asks(name):
    """The docstring of a question is the question."""
    assert "?" in QUESTIONS[name].__doc__.split("\n\n")[0]


def test_a_question_to_nobody_has_no_answer():
    """An empty trace is no error, and nothing is claimed of it."""
    found = Facts.of(MessageTrace.empty(), load_gateway("inky"))
    found = Facts(**{**vars(found), "found": dict.fromkeys(
        ("gateway", "disposition"), pd.Series(dtype="str"))})  # fmt: skip
    answers = {name: ask(found) for name, ask in QUESTIONS.items()}

    assert {0} == {len(answer.yes) + len(answer.proof) for answer in answers.values()}


def test_either_keeps_the_reason_that_decides(facts):
    """Where the first says no and the second does not know, the second's reason stands."""
    one = pd.Series([True], index=facts.messages.index)
    no, dark = (
        told(facts, ~one, "a", "b"),
        told(facts, one.astype("boolean").mask(one), "", "", "c"),
    )
    yes = told(facts, one, "d", "")

    assert "c" == either(no, dark).because[0]
    assert "b" == either(no, no).because[0]
    assert ("d", True) == (either(dark, yes).because[0], either(dark, yes).yes[0])


def test_a_strong_yes_is_not_weakened_by_a_weak_one(facts):
    """One proof is enough."""
    yes = told(facts, pd.Series([True], index=facts.messages.index), "a", "")

    assert not either(yes, weakened(yes, True)).weak[0]
    assert either(weakened(yes, True), weakened(yes, True)).weak[0]


def test_proof_are_the_rows_in_the_mask(facts):
    """An answer points at the rows that make it, by their labels in the trace."""
    mask = facts.events["event"].eq("Defer")
    found = any_event(facts, mask, "yes", "no")

    assert mask.index[mask].tolist() == found.proof.row.tolist()
    assert ["events"] * mask.sum() == found.proof.table.tolist()


@pytest.mark.parametrize(
    "host", ["prod.outlook.com.example.com", "evilprotection.outlook.com", "mx.example.net"]
)
def test_a_host_that_only_resembles_microsofts_is_none(host):
    """The whole last part of the name decides."""
    assert [False] == are_microsoft_hosts(pd.Series([host])).tolist()
