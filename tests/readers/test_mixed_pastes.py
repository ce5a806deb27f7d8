"""A paste with reports and a console's records gives both, each thing once and at its place."""

import pytest

from tracekit import read
from tracekit.readers.front import parse

REPORT = """Subject: Hello
Sender: ann@example.net
Recipient: bob@example.com
Received -> Processed -> Sent
Status: Office 365 sent the message to an external address.
More information: <div></div>
Date (UTC) | Event | Detail |
11/17/2026, 2:02 PM | Receive | Message received by: SA1PR02MB7401.namprd02.prod.outlook.com
11/17/2026, 2:02 PM | Send external | Message sent to mx1.example.net at 192.0.2.77
More information
Message ID:<1@mail.example.net>
Message size | From IP | To IP
48.12 KB | 198.51.100.7 | 192.0.2.77
"""
RECORD = """PS C:\\> Get-MessageTraceDetailV2 -RecipientAddress bob@example.com | fl

MessageTraceId   : 6a638d20-1e63-493a-80a2-08da9a4ff8da
MessageId        : <1@mail.example.net>
RecipientAddress : bob@example.com
Date             : 11/17/2026 2:03:41 PM
Event            : Receive
Detail           : Message received by: SA2PR02MB7402.namprd02.prod.outlook.com

MessageTraceId   : 6a638d20-1e63-493a-80a2-08da9a4ff8da
MessageId        : <1@mail.example.net>
RecipientAddress : bob@example.com
Date             : 11/17/2026 2:03:42 PM
Event            : Deliver
Detail           : The message was delivered to the Inbox folder.
"""
TALK = "and the other one, f\u00fcr alle F\u00e4lle:\n"
PASTES = {
    "report-first": REPORT + "\n" + TALK + "\n" + RECORD,
    "console-first": RECORD + "\n" + TALK + "\n" + REPORT,
    "talk-beside": RECORD + "\n" + TALK + REPORT,
    "nothing-between": REPORT + RECORD,
    "one-line": RECORD + "\n" + TALK + "\n" + " ".join(REPORT.split("\n")) + "\n",
    "quoted": "".join(f"> {line}\n" for line in (RECORD + "\n" + REPORT).split("\n")),
    "windows-lines": (REPORT + "\n" + TALK + "\n" + RECORD).replace("\n", "\r\n"),
    "fenced": f"```\n{RECORD}```\n\n```\n{REPORT}```\n",
}


@pytest.mark.parametrize("name", sorted(PASTES))
def test_both_forms_of_one_paste_are_read(name):
    """Whichever stands first, and whatever stands between."""
    trace = parse(PASTES[name])

    assert 2 == len(trace.journeys)
    assert ["Deliver", "Receive", "Receive", "Send external"] == sorted(trace.events["event"])
    assert ["report-text, powershell-text"] == trace.sources["format"].tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", sorted(PASTES))
def test_every_place_is_true(name, encoding):
    """An event's line and bytes lead to it, and the account covers every byte once."""
    text = PASTES[name]
    raw = text.encode(encoding)
    trace = read(raw)
    lines = text.replace("\r\n", "\n").split("\n")
    spans = trace.spans.sort_values("offset")

    for event in trace.events.itertuples():
        place = lines[event.line - 1 :]
        assert event.time_text[:10] in "\n".join(place[:5])
    for event in trace.events.dropna(subset=["offset"]).itertuples():
        piece = raw[event.offset : event.offset + event.length]
        assert event.event in piece.decode(encoding.replace("utf-16", "utf-16-le"))
    assert [0, *spans["offset"].add(spans["length"])] == [*spans["offset"], len(raw)]


@pytest.mark.parametrize(("name", "lines"), [("report-first", [15]), ("console-first", [17]),
                                             ("nothing-between", []), ("quoted", [])])  # fmt: skip
def test_what_neither_reads_is_a_problem_once(name, lines):
    """Talk between the two is kept with its line; what was read is no problem."""
    assert lines == parse(PASTES[name]).problems["line"].tolist()


def test_the_same_journey_in_both_forms_is_one():
    """A report above the details it is from."""
    same = RECORD.replace("2:03:", "2:02:").replace("SA2PR02MB7402", "SA1PR02MB7401")
    report = REPORT.replace("Send external | Message sent to mx1.example.net at 192.0.2.77",
                            "Deliver | The message was delivered to the Inbox folder.")  # fmt: skip
    trace = parse(report.replace("192.0.2.77", "null") + "\n" + same)

    assert 1 == len(trace.journeys)
    assert ["Receive", "Deliver"] == trace.events["event"].tolist()


@pytest.mark.parametrize("talk", [TALK, "Sender: ann@example.net Recipient: bob@example.com\n"])
def test_words_alone_are_no_report(talk):
    """Without a row of an event nothing was pasted from the portal."""
    trace = parse(RECORD + "\n" + talk)

    assert 1 == len(trace.journeys)
    assert ["powershell-text"] == trace.sources["format"].tolist()
    assert ["unknown-text"] == trace.problems["kind"].tolist()


COLUMNS = "Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,MessageTraceId"
ROW = ("2026-11-17T14:03:41Z,ann@example.net,bob@example.com,Hello,Delivered,<1@mail.example.net>,"
       "6a638d20-1e63-493a-80a2-08da9a4ff8da")  # fmt: skip
TABLE = f"{COLUMNS}\n{ROW}\n"
LONG = "".join(
    f"11/17/2026, 2:02 PM | Transport rule | Transport rule: 'R{n}'\n" for n in range(70)
)
WITH_TABLES = {
    "report-first": REPORT + "\n" + TALK + "\n" + TABLE,
    "table-first": TABLE + "\n" + TALK + "\n" + REPORT,
    "nothing-between": REPORT + TABLE,
    "windows-lines": (REPORT + "\n" + TABLE).replace("\n", "\r\n"),
    "both-sides": REPORT + TABLE + REPORT.replace("<1@", "<2@"),
    "long-report": REPORT.replace("11/17/2026, 2:02 PM | Send", LONG + "11/17/2026, 2:02 PM | Send")
    + TABLE,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", sorted(WITH_TABLES))
def test_a_table_beside_a_report_leaves_it_whole(name, encoding):
    """Every event of the reports and every record of the CSV is there, and every byte accounted."""
    raw = WITH_TABLES[name].encode(encoding)
    trace = read(raw)
    spans = trace.spans.sort_values("offset")

    count = WITH_TABLES[name].count(" | Send external")
    assert count == trace.events["event"].eq("Send external").sum()
    assert 1 + count == len(trace.journeys)
    assert ["report-text, trace-csv"] == trace.sources["format"].tolist()
    assert len(raw) == trace.sources["bytes"][0]
    assert [0, *spans["offset"].add(spans["length"])] == [*spans["offset"], len(raw)]
    for event in trace.events.dropna(subset=["offset"]).itertuples():
        piece = raw[event.offset : event.offset + event.length]
        assert event.event in piece.decode(encoding.replace("utf-16", "utf-16-le"))


@pytest.mark.parametrize("asked", [
    f"PS C:\\> Get-MessageTraceV2 -MessageId '<1@mail.example.net>' | fl {COLUMNS}",
    f"Get-MessageTraceV2 -MessageId '<1@mail.example.net>' | Format-List {COLUMNS}",
    f"PS C:\\> $found | select {COLUMNS} | Format-List",
    f"PS C:\\> Get-MessageTraceV2 |\n>> fl {COLUMNS}",
    f"PS C:\\> $found |\n    Format-List {COLUMNS.replace(',', ', ')}",
], ids=["fl", "no-prompt", "select", "second-line", "blanks"])  # fmt: skip
def test_the_columns_that_a_command_names_are_no_header(asked):
    """What the console printed below it is read, and so is the report above."""
    record = "".join(
        f"{name:<16} : {value}\n"
        for name, value in zip(COLUMNS.split(","), ROW.split(","), strict=True)
    )
    record = record.replace("2026-11-17T14:03:41Z", "11/17/2026 2:03:41 PM")
    trace = parse(f"{REPORT}\n{asked}\n\n{record}\n")

    assert ["report-text, powershell-text"] == trace.sources["format"].tolist()
    assert ["Delivered", "Sent"] == sorted(trace.journeys["status"])


def test_what_stands_above_a_table_is_told():
    """Talk above the header is a row of its own, and costs no record."""
    trace = parse("Dear all,\nsee below\n\n" + TABLE)

    assert [1, 2] == trace.problems["line"].tolist()
    assert ["unknown-text"] * 2 == trace.problems["kind"].tolist()
    assert 1 == len(trace.journeys)
