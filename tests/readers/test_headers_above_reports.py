"""Headers of a mail right above its report: both are read, and no subject passes for them."""

import time

import pytest

from tracekit.readers.front import parse

REPORT = """Subject: Offer 4711
Sender: orders@example.net
Recipient: anna@example.org
Received -> Processed -> Delivered
Status: The message was successfully delivered.
Date (UTC) | Event | Detail |
------------------------------------
11/17/2026, 2:02 PM | Receive | Message received by: SA1PR02MB7401.namprd02.prod.outlook.com
11/17/2026, 2:04 PM | Deliver | The message was successfully delivered.
More information
Message ID:<1@mail.example.net>
Message size | From IP | To IP
48.12 KB | 198.51.100.7 | null
"""
ROUTE = """Received: from mail.example.net (192.0.2.10) by
 DB1PEPF0003.mail.protection.outlook.com with ESMTP; Tue, 17 Nov 2026 14:01:20 +0000
From: Orders <orders@example.net>
To: anna@example.org
"""
REST = """Date: Tue, 17 Nov 2026 14:01:00 +0000
Message-ID: <1@mail.example.net>
X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;ENG:(910001);
"""
HEADER = f"{ROUTE}Subject: Offer 4711\n{REST}"
SECOND = REPORT.replace("anna@", "bert@")
OTHER = HEADER.replace("Offer 4711", "Another").replace("<1@", "<2@")


def read_of(text):
    """What was read: subjects and doubts of the reports, subjects and ids of the headers."""
    trace = parse(text)
    return (
        trace.journeys["subject"].tolist(),
        trace.journeys["ambiguous"].tolist(),
        trace.headers[["subject", "message_id"]].to_numpy().tolist(),
        len(trace.hops),
    )


@pytest.mark.parametrize("text", [
    HEADER + REPORT,
    HEADER + REPORT.replace("\n", " "),
    "Hello,\nheaders and report:\n" + HEADER + REPORT,
    f"{ROUTE}{REST}Subject: Offer 4711\n{REPORT}",
    (HEADER + REPORT).replace("\n", "\r\n"),
    "".join(f"> {line}\n" for line in (HEADER + REPORT).split("\n")),
    ROUTE.replace("by\n ", "by\n") + f"Subject: Offer 4711\n{REST}{REPORT}",
])  # fmt: skip
def test_headers_right_above_read_as_with_a_line_between(text):
    """The report begins at its own label, and the header ends above it."""
    assert (["Offer 4711"], [False], [["Offer 4711", "<1@mail.example.net>"]], 1) == read_of(text)
    assert read_of(f"{HEADER}\n{REPORT}") == read_of(text)


def test_headers_of_another_message_and_headers_between_reports():
    """Each keeps its own subject, wherever it stands."""
    header = ["Another", "<2@mail.example.net>"]

    assert (["Offer 4711"], [False], [header], 1) == read_of(OTHER + REPORT)
    assert (["Offer 4711"] * 2, [False] * 2, [header], 1) == read_of(REPORT + OTHER + SECOND)


@pytest.mark.parametrize("told", [
    "From: bob@example.org\nTo: desk@example.org\nSubject: FW: trace\n",
    "Ticket: 4711\nSubject: missing mail\nRequester: Anna\n",
    "Hello,\nRequester: Anna\nPriority: 2\nSubject: missing mail\n",
])  # fmt: skip
def test_without_a_route_the_lines_above_are_no_subject_either(told):
    """The few fields that a mail program or a ticket puts above what is forwarded."""
    assert (["Offer 4711"], [False], [], 0) == read_of(told + REPORT)


@pytest.mark.parametrize("text", [
    f"Subject: Hello\n{ROUTE}{REST}{REPORT}",
    f"Subject: Hello\n{HEADER}{REPORT}",
    f"{HEADER}Subject: Hello\n{REPORT}",
    f"Date: today\nSubject: Hello\n{REST}{REPORT}",
    f"{ROUTE}Subject: Hello\nno field\n{REPORT}",
    f"Ticket: 1\nSubject: Hello\nX-Forefront-Antispam-Report: SFV:SKN\n{REPORT}",
    f"Ticket: 1\nSubject: Hello\nSubject: You\nNote: x\n{REPORT}",
    f"Subject: Hello\nNote: x\n{REPORT}",
    f"Bob:\nSubject: Hello\n{REPORT}",
])  # fmt: skip
def test_a_subject_that_imitates_a_header_is_caught(text):
    """A long subject that was wrapped: the label stands above it, or more than twice."""
    assert [True] == parse(text).journeys["ambiguous"].tolist()


def test_many_headers_and_reports_take_linear_time():
    """Each stretch between two reports is looked at once."""
    took = []
    for times in (60, 240):
        start = time.perf_counter()
        parse((HEADER + REPORT) * times)
        took.append(time.perf_counter() - start)

    assert took[1] < 4 * 2.6 * took[0]
