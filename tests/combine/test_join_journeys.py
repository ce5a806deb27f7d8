"""Journeys that several inputs describe become one; whatever is unclear stays apart."""

import pytest
from inputs_to_join import GUID, journey, kinds, listed, pasted, places, trace, traced

from tracekit.combine import combine

MADE = traced("12:31:05", "12:31:05.100 Receive")
PASSES = [MADE, traced("12:40:00", "12:40:00.500 Deliver")]


def test_one_network_id_and_recipient_is_one_journey():
    """Dashes, brackets and letters of any case make no difference."""
    plain = listed(network_message_id=GUID.replace("-", "").upper(), recipient="Bob@Example.com")
    joined = combine([
        trace("a.csv", "trace-csv", plain), trace("b.csv", "extended-csv", MADE)
    ])  # fmt: skip

    assert [{"a.csv:2", "b.csv:2"}] == places(joined)
    assert ["b.csv"] == joined.journeys["source"].tolist()


def test_other_recipients_are_other_journeys():
    """One message to two people has one network message id."""
    rows = [listed(), listed(recipient="carl@example.com")]

    assert 2 == len(combine([trace("a.csv", "trace-csv", *rows)]).journeys)


def test_other_message_ids_stay_apart():
    """One network message id with two Message-IDs is a contradiction, and is said."""
    joined = combine([
        trace("a.csv", "trace-csv", listed()),
        trace("b.csv", "extended-csv", traced(message_id="<other@example.com>")),
    ])  # fmt: skip

    assert 2 == len(joined.journeys)
    assert ["contradiction"] == kinds(joined)


def test_a_record_without_message_id_joins_by_its_network_id():
    """Detail rows of some exports have no Message-ID."""
    joined = combine([
        trace("a.csv", "trace-csv", listed(message_id=None, subject=None)),
        trace("b.csv", "extended-csv", traced()),
    ])  # fmt: skip

    assert 1 == len(joined.journeys)


def test_a_record_without_recipient_joins_the_only_one():
    """Graph's details name no recipient: the list tells it, if it has only one."""
    bare = traced(recipient=None)
    one, two = listed(), listed(recipient="carl@example.com")
    alone = combine([trace("a", "graph-json", bare), trace("b", "graph-json", one)])
    unclear = combine([trace("a", "graph-json", bare), trace("b", "graph-json", one, two)])

    assert ["bob@example.com"] == alone.journeys["recipient"].tolist()
    assert 3 == len(unclear.journeys)


def test_a_pasted_report_joins_the_only_journey_it_can_be():
    """It has no network message id: Message-ID, recipient and minute tell."""
    joined = combine([
        trace("a.txt", "report-text", pasted("12:31", "12:31 Receive")),
        trace("b.csv", "trace-csv", listed()),
    ])  # fmt: skip

    assert [{"a.txt:2", "b.csv:2"}] == places(joined)
    assert [GUID] == joined.journeys["network_message_id"].tolist()
    assert ["It was delivered."] == joined.journeys["status_text"].tolist()
    assert [] == kinds(joined)


@pytest.mark.parametrize(
    "other", [{"clock": "12:32:01"}, {"from_ip": "192.0.2.9"}, {"recipient": "x@example.com"}]
)
def test_a_pasted_report_does_not_join_what_contradicts_it(other):
    """Another minute, address or recipient is another journey, and no doubt is left."""
    report = pasted("12:31", "12:31 Receive", from_ip="192.0.2.1")
    joined = combine([
        trace("a.txt", "report-text", report), trace("b.csv", "trace-csv", listed(**other)),
    ])  # fmt: skip

    assert 2 == len(joined.journeys)
    assert [] == kinds(joined)


def test_addresses_are_compared_as_addresses():
    """One IPv6 address has several spellings; of a list one is enough."""
    report = pasted("12:31", "12:31 Receive", from_ip="2001:DB8::1", to_ip="192.0.2.1, 192.0.2.2")
    other = listed(from_ip="2001:db8:0:0::1", to_ip="192.0.2.2")
    joined = combine([trace("a", "report-text", report), trace("b", "trace-csv", other)])

    assert 1 == len(joined.journeys)


def test_a_report_that_can_be_two_journeys_joins_none():
    """The way out and the way back may fall into one minute."""
    rows = [listed(), listed(network_message_id=GUID.replace("6a", "7b"))]
    joined = combine([
        trace("a.txt", "report-text", pasted("12:31", "12:31 Receive")),
        trace("b.csv", "trace-csv", *rows),
    ])  # fmt: skip

    assert 3 == len(joined.journeys)
    assert ["ambiguous"] == kinds(joined)


def test_two_reports_that_can_be_one_journey_join_none():
    """Unique means unique both ways."""
    reports = [pasted("12:31", "12:31 Receive"), pasted("12:31", "12:31 Submit")]
    joined = combine([
        trace("a.txt", "report-text", *reports), trace("b.csv", "trace-csv", listed()),
    ])  # fmt: skip

    assert 3 == len(joined.journeys)
    assert ["ambiguous", "ambiguous"] == kinds(joined)


def test_nothing_is_concluded_where_events_may_count_twice():
    """A report that may be an Extended journey is marked, or a hand-over would look like two."""
    other = traced("12:31:09.000", "12:31:09.000 Receive",
                   network_message_id=GUID.replace("6a", "7b"))  # fmt: skip
    joined = combine([
        trace("a.txt", "report-text", pasted("12:31", "12:31 Receive")),
        trace("b.csv", "extended-csv", traced("12:31:05", "12:31:05.123 Receive"), other),
    ])  # fmt: skip

    pasted_one = joined.journeys["source"].eq("a.txt")

    assert pasted_one.tolist() == joined.journeys["ambiguous"].fillna(False).tolist()


def test_the_way_out_and_the_way_back_join_their_own_reports():
    """Two reports, two rows of a list and an Extended report are one message of two journeys."""
    back = GUID.replace("6a", "7b")
    joined = combine([
        trace("a.txt", "report-text", pasted("12:31", "12:31 Send_external")),
        trace("b.txt", "report-text", pasted("12:33", "12:33 Deliver")),
        trace("c.csv", "trace-csv", listed("12:33:01", network_message_id=back), listed()),
        trace("d.csv", "extended-csv", traced("12:31:05", "12:31:05.1 Send_external"),
              traced("12:33:01", "12:33:01.5 Deliver", network_message_id=back)),
    ])  # fmt: skip

    assert [{"a.txt:2", "c.csv:3", "d.csv:2"}, {"b.txt:2", "c.csv:2", "d.csv:4"}] == places(joined)
    assert ["Send external", "Deliver"] == joined.events["event"].tolist()
    assert 1 == len(joined.messages())


def test_two_passes_of_one_network_id_stay_two():
    """Another input's journey joins the pass that it is near."""
    joined = combine([
        trace("a.csv", "extended-csv", *PASSES), trace("b.csv", "trace-csv", listed("12:40:01")),
    ])  # fmt: skip

    assert [{"a.csv:2"}, {"a.csv:4", "b.csv:2"}] == places(joined)
    assert [] == kinds(joined)


@pytest.mark.parametrize("clock", ["12:35:30", "12:31:06", None])
def test_a_record_between_two_passes_is_unclear(clock):
    """Near none, near two at once, or without a time: kept apart."""
    passes = [traced("12:31:05", "12:31:05.1 Receive"), traced("12:31:07", "12:31:07.1 Receive")]
    joined = combine([
        trace("a.csv", "extended-csv", *passes), trace("b.csv", "trace-csv", listed(clock)),
    ])  # fmt: skip

    assert 3 == len(joined.journeys)
    assert ["ambiguous"] == kinds(joined)


def test_two_extended_reports_of_the_same_passes_are_joined_pass_by_pass():
    """Overlapping files of one search."""
    joined = combine([trace(n, "extended-csv", *PASSES) for n in ("a.csv", "b.csv")])

    assert [{"a.csv:2", "b.csv:2"}, {"a.csv:4", "b.csv:4"}] == places(joined)
    assert ["Receive", "Deliver"] == joined.events["event"].tolist()


def test_lists_without_ids_join_nothing():
    """The portal's list may have neither Message-ID nor network message id."""
    bare = journey("12:31:05", message_id=None, status="Delivered")
    joined = combine([
        trace("a.csv", "portal-csv", bare), trace("b.txt", "report-text", pasted("12:31")),
    ])  # fmt: skip

    assert 2 == len(joined.journeys)


def test_a_crowd_of_namesakes_takes_no_time():
    """A thousand reports and a thousand records of one message and minute: nothing is joined."""
    reports = [pasted("12:31", f"12:31 Receive {n}") for n in range(1000)]
    records = [listed(network_message_id=f"6a638d20-1e63-493a-80a2-{n:012x}") for n in range(1000)]
    joined = combine([
        trace("a.txt", "report-text", *reports), trace("b.csv", "trace-csv", *records),
    ])  # fmt: skip

    assert 2000 == len(joined.journeys)
    assert ["ambiguous"] == kinds(joined)
