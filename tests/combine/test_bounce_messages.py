"""A bounce of a message that no trace here tells of is a message until its trace comes."""

import pytest
from test_told_by_bounces import LIST, bounce, together, told_alone

from tracekit import diagnose
from tracekit.combine import combine
from tracekit.training.report import report as written

OTHER = "<9@mail.example.com>"
LISTED = LIST.format(status="Delivered")


def told(trace):
    """Message-ID, sender, recipient, host, code and server of what bounces alone tell."""
    mine = trace.journeys[trace.journeys["journey"].isin(told_alone(trace))]
    rows = mine[["journey", "message_id", "sender", "recipient"]].merge(
        trace.events[["journey", "host", "enhanced_code", "server"]], on="journey")  # fmt: skip
    return rows.drop(columns="journey").to_numpy().tolist()


def test_a_bounce_alone_names_its_message_and_who_refused_it():
    """Nothing is made up: there is no Status and no time."""
    trace = together(bounce())

    assert [["<1.2@mail.example.com>", "ann@example.com", "bob@example.net", "mx1.example.net",
             "5.1.1", "AM9PR01MB1.eurprd01.prod.outlook.com"]] == told(trace)  # fmt: skip
    assert trace.journeys[["status", "status_text", "progress"]].isna().all(axis=None)
    assert trace.events["time"].isna().all()


@pytest.mark.parametrize("texts", [
    (bounce(), LISTED), (LISTED, bounce()), (bounce(), LISTED, bounce(id=OTHER)),
    (bounce(to="robert@example.net"), LISTED),
    (written(["12:31 receive", "12:31 deliver"], message_id="<1.2@mail.example.com>"), bounce()),
])  # fmt: skip
def test_a_message_that_has_a_record_gets_none_from_its_bounce(texts):
    """In any order; another recipient of the same message is nobody's new message either."""
    trace, alone = together(*texts), [text for text in texts if OTHER in text]

    assert len(alone) == len(told_alone(trace))


def test_what_a_trace_says_stays_the_same_beside_bounces_of_other_messages():
    """A message is diagnosed as it was, whatever else came back."""
    one = diagnose(together(LISTED)).outcomes
    many = diagnose(together(LISTED, bounce(id=OTHER), bounce(id="<8@mail.example.com>"))).outcomes

    assert one.iloc[0].tolist() == many.iloc[0].tolist()
    assert 3 == len(many)


def test_the_trace_that_comes_later_takes_the_place_of_the_bounce():
    """The desk adds inputs one after the other: in either order there is one message."""
    first, later = together(bounce()), together(LISTED)

    assert [0, 0] == [len(told_alone(both)) for both in (first + later, later + first)]
    assert [1, 1] == [len(both.journeys) for both in (first + later, later + first)]


def test_several_bounces_make_a_message_each_and_one_given_twice_makes_one():
    """One message and recipient is one, whatever number of servers refused it."""
    again = bounce(code="550 5.7.1")
    trace = together(bounce(), bounce(id=OTHER), bounce(to="eve@example.net"), bounce(), again)

    assert 3 == len(told_alone(trace))
    assert 4 == len(trace.events)
    assert 3 == len(combine([trace, trace, together(bounce())]).journeys)


def test_a_whole_list_of_bounces_is_joined_in_one_go():
    """Each of hundreds is a message with its one failure."""
    trace = combine([together(bounce(id=f"<{n}@mail.example.com>")) for n in range(40)])

    assert list(range(40)) == trace.journeys["journey"].tolist()
    assert trace.journeys["journey"].tolist() == trace.events["journey"].tolist()
    assert {"bounced"} == set(diagnose(trace).outcomes["disposition"])


def test_a_bounce_without_a_message_id_counts_only_where_nothing_else_was_read():
    """Whether it is about a message of the trace, nobody can say."""
    nameless = bounce().replace("Message-ID: <1.2@mail.example.com>", "")
    alone, beside = together(nameless), together(LIST.format(status="Failed"), nameless)

    assert ["bounced"] == diagnose(alone).outcomes["disposition"].tolist()
    assert [] == told_alone(beside).tolist()
    assert 1 == len((alone + together(LISTED)).journeys)
