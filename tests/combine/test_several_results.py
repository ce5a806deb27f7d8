"""Rows of several results in one record, without a name that tells whose they are."""

import pytest

from tracekit import diagnose, parse, read
from tracekit.combine import combine

RECEIVED = "Receive,Message received by: AB0PR04MB{}.eurprd04.prod.outlook.com using TLS1.2"
OUT = (
    "Send external,Message sent to ipw-mta-o365-prod-0a1b.elb.us-east-2.amazonaws.com at 192.0.2.9"
)
INBOX = "Deliver,The message was successfully delivered to the folder: DefaultFolderType:Inbox"
JUNK = "Deliver,The message was delivered to the Junk Email folder."


def details(*rows):
    """Write rows of "time event,detail" as an export without any id."""
    lines = [f"2026-03-17T{time},{words}" for time, words in (row.split(" ", 1) for row in rows)]
    return "\n".join(["Date,Event,Detail", *lines]) + "\n"


BOTH_WAYS = details(f"08:01:31 {RECEIVED.format(1)}", f"08:01:36 {OUT}",
                    f"08:41:10 {RECEIVED.format(2)}", f"08:41:20 {INBOX}")  # fmt: skip


def test_a_way_out_and_a_way_back_without_ids_are_one_message():
    """The wait lies between the hand-over and the return, so it is the gateway's."""
    found = diagnose(parse(BOTH_WAYS)).outcomes.iloc[0]

    assert ("analysed-inline", "in-inbox", "delay-at-gateway") == tuple(
        found[["gateway", "disposition", "delay"]]
    )


def test_two_pastes_without_ids_stay_two_messages():
    """Inputs of one name do not mix: each way back belongs to the way out of its own input."""
    other = BOTH_WAYS.replace("2026-03-17", "2026-03-18").replace(INBOX, JUNK)
    trace = combine([parse(BOTH_WAYS), parse(other)])
    found = diagnose(trace).outcomes

    assert ["in-inbox", "in-junk"] == sorted(found["disposition"])
    assert {"analysed-inline"} == set(found["gateway"])


@pytest.mark.parametrize(
    "rows",
    [
        (f"08:01:31 {RECEIVED.format(1)}", f"08:01:40 {INBOX}",
         f"08:01:31 {RECEIVED.format(1)}", f"08:01:42 {JUNK}"),
        (f"08:01:31 {RECEIVED.format(1)}", f"08:01:40 {INBOX}",
         f"09:11:31 {RECEIVED.format(2)}", f"09:11:42 {JUNK}"),
        (f"08:01:31 {RECEIVED.format(1)}", f"08:01:36 {OUT}",
         f"09:01:31 {RECEIVED.format(2)}", f"09:01:36 {OUT}"),
    ],
    ids=["recipients", "messages", "hand-overs"],
)  # fmt: skip
def test_rows_that_nobody_can_part_prove_nothing(rows):
    """Every tree says cannot tell, and what is asked for names each row's result."""
    trace = read(details(*rows).encode())
    case = diagnose(trace).case()

    assert {"cannot-tell"} == set(case.outcomes.values())
    assert "ambiguous" in trace.problems["kind"].tolist()
    assert "MessageTraceId,MessageId,RecipientAddress" in case.asks()[0]
    assert "more than one result" in case.summary()


def test_a_record_that_was_parted_stays_so_when_it_is_joined_again():
    """Joining a trace with nothing changes neither its journeys nor its events."""
    once = parse(BOTH_WAYS)
    again = combine([once, parse("Dear all")])

    assert [2, 4] == [len(again.journeys), len(again.events)]
    assert once.events["journey"].tolist() == again.events["journey"].tolist()
