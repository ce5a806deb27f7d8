"""What is asked for can still be had: within the service's limits, and by the kind of gateway."""

import pandas as pd
import pytest
from reports import out, read, report

from tracekit import diagnose

IN_TIME = pd.Timestamp("2022-12-08 12:00", tz="UTC")
LATE = pd.Timestamp("2026-11-27", tz="UTC")
INBOX = report(["09:00 receive", "09:02 deliver inbox"])
HELD = report(["09:00 receive", "09:01 rule Q", "09:02 deliver quarantine"])
FORWARDED = report(["09:00 receive", "09:01 redirect pat@example.org"])


def case(*reports, **options):
    """The case of some reports of a mail of 6 December 2022."""
    return diagnose(read(*reports), **options).case()


def asked(*reports, **options):
    """What is asked for, in one text."""
    return "\n".join(case(*reports, **options).asks())


@pytest.mark.parametrize("reports", [(out(),), (INBOX,), (FORWARDED,)])
def test_after_ninety_days_no_trace_is_asked_for(reports):
    """Where it is known when the trace was taken, what can no longer be had is not asked for."""
    assert "Get-MessageTraceV2" in asked(*reports, taken=IN_TIME)
    assert "Get-MessageTraceV2" not in asked(*reports, taken=LATE)
    assert "2023-03-06. What can still be had: " in asked(*reports, taken=LATE)


@pytest.mark.parametrize("reports", [(out(),), (INBOX,), (FORWARDED,)])
def test_after_ninety_days_no_page_gives_a_search(reports):
    """Neither the long text nor what is not in the trace sends anybody to a search that is over."""
    assert "Get-MessageTraceV2" not in case(*reports, taken=LATE).how()
    assert "Get-MessageTraceV2" not in str(case(*reports, taken=LATE).to_dict()["absences"])


@pytest.mark.parametrize(("day", "there"), [
    ("2023-03-06 23:00", True), ("2023-03-07 01:00", False),
])  # fmt: skip
def test_the_last_day_still_counts(day, there):
    """Ninety days after 6 December a trace reaches the message, on the day after no longer."""
    told = asked(out(), taken=pd.Timestamp(day, tz="UTC"))

    assert there == ("Get-MessageTraceV2" in told)


def test_without_the_time_of_the_trace_the_limit_is_told():
    """Nobody's clock is looked at: the commands stay, and the day until when they work."""
    told = asked(HELD, gateway="none", complaint="false-positive")

    assert "Quarantine keeps mail 30 days at most, this message until 2023-01-05" in told
    assert "reach back 90 days, for this message until 2023-03-06" in told


@pytest.mark.parametrize(("taken", "there"), [(IN_TIME, True), (LATE, False)])
def test_after_thirty_days_quarantine_is_not_asked(taken, there):
    """Summary and asks agree on whether quarantine still has it."""
    held = case(HELD, gateway="none", complaint="false-positive", taken=taken)

    assert there == ("Format-List Type,PolicyType,PolicyName" in "\n".join(held.asks()))
    assert there != ("no longer has this one" in held.summary())
    assert "the quarantine's own entry, whose type and policy say" in held.summary()


@pytest.mark.parametrize(("gateway", "missing", "asks"), [
    ("proofpoint", "a look at the MX record", "Resolve-DnsName example.org -Type MX"),
    ("api-service", "leaves nothing in a message trace", "Look into its own console"),
    ("cisco-threat-defense", "the list of the journal rules", "Get-JournalRule"),
])  # fmt: skip
def test_a_gateway_is_asked_for_by_its_kind(gateway, missing, asks):
    """Journal rules tell of a gateway that gets copies, and of no other."""
    told = case(INBOX, gateway=gateway, complaint="not-analysed")

    assert missing in told.summary()
    assert asks in "\n".join(told.asks())


def test_what_another_server_answered_is_asked_there():
    """Its admin gets host, address, minute in UTC and the answer; nothing else is asked for."""
    reason = "{LED=550 5.1.1 User unknown};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.9};{LRT=}"
    bounced = report(["09:00 submit", f"09:05 = Fail | Reason: [{reason}]"])
    (ask,) = case(bounced, gateway="none").asks()

    assert ask.endswith("reply: mx.example.net (192.0.2.9) at 2022-12-06 14:05 UTC: "
                        "550 5.1.1 User unknown.")  # fmt: skip
