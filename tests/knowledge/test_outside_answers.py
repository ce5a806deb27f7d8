"""What servers outside Microsoft 365 answer is explained by the standard, not by Microsoft."""

import pytest

from tracekit.errors import KnowledgeError
from tracekit.knowledge import outside
from tracekit.knowledge.outside import find_outside_answer, load_outside_answers


@pytest.mark.parametrize(("code", "words", "meaning"), [
    ("5.1.1", "", "no such mailbox"), ("4.2.2", "", "full"), ("5.7.26", "", "SPF, DKIM, DMARC"),
    ("5.1.99", "", "one of the addresses"), ("5.7.1", "", "a policy, a filter or a block list"),
    ("5.7.1", "blocked using a list", "likely on a block list"), ("", "User unknown", "likely"),
    ("4.7.1", "Greylisted", "greylisting"), ("5.0.0", "mailbox full", "likely full"),
    ("5.2.1", "user unknown", "switched off"),
])  # fmt: skip
def test_an_answer_means_what_the_standard_says(code, words, meaning):
    """A code counts; words count where there is none, or one that says little."""
    assert meaning in find_outside_answer(code, words).title


@pytest.mark.parametrize("code", ["", "5.0.0", "2.1.5x", "5.9.1"])
def test_what_says_nothing_is_not_explained(code):
    """No meaning is made up for a code that no standard knows."""
    assert find_outside_answer(code, "Sender domain does not exist") is None


def test_every_subject_has_a_meaning_and_no_code_has_two():
    """Codes of RFC 3463 from 1 to 7 are explained at least by their subject."""
    codes = [answer.code for answer in load_outside_answers() if not answer.phrases]

    assert sorted(set(codes)) == sorted(codes)
    assert set("1234567") <= set(codes)


def test_an_entry_that_nothing_finds_is_an_error(monkeypatch):
    """It has neither a code nor phrases."""
    entry = outside.OutsideAnswer(title="x", who="x", fix="x", source="rfc-3463")
    monkeypatch.setattr(outside, "load_bundled", lambda kind, file: outside._File(answer=(entry,)))
    load_outside_answers.cache_clear()
    try:
        with pytest.raises(KnowledgeError, match="a code or phrases"):
            load_outside_answers()
    finally:
        load_outside_answers.cache_clear()
