"""The overview in the desk: every mark filters to the messages behind it, by click or by list."""

from pathlib import Path

import ipywidgets as w
import pytest
from test_desk import MANY
from test_paste_box import everything, press, texts

from tracekit.errors import InputError
from tracekit.readers.front import read
from tracekit.widgets import Desk, Session, View
from tracekit.widgets.overview import Overview
from tracekit.widgets.overview_pages import PAGES

DATA = Path(__file__).parents[1] / "data"
BOXES = [(page, picture.what) for page, pictures in PAGES.items() for picture in pictures]


@pytest.fixture(scope="module")
def trace():
    """Exports of several kinds, many messages."""
    return read([*MANY, DATA / "powershell-text" / "list.txt"])


@pytest.fixture(scope="module")
def session(trace):
    """The same without a widget."""
    return Session.of(trace)


@pytest.fixture(scope="module")
def desk(trace):
    """One desk for all; each test takes its filters off."""
    return Desk(trace)


def click(box, mark: int) -> None:
    """What the browser sends when a mark is clicked."""
    number = box._chart.filled["number"]
    box._chart._handle_custom_msg({"number": number, "row": {"mark": mark}}, [])


@pytest.mark.parametrize(("page", "what"), BOXES)
def test_each_mark_stands_for_as_many_messages_as_it_says(session, page, what):
    """Whatever is chosen, its number is the number that is listed then."""
    picture = next(one for one in PAGES[page] if one.what == what)
    for view in ({}, {"where": "in-inbox"}, {"search": "example"}):
        chosen = session.changed(**view)
        for mark in picture.draw(chosen).marks.itertuples():
            after = chosen.changed(**mark.choice)
            if "message" in mark.choice:
                assert mark.choice["message"] == after.number
            else:
                assert mark[2] == len(after.listed), mark.label


def test_the_list_does_what_a_click_does(desk):
    """Choosing in the list filters; `all messages` takes it off."""
    press(desk, "Clear filters")
    desk._change(overview="Outcomes")
    box = desk._overview.box("Outcomes", "Where it is")
    box._list.value = 1
    assert box._drawing.marks["count"].iloc[1] == len(desk.value.listed)
    assert 1 == box._list.value
    box._list.value = -1

    assert len(desk.value.messages) == len(desk.value.listed)


def test_a_click_filters_and_the_same_click_takes_it_off(desk):
    """A bar lists its messages; a second click lists all; the other bars stay in sight."""
    press(desk, "Clear filters")
    desk._change(overview="Outcomes")
    box = desk._overview.box("Outcomes", "Where it is")
    bars = len(box._drawing.marks)
    click(box, 0)
    assert box._drawing.marks["count"].iloc[0] == len(desk.value.listed)
    assert bars == len(box._drawing.marks)
    click(box, 1)
    click(box, 1)

    assert len(desk.value.messages) == len(desk.value.listed)
    assert "all messages" == box._list.label


def test_a_band_filters_by_both_its_ends(desk):
    """The bands of the flow are clicked on as well."""
    press(desk, "Clear filters")
    desk._change(overview="Flow")
    box = desk._overview.box("Flow", "Way")
    mark = box._chart.filled["rows"]["bands"][0]["mark"]
    click(box, mark)

    choice = box._drawing.marks["choice"].iloc[mark]
    assert {"sender_domain", "passed"} == {name for name, value in choice.items() if value}
    assert box._drawing.marks["count"].iloc[mark] == len(desk.value.listed)
    press(desk, "Clear filters")


def test_what_no_mark_has_is_ignored(desk):
    """The browser cannot choose what is not there."""
    press(desk, "Clear filters")
    box = desk._overview.box("Outcomes", "Where it is")
    for nonsense in (10_000, -1, "0", None):
        click(box, nonsense)

    assert len(desk.value.messages) == len(desk.value.listed)


def test_only_the_open_page_is_drawn(session):
    """Nobody waits for pictures that nobody sees; which page was opened is told."""
    told = []
    overview = Overview(lambda **choice: told.append(choice))
    overview.show(session)
    assert overview.box("Flow", "Way")._drawing is None
    overview._tabs.selected_index = list(PAGES).index("Flow")

    assert overview.box("Flow", "Way")._drawing is not None
    assert [{"overview": "Flow"}] == told


def test_a_click_on_what_was_shown_before_means_what_it_showed(desk):
    """The picture in the browser may still be the one before; a click is not lost, nor misread."""
    press(desk, "Clear filters")
    desk._change(overview="Outcomes")
    box = desk._overview.box("Outcomes", "Where it is")
    number, marks = box._chart.filled["number"], box._drawing.marks
    desk._change(search="example")
    sent = {"number": number, "row": {"mark": 0}}
    box._chart._handle_custom_msg(sent, [])
    chosen = marks["choice"].iloc[0]["where"]
    assert chosen == desk.value.view.where
    box._chart._handle_custom_msg(sent, [])
    assert chosen != desk.value.view.where
    press(desk, "Clear filters")


def test_a_picture_is_filled_and_not_made_anew(desk):
    """A filter sends rows to the picture that is there; a new one would send a whole script."""
    desk._change(overview="Outcomes")
    box = desk._overview.box("Outcomes", "Time")
    chart, layers, rows = box._chart, box._chart.spec, box._chart.filled
    desk._change(search="a")

    assert chart is box._chart
    assert layers is chart.spec
    assert rows is not chart.filled
    press(desk, "Clear filters")


def test_each_picture_has_words_and_a_table(desk):
    """Who does not see the picture opens its words."""
    desk._change(overview="Groups")
    box = desk._overview.box("Groups", "Group")
    press(box, "▸ Group: in words and as a table")

    assert box._drawing.told[:40] in box._told.shown.text
    assert "<table" in box._told.value


def test_the_filters_that_are_on_stand_in_words(desk):
    """A filter that was set by a click is said beside the list."""
    desk._change(delay_from=5.0, where="bounced", rule=("a", "b"))

    assert "where it is: Not delivered" in texts(desk)
    assert "rule: any but a, b" in texts(desk)
    assert "took at least: 5 min" in texts(desk)
    press(desk, "Clear filters")


def test_a_pattern_that_is_none_is_said(desk):
    """A choice from another trace gives a sentence in the panel, and changes nothing."""
    before = desk.value
    desk._change(pattern="no such pattern")

    assert "no pattern of this trace" in texts(desk)
    assert before is desk.value


@pytest.mark.parametrize("choice", [{"delay_from": "5"}, {"delay_to": float("nan")},
                                    {"rule": (1,)}, {"page": True}])  # fmt: skip
def test_a_choice_of_the_wrong_kind_is_refused(choice):
    """What was written by hand is told in plain words."""
    with pytest.raises(InputError):
        View(**choice)


def test_every_control_has_a_name_and_a_tooltip(desk):
    """A screen reader says what each control is for."""
    for page in PAGES:
        desk._change(overview=page)
    for knob in everything(desk):
        if isinstance(knob, w.Text | w.Textarea | w.Dropdown | w.Select | w.Button | w.Combobox
                      | w.NaiveDatetimePicker):  # fmt: skip
            assert knob.description, knob
            assert knob.tooltip, knob.description
