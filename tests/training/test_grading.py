"""Grading: the model answer is best, over-claiming is worst, hints cost, nothing is told before."""

from dataclasses import replace as replace_dealt
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from tracekit.knowledge import load_tree
from tracekit.training import Attempt, Practice, bundled_scenarios
from tracekit.training.attempt import TreeAnswer
from tracekit.training.exercise import PracticeError, model_answer
from tracekit.training.grading import grade, kind_of
from tracekit.training.schema import Answer, Distractor

# Every other scenario: that all of them are right is held where they are checked.
NAMES = sorted(bundled_scenarios().scenarios)[::4]
SURE = ("shown", "consistent with", "cannot tell")


@cache
def modelled(name):
    """A scenario as it is written, answered as it says, not handed in."""
    return model_answer(Practice(varied=False).deal(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_model_answer_is_best_and_telling_too_much_is_worst(name):
    """Full marks for it; no other answer beats it; over-claiming is below not telling."""
    exercise = modelled(name)
    dealt, attempt = exercise.dealt, exercise.attempt
    tree = dealt.trees[0]
    told = attempt.trees[tree]

    def points(**fields):
        trees = {**attempt.trees, tree: replace(told, **fields)}
        return grade(dealt, replace(attempt, trees=trees, confidence=50)).points

    others = [o for o in load_tree(tree).outcomes if o not in ("cannot-tell", told.outcome)]
    wrong = {(o, s): points(outcome=o, strength=s) for o, s in product(others, SURE)}
    silent = points(outcome="", strength=None)

    assert 100 == grade(dealt, attempt).points
    assert max(wrong.values()) < 100
    assert max(points(outcome=o, strength="shown") for o in others) < silent or (
        told.outcome == "cannot-tell" and max(wrong.values()) < silent
    )
    assert all(points(strength=s) <= 100 for s in SURE)


@pytest.mark.parametrize("name", NAMES)
def test_rows_that_prove_nothing_cost(name):
    """Whoever marks every row gets less than whoever marks the proof."""
    exercise = modelled(name)
    everything = exercise.rows["row"]
    marked = exercise.cite(exercise.trees[0], everything).commit()

    assert marked.grade.points < exercise.commit().grade.points


RIGHT = Answer(tree="gateway", outcome="analysed-inline", strength="consistent with")
DARK = Answer(tree="gateway", outcome="cannot-tell", strength="cannot tell")


@pytest.mark.parametrize(
    ("right", "outcome", "strength", "kind"),
    [
        (RIGHT, "analysed-inline", "consistent with", "right"),
        (RIGHT, "analysed-inline", "shown", "too_sure"),
        (RIGHT, "analysed-inline", "cannot tell", "not_sure_enough"),
        (RIGHT, "mail-loop", "consistent with", "wrong"),
        (RIGHT, "mail-loop", "shown", "over_claimed"),
        (RIGHT, "cannot-tell", "cannot tell", "not_telling"),
        (DARK, "cannot-tell", "cannot tell", "right"),
        (DARK, "mail-loop", "consistent with", "over_claimed"),
        (DARK, "", None, "not_telling"),
    ],
)
def test_each_kind_of_answer_has_its_name(right, outcome, strength, kind):
    """Claiming more than is proved is another mistake than claiming less."""
    assert kind == kind_of(right, TreeAnswer(outcome=outcome, strength=strength))


def test_each_hint_costs_and_names_no_outcome(pair):
    """Three hints are told; every one takes the same off the points; a fourth is refused."""
    exercise, told = pair, []
    for _ in range(3):
        exercise, words = exercise.hint("gateway")
        told.append(words)
    helped = model_answer(exercise).commit()

    assert 85 == helped.grade.points
    assert not any("analysed-inline" in words for words in told)
    with pytest.raises(PracticeError, match="no more hints"):
        exercise.hint()


def test_nothing_is_shown_before_the_answers_are_handed_in(pair):
    """Points and lessons wait; what is open is named; afterwards nothing can be changed."""
    done = model_answer(pair).commit()

    with pytest.raises(PracticeError, match="Hand your answers in first"):
        _ = pair.grade
    with pytest.raises(PracticeError, match="the outcome for"):
        pair.commit()
    with pytest.raises(PracticeError, match="handed in"):
        done.confident(3)


def test_a_status_beside_the_proof_costs_nothing_unless_it_misleads():
    """It sums the rows up; as the distractor of a scenario it still takes points away."""
    first = model_answer(Practice(seed=1).deal("first-case"))
    rows = first.told("disposition").rows
    misled = replace(first.dealt.scenario, distractor=(Distractor(row="only.status", why="No."),))
    lured = replace_dealt(first, dealt=replace_dealt(first.dealt, scenario=misled))

    assert () == first.cite("disposition", [*rows, "1.0"]).commit().grade.trees[0].beside
    assert ("1.0",) == lured.cite("disposition", [*rows, "1.0"]).commit().grade.trees[0].beside


def test_being_very_sure_and_wrong_costs_more(pair):
    """The same wrong answer loses points by the confidence that is put into it."""
    wrong = model_answer(pair).name("decision", "decided-by-microsoft").claim("decision", "shown")

    sure, unsure = (wrong.confident(n).commit().grade.points for n in (95, 40))

    assert 5 == unsure - sure


def test_feedback_names_the_row_the_reason_and_where_to_read(pair):
    """The overlooked row, why the tempting answer is wrong, and a page to read."""
    wrong = model_answer(pair).name("decision", "decided-by-microsoft").claim("decision", "shown")
    scan = pair.dealt.rendered.labels["scan"][0]
    lines = {one.title: "\n".join(one.lines)
             for one in wrong.cite("decision", [scan]).commit().lessons()}  # fmt: skip

    assert "The Spam row comes after the gateway's verdict rule." in lines["Who decided?"]
    assert "You overlooked a row that proves it: 2.2" in lines["Who decided?"]
    assert "Defer with 4.7.721 is the scan" in lines["Who decided?"]
    assert "tracekit explain 'IPW Processed SPAM'" in lines["Where to read on"]


def test_feedback_shows_where_the_ways_part(pair):
    """A wrong outcome that nobody foresaw is traced to the first question answered otherwise."""
    wrong = model_answer(pair)
    while wrong.told("gateway").trail:
        wrong = wrong.back("gateway")
    for said in ("yes", "yes", "no", "yes"):
        wrong = wrong.answer("gateway", said)
    wrong = wrong.claim("gateway", "shown") if wrong.told("gateway").outcome else wrong
    lines = "\n".join(line for one in wrong.commit().lessons() for line in one.lines)

    assert "outbound-not-in-trace" == wrong.told("gateway").outcome
    assert "Here the ways part: Was it handed to the gateway? You answered no" in lines


def test_an_attempt_survives_json(pair):
    """Saved and resumed, it is the same case with the same answers."""
    begun = pair.answer("gateway", "yes").cite("decision", ["2.1"]).confident(60)

    assert begun.attempt == Attempt.from_json(begun.attempt.to_json())
