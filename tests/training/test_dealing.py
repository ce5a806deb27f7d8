"""Generated cases: no two alike, each right by diagnose(), the same again from the same seed."""

from datetime import timedelta

import pytest

from tracekit.training import Practice, bundled_scenarios
from tracekit.training.agreement import wrong_answers
from tracekit.training.dealing import deal
from tracekit.training.exercise import model_answer
from tracekit.training.passes import passes
from tracekit.training.varying import Change, choices, offset

SET = bundled_scenarios()
# A tenth of the scenarios for each seed, other ones each time.
NAMES = sorted(SET.scenarios)
SEEDS = 3


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_generated_case_is_what_diagnose_says(seed):
    """Outcome, strength and proof rows hold; the model answer gets full marks; nothing is open."""
    for name in NAMES[seed::10]:
        exercise = Practice(seed=seed).deal(name)
        dealt = exercise.dealt

        assert [] == wrong_answers(dealt.answers, dealt.case, dealt.rendered)
        assert 100 == model_answer(exercise).commit().grade.points
        assert "{" not in "".join([dealt.words, *dealt.options])


def test_no_two_trainees_get_the_same():
    """Other seeds give other names, times or formats; most are really varied."""
    dealt = [deal(SET, "textbook-pair", seed) for seed in range(4)]

    assert 4 == len({one.text for one in dealt})
    assert all(one.varied for one in dealt)
    assert len({one.rendered.format for one in dealt}) > 1


def test_the_same_seed_deals_the_same_case():
    """A case can be dealt again from its name and seed."""
    one, other = (deal(SET, "textbook-pair", 5) for _ in range(2))

    assert one.rendered.pages == other.rendered.pages
    assert one.options == other.options


def test_a_missing_journey_changes_what_is_right():
    """Without the way out, the gateway tree ends elsewhere, as the scenario says."""
    dealt = [deal(SET, "textbook-pair", seed) for seed in (0, 3)]
    right = {one.answers[1].outcome: one for one in dealt}

    assert {"analysed-inline", "outbound-not-in-trace"} == set(right)
    assert 1 == len(right["outbound-not-in-trace"].case.trace.journeys)


def test_what_is_drawn_are_reserved_names():
    """Domains are those that the standards keep free."""
    assert all(d.endswith(("example.org",)) for d in choices().inside)
    assert all(d.endswith(("example.com", "example.net")) for d in choices().outside)


def test_times_move_and_keep_their_distances():
    """A change moves every clock by the same, across a day's end too."""
    made = passes(SET.scenarios["textbook-pair"])
    moved = Change((), timedelta(hours=11, minutes=29), "UTC").passes(made)
    before, after = ([one.clock(row) for one in p for row in one.rows] for p in (made, moved))

    assert {timedelta(hours=11, minutes=29)} == {b - a for a, b in zip(before, after, strict=True)}
    assert -300 == offset("UTC-05:00")
