"""The overview: counts that add up, aggregated before they are drawn, told in words."""

import json

import pandas as pd
import pytest

from tracekit.charts import outcome_counts, picture, volume
from tracekit.knowledge import load_outcomes
from tracekit.knowledge.overview import load_groups


def messages(count: int, hours: float = 24.0) -> pd.DataFrame:
    """Messages evenly over some hours; every disposition in turn."""
    names = [o.id for o in load_outcomes().values() if "disposition" in o.trees]
    start = pd.Timestamp("2026-03-02T00:00Z")
    return pd.DataFrame({
        "received": [start + pd.Timedelta(hours=hours * n / max(count, 1)) for n in range(count)],
        "where": [names[n % len(names)] for n in range(count)],
    })  # fmt: skip


def data_of(chart, *columns: str) -> pd.DataFrame:
    """The data set of a chart that has some columns."""
    sets = chart.to_dict()["datasets"].values()
    return pd.DataFrame(next(rows for rows in sets if rows and set(columns) <= set(rows[0])))


def test_every_message_is_in_a_bar():
    """The numbers beside the bars add up to the messages, and are their counts."""
    frame = messages(50)
    bars = data_of(outcome_counts(frame, "where", "Where it is"), "outcome", "number")

    assert frame["where"].value_counts().to_dict() == {
        row.outcome: int(row.number) for row in bars.itertuples()
    }


@pytest.mark.parametrize("hours", [0.5, 24, 24 * 30, 24 * 90, 24 * 900])
def test_a_long_time_gets_longer_bins_and_loses_no_message(hours):
    """From half an hour to years the bars stay few, and their counts add up."""
    bars = data_of(volume(messages(500, hours)), "start", "spoken")

    assert len(bars["start"].unique()) <= 121
    assert 500 == sum(int(text.rsplit(": ", 1)[1].replace(",", "")) for text in bars["spoken"])


def test_a_hundred_thousand_messages_draw_a_small_picture():
    """What goes to the browser does not grow with the messages: below 0.3 MB."""
    assert len(json.dumps(volume(messages(100_000, 24 * 10)).to_dict())) < 300_000


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


def test_nothing_to_show_is_still_a_picture():
    """An empty list draws."""
    empty = messages(0).astype({"received": "datetime64[ns, UTC]", "where": "str"})
    for chart in (volume(empty), outcome_counts(empty, "where", "Where it is")):
        assert picture(chart).svg.startswith("<svg")


def test_the_chosen_bar_stands_out():
    """What filters the list has another colour, and is the only one that has."""
    chart = outcome_counts(messages(50), "where", "Where it is", chosen="in-junk")
    bars = data_of(chart, "outcome", "colour").set_index("outcome")["colour"]

    assert ["in-junk"] == bars[bars != bars.mode()[0]].index.tolist()
