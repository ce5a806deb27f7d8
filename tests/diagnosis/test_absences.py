"""What one would expect and the trace lacks is said, likeliest reason first; nothing else is."""

import pytest
from bundled_samples import diagnosed, texts
from reports import out, read, report

import tracekit
from tracekit import diagnose
from tracekit.evidence.absences import ABSENCES
from tracekit.knowledge.loader import load_absences, load_outcomes, load_references
from tracekit.training.exports import in_seconds
from tracekit.training.extended import as_extended

AT = "12:33"
BACK = report([f"{AT} receive", f"{AT} deliver inbox"])
ROUTED = [f"{AT} receive", f"{AT} route"]
ENTRIES = load_absences()


def lacking(diagnosis):
    """The ids of what every message of a diagnosis lacks."""
    return [absence.id for case in diagnosis.cases() for absence in case.absences]


@pytest.mark.parametrize("name", ENTRIES)
def test_it_is_said_where_it_is_missing_and_only_there(name):
    """Each sample of an absence lacks it, and what is near to one does not."""
    entry = ENTRIES[name]

    assert entry.samples
    assert all(name in lacking(diagnosed(sample)) for sample in entry.samples)
    assert [] == [s.about for s in entry.not_samples if name in lacking(diagnosed(s))]
    assert [True] == list({bool(sample.about) for sample in entry.not_samples})


@pytest.mark.parametrize("name", sorted(set(ENTRIES) - {"no-outbound", "no-folder"}))
def test_a_report_that_broke_off_lacks_nothing(name):
    """Where the copied text ends too soon, nothing is called missing but its rest."""
    reports = texts(ENTRIES[name].samples[0])
    broken = [text[: text.index("More information")] for text in reports]
    known = {"no-members-of-the-group", "no-reason-for-the-failure"}

    found = set(lacking(diagnose(read(*broken))))
    assert set() == found - known - {"no-outbound", "no-folder"}


def test_rules_and_functions_are_the_same_list():
    """No rule without a function, a source and two reasons, and no function without a rule."""
    assert set(ABSENCES) == set(ENTRIES)
    assert {entry.source for entry in ENTRIES.values()} <= set(load_references())
    assert all(len(entry.reason) > 1 for entry in ENTRIES.values())
    named = {id for e in ENTRIES.values() for r in e.reason
             for id in (*r.not_with, *r.only_with)}  # fmt: skip
    assert named <= set(load_outcomes())


def test_commands_are_filled_in_for_this_message():
    """What would tell the reasons apart names this recipient, not a placeholder."""
    told = diagnose(read(BACK)).case().how()

    assert "Where-Object PrimarySmtpAddress -eq 'sam@example.org'" in told
    assert "{recipient}" not in told


def test_the_usual_pattern_lacks_nothing():
    """The two journeys of a good message give no absence."""
    assert [] == lacking(diagnose(read(out(), BACK)))


def test_a_report_that_names_no_rules_lacks_none():
    """An Extended report gives rules by id only: what it does not name is not called missing."""
    trace = read(report([f"{AT} receive", f"{AT} deliver inbox"]))
    case = diagnose(tracekit.parse(as_extended(trace, in_seconds(trace)))).case()

    assert {"no-folder"} == {absence.id for absence in case.absences}


@pytest.mark.parametrize("gateway", ["mimecast", "cisco-threat-defense", "api-service"])
def test_only_an_inline_gateway_is_missed(gateway):
    """A gateway before the mailbox, one that gets copies, and one by API leave no rules."""
    case = diagnose(read(BACK), gateway).case()

    assert () == case.absences


def test_a_reason_that_the_outcome_rules_out_is_not_given():
    """What was delivered does not wait any more; where every record is here, none was forgotten."""
    routed = diagnose(read(report([*ROUTED, f"{AT} deliver inbox"]))).case().how()
    whole = diagnose(read(BACK), complete=True).case().how()

    assert "still waited to be handed over" not in routed
    assert "way back of a clean message" not in whole


def test_a_stopped_message_may_not_have_come_to_the_gateways_rules():
    """The likeliest reason for a message in quarantine is that it was stopped before them."""
    (absence,) = (a for a in diagnose(read(report([f"{AT} receive", f"{AT} rule X => Quarantine"])))
                  .case().absences if a.id == "no-rule-of-the-gateway")  # fmt: skip

    assert "stopped before the gateway's rules" in absence.reasons[0][0]
