"""The pages of a message at the desk: who decided, time, legend, side by side."""

from pathlib import Path

import pytest
from test_desk import MANY, control, texts
from test_paste_box import press

from tracekit.errors import InputError
from tracekit.readers.front import read
from tracekit.widgets import Desk, Session, View
from tracekit.widgets.case_view import _TITLES

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def exports():
    """Exports of two kinds, diagnosed."""
    return Session.of(read(MANY))


def opened(desk: Desk, tab: str) -> Desk:
    """The desk with a page open."""
    desk._change(tab=tab)
    return desk


def test_a_page_is_drawn_when_it_is_opened(pair_of_reports):
    """Until somebody looks, no picture is made; then it is there, and the session knows."""
    desk = Desk(pair_of_reports.trace)
    assert "First to decide" not in texts(desk)
    desk._case._tabs.selected_index = _TITLES.index("Decision")

    assert "First to decide: Gateway" in texts(desk)
    assert "Decision" == desk.value.view.tab


def test_the_rows_of_who_decided_are_marked_in_the_timeline(desk):
    """A button for each rung that has rows opens the timeline with exactly these rows marked."""
    press(opened(desk, "Decision"), "Rows of: Gateway")

    assert "Proof" == _TITLES[desk._case._tabs.selected_index]
    assert ["2/2"] == desk._case.timeline._chart.params["lit"]
    assert "marked at the left edge" in texts(desk)


def test_the_page_of_time_tells_each_part(desk):
    """The waterfall comes with its table."""
    assert "about 1 min (under 2 min)" in texts(opened(desk, "Time"))


def test_a_name_of_the_legend_is_explained_by_one_choice(desk):
    """Choosing a name shows all that is known about it; the choice is kept in the session."""
    control(opened(desk, "Legend"), "Explain").value = "Defer"

    assert "Put off; it will be tried again" in desk._case._legend._page.shown.text
    assert "Defer" == desk.value.view.name


def test_two_messages_stand_side_by_side(one, exports):
    """Choosing another message says where they part; it is offered by recipient and subject."""
    one._take(exports)
    desk = opened(one, "Compare")
    other = control(desk, "Compare with")
    other.value = next(n for _, n in other.options if n >= 0)

    assert "Where they part" in texts(desk)
    assert other.value == desk.value.other.number


def test_a_message_alone_has_nothing_to_compare_with(desk):
    """The choice rests, and the page says what to do."""
    opened(desk, "Compare")
    assert control(desk, "Compare with").disabled
    assert "Read a second message" in texts(desk)


def test_a_message_is_not_compared_with_itself(exports):
    """Choosing the other message as the one to look at ends the comparison."""
    session = exports.changed(message=1, other=0)
    assert 0 == session.other.number
    assert session.changed(message=0).other is None


@pytest.mark.parametrize("choice", [
    {"since": "last tuesday-ish"}, {"until": "2022-13-45"}, {"message": "first"}, {"search": 5},
])  # fmt: skip
def test_a_choice_that_cannot_be_is_told_in_plain_words(choice):
    """A wrong day or number, written by hand, says what to write instead."""
    with pytest.raises(InputError, match="What to do"):
        View(**choice)


def test_opening_a_page_does_not_filter_anew(exports):
    """Looking at another page costs no search through all messages."""
    session = exports.changed(search="a")
    listed = session.listed

    assert session.changed(tab="Time").listed is listed
    assert session.changed(search="b").listed is not listed
