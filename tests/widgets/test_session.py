"""The session of the desk: what was chosen narrows what is listed, and can be put away as JSON."""

import json
from pathlib import Path

import pytest

from tracekit.errors import InputError, UnknownNameError
from tracekit.model import MessageTrace
from tracekit.readers.front import parse, read
from tracekit.samples import sample_text
from tracekit.widgets import Session, View

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def session():
    """Exports of several kinds, many messages."""
    names = ("powershell-text/list.txt", "trace-csv/typical.csv", "extended-csv/typical.csv")
    return Session.of(read([DATA / name for name in names]))


def test_every_message_of_the_diagnosis_is_listed(session):
    """Without filters nothing is left out, and each message keeps its number."""
    assert sorted(session.diagnosis.messages.index) == sorted(session.listed.index)


@pytest.mark.parametrize("column", ["where", "who", "status"])
def test_an_outcome_or_status_leaves_the_messages_that_have_it(session, column):
    """Each value that occurs lists exactly its messages."""
    counts = session.messages[column].value_counts()
    assert len(counts)
    for value, count in counts.items():
        assert count == len(session.changed(**{column: value}).listed)


@pytest.mark.parametrize("column", ["sender", "recipient"])
def test_part_of_an_address_in_any_case_finds_its_messages(session, column):
    """A desk types half an address, in capitals or not."""
    address = session.messages[column].dropna().iloc[0]
    found = session.changed(**{column: address.upper()[:12]}).listed[column]

    assert len(found)
    assert found.str.casefold().str.contains(address.casefold()[:12], regex=False).all()


def test_a_search_finds_ids_subjects_rules_and_hosts():
    """What stands in a journey or in an event leads to its message; what stands nowhere to none."""
    session = Session.of(parse(sample_text("inky-two-journeys")))
    for text in ("top articles", "IPW Processed", "elb.us-west-2", "batch1m", "4.7.721"):
        assert 1 == len(session.changed(search=text).listed), text
    assert session.changed(search="no such text").listed.empty


def test_days_limit_the_time_received(session):
    """The first and the last day belong to what is listed; without times nothing is."""
    day = session.messages["received"].dropna().dt.strftime("%Y-%m-%d").iloc[0]
    listed = session.changed(since=day, until=day).listed["received"]

    assert len(listed)
    assert {day} == set(listed.dt.strftime("%Y-%m-%d"))


def test_the_chosen_message_is_the_case_while_it_is_listed(session):
    """A filter that hides it gives the first that is left, and none where nothing is."""
    last = session.listed.index[-1]
    chosen = session.changed(message=int(last))

    assert last == chosen.case.number
    assert chosen.changed(search="no such text").case is None
    hidden = chosen.changed(recipient=session.messages.loc[session.listed.index[0], "recipient"])
    assert hidden.case.number in hidden.listed.index


def test_choices_survive_json(session):
    """What is put away as JSON comes back as the same choices."""
    view = session.changed(search="a", where="in-inbox", message=1).view
    assert view == View.from_dict(json.loads(json.dumps(view.to_dict())))


def test_inputs_are_named_with_their_sums(session):
    """A session that is put away says which inputs it is about."""
    told = json.loads(json.dumps(session.to_dict()))
    assert session.trace.sources["sha256"].tolist() == [one["sha256"] for one in told["inputs"]]


def test_a_choice_that_is_none_is_refused():
    """A file that was written by something else gives one clear error."""
    with pytest.raises(InputError, match="colour is no choice of the desk"):
        View.from_dict({"colour": "red"})


def test_another_gateway_is_diagnosed_anew_and_a_filter_is_not(session):
    """Only what changes the answers costs a diagnosis."""
    assert session.changed(search="x").diagnosis is session.diagnosis
    assert session.changed(gateway="none").diagnosis is not session.diagnosis
    with pytest.raises(UnknownNameError):
        session.changed(gateway="no such gateway")


def test_nothing_read_is_an_empty_session():
    """Before the first paste there is a table without rows and no case."""
    session = Session.of(MessageTrace.empty())
    assert session.listed.empty
    assert session.case is None
