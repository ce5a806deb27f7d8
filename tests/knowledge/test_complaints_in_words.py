"""What a user said is known by its words, and nothing is guessed."""

import pytest

from tracekit import diagnose, load_sample
from tracekit.errors import UnknownNameError
from tracekit.knowledge import find_complaint, load_complaints

SAID = [(name, said) for name, c in sorted(load_complaints().items()) for said in c.words]
MORE = [
    ("never-arrived", "Email didn\u2019t arrive"),
    ("false-positive", "why is this newsletter in my spam folder?"),
    ("false-negative", "A phishing mail landed in the inbox"),
    ("late", "it was delayed by 2 hours"),
    ("twice", "I received the same message twice"),
    ("bounced", "undeliverable: 550 5.1.10"),
    ("not-analysed", "the INKY banner is missing"),
    ("late", "LATE"),
    ("never-arrived", "it never showed up"),
    ("never-arrived", "nobody got the message I sent"),
    ("never-arrived", "it did not bounce but never arrived"),
    ("never-arrived", "nothing arrived and I did not get an NDR"),
    ("bounced", "mail came back"),
    ("nothing-particular", "just have a look"),
    ("twice", "dupicate"),
    ("twice", "We see dupplicates"),
    ("late", "not junk but two days late"),
    ("false-positive", "this is not junk"),
    ("false-positive", "it is not phishing"),
]


@pytest.mark.parametrize(("name", "said"), [*SAID, *MORE])
def test_the_words_of_a_user_are_the_complaint_they_mean(name, said):
    """Each sentence of the list, and others like it, lead to their complaint."""
    assert name == find_complaint(said)


def test_a_diagnosis_begins_with_the_tree_that_answers_the_words():
    """The words of the user choose the order of the trees, as the complaint's id does."""
    found = diagnose(load_sample("inky-two-journeys"), complaint="it took hours")

    assert "delay" == found.trees[0]


@pytest.mark.parametrize(
    "said",
    [
        "?",
        "Kunde sagt nichts",
        "translate later",
        "late and twice",
        "it did not bounce",
        "it was not late",
        "spam showed up",
        "Die Mail kam nie an",
    ],
)
def test_what_says_nothing_or_two_things_is_no_complaint(said):
    """The known complaints are named instead of one that was guessed."""
    with pytest.raises(UnknownNameError, match="never-arrived"):
        find_complaint(said)
