"""What customers send beside a trace, or instead of one: a bounce, headers, the second report."""

from pathlib import Path

import pytest
from test_desk import control, press, texts

from tracekit.samples import sample_text
from tracekit.widgets import Desk

CASES = Path(__file__).parent / "desk_cases"
BOUNCE, REPORT = ((CASES / name).read_text("utf-8") for name in ("bounce-report.txt", "bounce.txt"))
OUT, BACK = (sample_text(f"inky-{way}") for way in ("outbound", "return-junk"))
HEADERS = """Received: from mail.example.com (198.51.100.71) by
 AM6EUR05FT033.mail.protection.outlook.com (192.0.2.90) with Microsoft SMTP
 Server id 15.20.8114.4 via Frontend Transport; Tue, 6 Dec 2022 17:31:30 +0000
Subject: Northwind's Top Articles This Month
Message-ID: {}
X-Forefront-Antispam-Report: CIP:198.51.100.71;SCL:6;SFV:SKS;CAT:SPM;DIR:INB;
"""


@pytest.fixture
def desk(empty):
    """A desk with nothing on it, and nothing waiting for its trace."""
    press(empty, "Clear the desk")
    return empty


def paste(desk: Desk, text: str, knob: str = "Read") -> str:
    """Paste, press a button, and return what the panel says."""
    control(desk, "Trace text").value = text
    press(desk, knob)
    return texts(desk)


def test_a_bounce_alone_is_explained_and_says_what_to_run(desk):
    """Its code in words, the ids that it names, and the command that finds the message."""
    told = paste(desk, BOUNCE)

    assert "This is a bounce" in told
    assert "Another mail server answered 550 5.1.1" in told
    assert "Get-MessageTraceV2 -MessageId '<board-7731@example.org>' -StartDate 2026-03-17" in told


def test_a_bounce_waits_for_its_trace(desk):
    """What is read next is looked at together with it, and both are kept for the write-up."""
    paste(desk, BOUNCE)
    paste(desk, REPORT)

    assert "bounced" == desk.value.case.outcomes["disposition"]
    assert ["headers", "report-text"] == sorted(desk.value.trace.sources["format"])
    assert [BOUNCE, REPORT] == desk._given


def test_the_second_report_of_a_message_is_added_to_the_first(desk):
    """Pasted in two goes the pair is a pair, and the panel says what it did."""
    paste(desk, BACK)
    told = paste(desk, OUT)

    assert "analysed-inline" == desk.value.case.outcomes["gateway"]
    assert "Added to what was here" in told


def test_another_message_takes_the_place_of_the_first_unless_it_is_added(desk):
    """Read begins anew; Add keeps both and shows the new one."""
    paste(desk, OUT)
    paste(desk, REPORT)
    assert 1 == len(desk.value.messages)
    paste(desk, OUT, "Add to what is here")

    assert 2 == len(desk.value.messages)
    assert "Northwind's Top Articles This Month" == desk.value.case.subject


def test_headers_of_the_message_are_added_to_it(desk):
    """They settle what the trace left open, without being pasted together with it."""
    paste(desk, OUT + "\n\n" + BACK)
    assert "consistent with" == desk.value.case.strength["decision"]
    paste(desk, HEADERS.format(desk.value.case.message_id))

    assert "shown" == desk.value.case.strength["decision"]
    assert 2 == len(desk.value.trace.journeys)


def test_the_desk_can_be_cleared(desk):
    """For another case, or to look at one input alone."""
    paste(desk, BACK)
    press(desk, "Clear the desk")
    assert desk.value.messages.empty
    paste(desk, OUT)

    assert 1 == len(desk.value.trace.journeys)


def test_a_click_on_a_row_of_the_table_chooses_its_event(desk):
    """As a click on its mark does; journeys are numbered in the order of the way."""
    paste(desk, BACK + "\n\n" + OUT)
    timeline = desk._case.timeline
    timeline._row_clicked(10)

    assert {"journey": 2, "seq": 1} == timeline.value
    assert control(timeline, "Journey").options[1][0].startswith("Journey 1 · Outbound")
