"""Each recipient gets its own status, or none."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import aligned_statuses, summary_status, summary_statuses
from tracekit.decode.members import members
from tracekit.decode.recipient_status import load_statuses

LED = "[{LED=550 5.1.1 a; b};{MSG=};{FQDN=x};{IP=};{LRT=}]"
ADDRESSES = st.from_regex(r"[a-z#'._+-]{1,9}@example\.com", fullmatch=True)
WORDS = st.lists(st.sampled_from([w.word for w in load_statuses().word]), min_size=1, max_size=3)


@pytest.mark.parametrize("entry", load_statuses().word, ids=lambda e: e.word)
def test_samples_of_words(entry):
    """The sample of a word is one recipient with that word."""
    ((_, words),) = summary_status(entry.sample)

    assert entry.word in words


@pytest.mark.parametrize("entry", load_statuses().shape, ids=lambda e: e.name)
def test_samples_of_shapes(entry):
    """The samples of a form are of that form and of no other; two of them line up."""
    for sample in entry.samples:
        names = [s.name for s in load_statuses().shape if re.fullmatch(s.pattern, sample)]

        assert [entry.name] == names
        assert [sample, sample] == aligned_statuses("a@x;b@x", f"{sample};{sample}")


@given(st.lists(st.text("ab;' "), min_size=1, max_size=4))
def test_a_list_is_split_as_exchange_joined_it(texts):
    """Members with semicolons or apostrophes stand in quotes, with those inside doubled."""
    quoted = [f"'{t.replace(chr(39), chr(39) * 2)}'" if {";", "'"} & set(t) else t for t in texts]

    assert texts == members(";".join(quoted))


def test_quoted_statuses_belong_to_their_recipients():
    """Each of them is taken out of its quotes; so is the only one."""
    both = "'550 5.1.10 RESOLVER.ADR.RecipientNotFound; it''s gone';To"

    assert ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; it's gone", "To"] == aligned_statuses(
        "'o''brien@example.com';b@example.com", both)  # fmt: skip
    assert ["user 'x' unknown; later"] == aligned_statuses("a@x", "user 'x' unknown; later")


@given(st.lists(st.tuples(ADDRESSES, WORDS.map(tuple)), max_size=8))
def test_every_recipient_of_a_summary_is_read(pairs):
    """What is written in this language is read back."""
    text = ";".join(f"{address}##{', '.join(words)}" for address, words in pairs)

    assert pairs == summary_status(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("250 2.1.5 Recipient OK", []),
        ("a_b.com#EXT#@x##Receive, Fail;", [("a_b.com#EXT#@x", ("Receive", "Fail"))]),
        ("a;b@x##Receive", [("a;b@x", ("Receive",))]),
        ('"a##Receive, Deliver;b"@x##Receive, Fail',
         [('"a##Receive, Deliver;b"@x', ("Receive", "Fail"))]),
        ('"a@x##Receive, Fail;b@x##Send', [('"a@x', ("Receive", "Fail")), ("b@x", ("Send",))]),
        ("a@x##Receive, Fail;b@x##", [("a@x", ("Receive", "Fail")), ("b@x", ())]),
        ("a@x##Receive, Fail;b@x", [("a@x", ("Receive", "Fail")), ("b@x", ())]),
    ],
)  # fmt: skip
def test_summaries(text, expected):
    """Display names, guests and cut cells."""
    assert expected == summary_status(text)


def test_a_column_of_summaries():
    """One row for each recipient, under the label of its row."""
    column = pd.Series(["a@x##Receive, Send;b@x", None, "c@x##Receive"], index=[5, 6, 5])
    rows = summary_statuses(column).fillna("?").to_numpy().tolist()

    assert [[5, "a@x", "Receive, Send", "Send"], [5, "b@x", "?", "?"],
            [5, "c@x", "Receive", "Receive"]] == rows  # fmt: skip
    assert "str" == summary_statuses(column[:0])["outcome"].dtype


@pytest.mark.parametrize(
    ("recipients", "status", "expected"),
    [
        ("a@x", "550 4.4.7 QUEUE.Expired;text", ["550 4.4.7 QUEUE.Expired;text"]),
        ("a@x", "", [None]),
        ("a@x;b@x", "", [None, None]),
        ("a@x;b@x", "To;", ["To", None]),
        ("a@x;b@x", f"{LED};250 2.1.5 Recipient OK", [LED, "250 2.1.5 Recipient OK"]),
        ("a@x;b@x", LED, [None, None]),
        ("a@x;b@x", "550 4.4.7 QUEUE.Expired;text", [None, None]),
        ("a@x;b@x;c@x", "To;To", [None, None, None]),
        ('"a;b"@x;c@x', "To;Cc", ["To", "Cc"]),
        ("a@x;b@x", "[{LED=550 5.1.1 { ;};To", [None, None]),
    ],
)
def test_aligned_statuses(recipients, status, expected):
    """Parts are given out only if there is one for each recipient."""
    assert expected == aligned_statuses(recipients, status)


@given(
    st.text(alphabet='a;"{}[]#, To25', max_size=30), st.text(alphabet='a;"{}[]#,To', max_size=30)
)
def test_no_text_raises(recipients, status):
    """There is an answer for each recipient, whatever the text."""
    assert len(aligned_statuses(recipients, status)) >= 1
    assert all(isinstance(address, str) for address, _ in summary_status(recipients + status))
