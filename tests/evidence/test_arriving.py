"""A gateway before Microsoft 365 is known by the server that the mail came from, or not at all."""

from pathlib import Path

import pytest
from msgspec import structs

from tracekit import diagnose
from tracekit.knowledge import load_gateway
from tracekit.knowledge.gateway import Address
from tracekit.readers.front import parse

REPORT = (
    Path(__file__).parents[1] / "data" / "report-text" / "return-junk-in-lines.txt"
).read_text("utf-8")
MESSAGE_ID = parse(REPORT).journeys["message_id"][0]
HEADER = """Received: from DB1.eurprd01.prod.exchangelabs.com by AM1.eurprd01.prod.exchangelabs.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:20 +0000
Received: from {entry} by DB1.mail.protection.outlook.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:10 +0000
Received: from {below} by {below}; Tue, 6 Dec 2022 17:31:00 +0000
Message-ID: {id}
Subject: x
"""
NETWORK = Address(network="203.0.113.0/24", meaning="An example.", source="tracekit-reasoning")
GATEWAY = structs.replace(load_gateway("mimecast"), addresses=(NETWORK,))


def found(entry=None, below="app.example.net", connector="", direction="", from_ip=""):
    """Diagnose the return of the founding document as mail that came through Mimecast, or not."""
    text = REPORT
    if entry:
        text += "\n\nIts header:\n\n" + HEADER.format(entry=entry, below=below, id=MESSAGE_ID)
    trace = parse(text)
    told = {"connector": connector, "direction": direction, "from_ip": from_ip}
    journeys = trace.journeys.assign(**{k: v for k, v in told.items() if v})
    case = diagnose(type(trace)(**{**vars(trace), "journeys": journeys}), GATEWAY).case()
    step = next(step for step in case.steps if step.node == "g-mx")
    return case.outcomes["gateway"], step


@pytest.mark.parametrize("signs", [
    {"entry": "mail.example.net (203.0.113.9)"},
    {"entry": "eu-smtp-1.mimecast.com (192.0.2.10)"},
    {"connector": "Mimecast to Microsoft 365", "direction": "Incoming"},
    {"from_ip": "203.0.113.9"},
], ids=["address in the header", "name in the header", "connector", "From IP"])  # fmt: skip
def test_a_sign_of_the_sending_host_is_a_weak_yes(signs):
    """It came from the gateway's servers; a sender of the same service would look alike."""
    outcome, step = found(**signs)

    assert ("analysed-inline", "yes", "consistent with") == (outcome, step.answer, step.strength)
    assert "uses the same service" in step.because


@pytest.mark.parametrize("signs", [
    {},
    {"from_ip": "192.0.2.7"},
    {"entry": "mail.example.net (192.0.2.10)"},
    {"entry": "mail.example.net (192.0.2.10)", "below": "eu-smtp-1.mimecast.com"},
    {"entry": "mimecast.com.example.net (192.0.2.10)"},
    {"connector": "Mimecast to Microsoft 365", "direction": "Originating"},
], ids=["nothing", "some From IP", "some server", "a line that anybody writes", "a false name",
        "the way out"])  # fmt: skip
def test_what_proves_nothing_is_not_taken_for_a_proof(signs):
    """Neither yes nor no: what to ask for is said."""
    outcome, step = found(**signs)

    assert ("cannot-tell", "cannot tell") == (outcome, step.answer)
    assert "headers" in step.ask


INKY = "34.210.15.192"
BETWEEN = """Received: from gateway.example.net ({back}) by AM1.mail.protection.outlook.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:50 +0000
Received: from {sent} by gateway.example.net; Tue, 6 Dec 2022 17:31:40 +0000
"""


@pytest.mark.parametrize(("back", "sent", "outcome", "answer"), [
    (INKY, "DB1.eurprd01.prod.exchangelabs.com", "outbound-not-in-trace", "yes"),
    ("192.0.2.10", f"x ({INKY})", "cannot-tell", "cannot tell"),
])  # fmt: skip
def test_who_gave_mail_back_stands_in_its_header(back, sent, outcome, answer):
    """A gateway that mail is sent on to is known by the line by which it came in again."""
    header = BETWEEN.format(back=back, sent=sent) + HEADER.format(
        entry="mail.example.net (192.0.2.7)", below="app.example.net", id=MESSAGE_ID
    )
    clean = "\n".join(line for line in REPORT.splitlines() if "IPW" not in line)
    case = diagnose(parse(f"{clean}\n\nIts header:\n\n{header}"), "inky").case()
    step = next(step for step in case.steps if step.node == "g-marks")

    assert (outcome, answer) == (case.outcomes["gateway"], step.answer)
