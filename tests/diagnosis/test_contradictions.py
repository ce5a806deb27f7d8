"""What does not fit together is said, with what to look at; what fits is not."""

import pytest
from bundled_samples import diagnosed

from tracekit.evidence.contradictions import CONTRADICTIONS
from tracekit.knowledge.loader import load_contradictions, load_references

ENTRIES = load_contradictions()


def noted(sample, name):
    """Say whether a sample has the note of a contradiction."""
    notes = diagnosed(sample).case().notes
    return any(note.startswith(ENTRIES[name].sentence) for note in notes)


@pytest.mark.parametrize("name", ENTRIES)
def test_it_is_said_where_both_sides_are_shown_and_only_there(name):
    """Each sample of a contradiction shows it, and what is near to one does not."""
    entry = ENTRIES[name]

    assert [True] * len(entry.samples) == [noted(s, name) for s in entry.samples]
    assert [] == [s.about for s in entry.not_samples if noted(s, name)]


@pytest.mark.parametrize("name", ENTRIES)
def test_a_neighbour_says_what_is_other(name):
    """Each rule has a sample and a neighbour, and the neighbour says in words why it is none."""
    entry = ENTRIES[name]

    assert entry.samples
    assert entry.not_samples
    assert all(sample.about for sample in entry.not_samples)


def test_rules_and_functions_are_the_same_list():
    """No rule without a function and a source, and no function without a rule."""
    assert set(CONTRADICTIONS) == set(ENTRIES)
    assert {c.source for c in ENTRIES.values()} <= set(load_references())


def test_a_note_is_given_once():
    """What has a sentence of its own is not said in general words as well."""
    notes = diagnosed(ENTRIES["said-delivered-but-quarantined"].samples[0]).case().notes

    assert 1 == sum("Status says" in note or "own summary" in note for note in notes)
