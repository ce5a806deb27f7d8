"""Outcomes: each one tells a person what it means, who acts and how far a trace can go."""

from datetime import date

import pytest

from tracekit.errors import KnowledgeError
from tracekit.knowledge import explain, load_outcomes, load_references
from tracekit.knowledge.checks import check_dates
from tracekit.knowledge.schema import Reference

OUTCOMES = load_outcomes().values()


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.id)
def test_a_remedy_ends_with_how_to_verify_it(outcome):
    """Nobody is sent away without knowing when it is repaired."""
    last = outcome.remedy[-1].casefold()

    assert any(word in last for word in ("verify", "trace again", "read the new text"))


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.id)
def test_what_a_trace_cannot_show_names_what_would(outcome):
    """Less than shown always comes with the evidence that settles it."""
    assert "shown" == outcome.strength or outcome.settle


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.id)
def test_an_outcome_speaks_in_sentences(outcome):
    """Meaning, cause and next step are sentences, and the title is short."""
    assert 70 >= len(outcome.title)
    assert all(text.endswith(".") for text in (outcome.meaning, outcome.cause, outcome.next_step))


def test_what_nobody_documents_is_called_likely():
    """Inference is marked: outcomes that guess at a cause say so or claim less than shown."""
    for name in ("mail-loop", "held-for-approval", "held-by-gateway", "routed-not-sent",
                 "recipient-not-in-scope", "verdict-not-enforced"):  # fmt: skip
        outcome = load_outcomes()[name]
        assert "likely" in (outcome.title + outcome.meaning + outcome.cause).casefold()


def test_references_can_be_looked_up():
    """Every reference has an address or a citation, and addresses are https."""
    for reference in load_references().values():
        assert reference.url or reference.citation
        assert not reference.url or reference.url.startswith("https://")


def test_every_reference_has_a_day_or_says_why_not():
    """What nobody looked up is not taken for looked up."""
    for reference in load_references().values():
        assert bool(reference.checked) != bool(reference.undated), reference.id
        assert not reference.checked or date.fromisoformat(reference.checked), reference.id


@pytest.mark.parametrize("wrong", [{}, {"checked": "2026-11-27", "undated": "Not found."}])
def test_a_reference_with_neither_or_both_is_refused(wrong):
    """The file says of each source one of the two."""
    source = Reference(id="x", title="X", **wrong)

    with pytest.raises(KnowledgeError, match="checked and undated"):
        check_dates({"x": source})


def test_a_page_says_what_was_not_looked_up():
    """A reader sees of each source the day, or why there is none."""
    assert "(not looked up: " in str(explain("ATTR34"))
    assert "(looked up 2026-11-27)" in str(explain("5.4.14"))
