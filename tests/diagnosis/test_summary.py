"""The summary for customers: short, and honest about what is missing."""

import re
from dataclasses import replace

import pytest
from reports import out, read, report
from samples import SCENARIOS, case_of, scenarios
from scenarios_first import CLEAN, JUNKED
from together import diagnose_all

from tracekit import diagnose, parse
from tracekit.errors import KnowledgeError
from tracekit.knowledge import load_complaints, sentences
from tracekit.knowledge.terms import load_statuses

COMPLAINTS = list(load_complaints())


def is_short(text: str) -> bool:
    """One to five sentences without a hole."""
    count = len(re.findall(r"[.?!](?:\s|$)", text))
    return 1 <= count <= 5 and not re.search(r"\b(nan|None|NaT)\b|<NA>", text)


def test_a_summary_has_at_most_five_sentences():
    """Whatever happened, it stays short and holds no hole."""
    told = {s.name: case_of(s).summary() for s in SCENARIOS}

    assert {} == {name: text for name, text in told.items() if not is_short(text)}


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_a_summary_stays_short_whatever_was_reported(complaint):
    """Each complaint with ten scenarios of its own."""
    mine = scenarios()[COMPLAINTS.index(complaint) :: len(SCENARIOS) // 10]
    asked = [replace(s, options={**s.options, "complaint": complaint}) for s in mine
             if not s.options]  # fmt: skip
    told = {m.sample.name: m.case.summary() for found in diagnose_all(asked) for m in found}

    assert 4 < len(told)
    assert {} == {name: text for name, text in told.items() if not is_short(text)}


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


@pytest.mark.parametrize("name", sorted(load_statuses()))
def test_a_status_without_events_is_told_for_what_it_proves(name):
    """A row of a list is no answer, and not nothing: what its Status shows, and leaves open."""
    head = "MessageId,Received,SenderAddress,RecipientAddress,Subject,Status\n"
    row = f"<1@example.com>,2026-03-20T07:00:11Z,a@example.com,b@example.org,Hello,{name}\n"
    case = diagnose(parse(head + row)).case()
    told = load_statuses()[name].alone

    assert (case.outcomes["disposition"] == "cannot-tell") == (told in case.summary())
    assert (told in case.summary()) == (told in case.how())
    assert is_short(case.summary())


@pytest.mark.parametrize("complaint", ["late", "twice", "not-analysed"])
@pytest.mark.parametrize(("end", "told"), [
    ("deliver quarantine", "The message was put in quarantine."),
    ("deliver junk", "The message was delivered to the Junk Email folder."),
    ("fail 550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", "The message was not delivered"),
])  # fmt: skip
def test_where_a_message_is_that_nobody_got_is_said_first(complaint, end, told):
    """Of what lies in quarantine people say that it is late: that it was fast helps nobody."""
    text = diagnose(read(report(["12:31 receive", f"12:31 {end}"])), complaint=complaint)
    text = text.case().summary()

    assert text.startswith((told, f"Likely, {told[:1].lower()}{told[1:]}"))
    assert "Nobody has to do anything" not in text
    assert "no delay" not in text
    assert "No more than one copy" not in text


@pytest.mark.parametrize(("complaint", "told"), [
    ("late", "There was no delay"), ("twice", "no more than one copy"),
])  # fmt: skip
def test_of_a_message_in_the_inbox_what_was_asked_is_said(complaint, told):
    """Where it is, the reader knows."""
    text = diagnose(read(out(), CLEAN), complaint=complaint).case().summary()

    assert told in text
    assert "delivered to the Inbox" not in text


@pytest.mark.parametrize("complaint", ["late", "not-analysed"])
def test_what_cannot_be_told_is_not_all_that_is_said(complaint):
    """Where nothing of what was reported can be told: where it is, what is missing, who gets it."""
    rows = ["12:31 receive", "12:31 = Deliver | The message was successfully delivered."]
    text = diagnose(read(report(rows)), complaint=complaint).case().summary()

    assert text.startswith("The message was delivered to the mailbox")
    assert "this is missing: " in text
    assert text.endswith("The Microsoft 365 admin has to get what is missing.")


def test_where_there_is_no_gateway_it_is_no_question():
    """A person said that there is none: what happened is said, and nothing of it is missing."""
    rows = ["12:31 receive", "12:31 = Deliver | The message was successfully delivered."]
    case = diagnose(read(report(rows)), "none", "not-analysed").case()

    assert case.summary().startswith("The message was delivered to the mailbox")
    assert "gateway" not in case.summary()
    assert "cannot tell" not in case.answers()


def test_nothing_in_particular_hides_no_fault():
    """What is worth a sentence where nobody reported anything is so where anything may be wrong."""
    rows = ["09:06 receive", "09:06 defer 400 4.7.721 scanning", "09:28 deliver inbox"]
    trace = read(report(rows))
    texts = [diagnose(trace, complaint=name).case().summary()
             for name in (None, "nothing-particular")]  # fmt: skip

    assert texts[0] == texts[1]
    assert "waited while its attachments were scanned." in texts[1]


def test_of_a_wait_for_another_server_its_length_is_said():
    """That a later try was taken does not say how late that was."""
    answer = "{LED=451 4.7.1 Greylisted};{MSG=};{FQDN=mx1.example.org};{IP=192.0.2.9};{LRT=}"
    rows = ["09:00 receive", f"09:01 = Defer | Reason: [{answer}]",
            "09:36 = Send external | Message sent to mx1.example.org at 192.0.2.9"]  # fmt: skip
    text = diagnose(read(report(rows)), "none", "late").case().summary()

    assert "It waited longest for a server outside: 35 min" in text
    assert text.endswith("Nobody has to do anything now: a later try was taken.")


@pytest.mark.parametrize(("tried", "told"), [
    ("450 4.2.0 Recipient address rejected: Greylisted", "likely greylisting"),
    ("452 4.2.2 Mailbox over quota", "the mailbox there is full"),
    ("450 4.4.316 Connection refused", "could not be reached, or the connection broke"),
    ("", "did not take it before the time was over, and what it answered is not here"),
])  # fmt: skip
def test_what_expired_is_told_by_the_last_answer(tried, told):
    """The end of the queue says nothing of why: only the try before it, if one is here."""
    rows = ["09:00 submit", "23:00 fail 550 4.4.7 QUEUE.Expired; message expired @OUT"]
    rows[1:1] = [f"09:01 defer {tried} @OUT"] * bool(tried)
    case = diagnose(read(report(rows, progress="Not delivered")), "none").case()

    assert "decided-by-remote-server" == case.outcomes["decision"]
    assert told in case.summary()


def test_greylisting_that_ended_leaves_nothing_to_do():
    """It is greylisting by its words, whatever code stands before them."""
    rows = ["09:00 submit", "09:01 defer 450 4.2.0 Greylisted, try again @OUT", "09:31 send OUT"]
    summary = diagnose(read(report(rows, progress="Sent")), "none", "late").case().summary()

    assert "likely greylisting" in summary
    assert "Nobody has to do anything now: a later try was taken." in summary


def test_who_read_every_result_is_not_asked_for_them():
    """What is missing then is the other side's log, or the headers; a record to open still is."""
    asked = "search result"
    gone = out(message_id="<gone@example.com>")
    told = {said: diagnose(read(gone), complete=said).case().summary() for said in (None, True)}

    assert asked in told[None]
    assert asked not in told[True]
    assert "the gateway's delivery log" in told[True]
    assert "The gateway's support has to look up in its delivery log" in told[True]


def test_a_scan_that_goes_on_is_told_as_that():
    """Of a message that waits for the scan of its attachments nobody is asked why."""
    rows = ["09:00 receive", "09:01 defer 400 4.7.721 Advanced Threat Protection scanning"]
    summary = diagnose(read(report(rows, progress="Not yet delivered"))).case().summary()

    assert "while its attachments are scanned" in summary


def test_without_a_gateway_none_is_named_for_a_delay():
    """Where somebody says that there is no gateway, it cannot have kept the mail waiting."""
    rows = ["09:00 receive", "09:01 deliver inbox"]
    summary = diagnose(read(report(rows)), "none", "late", complete=True).case().summary()

    assert "no delay inside Microsoft 365." in summary
    assert "gateway" not in summary
