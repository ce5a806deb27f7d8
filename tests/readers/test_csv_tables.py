"""No cell of a CSV is changed, no record lost, and what may be missing is said."""

import io

import pandas as pd
import pytest

from tracekit.combine import combine
from tracekit.readers.front import parse, read

HEAD = "MessageTraceId,SenderAddress,RecipientAddress,Subject,Status,Received,Note\n"
ROW = '{n:036},a@example.net,b{n}@example.com,"{subject}",Failed,2026-01-01T00:00:00Z,"{note}"\n'
# What a reader that guesses types turns into something else.
TRAPS = ["NA", "null", "None", "nan", "", "00123", "1e5", "+49 123", "1,000", "TRUE", "2026-01-01",
         " padded ", "two\nlines", "two\r\nlines", 'said ""yes""', "'quoted'", "#N/A", "\\N", "-",
         "a\tb", "é\u200b", HEAD.strip().replace('"', "")]  # fmt: skip


def table(notes):
    """A CSV with one record for each note, in a column that has no place of its own."""
    rows = (ROW.format(n=n, subject="x", note=note) for n, note in enumerate(notes))
    return HEAD + "".join(rows)


def test_no_cell_is_changed():
    """NA words, leading zeros, 1e5, line breaks and a header inside a cell stay as they are."""
    extra = parse(table(TRAPS)).extra

    assert [t.replace('""', '"') for t in TRAPS] == extra["Note"].fillna("").tolist()


def test_plain_pandas_would_change_some():
    """The traps are real: reading by hand changes many of these cells."""
    by_hand = pd.read_csv(io.StringIO(table(TRAPS)))["Note"]

    assert by_hand.isna().sum() > 5


@pytest.mark.parametrize("line", [
    "only,three,cells", ",".join("abcdefghijk"), '"an open quote', "Dear all",
])  # fmt: skip
def test_a_bad_line_is_told_and_the_good_ones_kept(line):
    """One line that does not fit costs no other record."""
    good = table(["x"] * 3)
    trace = parse(good + line + "\n")

    assert 3 <= len(trace.journeys)
    assert ["b0@example.com", "b1@example.com", "b2@example.com"] == trace.journeys[
        "recipient"].tolist()[:3]  # fmt: skip
    assert 5 in trace.problems["line"].tolist()


@pytest.mark.parametrize(("count", "warned"), [(999, False), (1000, True), (1001, False)])
def test_a_round_number_of_records_is_told(count, warned):
    """Exactly as many records as the service returns at most may not be all there were."""
    trace = parse(table(["x"] * count))

    assert count == len(trace.journeys)
    assert warned == trace.problems["kind"].eq("limit").any()


def test_two_tables_of_different_kinds_in_one_file():
    """Each header line begins a table of its own; both are read."""
    details = ("Date,Event,Detail,MessageTraceId,RecipientAddress\n"
               "2026-01-01T00:00:00Z,Fail,gone," + "0" * 36 + ",b0@example.com\n")  # fmt: skip
    trace = parse(table(["x"]) + details)

    assert ["Fail"] == trace.events["event"].tolist()
    assert 1 == len(trace.journeys)


def test_a_wrong_file_names_what_is_missing():
    """A CSV of something else, or with a column left out, is one clear sentence."""
    trace = parse("Received,SenderAddress,Status\n2026-01-01,a@example.net,Failed\n")

    assert "RecipientAddress is missing" in trace.problems["reason"].iloc[0]


HEADERS = {
    "Extended report": "date_time_utc,source,event_id,message_id,network_message_id,"
    "recipient_address,recipient_status,custom_data",
    "Enhanced summary report": "origin_timestamp_utc,sender_address,recipient_status,message_id",
    "Get-MessageTrace": "MessageTraceId,RecipientAddress,Status,Received,SenderAddress",
    "Get-MessageTraceDetail": "Date,Event,Detail,MessageTraceId,RecipientAddress",
}


@pytest.mark.parametrize("title", sorted(HEADERS))
def test_a_header_without_records_is_told(title):
    """It is an empty trace that says so, and takes nothing from what is read beside it."""
    full = b"MessageTraceId,RecipientAddress,Status,Received,SenderAddress\n1,a@x,Failed,,b@x\n"
    alone = read(HEADERS[title].encode())
    both = combine([alone, read(full)])

    assert (0, 0, 1) == (len(alone.journeys), len(alone.events), len(alone.problems))
    assert "holds no records" in alone.problems["reason"].iloc[0]
    assert ["Failed"] == both.journeys["status"].tolist()
