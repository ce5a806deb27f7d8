"""The summary names who answered, the folder and the rule, and never more than a bounded line."""

import pytest
from reports import read, report

from tracekit import diagnose, parse

OUTSIDE = "gmail-smtp-in.l.example.net"
RULE_SAID = ("550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization "
             "policy")  # fmt: skip


def ended(reply, host="AB1CD.namprd02.prod.outlook.com", event="Fail"):
    """A row in which a server answers."""
    reason = f"{{LED={reply}}};{{MSG=}};{{FQDN={host}}};{{IP=192.0.2.9}};{{LRT=}}"
    return f"09:05 = {event} | Reason: [{reason}]"


def case(*rows, **head):
    """The case of one report where there is no gateway."""
    return diagnose(read(report(["09:00 receive", *rows], **head)), gateway="none").case()


@pytest.mark.parametrize(("reply", "code", "meaning", "who"), [
    ("550 5.4.300 Message expired -> 452 4.2.2 The account is over quota", "452 4.2.2",
     "the mailbox there is full", "for the recipient or the recipient's admin"),
    ("550 5.1.1 User unknown", "550 5.1.1", "there is no such mailbox there", "for the sender"),
    ("552 5.7.0 This message was blocked", "552 5.7.0", "for reasons of security or policy",
     "for the sender"),
    ("550 No such user here", "550", "likely no such mailbox there", "for the sender"),
])  # fmt: skip
def test_a_bounce_by_another_server_says_who_answered_what(reply, code, meaning, who):
    """Host, code, what it means there and who acts; Microsoft's own meanings do not hold there."""
    told = case(ended(reply, OUTSIDE), recipient="pat@example.net").summary()

    assert f"The mail server {OUTSIDE} answered with the code {code}: " in told
    assert meaning in told
    assert f"Next, {who}: " in told


def test_the_reply_has_the_answer_word_for_word():
    """What the other server said stands in the customer's text, with host and time in UTC."""
    reply = case(ended("550 5.1.1 User unknown\u202e <b>", OUTSIDE)).reply()

    assert f"{OUTSIDE} (192.0.2.9) at 2022-12-06 14:05 UTC: 550 5.1.1 User unknown <b>" in reply


def test_a_server_that_did_not_answer_is_no_answer():
    """A connection that broke has a code of Microsoft's, and nobody's words."""
    told = case(ended("450 4.4.316 Connection refused", OUTSIDE, "Defer"), progress="Pending")

    assert "answered" not in told.summary()
    assert "could not be reached" in told.summary()
    assert "word for word" not in told.reply()


@pytest.mark.parametrize("taken", [
    "250 2.1.5 Recipient OK", "250 2.6.0 <1@example.com> Queued mail for delivery",
    "250 2.7.1 Accepted", "250 Ok: user unknown to us is fine", "251 2.1.5 User not local",
])  # fmt: skip
def test_what_took_a_message_refused_nothing(taken):
    """The answer 2xx of the server that took it in the end says nothing of why it was late."""
    head = ("date_time_utc,server_hostname,source,event_id,message_id,recipient_address,"
            "recipient_status,sender_address,directionality\n")  # fmt: skip
    rows = [f"2026-11-24T14:05:0{at}.000Z,{host},{source},{event},<1@example.com>,kim@example.org,"
            f"{said},sam@example.com,Originating" for at, (host, source, event, said) in enumerate([
                ("", "STOREDRIVER", "RECEIVE", ""),
                (OUTSIDE, "SMTP", "DEFER", "452 4.2.2 The account is over quota"),
                (OUTSIDE, "SMTP", "SENDEXTERNAL", taken)])]  # fmt: skip
    found = diagnose(parse(head + "\n".join(rows).replace("05:02", "45:02")), gateway="none").case()

    assert "delay-at-remote-server" == found.outcomes["delay"]
    assert "answered with the code 452 4.2.2: the mailbox there is full" in found.summary()
    assert taken[:9] not in found.summary() + "".join(found.asks()) + found.reply()


@pytest.mark.parametrize(("folder", "named"), [
    ("Projects", "'Projects'"), ("DeletedItems", "'Deleted Items'"),
])  # fmt: skip
def test_another_folder_is_named(folder, named):
    """The recipient is told where to look, in summary and reply."""
    told = case(f"09:01 deliver {folder}")

    assert f"delivered to the folder {named}, not to the Inbox" in told.summary()
    assert named in told.reply()


def test_the_rule_that_acted_is_named():
    """An Action names the rule; what a stranger wrote is one line, bounded and visible."""
    name = "Keep\u202e out" + "x" * 500
    told = case(f"09:01 rule {name} => RedirectMessage", "09:02 redirect").summary()

    assert "The organization's rule 'Keep outxxx" in told
    assert "\u202e" not in told
    assert len(told) < 500


@pytest.mark.parametrize(("rules", "said"), [
    (["Block"], "likely 'Block'."), (["Block", "Footer"], "likely one of 'Block' and 'Footer'."),
])  # fmt: skip
def test_a_rejection_that_names_no_rule_has_its_likely_ones(rules, said):
    """One rule of the organization matched: it is the likely one, and not merely 'as well'."""
    told = case(*[f"09:01 rule {name}" for name in rules], ended(RULE_SAID))

    assert f"A mail flow rule of the organization decided that, {said}" in told.summary()
    assert [note for note in told.notes if "matched as well" in note] == []
    assert [note for note in told.notes if "A mail flow rule rejected it" in note]


def test_a_dlp_rule_was_looked_at_and_did_not_match():
    """The row 'DLP rule' stands for evaluated."""
    (note,) = [n for n in case("09:01 dlp Card numbers", "09:02 deliver").notes if "Card" in n]

    assert "neither that they matched nor that they acted: 'Card numbers'" in note


def test_a_dlp_policy_that_refused_is_not_told_as_a_mail_flow_rule():
    """5.7.171 is of data loss prevention: its rule, its policy and its portal are named."""
    refused = ended("550 5.7.171 Delivery not authorized, message refused because it was blocked "
                    "by a data loss prevention policy")  # fmt: skip
    told = case("09:01 dlp Card numbers", refused)

    assert "decided-by-mail-flow-rule" == told.outcomes["decision"]
    assert "mail flow rule" not in told.summary()
    assert "(DLP) policy of the organization decided that, likely by its rule 'Card numbers'" in (
        told.summary())  # fmt: skip
    assert "The code 5.7.171 stands for: A data loss policy blocked it." in told.summary()
    assert "Microsoft Purview portal > Data loss prevention" in told.summary()
    assert "Get-TransportRule" not in " ".join(told.asks())
    assert [note for note in told.notes if "Card numbers" in note] == []


def test_of_a_dlp_rule_its_own_portal_is_asked():
    """A mail flow rule of that name there is none of; beside one, both may have acted."""
    alone, beside = (" ".join(case(*rows, "09:02 deliver quarantine").asks()) for rows in (
        ["09:01 dlp Card numbers"], ["09:01 dlp Card numbers", "09:01 rule Footer"]))  # fmt: skip

    assert "Get-DlpComplianceRule 'Card numbers'" in alone
    assert "Get-TransportRule" not in alone
    assert "Get-TransportRule" in beside


def test_a_dlp_rule_that_blocked_is_named():
    """Its row gives the action, so no code is needed."""
    told = case("09:01 dlp Card numbers => BlockAccess", ended("550 5.7.1 Refused")).summary()

    assert "The organization's DLP rule 'Card numbers' decided that." in told


def test_a_mail_flow_rule_beside_a_dlp_rule_stays_one():
    """A rejection with TRANSPORT.RULES is a mail flow rule's, whatever DLP looked at."""
    told = case("09:01 dlp Card numbers", "09:01 rule Block", ended(RULE_SAID)).summary()

    assert "A mail flow rule of the organization decided that, likely 'Block'." in told


def test_an_escalation_has_the_decisive_row_in_full_and_in_utc():
    """Whoever gets it searches by host and minute: neither is cut, and both are theirs."""
    host = "AB1CD." + "a" * 60 + ".prod.outlook.com"
    text = case("09:01 spam 9", ended("550 5.7.509 Access denied, the domain does not pass DMARC "
                                      "verification and has a policy of reject.", host)
                ).escalation("microsoft")  # fmt: skip

    assert "2022-12-06 14:05 UTC | Fail | " in text
    assert f"FQDN={host}" in text
    assert "Get-MessageTrace" not in text


def test_the_hand_over_is_not_told_twice():
    """Where the tree of the gateway tells it, where the message is adds nothing."""
    trace = read(report(["09:00 receive", "09:00 route", "09:00 send GW"], progress="Sent"))
    told = diagnose(trace, complaint="false-positive").case().summary()

    assert 1 == told.count("was handed to")
    assert "Likely" not in told
    assert "To say who decided, this is missing" in told


def test_a_service_that_gives_mail_back_is_named_with_its_return():
    """What was handed to a signature service is not there yet: its other result is asked for."""
    told = case("09:01 = Send external | Message sent to smtp.us1.exclaimer.net at 192.0.2.8 using "
                "TLS1.2 with AES256", recipient="pat@example.net").summary()  # fmt: skip

    assert "handed to 'Exclaimer Cloud', a service that gives mail back" in told
    assert "every other search result" in told
    assert "search the mailbox" not in told


def test_mail_that_was_taken_out_later_was_delivered_first():
    """Who reads Defender's row learns that the mailbox had the message."""
    head = (
        "Timestamp,InternetMessageId,RecipientEmailAddress,Subject,DeliveryAction,"
        "DeliveryLocation,LatestDeliveryLocation,SenderFromAddress,NetworkMessageId,"
        "ReportId,EmailDirection\n2026-11-24T14:00:01Z,<x1@example.com>,sam@example.org,x,"
    )
    told = {
        place: diagnose(
            parse(
                head + place + ",kim@example.com,7a1b2c3d-0002-4b2a-9f10-08de2b0a9b9c,r1,Inbound\n"
            )
        ).case()
        for place in ("Delivered,Inbox/folder,Quarantine", "Blocked,Quarantine,Quarantine")
    }
    later, at_once = (one.summary() for one in told.values())

    assert "delivered to the mailbox first, and was put in quarantine later" in later
    assert "the message was put in quarantine" in at_once.casefold()
    assert "first" not in at_once
