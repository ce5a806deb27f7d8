"""What is asked for fits what happened: nobody searches where nothing can be."""

import pytest
from reports import read, report

from tracekit import diagnose


def case(rows, **options):
    """The case of one report, with the gateway of the samples."""
    return diagnose(read(report(["12:31 receive", *rows])), **options).case()


@pytest.mark.parametrize("end", [
    "drop 250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded",
    "drop 250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient",
])  # fmt: skip
def test_no_mailbox_is_searched_for_what_was_put_into_none(end):
    """A group has no folders, and a reply that was not sent lies in none."""
    code = end.removeprefix("drop ")
    found = case([f"12:31 = Drop | Reason: [{{LED={code}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]"])

    assert "no-adverse-decision" == found.outcomes["decision"]
    assert "search all folders" not in "\n".join(found.asks())


def test_of_a_server_that_did_not_answer_no_reply_is_passed_on():
    """Where its name was not found nobody said anything."""
    dns = (
        "450 4.4.312 DNS query failed [Message=ServerFailure] [LastAttemptedServerName=example.org]"
    )
    rest = "{MSG=};{FQDN=};{IP=};{LRT=}]"
    found = case([f"12:32 = Defer | Reason: [{{LED={dns}}};{rest}",
                  f"18:31 = Fail | Reason: [{{LED=550 5.4.300 Message expired -> {dns}}};{rest}"],
                 complaint="bounced")  # fmt: skip
    told = "\n".join(found.asks())

    assert "delay-at-remote-server" == found.outcomes["delay"]
    assert "there is no reply to pass on" in told
    assert "the whole text of its reply" not in told


def test_the_rule_that_exempted_it_is_looked_up():
    """The rule that fired is the one to read, not the routing rule that did not."""
    found = case(["12:31 rule Bypass INKY - Northwind", "12:32 deliver inbox"],
                 complaint="not-analysed")  # fmt: skip
    told = "\n".join(found.asks())

    assert "exempted-by-rule" == found.outcomes["gateway"]
    assert "Get-TransportRule 'IPW Mail for Inky'" not in told


def test_a_rejection_without_a_name_gives_its_code_as_the_reason():
    """That a rule decided is not said twice; the code finds the rule."""
    reason = "{LED=550 5.7.925 TRANSPORT.RULES.RejectMessage; no};{MSG=};{FQDN=};{IP=};{LRT=}"
    text = case([f"12:32 = Fail | Reason: [{reason}]"], complaint="bounced").summary()

    assert "that a rule rejected it, with the code 5.7.925, and does not name the rule" in text
