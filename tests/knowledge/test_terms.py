"""Microsoft's words: events, statuses, codes, verdicts."""

import pytest

from tracekit.errors import KnowledgeError
from tracekit.knowledge import (
    find_code,
    find_sentence,
    find_status,
    load_events,
    load_sentences,
    load_smtp_codes,
    load_statuses,
    load_verdicts,
)
from tracekit.knowledge.terms import _sourced

REPORT_EVENTS = """Receive|Submit|Send external|Send|Deliver|Transport rule|DLP rule|Spam|Malware
    |Defer|Fail|Drop|Expand|Resolve|Redirect|Transfer|Journal|Quarantine|Sensitivity label"""
CODES = [
    ("2.1.5", "RESOLVER.GRP.Expanded", "", "expanded"),
    ("2.1.5", "RESOLVER.FWD.Forwarded", "", "redirected"),
    ("2.1.5", "resolver.mt.startmoderation", "", "awaiting-approval"),
    ("2.1.5", "RESOLVER.OOF.IntToExt", "", "suppressed-automatic-reply"),
    ("2.1.5", "RESOLVER.MSGTYPE.AF", "", "forward-blocked"),
    ("2.1.5", "RESOLVER.CON.Chained", "", "resolved-elsewhere"),
    ("2.1.5", "CAT.DuplicateRecipient", "", "single-copy"),
    ("2.1.5", "RESOLVER.GRP.NoOwner", "", "deleted"),
    ("2.1.5", "PARKINGLOT.MeetingMessageParked", "", "pending"),
    ("2.1.5", "SOMETHING.New", "", ""),
]
GATEWAY_CODES = ["4.4.312", "4.4.315", "4.4.316", "4.4.317", "4.4.318", "4.7.320"]


def test_every_event_of_a_report_has_an_entry():
    """The names that reports print are known."""
    names = {name.strip() for name in REPORT_EVENTS.split("|")}

    assert set() == names - set(load_events())


def test_an_event_says_what_it_means():
    """Meanings are sentences, the short one fits beside a mark in a chart."""
    for event in load_events().values():
        assert event.meaning.endswith(".")
        assert 50 >= len(event.meaning_short)


@pytest.mark.parametrize("sentence", load_sentences().values(), ids=lambda s: s.name)
def test_a_status_sentence_is_recognised(sentence):
    """Each sample leads to its own sentence, and to a status of the closed list."""
    assert all(sentence == find_sentence(sample) for sample in sentence.samples)
    assert sentence.status in {*load_statuses(), ""}


@pytest.mark.parametrize(
    ("word", "status"),
    [("Delivered", "Delivered"), ("filteredAsSpam", "Filtered as spam"), ("Sent", "Sent"),
     ("Not  yet delivered", "Pending"), ("GettingStatus", "Getting status"), ("Zugestellt", None)],
)  # fmt: skip
def test_a_status_word_is_read_in_any_spelling(word, status):
    """Portal, PowerShell and Graph spell differently; an unknown word stays unknown."""
    assert status == find_status(word)


@pytest.mark.parametrize(("code", "token", "reason", "outcome"), CODES)
def test_the_token_of_a_drop_tells_where_the_message_is(code, token, reason, outcome):
    """Drop is book-keeping: the token decides, and an unknown one claims nothing."""
    assert outcome == find_code(code, token, reason).outcome


@pytest.mark.parametrize("code", GATEWAY_CODES)
def test_a_code_means_something_else_at_the_gateways_host(code):
    """The host decides who acts: the entry says both."""
    assert find_code(code).at_gateway


def test_a_range_covers_its_codes_only():
    """5.7.606-649 is one entry; a listed code comes first."""
    assert ["5.7.606-649", "5.7.606-649", None, "5.7.520"] == [
        entry and entry.code
        for entry in map(find_code, ("5.7.606", "5.7.649", "5.7.650", "5.7.520"))
    ]


def test_one_code_with_several_meanings_is_told_apart_by_its_text():
    """5.7.1 of a rule and 5.7.1 of a group are not the same."""
    rule = find_code("5.7.1", "TRANSPORT.RULES.RejectMessage")
    group = find_code("5.7.1", "RESOLVER.RST.NotAuthorizedToGroup")
    list_ = find_code("5.7.1", "", "Client host [192.0.2.7] blocked using an example list")

    assert 3 == len({rule.key, group.key, list_.key})


def test_enough_codes_are_known():
    """The whole table of the facts is there."""
    assert 280 <= len(load_smtp_codes())
    assert 90 <= len(load_verdicts())


def test_every_code_and_token_has_a_sample():
    """An entry without a line that shows it is not complete."""
    entries = [*load_smtp_codes().values(), *load_verdicts().values()]

    assert [] == [entry.key for entry in entries if not entry.samples]


def test_no_sample_stands_in_two_entries():
    """A line is of one entry, so that reading it back has one right answer."""
    samples = [s for code in load_smtp_codes().values() for s in code.samples]

    assert len(samples) == len(set(samples))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("552-5.7.0 This message was blocked because its content presents a potential",
         "5.7.0 potential security issue"),
        ("550 5.7.30 Basic authentication is not supported for Client Submission.", "5.7.30"),
        ("554 5.7.9 Message not accepted for policy reasons.", "5.7.9 policy reasons"),
        ("550 5.7.9 STOREDRV.Deliver; Recipient mailbox quarantined.", "5.7.9"),
        ("451 4.7.0 Temporary server error. Please try again later. PRX2",
         "4.7.0 Temporary server error"),
        ("550 5.7.1 Service unavailable, Client host [192.0.2.7] blocked using Spamhaus.",
         "5.7.1 blocked using"),
    ],
)  # fmt: skip
def test_one_number_of_two_services_is_told_apart_by_its_words(line, key):
    """5.7.0 of Gmail is no failure of a mailbox store, 5.7.9 of Yahoo no quarantined mailbox."""
    said = line.split(" ", 1)[1] if line[3] == "-" else line.split(" ", 2)[2]
    code = line.replace("-", " ").split()[1]

    assert key == find_code(code, reason=f"{said} security issue" if "-" in line[:4] else said).key


def test_the_tenants_own_block_list_is_not_a_filter():
    """5.7.703: Microsoft 365 refuses by the sender's organization's list, and its admin acts."""
    entry = find_code("5.7.703")

    assert ("microsoft", "tenant admin") == (entry.decided_by, entry.owner)
    assert "No filter of Microsoft" in entry.meaning


def test_a_bulk_level_at_the_threshold_counts():
    """Microsoft's page: messages that meet or exceed the threshold."""
    assert "meets or exceeds" in load_verdicts()["BCL:4-7"].meaning
    assert "over the policy" not in load_verdicts()["SRV:BULK"].meaning


def test_no_fact_is_without_a_source():
    """An entry whose source nobody knows is refused."""

    class Entry:
        source = "hearsay"

    with pytest.raises(KnowledgeError, match="hearsay"):
        _sourced("events.toml", {"Greet": Entry})
