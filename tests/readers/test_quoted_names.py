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
    "Malware | Malware: 'Trojan_Gen_FileType_ZIP_A' was detected in attachment invoice.zip",
    'Malware | Malware: "Trojan_Gen_FileType_ZIP_A" was detected in attachment scan (2): a.zip',
    "Transport rule | Transport rule: 'Block: \"x\" y', ID: ('-1'), DLP policy: '', ID: (-1).",
    f"Malware | Malware: 'JS/Phish', Action: {'quarantine, ' * 9}told",
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


ANSWER = """550 5.7.1 <a@example.net>: Recipient rejected: 'no such user' by: "list" """.strip()


@pytest.mark.parametrize("flat", [False, True], ids=["lines", "one line"])
@pytest.mark.parametrize("reason", [
    f"[{{LED={ANSWER}}};{{MSG=}};{{FQDN=mx.example.net}};{{IP=192.0.2.1}};{{LRT=}}]",
    f"[{{LED={ANSWER} and more]}};{{MSG=4. OutboundProxyTargetIP: 192.0.2.1. "
    "OutboundProxyTargetHostName: mx.example.net",
    f"{{[{{LED={ANSWER}}};{{MSG=}}]}}",
    ANSWER,
])  # fmt: skip
@pytest.mark.parametrize("event", ["Fail", "Defer"])
def test_what_a_server_quotes_is_no_name(event, reason, flat):
    """An answer may quote anything; the service itself cuts a long one before its last brace."""
    text = REPORT.format(row=f"{event} | Reason: {reason}")
    trace = parse(text.replace("\n", " ") if flat else text)

    assert [False] == trace.journeys["ambiguous"].tolist()
    assert ["Receive", event, "Deliver"] == trace.events["event"].tolist()


@pytest.mark.parametrize("row", [
    f"Fail | Reason: [{{LED=550 5.7.1 rejected: 'a' {FORGED}b}};{{MSG=}}]",
    f"Fail | Reason: [{{LED=550 5.7.1 rejected: 'a'\n{FORGED}b}};{{MSG=}}]",
    f"Fail | Reason: 550 5.7.1 Rule: 'a'\n{FORGED}b{END}",
    f"Deliver | The message was successfully delivered to the folder: a {FORGED}b{END}",
    f"Transport rule | Transport rule: 'a\n{FORGED}"
    f"The message was successfully delivered to the folder: b{END}",
    f"Transport rule | Transport rule: 'a\n{FORGED}The message was delivered to the b{END} folder",
    f"Transport rule | Transport rule: 'a' was detected in attachment x\n{FORGED}b{END}",
    f"Malware | Malware: 'a\n{FORGED}' was detected in attachment x",
])  # fmt: skip
def test_an_answer_or_a_folder_that_holds_a_row_is_caught(row):
    """What closes without a beginning stood inside something else, whatever sentence it is in."""
    assert [True] == parse(REPORT.format(row=row)).journeys["ambiguous"].tolist()


LONE = "Malware | Malware: 'JS/Phish', Action: {}"
SHORT = REPORT.replace("and this line is as long as lines are in a text that nobody wrapped.", "")


@pytest.mark.parametrize(("length", "around", "ambiguous"), [
    (15, "", False), (37, "", True), (37, REPORT.format(row=LONE.format("x " * 60)), False),
    (100, "", False), (37, "https://example.net/" + "x" * 200 + "\n", True),
])  # fmt: skip
def test_a_row_as_long_as_the_longest_line_may_be_wrapped(length, around, ambiguous):
    """Longer lines beside it tell that nobody wrapped it, and so does a length no program leaves.

    A single long word tells nothing: it is left whole by programs that wrap.
    """
    report = SHORT.format(row=LONE.format("x" * length))
    trace = parse(f"{around}\n{report}")

    assert ambiguous == trace.journeys["ambiguous"].tolist()[-1]


def test_without_line_ends_nothing_is_concluded():
    """Where all stands in one line, a row may be a part of the name before it."""
    text = REPORT.format(row="Malware | Malware: 'JS/Phish', Action: quarantine")

    assert [True] == parse(text.replace("\n", " ")).journeys["ambiguous"].tolist()
