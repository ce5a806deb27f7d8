"""The way out and the way back of one minute stay two, whatever the form that each is given in."""

import pytest
from inputs_to_join import GUID, at, event, journey, kinds, listed, pasted, trace

from tracekit.combine import combine

BACK = GUID.replace("6a", "7b")


def shown(clock, *ends, server=None, **more):
    """A journey with events: received by a server, and how it ended."""
    first = event(f"{clock} Receive", server=server)
    return journey(clock, events=[first, *(event(f"{clock} {end}") for end in ends)], **more)


def joined(report, detail):
    """Join a report and details of one message and minute."""
    return combine([
        trace("a.txt", "report-text", report),
        trace("b.csv", "detail-csv", {"network_message_id": GUID, **detail}),
    ])  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [
    (shown("12:31", server="A1.prod.outlook.com"), shown("12:31:41", server="B2.prod.outlook.com")),
    (shown("12:31", "Send_external"), shown("12:31:41", "Deliver")),
    (shown("12:31", "Send_external"), shown("12:31:41", "Fail")),
    (shown("12:31", "Send_external"), shown("12:31:41", "Drop")),
    (shown("12:31", "Deliver"), shown("12:31:41", "Fail")),
    (shown("12:31", size_bytes=49_275), shown("12:31:41", size_bytes=95_642)),
], ids=["servers", "delivered", "failed", "dropped", "either-way", "sizes"])  # fmt: skip
def test_what_contradicts_is_not_joined(one, other):
    """Two servers, two ends or two sizes are two journeys, and no doubt is left."""
    found = joined(one, other)

    assert 2 == len(found.journeys)
    assert [] == kinds(found)


@pytest.mark.parametrize(("one", "other"), [
    (shown("12:31", "Deliver", server="A1.prod.outlook.com"), shown("12:31:41", server="a1")),
    (shown("12:31", server="A1.prod.outl..."), shown("12:31:41", server="A1.prod.outlook.com")),
    (shown("12:31", server="A..."), shown("12:31:41", server="A1.prod.outlook.com")),
    (shown("12:31", "Defer"), shown("12:31:41", "Defer", "Deliver")),
    (shown("12:31", "Send_external"), shown("12:31:41", "Send")),
    (shown("12:31", "Deliver", "Send_external"), shown("12:31:41", "Deliver")),
    (shown("12:31", size_bytes=231_424), shown("12:31:41", size_bytes=231_588)),
    (shown("12:31", size_bytes=3 * 1024**2), shown("12:31:41", size_bytes=2_700_000)),
    (shown("12:31", size_bytes=231_424), shown("12:31:41", size_bytes=0)),
], ids=["short", "cut", "cut-short", "later", "sent", "more", "rounded", "megabytes",
        "no-size"])  # fmt: skip
def test_one_journey_in_two_forms_is_one(one, other):
    """A server's short name, a later look, a rounded size: nothing that contradicts."""
    assert 1 == len(joined(one, other).journeys)


@pytest.mark.parametrize("own", [
    ({"size_bytes": 49_275}, {"size_bytes": 95_642}),
    ({"size_bytes": 49_275}, {"size_bytes": 50_800}),
    ({"to_ip": "192.0.2.77"}, {}),
    ({"status": "Quarantined"}, {"status": "Delivered"}),
], ids=["size", "size-almost", "next-address", "status"])  # fmt: skip
def test_a_list_finds_its_own_two_reports(own):
    """Both journeys may have begun in the minute: size, To IP or status say which is which."""
    out, back = own
    bare = {"size_bytes": None, "status": None}
    found = combine([
        trace("a.txt", "report-text", pasted("12:31", "12:31 Send_external", **bare | out),
              pasted("12:31", "12:31 Deliver", **bare | back)),
        trace("b.csv", "trace-csv", listed("12:31:41", network_message_id=BACK, **bare | back),
              listed("12:31:05", **bare | out)),
    ])  # fmt: skip

    assert [GUID, BACK] == found.journeys["network_message_id"].tolist()
    assert [] == kinds(found)


BARE = {"size_bytes": None, "status": None}
WAY_OUT = pasted("12:31", "12:31 Send_external", **BARE)
WAY_BACK = pasted("12:31", "12:31 Deliver", **BARE)


def of_a_list(*reports, first="12:31:05", second="12:31:41", **more):
    """Join reports to a list that tells two results of their minute by their seconds alone."""
    rows = [listed(second, network_message_id=BACK, **BARE | more), listed(first, **BARE)]
    return combine([trace("a.txt", "report-text", *reports), trace("b.csv", "trace-csv", *rows)])


def test_the_first_of_two_results_is_the_way_out():
    """Nothing else says which is which, and what goes to the gateway comes back after that."""
    found = of_a_list(WAY_OUT, WAY_BACK)

    assert [GUID, BACK] == found.journeys["network_message_id"].tolist()
    assert [] == kinds(found)


@pytest.mark.parametrize(("reports", "more"), [
    ([WAY_BACK], {}),
    ([WAY_OUT], {}),
    ([WAY_OUT, WAY_BACK], {"second": "12:31:05"}),
    ([WAY_OUT, pasted("12:31", "12:31 Send_external", **BARE, subject="Another")], {}),
], ids=["back-alone", "out-alone", "same-second", "twice-out"])  # fmt: skip
def test_where_the_turn_does_not_tell_nothing_is_joined(reports, more):
    """One report of two results, two of one second, or two that both left: any may be the other."""
    found = of_a_list(*reports, **more)

    assert 2 + len(reports) == len(found.journeys)
    assert {"ambiguous"} == set(kinds(found))


SUBMITTED = pasted("12:31", "12:31 Submit", "12:31 Send_external", **BARE)
CAME_BACK = pasted("12:31", "12:31 Receive", "12:31 Send_external", **BARE)
WENT_TO_ANOTHER = pasted("12:31", "12:31 Receive", "12:31 Redirect", **BARE)


@pytest.mark.parametrize("reports", [
    [SUBMITTED, CAME_BACK], [CAME_BACK, SUBMITTED], [WAY_OUT, WENT_TO_ANOTHER],
], ids=["outgoing", "outgoing-turned", "redirected"])  # fmt: skip
def test_the_first_of_two_results_is_the_submission_and_a_redirect_is_the_last(reports):
    """A mailbox submits before a gateway gives back, and what was redirected is at its end."""
    found = of_a_list(*reports)
    rows = found.events.set_index("event")["journey"]
    named = rows["Submit" if SUBMITTED in reports else "Send external"]

    assert 2 == len(found.journeys)
    assert GUID == found.journeys.set_index("journey").loc[named, "network_message_id"]
    assert [] == kinds(found)


@pytest.mark.parametrize(("reports", "first"), [
    ([SUBMITTED, CAME_BACK], "12:31:00"),
    ([SUBMITTED, SUBMITTED | {"subject": "Another"}], "12:31:05"),
    ([SUBMITTED, WAY_OUT], "12:31:05"),
    ([pasted("12:31", "12:31 Submit", "12:31 Deliver", **BARE), CAME_BACK | {
        "events": [event("12:31 Receive"), event("12:31 Deliver")]}], "12:31:05"),
], ids=["no-seconds", "submitted-twice", "beginning-not-shown", "never-left"])  # fmt: skip
def test_a_submission_that_is_not_surely_the_first_joins_nothing(reports, first):
    """A full minute may lack its seconds, and only what left can have come back."""
    found = of_a_list(*reports, first=first)

    assert 4 == len(found.journeys)
    assert {"ambiguous"} == set(kinds(found))


def test_the_address_that_a_row_hands_over_to_finds_the_row_of_a_list():
    """A report may print null for To IP although its Send external names the address."""
    handed = [pasted("12:31", **BARE | {"events": [event(f"12:31 Send_external to {ip}", ip=ip)]})
              for ip in ("192.0.2.7", "192.0.2.8")]  # fmt: skip
    rows = [listed("12:31:05", **BARE, to_ip="192.0.2.8", network_message_id=BACK),
            listed("12:31:05", **BARE, to_ip="192.0.2.7")]  # fmt: skip
    found = combine([trace("a.txt", "report-text", *handed), trace("b.csv", "trace-csv", *rows)])
    named = found.journeys.set_index("journey")["network_message_id"]

    assert {"192.0.2.7": GUID, "192.0.2.8": BACK} == dict(
        zip(found.events["ip"], found.events["journey"].map(named), strict=True))  # fmt: skip
    assert [] == kinds(found)


@pytest.mark.parametrize(("second", "left"), [
    ({}, 2), ({"received": at("12:31:41")}, 4), ({"subject": "Another"}, 4),
], ids=["alike", "another-second", "another-subject"])  # fmt: skip
def test_rows_of_a_list_that_are_alike_to_the_letter_join_in_turn(second, left):
    """Whichever goes where, the tables say the same; where they would not, nothing is joined."""
    rows = [listed("12:31", **BARE, **{"network_message_id": None}) | more for more in ({}, second)]
    found = combine([
        trace("a.txt", "report-text", SUBMITTED, CAME_BACK),
        trace("b.csv", "trace-csv", *rows),
    ])  # fmt: skip

    assert left == len(found.journeys)
    assert (left == 4) == ("ambiguous" in kinds(found))


def test_what_the_bounce_added_says_nothing_of_the_end():
    """A Fail that stands in no input's rows keeps no two inputs apart."""
    added = event("12:31 Fail", derived=True)
    report = journey("12:31", events=[event("12:31 Receive"), added])

    assert 1 == len(joined(report, shown("12:31:41", "Deliver")).journeys)
