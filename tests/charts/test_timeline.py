"""The timeline: events in the order of the report, lanes in words, waits with their doubt."""

import pandas as pd
import pytest
from made import (
    DEFER,
    OUTBOUND,
    RETURN,
    deliver,
    founding,
    hand_over,
    hostile,
    long,
    made,
    pairs,
    receive,
    rule,
)
from payloads import CONTROLS, PAYLOADS
from test_picture import assert_still

from tracekit import charts, parse
from tracekit.charts.lanes import lanes
from tracekit.charts.rows import MOST_ROWS, timeline_rows
from tracekit.charts.timeline import placed
from tracekit.charts.tones import LOOKS
from tracekit.charts.wording import wait_words
from tracekit.knowledge import load_events
from tracekit.model import MessageTrace
from tracekit.render import clean_spec
from tracekit.render.picture import to_svg

BOTH = pairs("return", "outbound")


def rows(trace: MessageTrace, roles: pd.DataFrame | None = None) -> list:
    """The rows of a picture."""
    return timeline_rows(lanes(trace, roles))


def names(trace: MessageTrace, kind: str, roles: pd.DataFrame | None = None) -> list[str]:
    """The texts of one kind of row."""
    return [row.name for row in rows(trace, roles) if row.kind == kind]


def test_lanes_are_told_in_the_order_the_mail_went():
    """The outbound journey comes first and is number 1, although the return was pasted first."""
    assert [
        "Journey 1 · Outbound: Microsoft 365 to the gateway",
        "Journey 2 · Return: from the gateway back to Microsoft 365",
    ] == names(founding(), "journey", BOTH)


def test_without_roles_lanes_are_numbered_only():
    """Nothing is claimed about the direction where nobody found it out."""
    assert ["Journey 0", "Journey 1"] == names(founding(), "journey")


def test_events_follow_seq_and_not_the_clock():
    """An event that is printed with an earlier time stays where the report has it."""
    trace = made([receive("12:35"), rule("Late", "12:31"), deliver("12:36")])

    assert ["Receive", "Transport rule", "Deliver"] == names(trace, "event")


def test_equal_neighbours_are_one_row_with_their_number():
    """Three equal rows are shown once, as ×3, with the numbers they stand for."""
    shown = [row for row in rows(founding(), BOTH) if "×" in row.name]

    assert [("Transport rule ×3", "5–7"), ("Transport rule ×3", "2–4")] == [
        (row.name, row.number) for row in shown
    ]


@pytest.mark.parametrize(("before", "after", "words"), [
    ("12:31", "12:31", ""),
    ("12:31", "12:32", "about 1 min (±1)"),
    ("12:31", "14:36", "about 2 h 5 min (±1 min)"),
    ("12:31:00", "12:31:59", ""),
    ("12:31:10", "12:32:15", "1 min 5 s"),
    ("12:31:10", "12:33", "about 1 min (±1)"),
    ("12:32", "12:31", "the clock steps back 1 min; order as in the report"),
])  # fmt: skip
def test_waits_say_their_length_and_their_doubt(before, after, words):
    """A minute on the clock is known to one minute more or less; seconds are exact."""
    events = made([receive(before), deliver(after)]).events

    assert words == wait_words(events.iloc[0], events.iloc[1])


def test_the_zone_is_the_reports_own():
    """The clock shows what the report printed, and the lane names its zone."""
    journey = next(row for row in rows(founding(), BOTH) if row.kind == "journey")

    assert "times in UTC-05:00" in journey.detail
    assert "12:31" == next(row.place for row in rows(founding(), BOTH) if row.kind == "event")


def test_an_unknown_zone_is_not_called_utc():
    """A report that names no zone gets none."""
    trace = made([receive()], utc_offset=None)
    trace.events["time_basis"] = "unknown"

    assert "zone not stated" in rows(trace)[0].detail


def test_the_picture_says_that_minutes_do_not_order():
    """The rule for reading stands in the picture."""
    assert "orders nothing within a minute" in to_svg(charts.timeline(founding()))


@pytest.mark.parametrize("count", [0, 1, 17, 150])
def test_every_size_has_its_room(count):
    """The picture grows with its events; no two rows share a place."""
    frame = placed(lanes(long(count) if count else MessageTrace.empty()))

    assert frame["middle"].is_monotonic_increasing
    assert (frame["middle"].diff().dropna() >= 24).all()
    assert_still(to_svg(charts.timeline(long(count) if count else made())))


def test_what_does_not_fit_is_counted():
    """A picture has an end; it says how many events are beyond it."""
    shown = rows(long(500))

    assert MOST_ROWS + 1 == len(shown)
    assert "more rows are in the table" in shown[-1].name


@pytest.mark.parametrize("roles", [
    ("outbound", "return"), ("outbound", "return", "unknown"),
    ("outbound", "return", "loop", "return", "direct"),
])  # fmt: skip
def test_every_lane_is_drawn(roles):
    """Two, three and five journeys all have their title in the picture."""
    trace = made(*[OUTBOUND if r in ("outbound", "loop") else RETURN for r in roles])
    svg = to_svg(charts.timeline(trace, pairs=pairs(*roles)))

    assert all(f">Journey {n} " in svg for n in range(1, len(roles) + 1))


def test_a_journey_without_events_is_said():
    """An empty lane is not mistaken for a missing one."""
    assert ["No events were given for this journey."] == names(made([receive()], []), "note")


def test_every_event_that_is_known_has_a_look():
    """No tone of the knowledge lacks its colour and shape, and no two look alike."""
    assert {entry.tone for entry in load_events().values()} <= set(LOOKS)
    assert len(LOOKS) == len({look.shape for look in LOOKS.values()})
    assert len(LOOKS) == len({look.colour for look in LOOKS.values()})


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_marks_stand_out_from_the_paper(look):
    """Every colour has a contrast of at least 3 to 1 with white (WCAG 2.2, 1.4.11)."""
    parts = [int(look.colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert 1.05 / (light + 0.05) >= 3


def test_a_chart_shows_itself_without_a_script():
    """What Jupyter gets from a chart is our picture, not altair's page that loads Vega."""
    bundle = charts.timeline(founding(), pairs=BOTH)._repr_mimebundle_()

    assert {"text/html", "image/png", "text/plain"} == set(bundle)
    assert "<script" not in bundle["text/html"]
    assert "about 1 min (±1)" in bundle["text/plain"]


def test_a_changed_chart_still_shows_itself_so():
    """altair's own methods return a chart that keeps the safe display."""
    chart = charts.timeline(founding()).properties(title="Mine").interactive()

    assert isinstance(chart, charts.TraceChart)


def test_charts_are_the_same_every_time():
    """The same trace gives the same bytes."""
    first, second = (charts.picture(charts.timeline(founding(), pairs=BOTH)) for _ in range(2))

    assert first.svg == second.svg
    assert first.png == second.png


TEXTS = [*PAYLOADS, *("".join(CONTROLS[i : i + 8]) for i in range(0, len(CONTROLS), 8))]
# Lanes of one picture; more would be cut off at MOST_ROWS.
PARTS = [TEXTS[i : i + 39] for i in range(0, len(TEXTS), 39)]


@pytest.mark.parametrize("draw", [charts.timeline, charts.journey_map])
def test_nothing_needs_cleaning_that_a_chart_holds(draw):
    """Every string is clean when the chart is made: a clickable one is drawn by the browser."""
    for texts in PARTS:
        chart = draw(hostile(texts), pairs=pairs(*["return", "outbound"] * 20)).to_dict()
        assert clean_spec(chart) == chart


@pytest.mark.parametrize("draw", [charts.timeline, charts.journey_map])
def test_no_text_of_a_trace_acts_in_a_picture(draw):
    """Payloads and every control character in every column: well-formed, still, and alive.

    That their PNG is as safe, tests/render/test_picture.py holds for the same texts.
    """
    for texts in PARTS:
        assert MOST_ROWS > len(rows(hostile(texts)))
        assert_still(to_svg(draw(hostile(texts))))


def test_the_description_tells_what_the_picture_shows():
    """Who does not see the picture hears lanes, events, waits and outcome."""
    told = charts.describe(founding(), pairs=BOTH)

    assert told.index("Journey 1 · Outbound") < told.index("Journey 2 · Return")
    assert "12:32 Deliver: to the Junk Email folder (delivered)" in told
    assert "then about 1 min (±1)" in told


def test_the_wait_between_two_journeys_is_told():
    """Time at the gateway stands between the journeys of one message."""
    trace = made([receive("12:00"), hand_over("12:01")], [receive("12:09"), deliver("12:09")])

    assert ["At the gateway: about 8 min (±1)"] == names(
        trace, "gateway", pairs("outbound", "return")
    )


def test_details_are_told_in_few_words():
    """A decoded detail is shorter than the printed one; one that says nothing is left out."""
    shown = {row.name: row.detail for row in rows(made([DEFER, *RETURN[-2:]]))}

    assert "400 4.7.721 Advanced Threat Protection scanning in progress." == shown["Defer"]
    assert "" == shown["Spam"]


def test_events_without_detail_are_drawn():
    """An event whose detail is empty stands in the timeline like any other."""
    trace = parse("12/6/2022, 12:31 PM | Receive | \n12/6/2022, 12:31 PM | Submit | x")

    assert "Receive" in charts.timeline(trace).description
