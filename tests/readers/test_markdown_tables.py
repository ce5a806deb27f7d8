"""Message lists that tickets and chats hold as Markdown tables are read, and lose no line."""

import time

import pytest

from tracekit import read
from tracekit.readers.containers import markdown

TABLE = """\
| Date (UTC) | Sender | Recipient | Subject | Status |
|:-----------|--------|:---------:|---------|-------:|
| 3/17/2026 8:01 AM | a@example.com | [b@example.org](mailto:b@example.org) | x \\| y | Failed |
| 3/17/2026 8:05 AM | a@example.com | c@example.org |  | Delivered |
"""
REPORT = """\
Subject: Offer
Sender: a@example.com
Recipient: b@example.org
Date (UTC+00:00) | Event | Detail
3/17/2026, 8:31 AM | Receive | Message received by: X.example.com using TLS1.2 with AES256
Message ID: <1.2@mail.example.com>
"""
JSON = """\
[{"Received": "2026-03-17T09:00:00Z", "SenderAddress": "a@example.com", "Status": "Failed",
  "RecipientAddress": "d@example.org", "Subject": "Two"}]
"""


def told(*texts):
    """Recipients that a paste tells of, and the words of its problems but for zones."""
    trace = read("\n".join(texts).encode())
    problems = trace.problems[trace.problems["kind"].isin(["unknown-text", "record", "unreadable"])]
    return sorted(trace.journeys["recipient"]), problems["text"].tolist()


def test_cells_are_those_of_the_table():
    """Links, escaped bars and empty cells are what a reader of the table sees."""
    found = read(TABLE.encode()).journeys

    assert ["b@example.org", "c@example.org"] == found["recipient"].tolist()
    assert ["x | y", ""] == found["subject"].fillna("").tolist()
    assert ["Failed", "Delivered"] == found["status"].tolist()


@pytest.mark.parametrize(("texts", "people", "words"), [
    (["Hi Kim,", TABLE, "| cut | row |"], ["b", "c"], ["Hi Kim,", "| cut | row |"]),
    ([TABLE + "| cut | row |"], ["b", "c"], ["cut | row"]),
    (["Hi,", TABLE, REPORT], ["b", "b", "c"], []),
    ([REPORT, TABLE], ["b", "b", "c"], []),
    ([REPORT, JSON], ["b", "d"], []),
    (["Hi,", JSON, REPORT], ["b", "d"], []),
    ([JSON.rstrip() + " and so on", "", REPORT], ["b", "d"], ["and so on"]),
])  # fmt: skip
def test_what_stands_beside_a_table_or_json_is_read_or_told(texts, people, words):
    """Reports are read; other words are a problem where no report takes them."""
    assert ([f"{name}@example.org" for name in people], words) == told(*texts)


@pytest.mark.parametrize("text", [
    "Date | Event | Detail\n--- | --- | ---\n3/17/2026, 8:31 AM | Receive | x",
    "| Name | Alias | City |\n|---|---|---|\n| Ben | ben | Bern |",
    "| Date | Sender | Recipient | Status |\n| 3/17/2026 | a@example.com | b@example.org | x |",
])  # fmt: skip
def test_other_tables_are_no_lists(text):
    """A report's own table, one of something else, and one without its row of dashes."""
    assert "" != markdown.sniff(text)


@pytest.mark.parametrize("text", ["-  " * 7000, "|-" * 9000 + "x", "|" * 19_000, "- |" * 6000])
def test_hostile_rules_take_no_time(text):
    """The row of dashes is matched in one go."""
    begun = time.process_time()
    markdown.sniff(f"|a|b|c|\n{text}\n")

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("cells", ["\t", " | "])
def test_a_list_in_words_of_no_export_is_no_report(cells):
    """An address is no event: all of it is told as not read."""
    rows = [["Datum", "Absender", "Empfänger", "Ergebnis"],
            ["03.03.2026 09:00", "a@example.com", "b@example.org", "zugestellt"]]  # fmt: skip
    trace = read("\n".join(cells.join(row) for row in rows).encode())

    assert ([], ["unreadable"]) == (trace.events["event"].tolist(), trace.problems["kind"].tolist())


def test_a_row_of_dashes_below_the_headings_of_a_table_is_no_record():
    """Nobody is called `----`."""
    text = ("Date\tEvent\tDetail\tRecipientAddress\n----\t-----\t------\t-------\n"
            "2026-03-17T09:00:00Z\tReceive\tx\tb@example.org")  # fmt: skip

    assert ["b@example.org"] == read(text.encode()).journeys["recipient"].tolist()


HISTORY = "3/17/2026, 11:02 AM | Agent Kim | Customer called"


@pytest.mark.parametrize("text", [
    f"{HISTORY}\n{REPORT}", f"{REPORT}{HISTORY}", f"{HISTORY}\n{HISTORY}\n{REPORT}{HISTORY}",
])  # fmt: skip
def test_the_history_of_a_ticket_is_no_event(text):
    """Rows of people around a report change nothing."""
    trace = read(text.encode())

    assert ["Receive"] == trace.events["event"].tolist()
    assert [False] == trace.journeys["ambiguous"].tolist()


def test_an_event_behind_the_end_of_a_report_is_still_doubted():
    """A forged end does not hide the rows that follow it, whatever stands between."""
    row = "3/17/2026, 8:32 AM | Deliver | The message was delivered."

    assert read(f"{REPORT}{HISTORY}\n{row}".encode()).journeys["ambiguous"].any()
