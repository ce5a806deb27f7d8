"""Every outcome is reached from two formats, which agree; every question has each answer."""

import pytest
from samples import everything, in_other_formats

from tracekit.diagnosis.diagnose import ORDER
from tracekit.evidence import QUESTIONS
from tracekit.knowledge import load_facts, load_trees

WALK_ONLY = "what was read has a record or a bounce; only a person's answer leads a walk there"
# Outcomes that a trace does not reach, by tree.
NOT_FROM_A_TRACE = {
    ("disposition", "no-record"): WALK_ONLY,
}
# Answers that a question never gives: knowledge/facts.toml has the reason of each.
NEVER_GIVEN = {(fact.name, word) for fact in load_facts().values() for word in fact.never}
# Shown in a report and shown otherwise in an export of the same, with the reason.
LESS = {("disposition", "in-inbox", "delivered-folder-unknown"): "an export has no Status"}
OUTCOMES = [(tree, outcome) for tree in ORDER for outcome in load_trees()[tree].outcomes]
ANSWERS = [(name, word) for name in QUESTIONS for word in ("yes", "no", "cannot tell")]


@pytest.fixture(scope="module")
def formats():
    """Formats of the samples that end in an outcome, by tree and outcome."""
    found = {}
    for sample, messages in everything():
        for message in messages:
            for pair in message.outcomes.items():
                found.setdefault(pair, set()).add(sample.format)
    return found


@pytest.fixture(scope="module")
def answered():
    """Pairs of question and answer that some sample gives."""
    return {pair for _, messages in everything() for m in messages for pair in m.answers.items()}


def test_every_outcome_is_reached_from_two_formats(formats):
    """No outcome hangs on how one format says it."""
    missing = {pair: formats.get(pair, set()) for pair in OUTCOMES
               if len(formats.get(pair, ())) < 2 and pair not in NOT_FROM_A_TRACE}  # fmt: skip

    assert {} == missing


def test_what_no_trace_reaches_is_reached_by_none(formats):
    """The table of exceptions names outcomes of the trees, and none that a sample reaches."""
    assert set(NOT_FROM_A_TRACE) <= set(OUTCOMES) - set(formats)


def test_every_question_has_a_sample_of_each_answer(answered):
    """Yes, no and cannot tell are each given by some sample."""
    assert set() == set(ANSWERS) - answered - NEVER_GIVEN


def test_an_answer_that_is_never_given_is_given_by_no_sample(answered):
    """What facts.toml says is never given is an answer, and none that a sample gives."""
    assert NEVER_GIVEN <= set(ANSWERS) - answered


def test_another_format_shows_no_other_outcome():
    """What a report shows, an export of the same shows as well, or it shows nothing."""
    pairs = in_other_formats()
    known = dict(everything())
    there, here = ([known[sample] for sample in side] for side in zip(*pairs, strict=True))
    found = {
        (tree, m.shown(tree), other.shown(tree))
        for one, two in zip(there, here, strict=True)
        for m in one for other in two if m.key == other.key for tree in m.outcomes
        if m.shown(tree) and other.shown(tree) not in ("", m.shown(tree))
    }  # fmt: skip

    assert len(pairs) > 100
    assert all(len(one) == len(two) for one, two in zip(there, here, strict=True))
    assert set() == found - set(LESS)
