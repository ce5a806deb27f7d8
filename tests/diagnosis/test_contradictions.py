"""What does not fit together is said, with what to look at; what fits is not."""

import pytest
from reports import GW, out, read, report

from tracekit import diagnose
from tracekit.evidence.contradictions import CONTRADICTIONS
from tracekit.knowledge.loader import load_contradictions, load_references

AT = "12:33"
SAMPLES = {
    "said-delivered-but-quarantined": (
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver quarantine"])],
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver junk"])],
    ),
    "clean-but-kept-from-inbox": (
        [report([f"{AT} receive", f"{AT} rule IPW Processed CLEAN", f"{AT} deliver junk"])],
        [report([f"{AT} receive", f"{AT} rule IPW Processed CLEAN", f"{AT} deliver inbox"])],
    ),
    "verdict-but-in-inbox": (
        [out(), report([f"{AT} receive", f"{AT} rule IPW Processed SPAM", f"{AT} deliver inbox"])],
        [out(), report([f"{AT} receive", f"{AT} rule IPW Processed SPAM", f"{AT} deliver junk"])],
    ),
    "returned-unmarked-but-kept": (
        [out(), report([f"{AT} receive", f"{AT} spam", f"{AT} deliver junk"])],
        [out(), report([f"{AT} receive", f"{AT} rule IPW Processed SPAM", f"{AT} spam",
                        f"{AT} deliver junk"])],
    ),
    "spam-but-in-inbox": (
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver inbox"])],
        [report([f"{AT} receive", f"{AT} spam", f"{AT} deliver junk"])],
    ),
    "two-ends": (
        [report([f"{AT} receive", f"{AT} deliver inbox"]),
         report([f"{AT} receive", f"{AT} fail 550 5.1.10 RESOLVER.ADR.RecipientNotFound; x"],
                size="99 KB")],
        [out(), report([f"{AT} receive", f"{AT} deliver inbox"])],
    ),
    "delivered-before-it-came-back": (
        [report([f"{AT} receive", f"{AT} send {GW}", f"{AT} deliver inbox"])],
        [out(), report([f"{AT} receive", f"{AT} deliver inbox"])],
    ),
}  # fmt: skip


FITS = {
    "a release is no second end": (
        "two-ends",
        [out("08:00"), report(["08:01 receive", "08:01 spam", "08:01 deliver quarantine"]),
         report(["14:01 receive", "14:01 deliver inbox"], size="226.17 KB")],
    ),
    "a rule that may be a verdict": (
        "returned-unmarked-but-kept",
        [out(), report([f"{AT} receive", f"{AT} rule IPW Something", f"{AT} spam",
                        f"{AT} deliver junk"])],
    ),
    "a level of 1 is not spam": (
        "spam-but-in-inbox", [report([f"{AT} receive", f"{AT} spam 1", f"{AT} deliver inbox"])],
    ),
    "a verdict beside the clean one": (
        "clean-but-kept-from-inbox",
        [report([f"{AT} receive", f"{AT} rule IPW Processed CLEAN", f"{AT} rule IPW Processed SPAM",
                 f"{AT} deliver junk"])],
    ),
}  # fmt: skip


def noted(reports, sentence):
    """Say whether a case has a note that begins with a sentence."""
    return any(note.startswith(sentence) for note in diagnose(read(*reports)).case().notes)


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_said_where_both_sides_are_shown_and_only_there(name):
    """Each contradiction has a sample that shows it, and a near one that does not."""
    yes, no = SAMPLES[name]
    sentence = load_contradictions()[name].sentence

    assert (True, False) == (noted(yes, sentence), noted(no, sentence))


@pytest.mark.parametrize("case", FITS)
def test_what_only_looks_alike_is_not_said(case):
    """Ordinary ways of mail that a contradiction must not be made of."""
    name, reports = FITS[case]

    assert not noted(reports, load_contradictions()[name].sentence)


def test_rules_functions_and_samples_are_the_same_list():
    """No rule without a function, a sample and a source, and none of them without a rule."""
    assert set(CONTRADICTIONS) == set(load_contradictions()) == set(SAMPLES)
    assert {c.source for c in load_contradictions().values()} <= set(load_references())


def test_a_note_is_given_once():
    """What has a sentence of its own is not said in general words as well."""
    yes, _ = SAMPLES["said-delivered-but-quarantined"]
    notes = diagnose(read(*yes)).case().notes

    assert 1 == sum("Status says" in note or "own summary" in note for note in notes)
