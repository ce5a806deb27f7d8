"""Practice in a notebook: the desk only forwards, tells nothing before, and keeps what is done."""

import time
from threading import Thread

import ipywidgets as w
import pytest
from test_paste_box import everything, press, texts

from tracekit.render.panel import Panel
from tracekit.training import Practice
from tracekit.training.exercise import model_answer
from tracekit.training.record import read_record
from tracekit.widgets import PracticeDesk
from tracekit.widgets.parts import told
from tracekit.widgets.practice_desk import ASK, TELL
from tracekit.widgets.tree_practice import PROOF

ANSWER = "decided-by-gateway"


@pytest.fixture
def desk(tmp_path):
    """The textbook pair as it is written, with a record in a folder of the test."""
    practice = Practice(varied=False, trainee="kim", record=tmp_path / "practice.jsonl")
    return PracticeDesk(practice, "textbook-pair")


def control(desk, words, tree=0):
    """The control with this description, in the tree of this number."""
    named = [x for x in everything(desk) if getattr(x, "description", "") == words]
    return named[tree if len(named) > 1 else 0]


def test_a_case_is_worked_on_from_the_first_question_to_the_feedback(desk, tmp_path):
    """Questions, outcome, rows, what to ask and tell; then points, lessons and the record."""
    model = model_answer(desk.value)
    press(desk, "Yes")
    assert "k-gateway-refused" == desk.value.node("decision")
    press(desk, "Back")
    press(desk, "Hint")
    assert "Hint: " in texts(desk)
    assert "of 100 points" not in texts(desk)

    for number, tree in enumerate(desk.value.trees):
        told = model.told(tree)
        control(desk, "Outcome", number).value = told.outcome
        control(desk, "Proved", number).value = told.strength
        control(desk, PROOF, number).value = told.rows
    press(desk, "Hand in")
    assert "This is still open: what to tell the customer" in texts(desk)
    control(desk, ASK).value = model.attempt.ask
    control(desk, TELL).value = [str(model.attempt.tell)]
    press(desk, "Hand in")

    assert 95 == desk.value.grade.points
    assert "95 of 100 points" in texts(desk)
    assert "Right: The gateway decided." in texts(desk)
    assert ["textbook-pair"] == [
        entry.scenario for entry in read_record(tmp_path / "practice.jsonl").entries
    ]
    assert control(desk, PROOF).disabled


def test_what_controls_do_waits_for_each_other():
    """A kernel may answer controls in threads of their own: no action begins within another."""
    running, seen = [], []

    def action():
        running.append(1)
        seen.append(len(running))
        time.sleep(0.05)
        running.pop()

    threads = [Thread(target=told(Panel(), action)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1, 1, 1, 1] == seen


def test_nothing_of_the_answer_is_on_the_page_before(desk):
    """Neither what is right nor why stands in any panel or control before it is handed in."""
    dealt = desk.value.dealt
    shown = texts(desk) + "".join(str(getattr(x, "value", "")) for x in everything(desk))

    assert not [one.why for one in dealt.answers if one.why in shown]
    assert not [one.why for one in dealt.scenario.tempting if one.why in shown]
    assert all(x.button_style != "info" for x in everything(desk) if isinstance(x, w.Button))


def test_another_case_starts_afresh(desk):
    """Answers of the case before are gone."""
    press(desk, "Yes")
    press(desk, "Another case")

    assert {} == desk.value.attempt.trees
    assert "textbook-pair" != desk.value.dealt.scenario.id
