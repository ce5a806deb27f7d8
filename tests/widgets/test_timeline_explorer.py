"""The explorer: filter, click, or go by keyboard; the chosen event is the value."""

import ipywidgets as w
import pytest
from made import founding, made, pairs, receive
from pages import assert_harmless
from payloads import PAYLOADS
from test_paste_box import everything, press, texts

from tracekit.model import MessageTrace
from tracekit.widgets import TimelineExplorer
from tracekit.widgets.event_page import about_event
from tracekit.widgets.timeline_explorer import filtered


class Found:
    """A diagnosis, as far as a chart needs one."""

    pairs = pairs("return", "outbound")


@pytest.fixture
def explorer():
    """The two journeys of the founding document."""
    return TimelineExplorer(founding(), Found())


def control(box: w.Widget, name: str) -> w.Widget:
    """The control with this label."""
    return next(x for x in everything(box) if getattr(x, "description", "") == name)


def click(explorer: TimelineExplorer, journey: int, seq: int) -> None:
    """What the browser sends when a row of the chart is clicked."""
    sent = {"number": explorer._chart.filled["number"], "row": {"journey": journey, "seq": seq}}
    explorer._chart._handle_custom_msg(sent, [])


def test_nothing_is_chosen_at_first(explorer):
    """The value is None until somebody chooses."""
    assert explorer.value is None


def test_a_click_chooses_the_event(explorer):
    """The value is its journey and number; its columns are shown."""
    click(explorer, 0, 7)

    assert {"journey": 0, "seq": 7} == explorer.value
    assert "Folder: junk" in texts(explorer)
    assert "0/7" == explorer._chart.params["chosen"]


def test_the_keyboard_reaches_every_event_in_the_order_of_the_picture(explorer):
    """Next and Previous do what clicks do, and stop at the ends."""
    press(explorer, "Next event")
    assert {"journey": 1, "seq": 1} == explorer.value
    press(explorer, "Previous event")
    assert {"journey": 1, "seq": 1} == explorer.value
    for _ in range(len(founding().events) + 1):
        press(explorer, "Next event")
    assert {"journey": 0, "seq": 7} == explorer.value


def test_previous_begins_at_the_end(explorer):
    """Where nothing is chosen, Previous takes the last event."""
    press(explorer, "Previous event")

    assert {"journey": 0, "seq": 7} == explorer.value


def test_filters_narrow_picture_and_table(explorer):
    """A kind, a journey and a search leave the events that pass all three."""
    control(explorer, "Event kinds").value = ("Transport rule",)
    assert "10 of 17 events" in texts(explorer)
    control(explorer, "Journey").value = 0
    assert "3 of 17 events" in texts(explorer)
    control(explorer, "Search").value = "no such rule"
    assert "0 of 17 events" in texts(explorer)
    press(explorer, "Show all events")
    assert "17 of 17 events" in texts(explorer)


def test_a_journey_keeps_its_number_while_filtering(explorer):
    """The return stays journey 2, and no other is said to be without events."""
    control(explorer, "Journey").value = 0
    spec = str(explorer._chart.filled)

    assert "Journey 2 · Return" in spec
    assert "No events were given" not in spec


def test_clicks_are_heard_after_filtering(explorer):
    """A filtered picture is clicked on as the whole one is."""
    control(explorer, "Search").value = "spam"
    click(explorer, 0, 6)

    assert {"journey": 0, "seq": 6} == explorer.value


def test_an_event_that_is_filtered_away_is_let_go(explorer):
    """The value never names what is not shown."""
    click(explorer, 0, 7)
    control(explorer, "Search").value = "Journal"

    assert explorer.value is None


def test_the_chosen_row_is_marked_in_the_table(explorer):
    """Who does not see the tint reads an arrow."""
    explorer.choose(0, 7)

    assert "► " in explorer._table.value


def test_an_empty_trace_is_no_error():
    """There is nothing to choose, and that is all."""
    explorer = TimelineExplorer(MessageTrace.empty())
    press(explorer, "Next event")

    assert explorer.value is None


def test_search_takes_the_text_as_it_is():
    """A bracket is a bracket, not a pattern."""
    assert filtered(founding(), search="(").events["detail"].str.contains("(", regex=False).all()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_acts_in_the_details(payload):
    """All columns of an event are shown as text; an unknown name is said to be unknown."""
    trace = made([("12:31", payload, payload, {"rule_name": payload, "host": payload})])

    assert_harmless(about_event(trace, 0, 1).wrapped())


def test_the_chart_asks_no_network(explorer):
    """The clickable chart carries its own library; the browser test watches what it asks for."""
    assert "https://esm.sh" not in explorer._chart.engine.script
    assert "import" not in str(explorer._chart._esm).split("async function")[0]


def test_every_control_speaks(explorer):
    """Each control has a name for a screen reader and a tooltip."""
    kinds = w.Button | w.Text | w.Dropdown | w.SelectMultiple | w.Combobox
    controls = [x for x in everything(explorer) if isinstance(x, kinds)]

    assert 7 == len(controls)
    assert all(x.description and x.tooltip for x in controls)


def test_its_repr_is_short():
    """The text of a cell is one line that does not change with ipywidgets."""
    assert "TimelineExplorer(1 events, chosen: None)" == repr(TimelineExplorer(made([receive()])))


def test_an_event_is_told_in_plain_words(explorer):
    """No word that only programs go by; and a screen reader hears which event it is."""
    press(explorer, "Next event")

    assert "How its zone is known: the offset from UTC is stated" in texts(explorer)
    assert explorer._unseen.said.startswith("Event 1, Receive, 12:31, Message received by")
