"""What servers outside Microsoft 365 answer is explained by the standard, not by Microsoft."""

import msgspec
import pytest

from tracekit.errors import KnowledgeError
from tracekit.knowledge import outside
from tracekit.knowledge.outside import (
    find_outside_answer,
    load_outside_answers,
    may_quote_another_server,
    quotes_another_server,
    who_acts_elsewhere,
)


@pytest.mark.parametrize(("code", "words", "meaning"), [
    ("5.1.1", "", "no such mailbox"), ("4.2.2", "", "full"), ("5.7.26", "", "SPF, DKIM, DMARC"),
    ("5.1.99", "", "one of the addresses"), ("5.7.1", "", "a policy, a filter or a block list"),
    ("5.7.1", "blocked using a list", "likely on a block list"), ("", "User unknown", "likely"),
    ("4.7.1", "Greylisted", "greylisting"), ("5.0.0", "mailbox full", "likely full"),
    ("5.2.1", "user unknown", "switched off"),
    ("5.2.1", "Content Filter agent quarantined this message", "a content filter there"),
    ("5.4.1", "Recipient address rejected: Access denied", "does not know the address"),
    ("5.4.1", "no answer from host", "the route behind that server"),
])  # fmt: skip
def test_an_answer_means_what_the_standard_says(code, words, meaning):
    """A code counts; words where there is none, it says little, or they are listed beside it."""
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
    entry = outside.OutsideAnswer(
        title="x", who="x", fix="x", samples=("550 x",), source="rfc-3463"
    )
    broken = msgspec.structs.replace(outside._file(), answer=(entry,))
    monkeypatch.setattr(outside, "_file", lambda: broken)
    load_outside_answers.cache_clear()
    try:
        with pytest.raises(KnowledgeError, match="a code or phrases"):
            load_outside_answers()
    finally:
        load_outside_answers.cache_clear()


@pytest.mark.parametrize(("quoting", "code", "words"), [
    (True, "5.0.350", "Remote server returned an error -> 550 5.1.8 Sender rejected"),
    (True, "5.1.351", "Remote server ret"), (True, "5.7.367", ""),
    (True, "5.9.9", "REMOTE SERVER RETURNED something new"),
    (False, "5.1.8", "Access denied, bad outbound sender"),
    (False, "5.1.1", "x" * 300 + "remote server returned"),
])  # fmt: skip
def test_microsoft_says_itself_that_the_other_side_refused(quoting, code, words):
    """By its words or its code; what another server writes further behind says nothing."""
    assert quoting == quotes_another_server(code, words)


def test_what_expired_may_have_been_answered_by_another_server():
    """Only what stands behind an arrow."""
    assert may_quote_another_server("Message expired -> 452 4.2.2 Over quota")
    assert not may_quote_another_server("QUEUE.Expired; message expired")


@pytest.mark.parametrize(("here", "there"), [
    ("the tenant admin", "the recipient's admin"),
    ("the tenant admin and the gateway's support", "the recipient's admin"),
    ("the recipient or the recipient's admin and the tenant admin",
     "the recipient or the recipient's admin"),
    ("the sender or the sender's admin", "the sender or the sender's admin"),
    ("the gateway's support and Microsoft", "Microsoft"),
])  # fmt: skip
def test_the_admin_of_another_organization_acts_there(here, there):
    """What is our admin's in our tenant is the other side's in theirs."""
    assert there == who_acts_elsewhere(here)
