"""The map: the stops on the way, and honest gaps where the trace shows nothing."""

import re
from pathlib import Path

import pytest
from made import OUTBOUND, RETURN, deliver, founding, made, pairs, receive

import tracekit
from tracekit import charts
from tracekit.charts.journey_map import WIDTH
from tracekit.charts.lanes import lanes
from tracekit.charts.stops import stops
from tracekit.model import MessageTrace
from tracekit.render.picture import to_svg

FAIL = ("12:40", "Fail", "Reason: 550 5.1.10", {"smtp_code": "550", "enhanced_code": "5.1.10"})
QUARANTINE = ("12:40", "Quarantine", "Message quarantined.", {})


def way(trace: MessageTrace, *roles: str) -> list:
    """The stops of the only message of a trace."""
    return stops(lanes(trace, pairs(*roles)))


def places(found: list) -> list[tuple[str, str]]:
    """Place and state of each stop."""
    return [(stop.place, stop.state) for stop in found]


def test_two_journeys_make_five_stops():
    """Sender, Microsoft 365, gateway, Microsoft 365, folder; all of it seen."""
    found = way(founding(), "return", "outbound")

    assert ["Sender", "Microsoft 365", "Gateway", "Microsoft 365", "Junk Email folder"] == [
        stop.place for stop in found
    ]
    assert {"seen"} == {stop.state for stop in found}
    assert "12:31 handed over" in found[2].lines


def test_a_return_alone_leaves_the_way_out_missing():
    """What the trace does not hold is said to be missing, not left out."""
    found = way(made(RETURN), "return")

    assert [("Microsoft 365", "missing"), ("Gateway", "missing")] == places(found)[1:3]
    assert "not in this trace" in " ".join(found[1].lines)


def test_an_outbound_alone_leaves_the_end_unknown():
    """Handed over is not delivered: the folder is not known."""
    found = way(made(OUTBOUND), "outbound")

    assert [("Microsoft 365", "missing"), ("Folder", "unknown")] == places(found)[-2:]


@pytest.mark.parametrize(("last", "place"), [
    (deliver(folder="inbox"), "Inbox"), (deliver(folder="junk"), "Junk Email folder"),
    (deliver(folder="quarantine"), "Quarantine"), (deliver(folder="Invoices"), "Invoices"),
    (deliver(folder=None), "Mailbox"), (FAIL, "Not delivered"), (QUARANTINE, "Quarantine"),
])  # fmt: skip
def test_the_last_stop_is_where_it_ended(last, place):
    """The end names the folder, or that it was not delivered; a folder not named is not guessed."""
    assert place == way(made([receive(), last]), "direct")[-1].place


def test_no_end_is_no_folder():
    """A journey that only begins has an unknown end."""
    assert ("Folder", "unknown") == places(way(made([receive()]), "direct"))[-1]


def test_a_loop_has_every_round():
    """Each hand-over is a stop of its own, in order."""
    found = way(made(OUTBOUND, RETURN, OUTBOUND, RETURN), "outbound", "return", "loop", "return")

    assert 2 == [stop.place for stop in found].count("Gateway")


def test_missing_stops_are_dashed():
    """A gap differs by its line and its words, not by colour alone."""
    svg = to_svg(charts.journey_map(made(RETURN), pairs=pairs("return")))

    assert "stroke-dasharray" in svg
    assert "not in this" in svg


def test_without_roles_each_journey_is_a_way_of_its_own():
    """No journey is said to follow another where nobody paired them."""
    told = charts.journey_map(founding()).description

    assert 2 == told.count("Sender: news@example.com")


def test_many_messages_are_counted():
    """The map holds some messages and says how many more there are."""
    trace = made(*[[receive(), deliver()]] * 12)

    assert "4 more messages are in the tables" in to_svg(charts.journey_map(trace))


def test_no_line_leaves_its_box():
    """Long names are folded and cut; the picture stays as wide as it is."""
    trace = made([receive(), ("12:31", "Transport rule", "x", {"rule_name": "W" * 500})])
    svg = to_svg(charts.journey_map(trace))
    written = re.findall(r"<text[^>]*>([^<]*)</text>", svg)

    assert max(line.count("W") for line in written) < 15
    assert int(re.search(r'width="(\d+)"', svg)[1]) < WIDTH + 24


def test_a_rule_known_by_its_id_only_is_told_so():
    """An Extended report names rules by ID; agents' records are not listed beside their events."""
    path = Path(__file__).parents[1] / "data" / "extended-csv" / "gateway-two-journeys.csv"
    trace = tracekit.read(path)
    found = stops(lanes(trace, tracekit.diagnose(trace).pairs))
    told = [line for stop in found for line in stop.lines]

    assert "rule with ID 6d58f53b…, RouteMessageOutboundConnector" in told
    assert not any("AGENTINFO" in line for line in told)
