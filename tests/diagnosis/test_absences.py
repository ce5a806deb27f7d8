"""What one would expect and the trace lacks is said, likeliest reason first; nothing else is."""

import pytest
from reports import out, read, report

from tracekit import diagnose
from tracekit.evidence.absences import ABSENCES
from tracekit.knowledge.loader import load_absences, load_references

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


def test_commands_are_filled_in_for_this_message():
    """What would tell the reasons apart names this recipient, not a placeholder."""
    told = diagnose(read(BACK)).case().how()

    assert "Where-Object PrimarySmtpAddress -eq 'sam@example.org'" in told
    assert "{recipient}" not in told


def test_the_usual_pattern_lacks_nothing():
    """The two journeys of a good message give no absence."""
    assert [] == lacking([out(), BACK])
