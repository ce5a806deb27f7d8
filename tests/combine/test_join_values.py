"""A joined journey has the best value of each column, and says where inputs contradict."""

import pandas as pd
import pytest
from inputs_to_join import GUID, at, kinds, listed, pasted, places, trace, traced

from tracekit.combine import combine


def both(report: dict, record: dict):
    """A pasted report and a list, joined."""
    return combine([trace("b.csv", "trace-csv", record), trace("a.txt", "report-text", report)])


def test_exact_size_and_finer_time_win():
    """A report prints kilobytes and minutes; everything else is the report's."""
    joined = both(pasted("12:31", "12:31 Receive", status="Sent"), listed()).journeys.iloc[0]

    assert (231_588, at("12:31:05.123"), "Sent") == (
        joined["size_bytes"], joined["received"], joined["status"])  # fmt: skip
    assert ("a.txt", 2, "b.csv:2") == (joined["source"], joined["line"], joined["also"])


def test_a_status_that_is_not_final_gives_way():
    """A list that was made later knows how it ended."""
    joined = both(pasted("12:31", "12:31 Defer", status="Pending"), listed(status="Failed"))

    assert ["Failed"] == joined.journeys["status"].tolist()


def test_a_list_alone_keeps_its_vague_status():
    """Delivered may mean Junk or handed over: it is not made more precise."""
    joined = combine([trace(n, "trace-csv", listed()) for n in ("a.csv", "b.csv")])

    assert ["Delivered"] == joined.journeys["status"].tolist()


@pytest.mark.parametrize("column", ["subject", "sender"])
def test_a_contradiction_is_said(column):
    """The value of the richest input stays."""
    joined = both(pasted("12:31", "12:31 Receive"), listed(**{column: "else@example.org"}))

    assert ["contradiction"] == kinds(joined)
    assert ["b.csv"] == joined.problems["source"].tolist()
    assert "else@example.org" not in joined.journeys[column].tolist()


@pytest.mark.parametrize("subject", ["HELLO", " Hello ", None, "H?llo"])
def test_case_blanks_and_lost_letters_are_no_contradiction(subject):
    """Exports change them."""
    assert [] == kinds(both(pasted("12:31", "12:31 Receive"), listed(subject=subject)))


def test_a_cut_subject_is_no_contradiction_and_gives_way():
    """Lists keep 256 characters."""
    whole = "x" * 300
    first = traced("12:31:05.123", "12:31:05.123 Receive", subject=whole[:256])
    joined = combine([
        trace("a.csv", "extended-csv", first), trace("b.csv", "trace-csv", listed(subject=whole)),
    ])  # fmt: skip

    assert [whole] == joined.journeys["subject"].tolist()
    assert [] == kinds(joined)


def test_the_envelope_sender_is_no_contradiction():
    """Extended reports have the From header as sender and the envelope as return path."""
    other = traced("12:31:05.123", "12:31:05.123 Receive", sender="news@example.org",
                   return_path="ann@example.net")  # fmt: skip

    assert [] == kinds(combine([
        trace("a.csv", "extended-csv", other), trace("b.csv", "trace-csv", listed()),
    ]))  # fmt: skip


def test_many_contradictions_are_one_problem():
    """Ten thousand rows of one kind would hide all others."""

    def rows(word: str) -> list[dict]:
        return [listed(network_message_id=GUID[:-4] + f"{n:04x}", subject=f"{word} {n}")
                for n in range(50)]  # fmt: skip

    joined = combine([trace("a", "trace-csv", *rows("A")), trace("b", "trace-csv", *rows("B"))])

    assert ["contradiction"] == kinds(joined)
    assert "50" in joined.problems["reason"].iat[0]


@pytest.mark.parametrize(("count", "told"), [(3, 3), (4, 1)])
def test_overlapping_pages_are_counted_once(count, told):
    """Few records are named one by one, many by their number."""
    rows = [listed(recipient=f"u{n}@example.com") for n in range(count)]
    joined = combine([trace("a.csv", "trace-csv", *rows), trace("b.csv", "trace-csv", *rows)])

    assert count == len(joined.journeys)
    assert ["repeated"] * told == kinds(joined)
    assert {"b.csv"} == set(joined.problems["source"])
    assert {"a.csv:2", "b.csv:2"} == places(joined)[0]


def test_pages_in_one_file_are_counted_once():
    """Export-Csv -Append writes the row at the border of two pages twice."""
    joined = combine([trace("a.csv", "trace-csv", listed(), listed())])

    assert [{"a.csv:2", "a.csv:3"}] == places(joined)
    assert ["repeated"] == kinds(joined)


def test_a_repeated_report_names_the_first():
    """A report pasted twice is counted once."""
    report = pasted("12:31", "12:31 Receive")
    joined = combine([trace("a.txt", "report-text", report, report)])

    assert [{"a.txt:2", "a.txt:4"}] == places(joined)
    assert "line 2" in joined.problems["reason"].iat[0]
    assert 1 == len(joined.events)


def test_doubt_is_kept():
    """What was ambiguous in one input stays so."""
    joined = both(pasted("12:31", "12:31 Receive", ambiguous=True), listed(ambiguous=False))

    assert [True] == joined.journeys["ambiguous"].tolist()


def test_types_stay():
    """No column of a joined trace has another type, not even one without a value."""
    joined = both(pasted("12:31", "12:31 Receive"), listed())
    alone = trace("x", "trace-csv", listed())

    for name in ("journeys", "events", "problems", "spans"):
        pd.testing.assert_series_equal(getattr(alone, name).dtypes, getattr(joined, name).dtypes)
