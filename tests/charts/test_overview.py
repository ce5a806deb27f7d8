"""The overview: counts that add up, aggregated before they are drawn, told in words."""

import json
import re

import pandas as pd
import pytest
from payloads import CONTROLS, PAYLOADS
from test_picture import assert_still

from tracekit.charts import delays, flow, heat_map, outcome_counts, picture, volume
from tracekit.charts.overview.bars import count_outcomes, top
from tracekit.charts.overview.heat import heat
from tracekit.charts.overview.lengths import MOST_RAW, by_length, in_time, lengths, slowest
from tracekit.charts.overview.times import over_time
from tracekit.charts.overview.ways import way
from tracekit.charts.sheet import WIDTH, Drawing
from tracekit.knowledge import load_outcomes
from tracekit.knowledge.overview import load_groups
from tracekit.render import clean_spec
from tracekit.render.picture import to_svg

SMALL = 300_000  # letters: what may go to the browser for one picture


def outcomes(tree: str) -> list[str]:
    """Every outcome of a tree."""
    return [o.id for o in load_outcomes().values() if tree in o.trees]


def messages(count: int, hours: float = 24.0) -> pd.DataFrame:
    """Messages evenly over some hours; every outcome in turn, many domains, all lengths."""
    where, passed = outcomes("disposition"), outcomes("gateway")
    start = pd.Timestamp("2026-03-02T00:00Z")
    numbers = range(count)
    return pd.DataFrame({
        "received": [start + pd.Timedelta(hours=hours * n / max(count, 1)) for n in numbers],
        "where": [where[n % len(where)] for n in numbers],
        "passed": [passed[n % len(passed)] for n in numbers],
        "sender_domain": [f"{n % 37}.example.com" for n in numbers],
        "recipient_domain": [f"{n % 23}.example.org" for n in numbers],
        "recipient": [f"user{n % 997}@example.org" for n in numbers],
        "subject": [f"Report {n}" for n in numbers],
        "minutes": [2000.0 * (n % 89) / 89 for n in numbers],
    }).astype({"received": "datetime64[ns, UTC]", "minutes": "float64"})  # fmt: skip


DRAWN = {
    "bars": lambda frame: count_outcomes(frame["where"], "Where it is", "where"),
    "time": over_time,
    "way": lambda frame: way(frame, {}),
    "heat": lambda frame: heat(frame, "recipient_domain", "", {}),
    "heat of addresses": lambda frame: heat(frame, "recipient", "", {}),
    "length": by_length,
    "slowest": slowest,
    "in time": in_time,
}


def behind(frame: pd.DataFrame, choice: dict) -> pd.DataFrame:
    """The messages that a choice stands for, counted the slow and plain way."""
    for name, value in choice.items():
        if value in (None, "") or name in ("since", "until", "delay_from", "delay_to"):
            continue
        wanted = [value] if isinstance(value, str) else value
        here = frame[name].isin(wanted)
        frame = frame[here if isinstance(value, str) else ~here]
    since, until = (pd.to_datetime(choice.get(end) or None, utc=True) for end in ("since", "until"))
    low, high = choice.get("delay_from") or 0, choice.get("delay_to") or float("inf")
    keep = frame["minutes"].between(low, high, inclusive="left")
    keep &= (frame["received"] >= since) | pd.isna(since)
    return frame[keep & ((frame["received"] < until) | pd.isna(until))]


@pytest.mark.parametrize("name", [n for n in DRAWN if n not in ("slowest",)])
def test_a_mark_counts_the_messages_that_its_choice_leaves(name):
    """Whatever is clicked, the number that it shows is the number that is listed then."""
    frame = messages(7_000, 24 * 9)
    marks = DRAWN[name](frame).marks

    assert len(marks) > 3
    for mark in marks.itertuples():
        assert mark[2] == len(behind(frame, mark.choice)), mark.label


@pytest.mark.parametrize("name", DRAWN)
def test_a_hundred_thousand_messages_draw_a_small_picture(name):
    """What goes to the browser does not grow with the messages: below 0.3 MB."""
    frame = messages(100_000, 24 * 10)

    assert len(json.dumps(DRAWN[name](frame).spec())) < SMALL


def test_raw_dots_stay_small_as_well():
    """The most dots that are drawn one by one are below 0.3 MB; each chooses its message."""
    drawn = in_time(messages(MOST_RAW, 24 * 9))

    assert MOST_RAW == len(drawn.rows["dots"]) == len(drawn.marks)
    assert len(json.dumps(drawn.spec())) < SMALL
    assert set(range(MOST_RAW)) == {choice["message"] for choice in drawn.marks["choice"]}


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_to_show_is_still_a_picture(name):
    """An empty list draws, and says so."""
    drawn = DRAWN[name](messages(0))

    assert picture(drawn.chart()).svg.startswith("<svg")
    assert " no " in drawn.told


@pytest.mark.parametrize("name", DRAWN)
def test_the_fast_way_is_the_chart(name):
    """What the desk sends without building anew is what altair builds."""
    drawn = DRAWN[name](messages(60))

    assert drawn.chart().to_dict() == drawn.spec()


def test_a_narrow_picture_is_measured_in_pixels_as_well():
    """A bar begins where it was put, behind its name, however wide the picture is."""
    drawn = count_outcomes(messages(60)["where"], "Where it is", "where", "")
    svg = to_svg(drawn.chart())
    begun = {float(x) for x in re.findall(r'<path d="M([0-9.]+),', svg)}

    assert drawn.width < WIDTH
    assert {row["x"] for row in drawn.rows["boxes"]} == begun


@pytest.mark.parametrize("hours", [0.5, 24, 24 * 30, 24 * 90, 24 * 900])
def test_a_long_time_gets_longer_bins_and_loses_no_message(hours):
    """From half an hour to years the bars stay few, and their counts add up."""
    marks = over_time(messages(500, hours)).marks

    assert len(marks) <= 121
    assert 500 == marks["count"].sum()


@pytest.mark.parametrize("edge", [low for _, low, _ in lengths()])
def test_a_length_begins_where_it_says(edge):
    """A message of exactly one minute is not under one minute."""
    (choice,) = by_length(messages(1).assign(minutes=float(edge))).marks["choice"]

    assert edge == (choice["delay_from"] or 0)


def test_values_that_are_not_named_are_one_mark():
    """The rest filters by any value but those that are named."""
    rows = top(pd.Series({"a": 5, "b": 3, "c": 2, "d": 1}), "rule", most=2)

    assert [5, 3, 3] == rows["count"].tolist()
    assert {"rule": ("a", "b")} == rows["choice"].iloc[-1]


def test_the_slowest_come_first():
    """The longest of all is the first bar, and a click chooses that message."""
    frame = messages(500)
    drawn = slowest(frame)

    assert {"message": int(frame["minutes"].idxmax())} == drawn.marks["choice"].iloc[0]


def test_the_overview_says_in_words_what_it_shows():
    """The description has the total, every group and the busiest hour."""
    told = volume(messages(60)).description

    assert "60 messages from 2026-03-02 00:00" in told
    assert all(group.title in told for group in load_groups())
    assert "Most at once" in told


def test_messages_without_a_time_are_said():
    """A list whose zone is not known gives no bar and a sentence, not an error."""
    frame = messages(3).assign(received=pd.Series([pd.NaT] * 3, dtype="datetime64[ns, UTC]"))
    assert "no message has a time" in volume(frame).description


def test_messages_without_a_length_are_counted():
    """What has one event only is not a quick message."""
    assert delays(messages(4).assign(minutes=None)).description.endswith("4 not measured.")


def test_the_chosen_mark_has_a_sign_and_not_a_colour_alone():
    """What filters the list is pointed at by an arrow as well."""
    drawn = count_outcomes(messages(50)["where"], "Where it is", "where", "in-junk")
    signs = [row["text"] for row in drawn.rows["left"] if row["text"].startswith("► ")]

    assert ["► Delivered to the Junk Email folder"] == signs


def hostile(texts: list[str]) -> pd.DataFrame:
    """Messages whose names are written by an attacker."""
    frame = messages(len(texts))
    texts = [text.encode("utf-8", "replace").decode() for text in texts]  # tables hold no others
    return frame.assign(sender_domain=texts, recipient_domain=texts, recipient=texts, subject=texts)


@pytest.mark.parametrize("name", ["way", "heat", "slowest"])
def test_no_text_of_a_trace_acts_in_a_picture(name):
    """Payloads and control characters are clean when the chart is made, and still when drawn."""
    for texts in (PAYLOADS, CONTROLS):
        drawn: Drawing = DRAWN[name](hostile(texts))
        assert clean_spec(drawn.spec()) == drawn.spec()
        assert_still(to_svg(drawn.chart()))


@pytest.mark.parametrize("draw", [volume, flow, heat_map, delays])
def test_each_is_a_chart_of_altair(draw):
    """Outside the desk each is drawn in one line."""
    assert draw(messages(30)).to_dict()["datasets"]


def test_outcome_counts_are_the_counts():
    """Every message is in a bar."""
    frame = messages(50)
    told = outcome_counts(frame, "where", "Where it is").description

    for name, count in frame["where"].value_counts().items():
        assert f"{load_outcomes()[name].title} {count}" in told
