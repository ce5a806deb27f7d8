"""source_context is read by its form, and a reply only where a server answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import smtp_reply, source_context
from tracekit.decode.source_context import load_forms

FORMS = [form for form, _ in load_forms()]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_samples(form):
    """Each sample is read by its own form, and together they show every key."""
    found = [source_context(sample) for sample in form.samples]

    assert {form.name} == {one["form"] for one in found}
    assert {"form", *form.keys} == set().union(*found)


def test_the_answer_of_an_exchange_server():
    """Code, host, size and time of a hand-over."""
    sample = next(form for form in FORMS if form.name == "reply").samples[0]

    assert {
        "smtp_code": "250",
        "enhanced_code": "2.6.0",
        "internal_id": "4711",
        "host": "mx1.example.net",
        "size_bytes": "8564",
        "seconds": "0.105",
    } == smtp_reply(sample)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (";250 2.0.0 OK", {"smtp_code": "250", "enhanced_code": "2.0.0"}),
        ("250 OK", {"smtp_code": "250"}),
        ("550 2.1", {"smtp_code": "550"}),
        ("08DC9B0C54F70E7D;2026-02-22T17:06:16.284Z;250", {}),
        ("Transport Rule Agent", {}),
        ("2500 things", {}),
        ("", {}),
    ],
)
def test_replies(text, expected):
    """A number that is no code is none, and other servers name no host."""
    assert expected == smtp_reply(text)


@given(st.text(alphabet=";:,=/ [].0123456789aAgentMDBTZ-", max_size=60))
def test_no_text_raises(text):
    """Any text has an answer, and a reply always has a code."""
    assert set(smtp_reply(text)) >= ({"smtp_code"} if smtp_reply(text) else set())
    assert source_context(text).get("form") in {None, *(form.name for form in FORMS)}
