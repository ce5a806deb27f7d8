"""What a console prints becomes the records again; what it cut off is missing, and told."""

from __future__ import annotations

import re

import pytest
from console_print import COLUMNS, DETAIL, TABLE, TRACE, as_list, as_table
from hypothesis import given
from hypothesis import strategies as st

from tracekit.knowledge.formats import kind_of
from tracekit.readers.containers import console


def read(text):
    """The records of a text: kind, line, cells."""
    found = []
    for grid in console.grids(text):
        columns = [column.to_pylist() for column in grid.columns]
        for line, cells in zip(grid.lines, zip(*columns, strict=True), strict=True):
            row = dict(zip(grid.names, cells, strict=True))
            found.append((kind_of(grid.names).id, int(line), row))
    return found


def problems(text):
    """The problems of a text: line, kind, text."""
    return [(p["line"], p["kind"], p["text"]) for g in console.grids(text) for p in g.problems]


def test_a_list_gives_its_records_with_their_lines():
    """Colons in values, empty values and padding change nothing."""
    text = f"\n\n{as_list(TRACE)}\n\n{as_list(TRACE)}\n\n"

    assert "" == console.sniff(text)
    assert [("trace", 3, TRACE), ("trace", 14, TRACE)] == read(text)
    assert [] == problems(text)


def test_kinds_are_told_apart():
    """A trace, its details and a table in one paste are one grid for each kind."""
    table = as_table([TRACE], ["Received", "SenderAddress", "RecipientAddress", "Status"])
    text = f"{as_list(TRACE)}\n\n{as_list(DETAIL)}\n\n{as_list(DETAIL)}\n\n{table}\n"

    assert ["trace", "trace", "detail", "detail"] == [kind for kind, _, _ in read(text)]
    assert [1, 26, 12, 18] == [line for _, line, _ in read(text)]
    assert [] == problems(text)


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("copied", [True, False])
@pytest.mark.parametrize("width", [40, 50, 60, 72, 80, 100, 120])
def test_wrapped_values_are_whole_again(width, copied, words):
    """Whatever the width of the console, and whether copying lost the blanks at line ends."""
    long = {
        **TRACE,
        **DETAIL,
        "Subject": "A long subject, as people write them who put their whole message into the "
        "first line, goes on for longer than a line of any console is, however wide it may be set",
    }
    text = as_list(long, width, words)
    if copied:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    [(_, _, row)] = read(text)
    ids = ("MessageId", "MessageTraceId", "SenderAddress", "RecipientAddress")

    assert {name: long[name] for name in ids} == {name: row[name] for name in ids}
    if words or not copied:
        assert long == row


NOISE = """Windows PowerShell
Copyright (C) Microsoft Corporation. All rights reserved.

PS C:\\> Get-MessageTrace -SenderAddress anna@example.com |
>> Format-List
WARNING: 1,000 results
{}
[12:01 PS] PS /home>
"""


def test_noise_is_passed_over_and_prose_is_told():
    """Prompts and warnings are nothing; anything else that was not read is a problem."""
    text = f"Dear all,\nsee below.\n\n{NOISE.format(as_list(TRACE))}"

    assert [("trace", 10, TRACE)] == read(text)
    assert [(1, "unknown-text", "Dear all, see below."),
            (20, "unknown-text", "[12:01 PS] PS /home>")] == problems(text)  # fmt: skip


def test_a_warning_inside_a_record_does_not_split_it():
    """A console prints its streams in between."""
    lines = as_list(TRACE).split("\n")
    text = "\n".join([*lines[:4], "WARNING: something", *lines[4:]])

    assert [("trace", 1, TRACE)] == read(text)
    assert [] == problems(text)


def test_a_forged_property_in_a_value_is_part_of_it():
    """A line below a value belongs to it, whatever it looks like."""
    forged = as_list(TRACE).replace("world", "world\n                   Status : Failed")
    [(_, _, row)] = read(forged)

    assert ("Delivered", "Re: Hello : world Status : Failed") == (row["Status"], row["Subject"])


def test_a_list_in_braces_is_joined_and_its_lost_end_told():
    """$FormatEnumerationLimit leaves out all but four."""
    record = {"Timestamp": "3/1/2026", "EventId": "RECEIVE", "Source": "SMTP"}
    whole = as_list({**record, "Recipients": "{a@example.com, b@example.com}", "Reference": "{}"})
    cut = as_list({**record, "Recipients": "{a@example.com, b@example.com...}", "Reference": "{}"})

    assert ["a@example.com;b@example.com"] * 2 == [
        read(t)[0][2]["Recipients"] for t in (whole, cut)
    ]
    assert "" == read(whole)[0][2]["Reference"]
    assert ([], [1]) == (problems(whole), [line for line, _, _ in problems(cut)])


@pytest.mark.parametrize(
    "names", [COLUMNS, COLUMNS[::-1], ["Status", *COLUMNS[:4], "MessageTraceId"]]
)
def test_a_table_is_read_by_its_names(names):
    """In any order, with empty cells."""
    other = {**TRACE, "Subject": "", "Status": "Failed"}
    text = f"\n{as_table([TRACE, other, TRACE], names)}\n\n"
    expected = [{name: record[name] for name in names} for record in (TRACE, other, TRACE)]

    assert "" == console.sniff(text)
    assert expected == [row for _, _, row in read(text)]
    assert [4, 5, 6] == [line for _, line, _ in read(text)]
    assert [] == problems(text)


def test_numbers_stand_right_aligned():
    """A number longer than its heading begins left of it."""
    text = ("Received  RecipientAddress SenderAddress      Size Status\n"
            "--------  ---------------- -------------      ---- ------\n"
            "3/1/2026  ben@example.org  anna@example.com      1 Delivered\n"
            "3/1/2026  ben@example.org  anna@example.com 123456 Failed\n")  # fmt: skip

    assert ["1", "123456"] == [row["Size"] for _, _, row in read(text)]
    assert [] == problems(text)


def test_wide_characters_take_two_columns():
    """As PowerShell counts them."""
    text = ("Received SenderAddress    Subject RecipientAddress Status\n"
            "-------- -------------    ------- ---------------- ------\n"
            "3/1/2026 anna@example.com 日本語  ben@example.org  Delivered\n"
            "3/1/2026 anna@example.com 日本 a  ben@example.org  Failed\n")  # fmt: skip

    assert ["日本語", "日本 a"] == [row["Subject"] for _, _, row in read(text)]
    assert ["ben@example.org"] * 2 == [row["RecipientAddress"] for _, _, row in read(text)]


@pytest.mark.parametrize("mark", ["…", "..."])
def test_an_id_that_is_cut_off_is_missing(mark):
    """A part of an address is no address; a part of a subject is better than none."""
    cut = {**TRACE, "RecipientAddress": f"ben.long.name@e{mark}", "Subject": f"Re: Hel{mark}"}
    text = as_table([cut], COLUMNS)
    [(_, _, row)] = read(text)

    assert {"RecipientAddress": "", "Status": "Delivered"}.items() <= row.items()
    assert f"Re: Hel{mark}" == row["Subject"]
    assert [(3, "record")] == [found[:2] for found in problems(text)]
    assert "Subject may be cut off" in console.grids(text)[0].repairs[0]


@pytest.mark.parametrize("widths", [[19, 7, 30], [10, 7, 30], [19, 7, 70]])
def test_wrapped_tables_are_whole_again(widths):
    """Format-Table -Wrap continues cells below them."""
    other = {**DETAIL, "Event": "Spam", "Detail": "Spam confidence level: 9"}
    text = as_table([DETAIL, other, DETAIL], ["Date", "Event", "Detail"], widths, wrapped=True)
    expected = [{n: r[n] for n in ("Date", "Event", "Detail")} for r in (DETAIL, other, DETAIL)]

    assert expected == [row for _, _, row in read(text)]
    assert [] == problems(text)


def test_a_row_that_does_not_fit_is_a_problem():
    """Blanks that were folded leave no columns: nothing is guessed."""
    text = as_table([TRACE, TRACE], COLUMNS)
    folded = re.sub(" +", " ", text.rpartition("\n")[2])
    text = f"{text}\n{folded}\nThanks\n"

    assert [TRACE["Status"]] * 2 == [row["Status"] for _, _, row in read(text)]
    assert [(5, "unknown-text", f"{folded} Thanks")] == problems(text)


def test_a_record_of_something_else_is_told():
    """Another cmdlet's record is no message, and no part of one."""
    text = f"{as_list(TRACE)}\n\nName  : Ben\nAlias : ben\n\n{as_list(TRACE)}"

    assert [TRACE, TRACE] == [row for _, _, row in read(text)]
    assert [(12, "unknown-text", "Name : Ben Alias : ben")] == problems(text)


@pytest.mark.parametrize("size", range(10, 230, 10))
def test_a_record_that_the_text_ends_in_is_told(size):
    """Neither a piece of a value nor a record without its ids is taken for whole."""
    text = f"{as_list(TRACE)}\n\n{as_list(TRACE)}"
    first, *others = [row for _, _, row in read(text[: len(as_list(TRACE)) + 2 + size])]

    assert TRACE == first
    assert all({value, None, ""} >= {row[name]} for row in others for name, value in TRACE.items())
    assert 12 == problems(text[: len(as_list(TRACE)) + 2 + size])[0][0]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "no line"), ("Dear all", "no line"), ("Subject: x\nSender: y", "no line"),
    ("Name : Ben", "no record names"), ("a  b\n-  -\n1  2", "no record names"),
    (as_list({k: v for k, v in TRACE.items() if k != "Status"}), "lacks Status"),
])  # fmt: skip
def test_what_is_no_trace_is_declined(text, reason):
    """The reason names what is there or what is missing."""
    assert reason in console.sniff(text)
    assert [] == read(text)


words = st.text("abcxyz:|.,-'", min_size=1, max_size=9)
subjects = st.lists(words, max_size=12).map(" ".join)
records = subjects.map(lambda subject: {**TRACE, "Subject": subject})


@given(st.lists(records, min_size=1, max_size=4), st.sampled_from([0, 60, 80, 120]))
def test_lists_come_back(written, width):
    """Any records, wrapped at any width, come back, blank for blank."""
    text = "\n\n".join(as_list(record, width) for record in written)

    assert written == [row for _, _, row in read(text)]


@given(st.lists(records, min_size=1, max_size=4), st.permutations(COLUMNS))
def test_tables_come_back(written, names):
    """Any records in columns of any order."""
    text = as_table(written, names)

    assert [{n: r[n] for n in names} for r in written] == [row for _, _, row in read(text)]


LINES = [*as_list(TRACE).split("\n"), *TABLE.split("\n"), "Dear all", "x : y", "", "PS> x", "- - -"]


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_nothing_is_lost(lines):
    """Every word of a line is in a record, in a problem, or in noise and headings."""
    text = "\n".join(lines)
    told = " ".join(str(v) for _, _, row in read(text) for v in (*row, *row.values()))
    told += " ".join(told for _, _, told in problems(text)) + "PS> x - - : -------- ------- ------"
    missing = {word for word in text.split() if word not in told and set(word) != {"-"}}

    assert set() == missing
