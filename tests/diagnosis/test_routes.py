"""Recipients of one message by route: who went where, and where a route parts from the others."""

import pandas as pd
import pytest
from reports import out, read, report
from together import only

from tracekit import diagnose
from tracekit.errors import UnknownNameError

BACK = report(["12:33 receive", "12:33 rule IPW Processed SPAM", "12:33 deliver junk"])
CLEAN = report(["12:33 receive", "12:33 deliver inbox"])
DIRECT = report(["12:31 receive", "12:31 rule Bypass INKY", "12:31 deliver inbox"])
LISTED = report([], status="Delivered", progress="Delivered")


def to(name, *reports):
    """The same reports for another recipient."""
    return [text.replace("sam@example.org", f"{name}@example.org") for text in reports]


@pytest.fixture(scope="module")
def diagnosis():
    """Seven recipients: three junked, one clean, one direct, one not back, one only listed."""
    pasted = [text for name in "abc" for text in to(name, out(), BACK)]
    pasted += to("d", out(), CLEAN) + to("e", DIRECT) + to("f", out()) + to("g", LISTED)
    return diagnose(read(*pasted))


@pytest.fixture(scope="module")
def groups(diagnosis):
    """The routes of that message."""
    return diagnosis.routes().groups


def test_each_recipient_is_in_one_group(diagnosis, groups):
    """Nobody is lost, nobody is counted twice."""
    numbers = [number for row in groups["messages"] for number in row]

    assert diagnosis.messages.index.tolist() == sorted(numbers)
    assert groups["count"].tolist() == [len(names) for names in groups["recipients"]]


def test_the_most_common_route_is_the_measure(groups):
    """It comes first, and the others say where they part from it."""
    assert ("a@example.org", "b@example.org", "c@example.org") == groups["recipients"][0]
    assert "" == groups["parts"][0]
    assert groups["parts"][1:].ne("").all()


def test_where_a_route_parts_is_said_in_words(groups):
    """A rule that did not fire, a way past the gateway, and a way back that is not here."""
    parts = {row.recipients[0][0]: row.parts for row in groups.itertuples()}

    assert "after Receive: they have Deliver to the Inbox, and those of route 1" in parts["d"]
    assert "IPW Processed SPAM" in parts["d"]
    assert "the direct way and not the way out to the gateway" in parts["e"]
    assert "does not show the way back" in parts["f"]


def test_a_lone_status_is_no_route(groups):
    """What a list says of a recipient does not tell which way the mail took."""
    parts = {row.recipients[0][0]: row.parts for row in groups.itertuples()}

    assert "cannot be told" in parts["g"]


def test_a_broken_off_report_is_said_to_be_one():
    """What it lacks may have been there."""
    cut = to("b", report(["12:33 receive"], message_id=None))[0]
    cut = cut.replace("Recipient: b", "Message ID: <1.2@mail.example.com>\nRecipient: b")
    found = diagnose(read(*to("a", CLEAN), cut)).routes().groups
    told = [text for text in found["parts"] if text]

    assert all("broke off" in text or "cannot be told" in text for text in told)


def test_order_inside_a_minute_makes_no_route():
    """Rules of one minute have no order of their own, and repeats are one rule."""
    one = report(["12:31 receive", "12:31 rule A", "12:31 rule B", "12:31 deliver inbox"])
    two = report(["12:31 receive", "12:31 rule B", "12:31 rule A", "12:31 rule A",
                  "12:31 deliver inbox"])  # fmt: skip
    found = diagnose(read(*to("a", one), *to("b", two))).routes().groups

    assert [("a@example.org", "b@example.org")] == found["recipients"].tolist()


def test_the_order_of_pasting_makes_no_difference(diagnosis, groups):
    """The same routes whatever was pasted first."""
    trace = diagnosis.trace
    turned = only(trace, trace.journeys["journey"])
    turned = diagnose(
        type(turned)(**{**vars(turned), "journeys": turned.journeys.iloc[::-1]})
    ).routes()

    assert {frozenset(names) for names in groups["recipients"]} == {
        frozenset(names) for names in turned.groups["recipients"]}  # fmt: skip


def test_another_message_does_not_join():
    """Routes are of one Message-ID; a message of one recipient is shown when it is asked for."""
    other = report(["12:31 receive", "12:31 deliver inbox"], message_id="<2@mail.example.com>")
    diagnosis = diagnose(read(*to("a", CLEAN), *to("b", CLEAN), other))

    assert ["<1.2@mail.example.com>"] == diagnosis.routes().groups["message_id"].tolist()
    assert [1] == diagnosis.routes("<2@mail.example.com>").groups["count"].tolist()


def test_an_id_that_is_not_there_is_named():
    """The person sees which messages there are."""
    with pytest.raises(UnknownNameError, match=r"1\.2@mail"):
        diagnose(read(CLEAN)).routes("<9@example.net>")


def test_a_thousand_recipients_are_grouped_in_columns(diagnosis):
    """What is worked out grows with the routes, not with the recipients."""
    trace = diagnosis.trace
    many = 300
    frames = {"journeys": [trace.journeys], "events": [trace.events]}
    for n in range(1, many):
        journeys = trace.journeys.assign(
            journey=trace.journeys["journey"] + 100 * n,
            recipient=f"x{n}." + trace.journeys["recipient"],
        )
        frames["journeys"].append(journeys)
        frames["events"].append(trace.events.assign(journey=trace.events["journey"] + 100 * n))
    whole = {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}
    found = diagnose(type(trace)(**{**vars(trace), **whole})).routes().groups

    assert [3 * many, many, many, many, many] == found["count"].tolist()
