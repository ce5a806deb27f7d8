"""The record of practice: nothing is lost, a torn line hurts nobody, what was missed comes back."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from tracekit.training import Practice, bundled_scenarios, progress_page
from tracekit.training.progress import (
    calibration,
    confusions,
    progress_text,
    skills,
    strengths,
    weeks,
)
from tracekit.training.record import Entry, History, Skill, append, default_record, read_record
from tracekit.training.schedule import order

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entry(number, scenario, right, named="", kind="right", **more):
    """One case handed in, `number` days after a Monday."""
    skill = Skill("gateway", right, named or right, kind)
    when = (DAY + timedelta(days=number)).isoformat()
    return Entry(when, "kim", scenario, 1, 80.0, (skill,), 120.0, **more)


KNOWN = entry(0, "rules-missing", "gateway-rules-missing", confidence=90)
MISSED = entry(1, "lone-return", "cannot-tell", "gateway-rules-missing", "over_claimed",
               confidence=90, hints=2)  # fmt: skip
LATER = entry(8, "lone-return", "cannot-tell", confidence=60)
HISTORY = History((KNOWN, MISSED, LATER))


def test_entries_come_back_as_they_were_written(tmp_path):
    """Two writes, in order, into a folder that was not there."""
    path = tmp_path / "new" / "practice.jsonl"
    append(path, [KNOWN, MISSED])
    append(path, [LATER])

    assert HISTORY == read_record(path)


@pytest.mark.parametrize("torn", [b'{"when": "2026', b"\xff\xfe\x00", b"[" * 3000])
def test_a_torn_last_line_loses_nothing_else(torn, tmp_path):
    """It is counted; what is written after it starts on a line of its own."""
    path = tmp_path / "practice.jsonl"
    append(path, [KNOWN])
    path.write_bytes(path.read_bytes() + torn)
    append(path, [LATER])

    assert History((KNOWN, LATER), 1) == read_record(path)


def test_the_place_of_the_record_can_be_chosen(monkeypatch, tmp_path):
    """A variable names it; without one it lies in the home folder."""
    monkeypatch.setenv("TRACEKIT_RECORD", str(tmp_path / "mine.jsonl"))
    chosen = default_record()
    monkeypatch.delenv("TRACEKIT_RECORD")

    assert (tmp_path / "mine.jsonl", "practice.jsonl") == (chosen, default_record().name)


def test_what_was_missed_comes_before_what_is_known():
    """Missed cases are due first, then new ones, then those that were known."""
    found = bundled_scenarios().scenarios
    names = ["rules-missing", "textbook-pair", "lone-return"]
    history = History((MISSED, KNOWN))

    assert ["lone-return", "textbook-pair", "rules-missing"] == order(
        found, names, history, DAY + timedelta(days=1, hours=1)
    )


def test_nobody_gets_the_same_case_twice_in_a_row():
    """What was dealt last comes last, even if it was missed."""
    found = bundled_scenarios().scenarios

    assert "lone-return" == order(found, ["lone-return", "textbook-pair"],
                                  History((KNOWN, MISSED)), DAY + timedelta(days=1)
    )[-1]  # fmt: skip


def test_practice_deals_what_was_missed(tmp_path):
    """With a record, the next case is the one that the same trainee missed."""
    path = tmp_path / "practice.jsonl"
    append(path, [MISSED, KNOWN])

    assert "lone-return" == Practice(trainee="kim", record=path).next_name()


def test_progress_counts_what_is_known_and_what_was_taken_for_what():
    """Strengths, confusions, weeks and calibration from three cases."""
    assert 3 == len(skills(HISTORY))
    assert [("cannot-tell", 1, 2), ("gateway-rules-missing", 1, 1)] == [
        (row.right, row.known, row.asked) for row in strengths(HISTORY).itertuples()
    ]
    assert [("cannot-tell", "gateway-rules-missing", 1)] == [
        (row.right, row.named, row.times) for row in confusions(HISTORY).itertuples()
    ]
    assert [(2, 2), (1, 0)] == [(row.cases, row.hints) for row in weeks(HISTORY).itertuples()]
    assert {"50 to 69 %": 100.0, "85 to 100 %": 50.0} == dict(
        calibration(HISTORY)[["said", "right"]].itertuples(index=False)
    )


def test_the_page_of_progress_is_a_picture_and_tables():
    """What was missed and taken for what is on it; a name given by a stranger does nothing."""
    page = progress_page(HISTORY)
    hostile = progress_page(
        History((structs.replace(KNOWN, trainee="<script>alert(1)</script>"),)),
        "<script>alert(1)</script>",
    )

    assert "Week of 2026-03-02: 80 points, 2 cases" in page.text
    assert "Named: None of the gateway's rules fired" in page.text
    assert "<script" not in hostile.html


def test_progress_without_anything_says_so():
    """An empty record is no error."""
    assert "Nothing was handed in yet." == progress_text(History())
