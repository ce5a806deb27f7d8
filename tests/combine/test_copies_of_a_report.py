"""One result that was copied twice is one, whatever zone and form of dates each copy has."""

import pandas as pd
import pytest

from tracekit.readers.front import parse

TEXT = """Subject: Hello
Sender: ann@example.net
Recipient: bob@example.com
Received -> Processed -> Delivered
Status: The message was delivered to the recipient's Inbox folder.
More information: <div></div>
Date {zone} | Event | Detail |
{time} | Receive | Message received by: {server} using TLS1.2 with AES256
{time} | Deliver | The message was delivered to the Inbox folder.
More information
Message ID:<1@mail.example.net>
Message size | From IP | To IP
48.12 KB | 198.51.100.7 | null
"""
SERVER = "SA1PR02MB7401.namprd02.prod.outlook.com"
FIRST = {"zone": "(UTC-05:00)", "time": "11/17/2026, 5:00 AM", "server": SERVER}


def read(*copies):
    """Read copies that stand one below the other."""
    return parse("\n".join(TEXT.format(**FIRST | copy) for copy in copies))


@pytest.mark.parametrize("copy", [
    {"zone": "(UTC+01:00)", "time": "17/11/2026, 11:00"},
    {"time": "2026-11-17 05:00"},
    {"time": "11/17/2026 5:00:00 AM"},
    {"zone": ""},
], ids=["zone", "form", "seconds", "no-zone"])  # fmt: skip
def test_another_zone_or_form_of_dates_makes_no_second_result(copy):
    """The moment counts, not how a portal prints it; without a zone, what is printed."""
    found = read({}, copy)

    assert 1 == len(found.journeys)
    assert ["Receive", "Deliver"] == found.events["event"].tolist()
    assert 1 == found.problems["kind"].eq("repeated").sum()


@pytest.mark.parametrize("other", [
    {"zone": "(UTC+01:00)"},
    {"zone": "(UTC+01:00)", "time": "17/11/2026, 11:01"},
    {"server": SERVER.replace("A1", "A2"), "zone": "(UTC)", "time": "11/17/2026, 10:00 AM"},
], ids=["same-clock", "next-minute", "other-server"])  # fmt: skip
def test_two_results_stay_two(other):
    """The same clock of another zone is another time; another minute or server another result."""
    assert 2 == len(read({}, other).journeys)


def test_the_earlier_copy_keeps_its_own_words():
    """What was printed first is what stays, with its place."""
    found = read({}, {"zone": "(UTC+01:00)", "time": "17/11/2026, 11:00"})

    assert {"11/17/2026, 5:00 AM"} == set(found.events["time_text"])
    assert {pd.Timestamp("2026-11-17T10:00Z")} == set(found.events["time"])
