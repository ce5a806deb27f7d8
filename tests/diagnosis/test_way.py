"""Where the time went: every wait in its part of the way, with what it can have been."""

import pandas as pd
import pytest
from reports import out, read, report
from samples import SCENARIOS, case_of

from tracekit import diagnose, parse
from tracekit.diagnosis.way import length, span, stages, stretches
from tracekit.knowledge.stages import load_stages

DATA = "tests/data"


def by_stage(*reports: str) -> pd.DataFrame:
    """The parts of the way of the one message of some reports."""
    return stages(diagnose(read(*reports)).case()).set_index("stage")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_no_wait_is_lost_and_none_is_made_up(scenario):
    """The minutes of all parts are the minutes of all waits, and lie between least and most."""
    case = case_of(scenario)
    told = stages(case)
    measured = told[told["state"] == "wait"]
    # What was before Microsoft 365 is from headers, and no wait between events.
    inside = measured[measured["stage"] != "before"]

    assert case.waits["minutes"].sum() == pytest.approx(inside["minutes"].sum())
    assert (measured["least"] <= measured["minutes"]).all()
    assert (measured["minutes"] <= measured["most"]).all()
    assert len(case.waits) == stretches(case)["before"].notna().sum()


def test_a_wait_of_a_minute_by_clocks_of_minutes_may_be_a_moment():
    """12:31 to 12:32 is anything under two minutes, and is said so."""
    row = by_stage(report(["12:31 receive", "12:31 rule A", "12:32 deliver junk"])).loc["mailbox"]

    assert (1, 0, 2) == (row["minutes"], row["least"], row["most"])
    assert "under 2 min" in row["said"]


def test_a_wait_from_receipt_to_delivery_is_not_laid_on_the_mailbox():
    """Where no row stands between, nobody knows how much of it was the mailbox."""
    told = by_stage(report(["12:31 receive", "12:51 deliver inbox"]))

    assert "not shown" == told.loc["mailbox", "state"]
    assert 20 == told["minutes"].sum()


def test_half_a_way_does_not_deny_the_other_half():
    """A hand-over without return: the gateway's part is not shown, and not called short."""
    told = by_stage(out())

    assert {"not shown"} == set(told.loc[["gateway", "second", "mailbox"], "state"])


def test_the_wait_before_microsoft_comes_from_headers_only():
    """A trace alone does not show it; a header read beside it does."""
    trace = ("Subject: x Sender: a@example.com Recipient: b@example.org "
             "Date (UTC) | Event | Detail | ---- 12/6/2022, 12:31 PM | Receive | x")  # fmt: skip
    case = diagnose(parse(trace)).case()

    assert "not shown" == stages(case).set_index("stage").loc["before", "state"]


@pytest.mark.parametrize(("minutes", "words"), [
    (0.001, "under 1 s"), (1, "1 min"), (1.5, "1 min 30 s"), (60, "1 h"), (1501, "1 d 1 h"),
])  # fmt: skip
def test_a_length_has_at_most_two_units(minutes, words):
    """Short to say, and right."""
    assert words == length(minutes)


def test_doubt_that_rounds_away_is_still_said():
    """A day, give or take a minute, is not said as a day to a day."""
    assert "about 1 d (give or take 1 min)" == span(1440, 1439.99, 1441.99)


def test_every_kind_of_wait_has_its_part_of_the_way():
    """No kind of wait falls through the table."""
    kinds = {kind for stage in load_stages().values() for kind in stage.kinds}
    assert {"scanning", "handing-over", "gateway", "remote", "approval", "quarantine",
            "between"} == kinds  # fmt: skip
