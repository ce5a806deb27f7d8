"""The legend: what is in the trace, nothing else, each explained."""

from dataclasses import replace

from reports import out, read
from scenarios_first import JUNKED

from tracekit import diagnose
from tracekit.diagnosis.legend import NOT_KNOWN, explained_name, legend


def test_a_legend_has_what_is_there_and_nothing_else():
    """Events, statuses and codes of the trace, each once, with how often it is there."""
    trace = read(out(), JUNKED)
    told = legend(trace)
    events = told[told["kind"] == "event"]

    assert trace.events["event"].value_counts().to_dict() == dict(
        zip(events["name"], events["times"], strict=True)
    )
    assert set(trace.events["enhanced_code"].dropna()) == set(
        told.loc[told["kind"] == "code", "name"])  # fmt: skip
    assert not told["meaning"].eq("").any()


def test_a_case_has_a_legend_of_its_own_message_only():
    """The legend of a message of many does not tell of the others."""
    case = diagnose(read(out(), JUNKED)).case()
    assert set(case.trace.events["event"]) == set(
        legend(case).loc[lambda d: d["kind"] == "event", "name"])  # fmt: skip


def test_an_event_nobody_knows_is_listed_and_said_to_be_unknown():
    """New names of Microsoft are not hidden, and nothing is invented about them."""
    trace = read(out())
    trace = replace(trace, events=trace.events.assign(event="Teleport"))
    told = legend(trace)

    assert NOT_KNOWN == told.loc[told["name"] == "Teleport", "meaning"].item()
    assert explained_name("Teleport") is None
