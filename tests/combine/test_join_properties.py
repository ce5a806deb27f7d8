"""What holds for every set of inputs: order plays no part, and nothing is lost or counted twice."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from inputs_to_join import (
    GUID,
    content,
    event,
    journey,
    kinds,
    listed,
    pasted,
    places,
    trace,
    traced,
)

from tracekit.combine import combine
from tracekit.model import MessageTrace, table

MINUTES = ["12:31", "12:32"]
SECONDS = ["12:31:05.123", "12:31:05.900", "12:31:40.000", "12:32:10.000", "12:45:00.000"]
GUIDS = [GUID, GUID.replace("6a", "7b")]
NAMES = ["Receive", "Defer", "Transport_rule", "Deliver"]
COMMON = {
    "recipient": st.sampled_from(["bob@example.com", "Bob@example.com", "carl@example.com"]),
    "message_id": st.sampled_from(["<1.2@example.com>", "1.2@example.com", "<3@example.com>"]),
    "subject": st.sampled_from(["Hello", "HELLO", "Other"]),
    "from_ip": st.sampled_from([None, "192.0.2.1", "192.0.2.2"]),
}


def rows(clocks: list[str], details: list[str]) -> st.SearchStrategy:
    """Rows of events in order of time."""
    row = st.builds(" ".join, st.tuples(
        st.sampled_from(clocks), st.sampled_from(NAMES), st.sampled_from(details)
    ))  # fmt: skip
    return st.lists(row, min_size=1, max_size=4).map(sorted)


def built(make, clocks, details=("",), **more) -> st.SearchStrategy:
    """Journeys of one kind of input."""
    inside = rows(clocks, list(details)) if details else st.just([])
    values = st.fixed_dictionaries({**COMMON, **more})
    return st.builds(lambda c, r, v: make(c, *r, **v), st.sampled_from(clocks), inside, values)


KINDS = {
    "report-text": built(pasted, MINUTES, ["one", "two"]),
    "trace-csv": built(listed, SECONDS, (), network_message_id=st.sampled_from(GUIDS),
                       status=st.sampled_from(["Delivered", "Pending"])),
    "extended-csv": built(traced, SECONDS, network_message_id=st.sampled_from(GUIDS)),
}  # fmt: skip


@st.composite
def inputs(draw, most: int = 3) -> list[MessageTrace]:
    """A few inputs of any kind."""
    forms = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=most))
    return [
        trace(f"input-{n}", form, *draw(st.lists(KINDS[form], max_size=3)))
        for n, form in enumerate(forms)
    ]


def told(traces: list[MessageTrace]) -> set[tuple]:
    """Every name and minute of an event, with its recipient: no joining takes one away."""
    found = set()
    for one in traces:
        who = one.journeys.set_index("journey")["recipient"].str.casefold()
        minutes = one.events["time"].dt.floor("min")
        found |= set(zip(one.events["journey"].map(who), one.events["event"], minutes, strict=True))
    return found


@settings(max_examples=16)
@given(inputs())
def test_order_plays_no_part(traces):
    """The content is the same whichever input is given first."""
    assert content(combine(traces)) == content(combine(traces[::-1]))


@settings(max_examples=16)
@given(inputs())
def test_every_place_is_in_one_journey(traces):
    """Each record is the journey's own place or among the others, once."""
    given_places = Counter(p for one in traces for where in places(one) for p in where)
    joined = combine(traces)

    assert given_places == Counter(p for where in places(joined) for p in where)
    assert list(range(len(joined.journeys))) == joined.journeys["journey"].tolist()


@settings(max_examples=16)
@given(inputs())
def test_no_event_is_lost_and_none_is_made(traces):
    """What happened to whom in which minute is the same before and after."""
    joined = combine(traces)

    assert told(traces) == told([joined])
    assert len(joined.events) <= sum(len(one.events) for one in traces)


@settings(max_examples=16)
@given(inputs())
def test_joining_again_changes_nothing(traces):
    """A joined trace is joined; the same inputs a second time add nothing but problems."""
    joined = combine(traces)
    again = combine([joined])
    twice = combine([joined, joined])

    assert content(joined) == content(again) == content(twice)
    assert kinds(joined) == kinds(again)
    assert set(kinds(twice)) <= {*kinds(joined), "repeated"}


@settings(max_examples=16)
@given(inputs(most=1))
def test_an_input_given_twice_is_counted_once(traces):
    """As when a cell is run a second time."""
    (one,) = traces
    twice = combine([one, one])

    assert content(combine([one])) == content(twice)
    assert 1 == len(twice.sources)


@settings(max_examples=16)
@given(st.lists(st.sampled_from(SECONDS), min_size=1, unique=True), st.data())
def test_a_trace_in_two_files_is_the_trace(clocks, data):
    """Each event of a journey stands in one of two Extended reports, or in both."""
    events = [event(f"{clock} Defer {n}") for n, clock in enumerate(sorted(clocks))]
    where = [data.draw(st.sampled_from(["a", "b", "ab"])) for _ in events]
    halves = [
        trace(name, "extended-csv", traced(events=[
            e for e, w in zip(events, where, strict=True) if name in w
        ]))
        for name in "ab"
    ]  # fmt: skip
    joined = combine(halves)

    assert 1 == len(joined.journeys)
    assert [e["detail"] for e in events] == joined.events["detail"].tolist()


def test_a_report_added_a_second_time_adds_nothing():
    """After it was joined to a list, the same report still is that journey."""
    report = trace("a.txt", "report-text", pasted("12:31", "12:31 Receive", "12:31 Defer"))
    joined = combine([report, trace("b.csv", "trace-csv", listed())])

    assert content(joined) == content(combine([joined, report]))


def test_a_part_of_a_trace_joins_its_rest():
    """`only` gives traces of the same input with fewer journeys or events."""
    whole = combine([trace("a.csv", "extended-csv", *(
        traced("12:31:05.123", "12:31:05.123 Receive", "12:31:06.000 Deliver", recipient=who)
        for who in ("a@example.com", "b@example.com")
    ))])  # fmt: skip
    parts = [whole.only(journey=1), whole.only(journey=0), whole.only(event="Deliver")]

    assert content(whole) == content(combine(parts))


def test_all_tables_keep_their_rows():
    """Problems and spans keep their journeys, headers and hops their block, extra its columns."""
    one = trace("a", "report-text", pasted("12:31", "12:31 Receive"))
    two = trace("b", "trace-csv", journey("09:00", message_id="<x@example.com>"), listed())
    made = {
        "problems": [{"source": "b", "line": 3, "kind": "zone", "reason": "r", "journey": 1}],
        "spans": [{"source": "b", "offset": 0, "length": 1, "kind": "record", "journey": 1}],
    }
    two = replace(two, **{name: table(name, made[name]) for name in made})
    joined = combine([one, two])

    assert [0] == joined.problems["journey"].tolist() == joined.spans["journey"].tolist()
    assert [{"a:2", "b:3"}, {"b:2"}] == places(joined)


def test_message_headers_of_one_name_keep_apart():
    """Two inputs called "text" have a first header each; one input given twice has one."""

    def headed(sha256: str) -> MessageTrace:
        rows = [{"source": "text", "block": 1, "message_id": sha256, "line": 1}]
        return replace(trace("text", "headers", sha256=sha256),
                       headers=table("headers", rows), hops=table("hops", rows))  # fmt: skip

    joined = combine([headed("1"), headed("2")])
    same = combine([headed("1"), headed("1")])

    assert [1, 2] == joined.headers["block"].tolist() == joined.hops["block"].tolist()
    assert [1] == same.headers["block"].tolist() == same.hops["block"].tolist()
