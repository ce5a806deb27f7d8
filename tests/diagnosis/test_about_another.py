"""A report about another message, in a list beside it, is told as one."""

from tracekit import diagnose, read

LIST = """\
Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId,MessageTraceId
2026-11-16T09:00:00Z,ann@example.com,n@example.net,Lease,Failed,,192.0.2.7,1234,\
<7@example.com>,3b1f7c5e-1111-4000-8000-000000000007
2026-11-16T09:00:09Z,{},ann@example.com,Undeliverable: Lease,Delivered,,,1234,\
<8@example.com>,3b1f7c5e-1111-4000-8000-000000000008
"""


def notes_of(sender):
    """What is noted about the second message of the list."""
    return diagnose(read(LIST.format(sender).encode())).case("<8@example.com>").notes


def test_a_bounce_in_a_list_names_the_message_that_it_is_about():
    """Its sender is a mail system's, and one message here has the subject and the sender."""
    told = " ".join(notes_of("postmaster@example.com"))

    assert "report about another message" in told
    assert "Most likely it is about <7@example.com>." in told


def test_a_subject_alone_makes_no_report():
    """Anybody can write Undeliverable."""
    assert "report about" not in " ".join(notes_of("eve@example.org"))
