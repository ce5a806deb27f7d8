"""The summary for customers: short, and honest about what is missing."""

import re

import pytest
from reports import out, read
from scenarios_first import CLEAN, FIRST, JUNKED
from scenarios_second import SECOND

from tracekit import diagnose
from tracekit.errors import KnowledgeError
from tracekit.knowledge import load_complaints, sentences


@pytest.mark.parametrize("complaint", [None, *load_complaints()])
def test_a_summary_has_at_most_five_sentences(complaint):
    """Whatever was reported, it stays short and holds no hole."""
    for scenario in (*FIRST[:12], *SECOND[:8]):
        text = diagnose(read(*scenario.reports), complaint=complaint).case().summary()
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", text)) <= 5, (scenario.name, text)
        assert not re.search(r"\b(nan|None|NaT)\b|<NA>", text)


def test_a_summary_says_what_happened_who_decided_and_who_acts():
    """A mail that the gateway junked."""
    text = diagnose(read(out(), JUNKED), complaint="false-positive").case().summary()

    assert text.startswith("The message was delivered to the Junk Email folder. "
                           "Likely, the email gateway decided that. Why we think so: ")  # fmt: skip
    assert text.endswith("The gateway's support has to look the message up in its console "
                         "and say why.")  # fmt: skip


def test_a_summary_says_what_is_missing():
    """The way back is not here: who decided cannot be told."""
    text = diagnose(read(out())).case().summary()

    assert "To say who decided, this is missing: the full report of every search result" in text
    assert "likely" not in text


def test_a_complaint_puts_its_tree_first():
    """The first tree of a diagnosis is the first that complaints.toml names."""
    trace = read(out(), CLEAN)
    first = {name: diagnose(trace, complaint=name).trees[0] for name in load_complaints()}

    assert {name: c.trees[0] for name, c in load_complaints().items()} == first


def test_a_sentence_too_few_is_named(monkeypatch):
    """An outcome without a sentence is an error with its name."""
    text = sentences.load_summaries()
    del text.disposition["in-junk"]
    monkeypatch.setattr(sentences, "load_bundled", lambda kind, file: text)
    sentences.load_summaries.cache_clear()
    try:
        with pytest.raises(KnowledgeError, match="in-junk"):
            sentences.load_summaries()
    finally:
        sentences.load_summaries.cache_clear()
