"""The waterfall: bars as long as their waits, doubt drawn as doubt, all of it in words."""

import sys
from pathlib import Path

import pandas as pd

sys.path.append(str(Path(__file__).parents[1] / "diagnosis"))

from payloads import PAYLOADS
from reports import out, read, report
from scenarios_first import JUNKED

from tracekit import diagnose, parse
from tracekit.charts.ladder import who_decided
from tracekit.charts.ticks import ticks_of
from tracekit.charts.waterfall import waterfall
from tracekit.render.picture import to_svg


def case(*reports: str):
    """The one message of some reports."""
    return diagnose(read(*reports)).case()


def bars(chart) -> pd.DataFrame:
    """The bars of a waterfall."""
    sets = chart.to_dict()["datasets"].values()
    return pd.DataFrame(next(rows for rows in sets if rows and "inner" in rows[0]))


SLOW = report(["12:00 receive", "12:10 rule A", "12:11 rule B", "12:31 deliver inbox"])


def test_bars_are_to_scale():
    """A wait of twenty minutes is twice as long as one of ten."""
    drawn = bars(waterfall(case(SLOW)))
    width = (drawn["outer"] - drawn["left"]).round(3)

    assert width.iloc[2] == 2 * width.iloc[0]


def test_a_minute_is_drawn_as_an_interval():
    """Both ends of a bar of minutes are a minute of doubt wide; a short wait is all doubt."""
    drawn = bars(waterfall(case(SLOW)))
    minute = (drawn["outer"] - drawn["left"]).iloc[0] / 10

    assert all(abs(drawn["inner"] - drawn["left"] - minute) < 1)
    assert drawn["inner"].iloc[1] >= drawn["outer"].iloc[1]


def test_every_part_of_the_way_is_told_in_words():
    """Who does not see the picture hears each part, with what is not shown."""
    told = waterfall(case(out(), JUNKED)).description

    assert all(word in told for word in ("Before Microsoft 365", "First journey", "At the gateway",
                                         "Second journey", "Scan", "mailbox"))  # fmt: skip
    assert "A trace begins when Microsoft 365 receives the message" in told


def test_the_ladder_says_its_marks_in_words_and_letters():
    """First and last word are written, not only coloured."""
    chart = who_decided(case(out(), JUNKED))

    assert "Gateway: likely decided (first to decide)" in chart.description
    assert "FIRST TO DECIDE" in to_svg(chart)


def test_both_draw_for_any_text_and_for_next_to_nothing():
    """Hostile rule names and a trace of one row become pictures."""
    for text in ("12/6/2022, 12:31 PM | Receive | x", *PAYLOADS[:4]):
        rows = f"12/6/2022, 12:31 PM | Transport rule | Transport rule: '{text}', ID: ('1')"
        found = diagnose(parse(rows)).case()
        for draw in (waterfall, who_decided):
            assert "<script" not in to_svg(draw(found)).casefold()


def test_ticks_are_round_and_few():
    """From a second to a year there are at most nine places, in words."""
    for seconds in (1, 59, 61, 3600, 86400, 86400 * 365):
        marks = ticks_of(seconds)
        assert 2 <= len(marks) <= 9, seconds
        assert marks[-1][0] <= seconds
