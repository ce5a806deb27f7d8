"""What holds for every diagnosis, whatever the message."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from reports import out, read
from samples import SCENARIOS, diagnosed, scenarios
from scenarios_first import CLEAN, JUNKED
from together import diagnose_all

from tracekit import Walk, diagnose, parse
from tracekit.diagnosis.case import case_of
from tracekit.diagnosis.diagnose import ORDER
from tracekit.knowledge import load_tree

TOLD = {
    "has_events", "has_a_record", "gateway_makes_two_journeys", "has_all_records",
    "has_all_records_with_rule_names",
    "was_handed_over_just_now", "was_kept_from_the_inbox", "may_lie_in_junk", "end_is_known",
    "took_too_long",
    "part_here_took_too_long", "has_usable_times", "whole_way_is_here",
    "was_reported_as_got_through", "is_still_waiting", "waited_before_microsoft",
    "status_was_known",
}  # fmt: skip


def rows(diagnosis):
    """Outcomes and strengths of a diagnosis, by subject: here each message has its own."""
    trees = list(ORDER)
    named = diagnosis.outcomes.set_index("subject")[trees]
    sure = diagnosis.strength[trees].set_axis(named.index)
    return pd.concat([named, sure], axis=1, keys=["outcome", "strength"]).sort_index()


def test_outcomes_belong_to_their_tree(union):
    """No tree ends in the outcome of another."""
    _, found = union
    for tree in ORDER:
        assert set() == set(found.outcomes[tree]) - set(load_tree(tree).outcomes)


def test_no_question_changes_a_column_that_the_next_one_is_asked(alone, union):
    """Columns are made once for all questions: after them, each is what its table holds."""
    union[1].case()
    for found in (union[1], *alone):
        for shared in (found.facts.messages, found.facts.journeys, found.facts.events):
            for column, held in pd.DataFrame(shared).items():
                pd.testing.assert_series_equal(held, shared[column])


def test_many_messages_are_diagnosed_as_each_alone(alone, union):
    """A triage of a hundred messages says of each what its own diagnosis says."""
    _, together = union
    each = pd.concat([rows(found) for found in alone]).sort_index()

    assert len(each) > 20
    pd.testing.assert_frame_equal(each, rows(together).loc[each.index])


def test_cases_of_many_are_those_of_each_alone(alone, union):
    """The explanation of a message does not depend on its neighbours."""
    _, together = union
    for found in alone:
        case = found.case()
        (number,) = together.messages.index[together.messages["subject"].eq(case.subject)]
        among = case_of(together, number)

        assert case.summary() == among.summary()
        assert [s.because for s in case.steps] == [s.because for s in among.steps]
        assert [len(s.rows) for s in case.steps] == [len(s.rows) for s in among.steps]


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s.options][::6])
def test_a_scenario_that_is_asked_alone_ends_where_it_must(scenario):
    """What is told beside the trace works for one message as it does for many."""
    found = scenario.diagnosis.outcomes.iloc[0]

    assert scenario.expected == {tree: found[tree] for tree in scenario.expected}


def test_the_order_of_journeys_is_irrelevant(union):
    """Rows of the tables may come in any order."""
    trace, together = union
    turned = replace(trace, journeys=trace.journeys.iloc[::-1].reset_index(drop=True))

    pd.testing.assert_frame_equal(rows(together), rows(diagnose(turned)))


def test_repeated_rule_rows_are_irrelevant():
    """A rule is logged once for each of its actions; that is no loop and no second verdict."""
    doubled = [line for line in (out() + "\n" + JUNKED).splitlines(keepends=True)
               for _ in range(4 if "Transport rule" in line else 1)]  # fmt: skip

    pd.testing.assert_frame_equal(
        rows(diagnose(read(out(), JUNKED))), rows(diagnose(parse("".join(doubled))))
    )


def test_an_unknown_event_adds_nothing():
    """A row that nobody knows makes no outcome worse and none more certain."""
    levels = ["cannot tell", "consistent with", "shown"]
    known = [(sample, found[0]) for sample, found in zip(scenarios(), diagnosed(), strict=True)
             if not sample.options and len(found) == 1 and len(sample.trace.events)]  # fmt: skip
    stranger = [replace(sample, trace=_with_a_new_event(sample.trace)) for sample, _ in known]
    for (sample, before), (after,) in zip(known, diagnose_all(stranger), strict=True):
        for tree in ORDER:
            was, now = before.strength[tree], after.strength[tree]
            assert levels.index(now) <= levels.index(was), (sample.name, tree)
            allowed = {before.outcomes[tree], "cannot-tell", "no-adverse-decision"}
            assert after.outcomes[tree] in allowed, (sample.name, tree)


def _with_a_new_event(trace):
    last = trace.events.iloc[[-1]].assign(event="Something new", detail="who knows", seq=10**6)
    blank = last.assign(**dict.fromkeys(_decoded(trace), None)).astype(trace.events.dtypes)
    return replace(trace, events=pd.concat([trace.events, blank], ignore_index=True))


def _decoded(trace):
    from tracekit.decode.details import DECODED

    return [name for name in DECODED if name in trace.events]


def test_every_yes_has_proof_rows(cases):
    """A yes points at rows, unless a person, the profile, headers or another tree told it."""
    for case in cases:
        for step in case.steps:
            told = load_tree(step.tree).nodes[step.node].evidence in TOLD
            assert step.answer != "yes" or len(step.rows) or told, (case.subject, step.node)


def test_proof_rows_are_rows_of_the_message(cases):
    """The rows of a step are the message's own, as they stand in the trace."""
    for case in cases:
        mine = set(case.trace.journeys["journey"])
        assert set() == {j for step in case.steps for j in step.rows["journey"]} - mine


def test_every_step_gives_a_reason(cases):
    """No answer stands without words."""
    silent = [s.node for case in cases for s in case.steps if not s.because.strip()]

    assert [] == silent


@pytest.mark.parametrize("tree", ORDER)
def test_walking_with_the_traces_answers_ends_as_the_diagnosis(cases, tree):
    """The guided walk and the diagnosis are one thing."""
    for case in cases:
        walk = Walk.start(case, tree).finish()
        assert (case.outcomes[tree], case.strength[tree]) == (walk.node, walk.strength)
        assert [s.node for s in case.steps_of(tree)] == [a.step.node for a in walk.trail]


def test_a_walk_goes_back_and_starts_again():
    """Back takes one answer away; restart all of them."""
    start = Walk.start(diagnose(read(out(), CLEAN)))
    there = start.answer().answer()

    assert start.answer().node == there.back().node
    assert (start.node, ()) == (there.restart().node, there.restart().trail)
    assert start.node == start.back().node


def test_a_walk_survives_saving():
    """A saved walk resumes where it stood, with who answered and why."""
    found = diagnose(read(out(), CLEAN))
    walk = Walk.start(found).answer().answer("no", reason="it is another kind").answer()
    again = Walk.from_dict(walk.to_dict(), found)

    assert walk.to_dict() == again.to_dict()
    assert (walk.node, ["trace", "person", "trace"]) == (again.node, [a.by for a in again.trail])


def test_a_persons_answer_is_never_shown_as_proved():
    """What a person said makes an outcome fit, not proved."""
    walk = Walk.start(diagnose(read(out(), CLEAN)))
    while not walk.finished:
        walk = walk.answer("yes")

    assert walk.strength != "shown"


def test_inputs_are_never_changed():
    """Diagnosing and explaining leave the trace's tables as they were."""
    trace = read(out(), JUNKED)
    before = {n: getattr(trace, n).copy(deep=True) for n in ("journeys", "events", "problems")}
    diagnose(trace, complaint="twice", complete=True).case().how()

    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, getattr(trace, name))


def test_every_scenario_is_told_in_words(cases):
    """Each can be explained, and the words hold no hole."""
    for case in cases:
        text = "\n".join([case.how(), case.summary(), *case.asks()])
        assert not re.search(r"\b(nan|None(?! of)|NaT)\b|<NA>", text)
        assert all(case.outcome(tree).title in text for tree in case.outcomes)
