"""Which journey is the way out, which the way back: by evidence, never by order of pasting."""

from dataclasses import replace

import pandas as pd
import pytest
from reports import out, read, report

from tracekit.journeys import COLUMNS, message_numbers, pair
from tracekit.knowledge import load_gateway
from tracekit.model import MessageTrace, table

INKY = load_gateway("inky")
BACK = report(["12:31 receive", "12:32 deliver"], size="226.16 KB")
MARKED = report(["12:30 receive", "12:30 rule IPW Processed SPAM", "12:31 deliver junk"])


def roles(*reports: str) -> list[str]:
    """The roles in the order of pasting."""
    return pair(read(*reports), INKY)["role"].tolist()


def test_the_way_out_is_the_one_that_was_handed_over():
    """A hand-over to the smart host makes the way out; the other one is the way back."""
    assert ["outbound", "return"] == roles(out(), BACK)
    assert ["return", "outbound"] == roles(BACK, out())


def test_a_verdict_is_proof_of_the_way_back_whatever_the_clock():
    """Clocks of two servers may differ by a minute; a verdict cannot come before the gateway."""
    assert ["outbound", "return"] == roles(out(), MARKED)
    assert ["return"] == roles(MARKED)


def test_a_lone_journey_without_rules_is_unknown():
    """A clean return shows no rule: nothing is claimed of it."""
    assert ["unknown"] == roles(BACK)


def test_a_lone_journey_with_other_rules_of_the_gateway_is_direct():
    """Its rules ran, and it was not handed over."""
    assert ["direct"] == roles(report(["09:00 receive", "09:00 rule IPW Filter - Reset"]))


def test_a_hand_over_after_a_return_is_a_loop():
    """The return between the two hand-overs does not hide the first one."""
    again = report(["12:40 receive", "12:40 send GW"], progress="Sent", size="300 KB")

    assert ["outbound", "return", "loop"] == roles(out(), BACK, again)


def test_two_hand_overs_of_one_minute_have_no_order():
    """At minute resolution a second one is no proof of a loop; a third one is."""
    same = [out("12:31", size=f"{n} KB") for n in (20, 21, 22)]

    assert ["outbound", "outbound"] == roles(*same[:2])
    assert ["outbound", "outbound", "loop"] == roles(*same)


@pytest.mark.parametrize("zone", [None, "Contoso time"])
def test_clocks_without_a_zone_order_nothing(zone):
    """A report without zone may be hours off: the way out still comes before the way back."""
    early = report(["07:00 receive", "07:01 deliver"], zone=zone)

    assert ["outbound", "return"] == roles(out(), early)


def test_what_was_submitted_here_comes_first():
    """Of journeys in one minute, the one with Submit began it all."""
    first = report(["12:31 submit", "12:31 send smtp.signature.example.net"], size="300 KB")
    found = pair(read(BACK, out(), first), INKY)

    assert [3, 2, 1] == found["pass_number"].tolist()


def test_the_columns_are_promised():
    """An empty trace has the same columns."""
    assert COLUMNS == pair(MessageTrace.empty(), INKY).columns.tolist()
    assert COLUMNS == pair(read(out()), INKY).columns.tolist()


@pytest.mark.parametrize(
    ("ids", "recipients", "numbers"),
    [
        (["<a>", "<a>"], ["x@example.com", "X@example.com"], [0, 0]),
        (["<a>", "<a>"], ["x@example.com", None], [0, 0]),
        (["<a>", "<a>", "<a>"], ["x@example.com", "y@example.com", None], [0, 1, 2]),
        ([None, None], ["x@example.com", "x@example.com"], [0, 1]),
        (["<a>", "<b>"], ["x@example.com", "x@example.com"], [0, 1]),
    ],
)
def test_messages_are_numbered_by_id_and_recipient(ids, recipients, numbers):
    """A report without recipient joins the only one of its Message-ID, and no other."""
    rows = [{"journey": n, "message_id": i, "recipient": r}
            for n, (i, r) in enumerate(zip(ids, recipients, strict=True))]  # fmt: skip

    pd.testing.assert_series_equal(
        pd.Series(numbers), message_numbers(table("journeys", rows)), check_dtype=False
    )


def test_a_minute_and_a_second_are_compared_by_the_minute():
    """A way back of 12:31 is not earlier than a way out of 12:31:05 that another form gave."""
    trace = read(out("12:31"), report(["12:31 receive", "12:31 deliver"], size="226.16 KB"))
    handed = trace.events["journey"].eq(0)
    finer = trace.events.assign(
        time=trace.events["time"].mask(handed, trace.events["time"] + pd.Timedelta(seconds=5)),
        time_precision=trace.events["time_precision"].mask(handed, "second"),
    )

    assert ["outbound", "return"] == pair(replace(trace, events=finer), INKY)["role"].tolist()
