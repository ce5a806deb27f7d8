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
from tracekit.widgets import Desk, View

DATA = Path(__file__).parents[1] / "data"
MANY = [DATA / "trace-csv" / "typical.csv", DATA / "extended-csv" / "typical.csv"]


@pytest.fixture
def desk():
    """The bundled pair of reports."""
    return Desk(sample_text("inky-two-journeys"))


def question(desk: Desk, words: str) -> None:
    """Choose the first question that holds these words."""
    asked = control(desk, "Questions")
    asked.value = next(n for text, n in asked.options if words in text)


def test_a_paste_is_read_and_answered():
    """From an empty desk: paste, press Read, and the answer stands there."""
    desk = Desk()
    control(desk, "Trace text").value = REPORT
    press(desk, "Read")

    assert "in-junk" == desk.value.case.outcomes["disposition"]
    assert "Junk Email folder" in texts(desk)


def test_a_paste_that_is_no_trace_keeps_what_was_there(desk):
    """A wrong paste says so and costs nothing."""
    control(desk, "Trace text").value = "Dear all"
    press(desk, "Read")

    assert "No message trace found" in texts(desk)
    assert 1 == len(desk.value.messages)


def test_a_path_is_read(tmp_path):
    """A file too large for an upload is named instead; a wrong name is said in the panel."""
    desk = Desk()
    control(desk, "Path").value = str(tmp_path / "missing.csv")
    press(desk, "Read")
    assert "missing.csv" in texts(desk)
    control(desk, "Path").value = str(MANY[0])
    press(desk, "Read")

    assert len(read(MANY[0]).messages()) == len(desk.value.messages)


def test_the_path_box_can_be_left_out():
    """A page that others use does not open files of its host."""
    assert not [x for x in everything(Desk(paths=False)) if getattr(x, "description", "") == "Path"]


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


def test_filters_narrow_the_list_and_the_message():
    """What passes is listed, the first of it is shown; taking the filters off brings all back."""
    desk = Desk(read(MANY))
    messages = control(desk, "Messages")
    before = len(messages.options)
    control(desk, "Recipient").value = desk.value.messages["recipient"].iloc[-1]
    assert 0 < len(messages.options) < before
    assert desk.value.case.number == messages.value
    press(desk, "Clear filters")

    assert before == len(messages.options)


def test_choosing_a_message_shows_it():
    """The list drives the page below it."""
    desk = Desk(read(MANY))
    messages = control(desk, "Messages")
    messages.value = messages.options[-1][1]

    assert messages.value == desk._case.value.number


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


def test_a_view_begins_where_it_was_left():
    """Choices that were put away are taken up again."""
    assert "nothing-like-it" == Desk(read(MANY), View(search="nothing-like-it")).value.view.search


def test_every_control_has_a_name_and_a_tooltip():
    """A screen reader says what each control is for."""
    for knob in everything(Desk(read(MANY))):
        if isinstance(knob, w.Text | w.Textarea | w.Dropdown | w.Select | w.Button | w.DatePicker):
            assert knob.description, knob
            assert knob.tooltip, knob.description


def test_hostile_text_is_only_text():
    """Whatever a subject holds, the desk shows it as text: all in the list, a third opened."""
    subjects = [payload.replace("\n", " ") for payload in PAYLOADS]
    reports = [REPORT.replace("Top Articles", subject).replace("ID:<", f"ID:<{n}.")
               for n, subject in enumerate(subjects)]  # fmt: skip
    desk = Desk("\n\n".join(reports).encode("utf-8", "surrogatepass"))

    assert len(PAYLOADS) == len(desk.value.messages)
    for number in desk.value.messages.index[::3]:
        control(desk, "Messages").value = number
        assert number == desk._case.value.number
        for panel in everything(desk):
            if hasattr(panel, "shown"):
                assert_harmless(panel.value)


def test_one_message_has_no_overview(desk):
    """A pasted pair is a case, not a statistic."""
    assert "none" == desk._overview.layout.display
