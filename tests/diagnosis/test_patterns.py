"""The patterns of whole lists: what a senior engineer would see, told once, and no more."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

import tracekit
from tracekit import triage
from tracekit.diagnosis.shared import DIMENSIONS
from tracekit.diagnosis.standing_out import stands_out
from tracekit.knowledge.patterns import load_happenings, load_patterns

HEAD = ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "MessageId",
        "MessageTraceId"]  # fmt: skip
ENHANCED = ["origin_timestamp_utc", "sender_address", "recipient_status", "message_subject",
            "total_bytes", "message_id", "network_message_id", "original_client_ip",
            "directionality", "connector_id", "delivery_priority"]  # fmt: skip


def written(head, rows):
    """CSV of some rows."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return tracekit.parse(text.getvalue())


def result(minute, sender, recipient, status="Delivered", mail=None, subject="x"):
    """One row of a list; `mail`: what mail it belongs to, if not one of its own."""
    name = mail or f"{minute}-{sender}-{recipient}"
    at = f"2026-11-18T{8 + minute // 60:02d}:{minute % 60:02d}:00Z"
    return [at, sender, recipient, subject, status, f"<{name}@mail.example.com>", ""]


GOOD = [result(n, f"a{n % 20}@example.com", f"r{n % 7}@example.org") for n in range(60)]


def told(*rows):
    """The patterns of the good rows and some more: counts by id and value."""
    found = triage(written(HEAD, [*GOOD, *rows])).patterns
    return {(p.id, p.value): (p.hits, p.of, p.other_hits, p.others) for p in found.itertuples()}


@pytest.mark.parametrize(("pattern", "value", "rows"), [
    ("sending-domain-bounces", "bad.example.net",
     [result(5 * n, f"o{n % 3}@bad.example.net", f"r{n}@example.org", "Failed") for n in range(6)]),
    ("sender-bounces", "o@bad.example.net",
     [result(5 * n, "o@bad.example.net", f"r{n}@example.org", "Failed") for n in range(6)]),
    ("recipient-bounces", "full@example.org",
     [result(5 * n, f"a{n}@example.com", "full@example.org", "Failed") for n in range(6)]),
    ("recipient-domain-bounces", "remote.example.net",
     [result(5 * n, f"a{n}@example.com", f"b{n}@remote.example.net", "Failed") for n in range(6)]),
    ("recipient-kept-from-the-inbox", "board@example.org",
     [result(5 * n, f"a{n}@example.com", "board@example.org", "Quarantined") for n in range(6)]),
    ("recipient-domain-kept-from-the-inbox", "sub.example.org",
     [result(5 * n, f"a{n}@example.com", f"b{n}@sub.example.org", "Quarantined")
      for n in range(6)]),
    ("recipient-domain-late", "slow.example.net",
     [result(5 * n, f"a{n}@example.com", f"b{n}@slow.example.net", "Pending") for n in range(6)]),
])  # fmt: skip
def test_what_six_messages_share_is_told_with_counts(pattern, value, rows):
    """Six of six, none of the sixty others, and no other sentence about them."""
    assert {(pattern, value): (6, 6, 0, 60)} == told(*rows)


def test_a_domain_is_told_once_for_all_its_addresses():
    """Two addresses of four each are their domain's eight."""
    rows = [result(5 * n, f"m{n % 2}@supplier.example.net", f"r{n}@example.org", "Quarantined")
            for n in range(8)]  # fmt: skip

    assert [("sending-domain-kept-from-the-inbox", "supplier.example.net")] == list(told(*rows))


def test_an_address_is_told_where_the_rest_of_its_domain_is_well():
    """Eight of eight of one address, and none of eight of its neighbours: it is the address."""
    rows = [result(5 * n, f"{'bad' if n % 2 else 'good'}@shared.example.net", f"r{n}@example.org",
                   "Quarantined" if n % 2 else "Delivered") for n in range(16)]  # fmt: skip

    assert [("sender-kept-from-the-inbox", "bad@shared.example.net")] == list(told(*rows))


def test_an_hour_in_which_everything_fails_is_told_as_a_span():
    """Mail of all senders to all recipients bounced from 8:20 to 8:34 alone."""
    rows = [[*row[:4], "Failed" if 20 <= n < 35 else "Delivered", *row[5:]]
            for n, row in enumerate(GOOD)]  # fmt: skip
    (row,) = triage(written(HEAD, rows)).patterns.itertuples()

    assert ("time-bounces", 15, 60) == (row.id, row.hits, row.of)
    assert "from 2026-11-18 08:20 UTC to 2026-11-18 08:34 UTC" == row.value
    assert "15 of 15; before and after: 0 of 45." in row.sentence


def test_one_mail_to_many_recipients_is_no_pattern():
    """A mail that thirty people got in quarantine happened once."""
    rows = [result(7, "news@bulk.example.net", f"p{n}@example.org", "Quarantined", mail="one")
            for n in range(30)]  # fmt: skip

    assert {} == told(*rows)


def test_some_mails_to_many_recipients_are_counted_as_mails():
    """Five mails to four people each: five, and the twenty results are named."""
    rows = [result(9 * n, "news@bulk.example.net", f"p{k}@example.org", "Quarantined", mail=f"m{n}")
            for n in range(5) for k in range(4)]  # fmt: skip
    found = triage(written(HEAD, [*GOOD, *rows])).patterns.set_index("id")
    row = found.loc["sender-kept-from-the-inbox"]

    assert (5, 5, 0, 60, 20) == (*row[["hits", "of", "other_hits", "others"]], len(row["messages"]))
    assert "each recipient counted: 20" in row["sentence"]


def enhanced(minute, status, connector="", *, name):
    """One row of an Enhanced summary."""
    at = f"2026-11-18T{8 + minute // 60:02d}:{minute % 60:02d}:00.1230000Z"
    who = f"r{name % 7}@example.org"
    return [at, f"a{name % 9}@example.com", f"{who}##{status}", "x", "4000",
            f"<{name}@mail.example.com>", f"00000000-0000-4000-8000-{minute:012d}",
            "192.0.2.1", "Incoming", connector, "Normal"]  # fmt: skip


def test_an_enhanced_summary_shows_when_the_gateway_gave_nothing_back():
    """It has no server, only the connector: from 8:40 to 8:54 nothing came back."""
    rows = []
    for n in range(0, 120, 2):
        rows.append(enhanced(n, "Receive, Send", "IPW", name=n))
        if not 40 <= n < 55:
            rows.append(enhanced(n + 1, "Receive, Deliver", name=n))
    found = triage(written(ENHANCED, rows))
    (row,) = found.patterns.itertuples()

    assert ("connector-never-came-back", "IPW", 8, 60) == (row.id, row.value, row.hits, row.of)
    assert "8 of 8; before and after: 0 of 52." in row.sentence
    (bare,) = [limit for limit in found.limits if "No message has event rows" in limit]
    assert "delays" in bare
    assert "the gateway" not in bare


REPORT_SENDERS = ["<>", "postmaster@example.com", "MAILER-DAEMON@mx.example.net",
                  "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com"]  # fmt: skip


@pytest.mark.parametrize("sender", REPORT_SENDERS)
def test_reports_about_other_mail_are_counted_apart(sender):
    """Six bounces are no mail of their own: neither in the shares nor in a pattern."""
    rows = [result(n, sender, "box@example.org", "Failed", subject="Undeliverable: x")
            for n in range(6)]  # fmt: skip
    found = triage(written(HEAD, [*GOOD, *rows]))

    assert {60} == set(found.groups.groupby("tree")["messages"].sum())
    assert found.patterns.empty
    assert 6 == len(found.reports)
    assert "6 of them are reports about other mail" in found.how()
    assert "By their subject, 6 say that mail was not delivered." in found.how()


def test_a_subject_alone_makes_no_report():
    """Anybody can write 'Undeliverable:' into a subject."""
    rows = [result(5 * n, "spam@bad.example.net", f"r{n}@example.org", "Quarantined",
                   subject="Undeliverable: your invoice") for n in range(6)]  # fmt: skip
    found = triage(written(HEAD, [*GOOD, *rows]))

    assert () == found.reports
    assert ["sender-kept-from-the-inbox"] == found.patterns["id"].tolist()


def test_a_list_of_reports_alone_is_looked_at_as_it_is():
    """Where nothing else is here they are not left out."""
    rows = [result(n, "<>", f"r{n}@example.org") for n in range(6)]
    found = triage(written(HEAD, rows))

    assert () == found.reports
    assert {6} == set(found.groups.groupby("tree")["messages"].sum())


@pytest.mark.parametrize("size", [50, 200, 1000])
def test_random_lists_show_no_pattern(size):
    """Where chance alone decides, with few large senders and many small, nothing is told."""
    chance = np.random.default_rng(size)
    ends = ["Delivered", "FilteredAsSpam", "Quarantined", "Failed", "Pending"]
    rows = [result(int(at), f"s{s}@d{s % 9}.example.net", f"r{r % 40}@example.org", end, mail=n)
            for n, (at, s, r, end) in enumerate(zip(
                chance.integers(0, 600, size), chance.zipf(1.5, size) % 300,
                chance.zipf(1.4, size), chance.choice(ends, size, p=[.88, .05, .03, .03, .01]),
                strict=True))]  # fmt: skip

    assert [] == triage(written(HEAD, rows)).patterns["sentence"].tolist()


def test_chance_is_what_counting_all_ways_gives():
    """Three of three among twelve with three hits: one in 220 ways, of one value compared."""
    counts = pd.DataFrame({"hits": [3, 3], "of": [3, 4], "other_hits": [0, 4], "others": [9, 10]})

    assert [True, False] == stands_out(counts).tolist()


def test_every_happening_has_patterns_for_all_that_it_can_share():
    """No pair of what happened and what is shared is forgotten; what cannot be is said here."""

    def has(about):
        names = {n for n, h in load_happenings().items() if (h.about or n) == about}
        return {p.dimension for p in load_patterns().values() if p.happening in names}

    everything = set(DIMENSIONS)
    handed_out = everything - {"host"}  # a mailbox is behind no server of others
    assert everything == has("bounced") == has("never-came-back") == has("waiting")
    assert handed_out == has("kept-from-the-inbox") == has("not-analysed")


def test_what_was_sent_out_is_compared_with_its_like():
    """All outgoing mail bounced and nothing that came in: that is no pattern of a sender."""
    came = [enhanced(n, "Receive, Deliver", name=n) for n in range(40)]
    went = [enhanced(60 + n, "Receive, Fail", name=100 + n) for n in range(12)]
    for n, row in enumerate(went):
        row[1], row[2] = f"u{n % 4}@example.org", f"p@p{n}.example##Receive, Fail"
        row[8] = "Originating"
    ids = triage(written(ENHANCED, [*came, *went])).patterns["id"].tolist()

    assert [] == [name for name in ids if not name.startswith("time-")]


def test_what_went_past_the_gateway_may_show_its_rules():
    """Its rules ran on mail that was not handed over: a sign of it, so only that is denied."""
    told = [p.sentence for p in load_patterns().values() if "gateway" in p.happening]

    assert told
    assert [] == [sentence for sentence in told if "no sign of the gateway" in sentence]
