"""Two exports that give one record another Status: both are told, and which is kept."""

import pytest

from tracekit import diagnose, read

LIST = """\
Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId,MessageTraceId
2026-11-16T09:00:00Z,n@example.net,ann@example.com,Notice,{},,192.0.2.7,1234,\
<7@example.net>,3b1f7c5e-1111-4000-8000-000000000007
"""


@pytest.mark.parametrize(("one", "other", "words"), [
    ("Quarantined", "Delivered", "One may have been made later"),
    ("Pending", "Delivered", "Pending here, and Delivered at the other place"),
    ("Delivered", "Pending", "Pending here, and Delivered at the other place"),
])  # fmt: skip
def test_a_status_that_is_not_kept_is_told(one, other, words):
    """It is a row of problems and a note of the diagnosis."""
    trace = read([LIST.format(status).encode() for status in (one, other)])
    told = trace.problems[trace.problems["kind"].eq("contradiction")]

    assert [True] == told["reason"].str.contains(words).tolist()
    assert told["reason"].tolist() == [n for n in diagnose(trace).case().notes if "Status" in n]


def test_the_same_status_is_no_contradiction():
    """A record that was given twice is only repeated."""
    trace = read([LIST.format("Delivered").encode(), LIST.format("Delivered").encode()])

    assert not trace.problems["kind"].eq("contradiction").any()
