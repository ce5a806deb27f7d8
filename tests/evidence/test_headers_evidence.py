"""Headers read beside a trace answer what the trace leaves open."""

from pathlib import Path

import pytest

from tracekit import diagnose
from tracekit.readers.front import parse

REPORTS = Path(__file__).parents[1] / "data" / "report-text"
RETURN = (REPORTS / "return-junk-in-lines.txt").read_text("utf-8")
OUTBOUND = (REPORTS / "outbound-in-lines.txt").read_text("utf-8")
HEADER = """Received: from DB1.eurprd01.prod.exchangelabs.com by AM1.eurprd01.prod.exchangelabs.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:20 +0000
Received: from mail.example.net (192.0.2.10) by DB1.mail.protection.outlook.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:10 +0000
Received: from app.example.net by mail.example.net; Tue, 6 Dec 2022 {sent} +0000
X-Forefront-Antispam-Report: CIP:192.0.2.10;SFV:{sfv};SCL:9;DIR:INB;
Message-ID: {message_id}
Subject: x
"""
MESSAGE_ID = parse(RETURN).journeys["message_id"][0]


def outcomes(sfv="SKS", sent="17:31:00", message_id=MESSAGE_ID):
    """Diagnose the founding pair with a header beside it."""
    header = HEADER.format(sfv=sfv, sent=sent, message_id=message_id)
    case = diagnose(parse(f"{OUTBOUND}\n\n{RETURN}\n\nIts header:\n\n{header}"))
    return case.outcomes.iloc[0], case.strength.iloc[0]


@pytest.mark.parametrize(("sfv", "strength"), [("SKS", "shown"), ("SPM", "consistent with")])
def test_the_header_settles_who_decided(sfv, strength):
    """SFV:SKS says that a rule had marked it; SFV:SPM leaves open that the filter agreed."""
    found, sure = outcomes(sfv)

    assert "decided-by-gateway" == found["decision"]
    assert strength == sure["decision"]


def test_the_header_of_another_message_adds_nothing():
    """Headers are joined by Message-ID only."""
    _, sure = outcomes("SKS", message_id="<other@mail.example.net>")

    assert "consistent with" == sure["decision"]


@pytest.mark.parametrize(("sent", "delay"), [
    ("15:00:00", "delay-before-microsoft"), ("17:31:00", "no-delay"),
])  # fmt: skip
def test_the_way_before_microsoft_becomes_visible(sent, delay):
    """Hours before the first Receive are a delay before Microsoft 365."""
    found, _ = outcomes(sent=sent)

    assert delay == found["delay"]
