"""A header beside a report turns minutes into seconds, where it is clear which hop is meant."""

from pathlib import Path

import pytest

from tracekit.readers.front import parse

FOLDER = Path(__file__).parents[1] / "data" / "report-text"
REPORT = (FOLDER / "return-junk-in-lines.txt").read_text("utf-8")
HOP = "Received: from mail.example.net by {by}; Tue, 6 Dec 2022 {clock} +0000\n"
SERVER = "IA0PR02MB2222.namprd02.prod.outlook.com"
MESSAGE_ID = parse(REPORT).journeys["message_id"][0]


def receive(*hops, message_id=MESSAGE_ID):
    """Read the report with a header of these hops; return its Receive event."""
    header = "".join(HOP.format(by=by, clock=clock) for by, clock in hops)
    trace = parse(f"{REPORT}\n\n\n{header}Message-ID: {message_id}\nSubject: x\n")
    return trace.events.iloc[0]


def test_the_second_of_the_hop_is_taken():
    """One hop of this message at this server in this minute is this Receive."""
    event = receive((SERVER, "17:31:42"), ("other.example.net", "17:31:40"))

    assert "2022-12-06T17:31:42+00:00" == event["time"].isoformat()
    assert "second" == event["time_precision"]


@pytest.mark.parametrize("hops", [
    [(SERVER, "17:31:42"), (SERVER, "17:31:50")], [("other.example.net", "17:31:42")],
    [(SERVER, "17:32:00")], [(SERVER, "17:30:59")],
], ids=["two hops", "another server", "a minute later", "a minute before"])  # fmt: skip
def test_what_is_not_clear_stays_a_minute(hops):
    """Nothing is guessed."""
    event = receive(*hops)

    assert "2022-12-06T17:31:00+00:00" == event["time"].isoformat()
    assert "minute" == event["time_precision"]


def test_another_message_changes_nothing():
    """Headers belong to their Message-ID."""
    event = receive((SERVER, "17:31:42"), message_id="<other@mail.example.net>")

    assert "minute" == event["time_precision"]


def test_a_report_given_again_is_still_the_same_report():
    """What a header made exact is recognised when the report is pasted once more."""
    header = HOP.format(by=SERVER, clock="17:31:42") + f"Message-ID: {MESSAGE_ID}\nSubject: x\n"
    first = parse(f"{REPORT}\n\n\n{header}", "a")
    for both in (first + parse(REPORT, "b"), parse(REPORT, "b") + first):
        assert 1 == len(both.journeys)
        assert len(first.events) == len(both.events)
        assert "second" == both.events["time_precision"][0]
