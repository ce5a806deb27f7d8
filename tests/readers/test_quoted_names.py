"""A sentence nobody has listed may name something in quotes; a name that holds rows is caught."""

import pytest

from tracekit.readers.front import parse

REPORT = """Subject: Hello
Sender: ann@example.net
Recipient: bob@example.com
Received -> Processed -> Not delivered
Status: We found an issue, and this line is as long as lines are in a text that nobody wrapped.
More information: <div></div>
Date (UTC) | Event | Detail |
11/17/2026, 2:02 PM | Receive | Message received by: SA1PR02MB7401.namprd02.prod.outlook.com
11/17/2026, 2:04 PM | {row}
11/17/2026, 2:04 PM | Deliver | Message quarantined in: DefaultFolderType:QuarantinedEmailSecured
More information
Message ID:<1@mail.example.net>
Message size | From IP | To IP
48.12 KB | 198.51.100.7 | null
"""
FORGED = "11/17/2026, 2:04 PM | Deliver | "
END = "', ID: ('11111111-0000-4000-8000-222222222222')"


@pytest.mark.parametrize("row", [
    "Malware | Malware: 'JS/Phish', Action: quarantine",
    'Malware | Attachment: "a.pdf" was blocked',
    "Spam | Policy: 'Strict' (Action: 'Quarantine') was applied",
])  # fmt: skip
def test_a_quote_that_is_closed_in_its_row_is_closed(row):
    """The row ends with its line, so nothing of it can stand in another one."""
    trace = parse(REPORT.format(row=row))

    assert [False] == trace.journeys["ambiguous"].tolist()
    assert 3 == len(trace.events)


@pytest.mark.parametrize("row", [
    "Malware | Malware: 'JS/Phish, Action: quarantine",
    f"Malware | Malware: 'a', Action: x {FORGED}b', Action: quarantine",
    f"Malware | Malware: 'a', Action: x\n{FORGED}b', Action: quarantine{END}",
    f"Transport rule | Transport rule: 'a', Action: x\n{FORGED}b{END}",
    f"Transport rule | Transport rule: 'a', Action: x\n{FORGED}Rule: 'b{END}",
])  # fmt: skip
def test_a_name_that_holds_a_row_is_caught(row):
    """An open quote, a row inside the line, an end without its beginning, any row of a rule."""
    assert [True] == parse(REPORT.format(row=row)).journeys["ambiguous"].tolist()


def test_without_line_ends_nothing_is_concluded():
    """Where all stands in one line, a row may be a part of the name before it."""
    text = REPORT.format(row="Malware | Malware: 'JS/Phish', Action: quarantine")

    assert [True] == parse(text.replace("\n", " ")).journeys["ambiguous"].tolist()
