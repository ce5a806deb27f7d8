"""A bounce beside a trace gives what its rows lack, and never overrides what they show."""

import pytest

from tracekit import diagnose, read
from tracekit.combine import combine
from tracekit.combine.bounce_messages import told_by_bounce_alone
from tracekit.model import MessageTrace
from tracekit.training.report import report

WHO = {"recipient": "bob@example.net", "sender": "ann@example.com"}
LIST = """\
Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId,MessageTraceId
2022-12-06T17:31:41Z,ann@example.com,bob@example.net,Top Articles,{status},,192.0.2.7,1234,\
<1.2@mail.example.com>,3b1f7c5e-1111-4000-8000-000000000001
"""
BOUNCE = """\
Your message to {to} couldn't be delivered.

Original Message Details
Created Date: 12/6/2022 5:31:41 PM
Sender Address: ann@example.com
Recipient Address: {to}

Error Details
Error: {code} <{to}>: Recipient address rejected
Message rejected by: mx1.example.net

Diagnostic information for administrators:
Generating server: AM9PR01MB1.eurprd01.prod.outlook.com
Remote server returned '{code} <{to}>: Recipient address rejected'

Original message headers:
Message-ID: {id}
"""
FAILED = ["12:31 submit", "12:31 receive", "12:31 = Fail | No detail information available."]


def bounce(to="bob@example.net", code="550 5.1.1", id="<1.2@mail.example.com>"):
    """A bounce as Exchange Online writes it."""
    return BOUNCE.format(to=to, code=code, id=id)


def together(*texts) -> MessageTrace:
    """Read inputs that were given together."""
    return read([text.encode() for text in texts])


def told_by_bounce(trace):
    """What a bounce added to the journey of a list or report: host and code of each event."""
    events = trace.events[trace.events["component"].eq("bounce").fillna(False)]
    events = events[~events["journey"].isin(told_alone(trace))]
    return events[["event", "host", "enhanced_code"]].to_numpy().tolist()


def told_alone(trace):
    """The journeys of which a bounce alone tells."""
    alone = told_by_bounce_alone(trace.journeys, trace.events)
    return trace.journeys.loc[alone, "journey"]


@pytest.mark.parametrize("texts", [
    (LIST.format(status="Failed"), bounce()),
    (bounce(), LIST.format(status="Failed")),
    (bounce(), LIST.format(status="Failed"), bounce()),
    (report(FAILED, progress="Not delivered", **WHO) + "\n\n" + bounce(),),
], ids=["beside a list", "before it", "twice", "in one paste"])  # fmt: skip
def test_a_failure_without_a_code_gets_the_one_of_the_bounce(texts):
    """Code and server come from the bounce, and the diagnosis says so and claims no more."""
    trace = together(*texts)
    case = diagnose(trace).case()

    assert [["Fail", "mx1.example.net", "5.1.1"]] == told_by_bounce(trace)
    assert ("decided-by-remote-server", "consistent with") == (
        case.outcomes["decision"], case.strength["decision"])  # fmt: skip
    assert "A bounce of this message: 550 5.1.1" in case.how()


@pytest.mark.parametrize("texts", [
    (LIST.format(status="Failed"), bounce(id="<9@mail.example.com>")),
    (LIST.format(status="Failed"), bounce(to="robert@example.net")),
    (LIST.format(status="Failed"), bounce(code="450 4.4.316")),
    (report(["12:31 receive", "12:31 fail 550 5.1.1 unknown @OUT"], **WHO), bounce()),
], ids=["another message", "another recipient", "only a delay", "the same code"])  # fmt: skip
def test_what_is_not_about_it_or_not_new_adds_nothing(texts):
    """Another recipient of the message was refused for reasons of their own."""
    trace = together(*texts)

    assert [] == told_by_bounce(trace)
    assert not trace.problems["kind"].eq("contradiction").any()


@pytest.mark.parametrize("text", [
    LIST.format(status="Delivered"),
    report(["12:31 receive", "12:31 deliver inbox"], **WHO),
    report(["12:31 receive", "12:31 fail 550 5.2.2 mailbox full @OUT"], **WHO),
], ids=["listed as delivered", "delivered", "another code"])  # fmt: skip
def test_the_trace_is_believed_and_the_bounce_is_noted(text):
    """Where they disagree, the outcome stays that of the trace, and a note says it."""
    trace = together(text, bounce())
    alone, case = diagnose(together(text)).case(), diagnose(trace).case()

    assert [] == told_by_bounce(trace)
    assert alone.outcomes == case.outcomes
    assert ["A bounce of this message"] == [n[:24] for n in case.notes if "bounce" in n]


@pytest.mark.parametrize(("text", "gateway", "decision"), [
    (report(["12:31 submit", "12:31 send OUT"], progress="Sent", **WHO), "cannot-tell",
     "decided-by-remote-server"),
    (report(["12:31 submit", "12:31 send GW"], progress="Sent", **WHO), "return-not-in-trace",
     "decided-by-remote-server"),
    (LIST.format(status="Sent"), "trace-empty", "decided-by-remote-server"),
], ids=["sent outside", "handed to the gateway", "listed as sent"])  # fmt: skip
def test_what_was_sent_on_has_bounced_as_the_bounce_says(text, gateway, decision):
    """A trace ends where the message left; what came back later is likely, and never shown."""
    case = diagnose(together(text, bounce())).case()

    assert (gateway, "bounced", decision) == tuple(
        case.outcomes[tree] for tree in ("gateway", "disposition", "decision"))  # fmt: skip
    assert ("consistent with", "consistent with") == (
        case.strength["disposition"], case.strength["decision"])  # fmt: skip
    assert "5.1.1" in case.summary()


@pytest.mark.parametrize("code", ["550 5.1.1", "550"])
def test_what_was_joined_can_be_joined_again(code):
    """The desk adds inputs one after the other: the answer of the bounce is there once."""
    told, listed = bounce(code=code), LIST.format(status="Failed")
    first = together(listed, told)

    assert 1 == len(told_by_bounce(first + together("550 5.1.1 x")))
    assert 1 == len(told_by_bounce(together(told) + together(listed)))
    assert 1 == len(told_by_bounce(first + together(told)))


@pytest.mark.parametrize(("failed", "contradictions"), [
    ("550 5.1.1 unknown", 0), ("550 unknown", 0), ("554 5.1.1 unknown", 1), ("554 unknown", 1),
])  # fmt: skip
def test_an_answer_without_an_enhanced_code_is_compared_by_its_reply_code(failed, contradictions):
    """It agrees with every row of that reply code, and adds nothing to what the trace shows."""
    trace = together(report(["12:31 receive", f"12:31 fail {failed} @OUT"], **WHO),
                     bounce(code="550"))  # fmt: skip

    assert [] == told_by_bounce(trace)
    assert contradictions == trace.problems["kind"].eq("contradiction").sum()


def test_of_two_answers_the_one_with_an_enhanced_code_is_taken():
    """A report may quote the same refusal twice, and only once with its code."""
    text = bounce().replace("Error: 550 5.1.1", "mx1.example.net said: 550")

    assert [["Fail", "mx1.example.net", "5.1.1"]] == told_by_bounce(
        together(LIST.format(status="Failed"), text))  # fmt: skip


def unused(trace):
    """Source and text of the rows that account for bounces that say nothing of the records."""
    rows = trace.problems[trace.problems["reason"].str.contains("nothing was taken from it")]
    return [text.partition(":")[0] for text in rows["text"]]


@pytest.mark.parametrize(("to", "id", "told"), [
    ("kim@example.net", "<1.2@mail.example.com>", ["kim@example.net"]),
    ("bob@example.net", "", ["bob@example.net"]),
    ("bob@example.net", "<1.2@mail.example.com>", []),
    ("kim@example.net", "<9.9@mail.example.com>", []),
])  # fmt: skip
def test_a_bounce_that_is_not_used_is_accounted_for(to, id, told):
    """Of another recipient, or of a message that nobody can name; not where it was used."""
    trace = together(LIST.format(status="Failed"), bounce(to, id=id))

    assert told == unused(trace)


def test_a_bounce_is_no_longer_unused_once_its_record_is_read():
    """The row goes when the record that it is about comes."""
    first = together(LIST.format(status="Failed"), bounce("kim@example.net"))
    later = read(LIST.format(status="Failed").replace("bob@", "kim@").encode())

    assert ["kim@example.net"] == unused(first)
    assert [] == unused(combine([first, later]))
