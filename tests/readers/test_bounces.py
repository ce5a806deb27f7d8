"""What the text of a bounce names, from Microsoft's reports and from those of other servers."""

import pandas as pd
import pytest

from tracekit.readers.bounces import Bounce, parse_bounce

MICROSOFT = """Your message to j.doe@example.net couldn't be delivered.

Original Message Details
Created Date:    3/18/2026 9:02:01 AM
Sender Address:    olivia@example.org
Recipient Address:    j.doe@example.net
Subject:    Minutes: the board

Error Details
Message rejected by:    mx1.example.net
Sent by:    VI1PR08MB3344.eurprd08.prod.outlook.com
Message-ID: <board-7731@example.org>
"""
SHORT = """Delivery has failed to these recipients or groups:

j.doe@example.net
Diagnostic information for administrators:
Generating server: mail.example.org
"""
RFC_3464 = """Reporting-MTA: dns; mail.example.org
Final-Recipient: rfc822; j.doe@example.net
Remote-MTA: dns; mx1.example.net
"""


@pytest.mark.parametrize(("text", "expected"), [
    (MICROSOFT, Bounce("<board-7731@example.org>", "olivia@example.org", "j.doe@example.net",
                       "Minutes: the board", "3/18/2026 9:02:01 AM", "mx1.example.net",
                       "VI1PR08MB3344.eurprd08.prod.outlook.com")),
    (SHORT, Bounce(recipient="j.doe@example.net", reported_by="mail.example.org")),
    (RFC_3464, Bounce(recipient="j.doe@example.net", refused_by="mx1.example.net",
                      reported_by="mail.example.org")),
    ("Dear all, the mail is gone.", Bounce()),
])  # fmt: skip
def test_a_bounce_names_the_message_that_came_back(text, expected):
    """Each line that says something is taken once, whoever wrote the report."""
    assert expected == parse_bounce(text)


def test_the_reporting_service_is_no_sender_and_no_recipient():
    """A search for the postmaster would find nothing."""
    told = parse_bounce("Sender Address: postmaster@example.org\nyour message to MAILER-DAEMON@x.y")

    assert Bounce() == told


@pytest.mark.parametrize(("created", "day"), [
    ("10/15/2026 12:20:41 PM", pd.Timestamp("2026-10-15", tz="UTC")),
    ("15.10.2026 12:20", pd.Timestamp("2026-10-15", tz="UTC")),
    ("10/11/2026", None),
    ("", None),
])  # fmt: skip
def test_a_day_that_can_be_read_two_ways_is_no_day(created, day):
    """Then the command says which days to fill in, and guesses none."""
    assert day == Bounce(created=created).day
