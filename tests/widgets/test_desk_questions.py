"""What a person knows and no trace says: whether all results were read, and when it was taken."""

import pandas as pd
import pytest
from test_paste_box import everything, press, texts

from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.readers.front import read
from tracekit.samples import sample_text
from tracekit.widgets import Desk, Session, View
from tracekit.widgets.questions import Questions

SOON, LATER = "2022-12-06 12:40 -05:00", "2022-12-06T20:31Z"
ALL = View(gateway="auto", complaint="late", complete=True, taken=LATER, search="x", page=2)


@pytest.fixture(scope="module")
def out():
    """A message that was handed to the gateway."""
    return read(sample_text("inky-outbound"))


@pytest.fixture(scope="module")
def nothing():
    """Questions that were answered before anything was read."""
    return Session.of(MessageTrace.empty(), ALL)


def known(box) -> list:
    """The controls for what is known: whether all results were read, and when."""
    labels = ("Results read", "Trace taken")
    return [next(x for x in everything(box) if getattr(x, "description", "") == label)
            for label in labels]  # fmt: skip


def say(box, *values: str) -> None:
    """Fill in what is known."""
    for control, value in zip(known(box), values, strict=True):
        control.value = value


@pytest.mark.parametrize(("complete", "taken", "outcome"), [
    (None, "", "return-not-in-trace"), (False, LATER, "return-not-in-trace"),
    (True, LATER, "held-by-gateway"), (True, SOON, "at-gateway"),
])  # fmt: skip
def test_what_a_person_knows_decides_what_no_row_can(out, complete, taken, outcome):
    """The answers are those of the command line, where the same is said."""
    session = Session.of(out, View(complete=complete, taken=taken))

    assert outcome == session.case.outcomes["gateway"]


def test_choices_that_follow_each_other_quickly_all_count(out, loop):
    """While a diagnosis is under way others are chosen: one with all of them takes its place.

    What needs none is shown at once; what was chosen shows in the controls all the time.
    """
    desk = Desk(out)
    say(desk, "all", "")
    say(desk, "all", LATER)
    desk._change(tab="Time")
    assert ("Time", None) == (desk.value.view.tab, desk.value.view.complete)
    assert ("all", LATER) == tuple(box.value for box in known(desk))
    loop.rest(desk._work)

    assert View(complete=True, taken=LATER, tab="Time") == desk.value.view
    assert "held-by-gateway" == desk.value.case.outcomes["gateway"]


def test_a_choice_that_is_taken_back_while_it_is_worked_at_is_none(out, loop):
    """The last one chosen holds, though the desk has not shown the first one yet."""
    desk = Desk(out)
    say(desk, "all", LATER)
    say(desk, "", LATER)
    loop.rest(desk._work)

    assert View(taken=LATER) == desk.value.view


def test_a_diagnosis_of_what_is_no_longer_here_is_put_away(out, loop, pair_of_reports):
    """What was read meanwhile stays."""
    desk = Desk(out)
    say(desk, "all", "")
    desk._take(pair_of_reports)
    loop.rest(desk._work)

    assert desk.value is pair_of_reports
    assert ["", ""] == [box.value for box in known(desk)]


@pytest.mark.parametrize("view", [ALL, View(), View(complete=False, taken=SOON)])
def test_what_is_shown_is_what_is_said(view):
    """A view that was put away is taken up again with the same choices."""
    said = Questions(print, View.from_dict(view.to_dict())).value

    assert said == {name: getattr(view, name) for name in said}


@pytest.mark.parametrize(("taken", "words"), [
    ("2022-12-06 12:40", "names no zone"), ("yesterday", "is no point in time"),
])  # fmt: skip
def test_a_time_that_cannot_be_is_told_and_can_be_put_right(taken, words):
    """What was typed stays where it is, and nothing is diagnosed."""
    box = Questions(lambda **_: pytest.fail("it was taken"), View())
    say(box, "", taken)

    assert words in texts(box)
    assert taken == box.value["taken"]


def test_just_now_is_the_clock_of_this_computer():
    """One press says when the search was run, with the zone."""
    told = []
    press(Questions(lambda **choice: told.append(choice), View()), "Just now")
    (choice,) = told

    assert pd.Timedelta(minutes=5) > abs(View(**choice).time_taken - pd.Timestamp.now("UTC"))


def test_a_trace_has_no_rows_of_a_time_after_it_was_taken(out):
    """A date or zone that was mistyped is found out."""
    with pytest.raises(InputError, match="cannot have a row of 2022-12-06 17:31 UTC"):
        Session.of(out, View(taken="2022-12-06T12:40Z"))


def test_what_was_said_before_the_first_trace_is_said_of_it(nothing, out):
    """Who fills in the questions first need not do so again."""
    assert View("auto", "late", True, LATER) == nothing.view_for(out, False, False)


def test_of_another_trace_nothing_was_said(out):
    """What was known about the last message is not taken for known about the next."""
    assert View("auto", "late") == Session.of(out, ALL).view_for(out, False, False)


@pytest.mark.parametrize(("complete", "same", "kept"), [
    (True, True, True), (False, True, None), (True, False, None),
])  # fmt: skip
def test_what_was_missing_may_have_come_with_the_next_result(out, complete, same, kept):
    """Of messages that more is read about `all` still holds; `not all` is asked anew."""
    session = Session.of(out, View(complete=complete, taken=LATER))

    assert View(complete=kept, taken=LATER) == session.view_for(out, True, same)


def test_a_result_of_a_later_search_is_none_of_that_time(out):
    """What is added was not taken before its own rows."""
    early = Session.of(MessageTrace.empty(), View(taken="2022-12-01T00:00Z"))

    assert "" == early.view_for(out, False, False).taken


@pytest.mark.parametrize("choice", [{"complete": "yes"}, {"complete": 1}, {"taken": "noon"}])
def test_a_choice_that_cannot_be_is_told_in_plain_words(choice):
    """What was written by hand says what to write instead."""
    with pytest.raises(InputError, match="What to do"):
        View(**choice)
