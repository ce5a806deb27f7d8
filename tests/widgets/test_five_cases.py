"""Five cases worked at the desk: each input is read, and the panel has its answers."""

from pathlib import Path

import pytest
from test_desk import control, press, texts

from tracekit.readers.front import read
from tracekit.widgets import Session
from tracekit.widgets.message_list import MessageList

CASES = Path(__file__).parent / "desk_cases"


@pytest.mark.parametrize(("file", "reported", "answer"), [
    ("pasted-pair.txt", "false-positive", "The gateway decided (fits the trace, not proved by it)"),
    ("bounce.txt", "bounced", "was not delivered, and the sender is told so"),
    ("delay.txt", "late", "The time passed between the hand-over and the return"),
    ("extended-report.csv", "not-analysed", "The gateway saw it and gave it back"),
    ("summary-list.csv", "never-arrived", "12 of 12 messages"),
])  # fmt: skip
def test_a_case_is_solved_from_the_panel(empty, file, reported, answer):
    """Saying what was reported and reading the input is enough to see the answer."""
    control(empty, "Reported").value = reported
    control(empty, "Path").value = str(CASES / file)
    press(empty, "Read")

    assert answer in texts(empty)


def test_a_line_of_a_list_says_what_its_status_leaves_open():
    """Beside Delivered nobody has to read that the trace cannot tell."""
    listed = MessageList(Session.of(read(CASES / "summary-list.csv")), print)
    lines = [line for line, _ in control(listed, "Messages").options]

    assert [] == [line for line in lines if "The trace cannot tell" in line]
    assert "|  Delivered  |  Inbox, Junk or handed on: the Status does not tell" in lines[0]
