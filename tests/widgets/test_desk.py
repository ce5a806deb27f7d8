"""The desk without a browser: what is typed and chosen changes what is shown."""

from pathlib import Path

import ipywidgets as w
import pytest
from pages import assert_harmless
from payloads import PAYLOADS
from test_paste_box import REPORT, everything, press, texts
from test_timeline_explorer import control

from tracekit.readers.front import read
from tracekit.samples import sample_text
from tracekit.widgets import Desk, Session, View

DATA = Path(__file__).parents[1] / "data"
MANY = [DATA / "trace-csv" / "typical.csv", DATA / "extended-csv" / "typical.csv"]


@pytest.fixture(scope="module")
def exports():
    """Exports of two kinds, diagnosed."""
    return Session.of(read(MANY))


@pytest.fixture
def many(one, exports):
    """The desk of this file with several messages, and nothing chosen."""
    one._take(exports)
    return one


def question(desk: Desk, words: str) -> None:
    """Choose the first question that holds these words."""
    asked = control(desk, "Questions")
    asked.value = next(n for text, n in asked.options if words in text)


def test_a_paste_is_read_and_answered(empty):
    """From an empty desk: paste, press Read, and the answer stands there."""
    control(empty, "Trace text").value = REPORT
    press(empty, "Read")

    assert "in-junk" == empty.value.case.outcomes["disposition"]
    assert "Junk Email folder" in texts(empty)


def test_a_paste_that_is_no_trace_keeps_what_was_there(desk):
    """A wrong paste says so and costs nothing."""
    control(desk, "Trace text").value = "Dear all"
    press(desk, "Read")

    assert "No message trace found" in texts(desk)
    assert 1 == len(desk.value.messages)


def test_a_path_is_read(desk, tmp_path):
    """A file too large for an upload is named instead; a wrong name is said in the panel."""
    control(desk, "Path").value = str(tmp_path / "missing.csv")
    press(desk, "Read")
    assert "missing.csv" in texts(desk)
    control(desk, "Path").value = str(MANY[0])
    press(desk, "Read")

    assert len(read(MANY[0]).messages()) == len(desk.value.messages)


def test_a_question_lights_its_rows(desk):
    """The rows that prove the answer are marked in the timeline, the others are not."""
    question(desk, "Was it handed to the gateway?")
    assert ["1/10"] == desk._case.timeline._chart.params["lit"]
    question(desk, "Was it put in quarantine?")
    assert [] == desk._case.timeline._chart.params["lit"]


def test_lit_rows_stay_lit_when_the_timeline_is_filtered(desk):
    """A filter draws the chart anew; the proof is still marked."""
    question(desk, "Was it handed to the gateway?")
    control(desk._case, "Search").value = "elb"

    assert ["1/10"] == desk._case.timeline._chart.params["lit"]


def test_filters_narrow_the_list_and_the_message(many):
    """What passes is listed, the first of it is shown; taking the filters off brings all back."""
    desk, messages = many, control(many, "Messages")
    before = len(messages.options)
    control(desk, "Recipient").value = desk.value.messages["recipient"].iloc[-1]
    assert 0 < len(messages.options) < before
    assert desk.value.case.number == messages.value
    press(desk, "Clear filters")

    assert before == len(messages.options)


def test_choosing_a_message_shows_it(many):
    """The list drives the page below it."""
    messages = control(many, "Messages")
    messages.value = messages.options[-1][1]

    assert messages.value == many._case.value.number


def test_another_trace_takes_the_filters_off(desk):
    """A filter of the last trace must not hide the next one."""
    desk._change(search="top articles")
    control(desk, "Trace text").value = REPORT.replace("Top Articles", "Minutes")
    press(desk, "Read")

    assert "" == desk.value.view.search
    assert 1 == len(desk.value.listed)


def test_what_the_user_reports_changes_the_order_of_the_answers(desk):
    """The tree that answers the complaint comes first."""
    control(desk, "Reported").value = "late"
    assert "delay" == desk.value.case.steps[0].tree


def test_what_a_person_knows_changes_the_answer(one):
    """That all results were read and when, both said in the panel, settle what no row can."""
    known = View(taken="2022-12-08T12:00Z")
    one._take(Session.of(read(sample_text("inky-outbound")), known))
    control(one, "Results read").value = "all"

    assert "did not come back in time" in texts(one._case._headline)


def test_a_view_begins_where_it_was_left(exports):
    """Choices that were put away are taken up again."""
    desk = Desk(exports.trace, View(search="nothing-like-it"))

    assert "nothing-like-it" == control(desk._list, "Search").value
    assert desk.value.listed.empty


def test_every_control_has_a_name_and_a_tooltip(many):
    """A screen reader says what each control is for."""
    for knob in everything(many):
        if isinstance(knob, w.Text | w.Textarea | w.Dropdown | w.Select | w.Button | w.DatePicker):
            assert knob.description, knob
            assert knob.tooltip, knob.description


def test_hostile_text_is_only_text(one):
    """Whatever a trace holds, the desk shows it as text.

    Every payload is a subject in the list, and stands in a message that is opened: as its subject,
    as a rule, or as an event with its detail.
    """
    lines = [payload.replace("\n", " ") for payload in PAYLOADS]
    one.read("\n\n".join(hostile(n, *(lines * 2)[n : n + 5]) for n in range(len(lines)))
             .encode("utf-8", "surrogatepass"))  # fmt: skip

    assert len(PAYLOADS) == len(one.value.messages)
    for number in one.value.messages.index[::5]:
        control(one, "Messages").value = number
        assert number == one._case.value.number
        for panel in everything(one):
            if hasattr(panel, "shown"):
                assert_harmless(panel.value)


def hostile(number: int, subject: str, rule: str, event: str, *details: str) -> str:
    """A report of its own message, with foreign text wherever a stranger's can stand."""
    rows = [f"12/6/2022, 12:31 PM | Transport rule | Transport rule: '{rule}', ID: ('x') ",
            f"12/6/2022, 12:31 PM | {event} | {details[0]} ",
            f"12/6/2022, 12:31 PM | Fail | Reason: [{{LED={details[1]}}}] "]  # fmt: skip
    first, rest = REPORT.split("12/6/2022, 12:32 PM", 1)
    told = f"{first}{''.join(rows)}12/6/2022, 12:32 PM{rest}"
    return told.replace("Top Articles", subject).replace("ID:<", f"ID:<{number}.")


def test_one_message_has_no_overview(desk):
    """A pasted pair is a case, not a statistic."""
    assert "none" == desk._overview.layout.display
