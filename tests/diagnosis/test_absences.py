"""What one would expect and the trace lacks is said, likeliest reason first; nothing else is."""

import pytest
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
FAILED = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; x"
SAMPLES = {
    "no-hand-over": ([report([*ROUTED, f"{AT} deliver inbox"])], [out(), BACK]),
    "no-return": ([out()], [out(), BACK]),
    "no-outbound": (
        [report([f"{AT} receive", f"{AT} rule IPW Processed SPAM", f"{AT} deliver junk"])],
        [out(), report([f"{AT} receive", f"{AT} rule IPW Processed SPAM", f"{AT} deliver junk"])],
    ),
    "no-rule-of-the-gateway": ([BACK], [out(), BACK]),
    "no-reason-for-junk": (
        [report([f"{AT} receive", f"{AT} deliver junk"])],
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver junk"])],
    ),
    "no-reason-for-quarantine": (
        [report([f"{AT} receive", f"{AT} deliver quarantine"])],
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver quarantine"])],
    ),
    "no-end": ([report([f"{AT} receive"])], [BACK]),
    "no-receipt": ([report([f"{AT} deliver inbox"])], [BACK]),
    "no-members-of-the-group": (
        [report([f"{AT} receive", f"{AT} expand"], recipient="all@example.org")],
        [report([f"{AT} receive", f"{AT} expand"], recipient="all@example.org"),
         report([f"{AT} deliver inbox"], recipient="sam@example.org")],
    ),
    "no-reason-for-the-failure": (
        [report([f"{AT} receive", f"{AT} = Fail | No detail information available."])],
        [report([f"{AT} receive", f"{AT} fail {FAILED}"])],
    ),
    "no-folder": (
        [report([f"{AT} receive", f"{AT} = Deliver | The message was successfully delivered."])],
        [BACK],
    ),
}  # fmt: skip


def lacking(reports):
    """The ids of what every message of some reports lacks."""
    cases = diagnose(read(*reports)).cases()
    return [absence.id for case in cases for absence in case.absences]


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_said_where_it_is_missing_and_only_there(name):
    """Each absence has a sample that lacks it, and a near one that does not."""
    lacks, has = SAMPLES[name]

    assert (True, False) == (name in lacking(lacks), name in lacking(has))


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"no-outbound", "no-folder"}))
def test_a_report_that_broke_off_lacks_nothing(name):
    """Where the copied text ends too soon, nothing is called missing but its rest."""
    reports, _ = SAMPLES[name]
    broken = [text[: text.index("More information")] for text in reports]
    known = {"no-members-of-the-group", "no-reason-for-the-failure"}

    assert set() == set(lacking(broken)) - known - {"no-outbound", "no-folder"}


def test_rules_functions_and_samples_are_the_same_list():
    """No rule without a function, a sample, a source and two reasons, and none without a rule."""
    assert set(ABSENCES) == set(load_absences()) == set(SAMPLES)
    assert {entry.source for entry in load_absences().values()} <= set(load_references())
    assert all(len(entry.reason) > 1 for entry in load_absences().values())
    named = {id for e in load_absences().values() for r in e.reason
             for id in (*r.not_with, *r.only_with)}  # fmt: skip
    assert named <= set(load_outcomes())


def test_commands_are_filled_in_for_this_message():
    """What would tell the reasons apart names this recipient, not a placeholder."""
    told = diagnose(read(BACK)).case().how()

    assert "Where-Object PrimarySmtpAddress -eq 'sam@example.org'" in told
    assert "{recipient}" not in told


def test_the_usual_pattern_lacks_nothing():
    """The two journeys of a good message give no absence."""
    assert [] == lacking([out(), BACK])


INSIDE = {"sender": "sam@example.org", "recipient": "bob@example.net", "progress": "Sent"}
NEAR = {
    "outgoing mail": [report([f"{AT} submit", f"{AT} send OUT"], **INSIDE)],
    "internal mail": [report([f"{AT} submit", f"{AT} deliver inbox"], sender="pat@example.org")],
    "a group": [report([f"{AT} receive", f"{AT} expand"], recipient="all@example.org")],
    "a moderator": [
        report([f"{AT} receive", f"{AT} drop 250 2.1.5 Resolver.MT.StartModeration; x"])
    ],
    "no beginning": [report([f"{AT} deliver inbox"])],
    "no end": [report([f"{AT} receive"])],
}


@pytest.mark.parametrize("name", NEAR)
def test_the_gateways_rules_are_not_missed_where_they_are_not_due(name):
    """Mail from inside, a group's own copy and half a way need no rule of the gateway."""
    assert "no-rule-of-the-gateway" not in lacking(NEAR[name])


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
