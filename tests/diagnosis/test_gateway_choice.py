"""gateway="auto" takes the gateway that the trace shows, or says that it shows none."""

from dataclasses import replace
from pathlib import Path

import pytest

from tracekit import diagnose, load_sample
from tracekit.diagnosis.choosing import choose_gateway
from tracekit.errors import KnowledgeError
from tracekit.knowledge import list_gateways, load_gateway
from tracekit.readers.front import parse
from tracekit.training.report import report

DATA = Path(__file__).parents[1] / "data"
VENDORS = [name for name in list_gateways()
           if any(load_gateway(name).patterns.values()) and load_gateway(name).rules]  # fmt: skip
REPORT = """Sender: ann@example.net
Recipient: bob@example.com
Message ID <1@mail.example.net>
Date (UTC) | Event | Detail
12/6/2022, 5:31 PM | Receive | Message received by: AM9PR01MB1.eurprd01.prod.outlook.com
12/6/2022, 5:31 PM | Transport rule | Transport rule: '{rule}', \
ID: ('ae9b2c61-0000-4000-8000-24d6334ebbaa'), \
DLP policy: '', ID: (00000000-0000-0000-0000-000000000000).
12/6/2022, 5:31 PM | {end}
"""
SENT = "Send external | Message sent to {host} at 192.0.2.30 using TLS1.2 with AES256"
DELIVERED = "Deliver | The message was successfully delivered."


def trace_with(rule, end=DELIVERED):
    """A report with one rule row."""
    return parse(REPORT.format(rule=rule, end=end))


def sent_to(host):
    """A whole report of mail that was sent outside."""
    rows = ["12:31 submit", "12:31 receive", "12:31 rule Our disclaimer", f"12:31 send {host}"]
    return parse(report(rows, progress="Sent"))


@pytest.mark.parametrize("name", VENDORS)
def test_a_rule_shows_its_vendor(name):
    """The rules of each vendor, as its pages name them, show that vendor and no other."""
    for rule in (r for r in load_gateway(name).rules if r.role != "unknown"):
        assert name == choose_gateway(trace_with(rule.samples[0])).gateway.name, rule.samples[0]


@pytest.mark.parametrize("name", [n for n in list_gateways() if load_gateway(n).smart_hosts])
def test_a_hand_over_shows_its_vendor(name):
    """Mail sent to a host of a vendor shows it, whatever the rules are called."""
    for host in load_gateway(name).smart_hosts:
        trace = trace_with("Our rule", SENT.format(host=host.samples[0]))

        assert name == choose_gateway(trace).gateway.name


@pytest.mark.parametrize("rule", [
    "Shield - Finance disclaimer", "Check Point - quarterly review", "[SEPPmail] test",
])  # fmt: skip
def test_a_rule_that_only_begins_like_a_vendors_shows_no_gateway(rule):
    """A customer's own rule may be named like a vendor's; it is told, and nothing is concluded."""
    choice = choose_gateway(trace_with(rule))

    assert "none" == choice.gateway.name
    assert repr(rule) in choice.because


@pytest.mark.parametrize("host", [
    "mxa-001.pphosted.com", "eu-smtp-inbound-1.mimecast.com", "d1.ess.uk.barracudanetworks.com",
    "contoso-com.gate.seppmail.cloud", "pphosted.com.example.com", "x.avanan.net.example.com",
])  # fmt: skip
def test_mail_to_a_recipient_who_uses_a_service_does_not_show_it(host):
    """Where mail is sent to a recipient's MX, the service is not the sender's gateway."""
    found = diagnose(sent_to(host), "auto")

    assert ("none", "sent-outside") == (
        found.facts.gateway.name, found.outcomes["disposition"][0])  # fmt: skip


@pytest.mark.parametrize("name", sorted(n for n in list_gateways() if load_gateway(n).kind == "mx"))
def test_a_service_before_microsoft_is_handed_nothing(name):
    """Even if it is named, mail that is sent to its hosts went outside and does not come back."""
    host = load_gateway(name).hosts[0].samples[0]
    outcomes = diagnose(sent_to(host), name).outcomes

    assert ("cannot-tell", "sent-outside") == (outcomes["gateway"][0], outcomes["disposition"][0])


HEADER = """

Received: from mx0a-001.pphosted.com (192.0.2.10) by DB1.mail.protection.outlook.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 17:31:10 +0000
Message-ID: <1@mail.example.net>
Subject: x
"""


def test_mail_from_a_service_may_be_of_a_sender_who_uses_it():
    """One header from a host of a service shows somebody's gateway, and does not say whose."""
    choice = choose_gateway(parse(REPORT.format(rule="Our rule", end=DELIVERED) + HEADER))

    assert "none" == choice.gateway.name
    assert 'gateway="proofpoint"' in choice.because


@pytest.mark.parametrize(("senders", "name"), [(2, "none"), (3, "proofpoint")])
def test_mail_of_several_senders_from_a_service_shows_the_gateway(senders, name):
    """Three senders do not happen to use the service of one another."""
    text = REPORT.format(rule="Our rule", end=DELIVERED)
    reports = [text.replace("@example.net", f"@{n}.example").replace("<1@", f"<{n}@")
               for n in range(senders)]  # fmt: skip
    trace = parse("\n\n".join(reports))
    received = trace.events["event"].eq("Receive")
    hosts = trace.events["host"].mask(received, "mx0a-001.pphosted.com").astype("str")

    assert (
        name == choose_gateway(replace(trace, events=trace.events.assign(host=hosts))).gateway.name
    )


def test_the_founding_trace_is_of_inky_and_is_diagnosed_the_same():
    """Finding the gateway changes no outcome where it is the one that would have been given."""
    trace = load_sample("inky-two-journeys")

    assert diagnose(trace).outcomes.equals(diagnose(trace, "auto").outcomes)
    assert "INKY" in diagnose(trace, "auto").because


def test_no_gateway_is_said():
    """Nothing is made up: of a trace without a gateway nothing is concluded about one."""
    found = diagnose(trace_with("Our disclaimer"), "auto")

    assert ("none", "cannot-tell") == (found.facts.gateway.name, found.outcomes["gateway"][0])
    assert "no gateway that is known" in found.because


def test_two_gateways_are_not_guessed_between():
    """Where two show equally, neither is taken."""
    text = REPORT.format(rule="Avanan - Protect", end=DELIVERED) + REPORT.format(
        rule="Shield - Send to Frontline", end=DELIVERED).replace("<1@", "<2@")  # fmt: skip
    choice = choose_gateway(parse(text))

    assert "none" == choice.gateway.name
    assert "Avanan" in choice.because
    assert "Shield" in choice.because


def test_a_signature_service_stands_back():
    """Beside a security gateway, a signature service is not the gateway."""
    text = REPORT.format(rule="Avanan - Protect", end=DELIVERED) + REPORT.format(
        rule="Identify messages to send to Exclaimer Cloud", end=DELIVERED
    ).replace("<1@", "<2@")
    choice = choose_gateway(parse(text))

    assert "avanan" == choice.gateway.name
    assert "Exclaimer" in choice.because


def test_an_unlisted_gateway_is_seen_by_its_two_journeys():
    """Mail that a rule's connector sends out and that comes back shows a gateway without a name."""
    out = (DATA / "report-text" / "outbound-in-lines.txt").read_text("utf-8")
    back = (DATA / "report-text" / "return-junk-in-lines.txt").read_text("utf-8")
    renamed = [text.replace("IPW Processed", "Our Processed").replace("IPW", "Relay")
               .replace("Inky", "Relay").replace("inky", "relay")
               .replace("ipw-mta-o365-prod", "mta")
               for text in (out, back)]  # fmt: skip
    found = diagnose(parse("\n\n".join(renamed)), "auto")

    assert "unlisted" == found.facts.gateway.name
    assert "analysed-inline" == found.outcomes["gateway"][0]
    assert "decided-by-gateway" != found.outcomes["decision"][0]


def test_a_service_before_microsoft_that_is_run_inline_is_seen_by_its_two_journeys():
    """The hosts name the vendor, the two journeys the way it is run."""
    out = (DATA / "report-text" / "outbound-in-lines.txt").read_text("utf-8")
    back = (DATA / "report-text" / "return-junk-in-lines.txt").read_text("utf-8")
    host = "ipw-mta-o365-prod-0123456789abcdef.elb.us-west-2.amazonaws.com"
    assert host in out
    both = "\n\n".join([out, back]).replace(host, "d12345a.ess.barracudanetworks.com")
    found = diagnose(parse(both.replace("IPW", "Filter").replace("Inky", "it")), "auto")

    assert "Barracuda Email Gateway Defense, run inline (connector 'Filter')" == (
        found.facts.gateway.title)  # fmt: skip
    assert "analysed-inline" == found.outcomes["gateway"][0]


def test_a_mistake_in_a_profile_of_ones_own_is_named(tmp_path):
    """File, line and field: what a person needs to mend it."""
    own = tmp_path / "ours.toml"
    own.write_text('name = "ours"\ntitle = "Ours"\nkind = "inlin"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        diagnose(load_sample("inky-two-journeys"), own)

    assert "ours.toml" in str(error.value)
    assert "kind" in str(error.value)


def both_ways(number, rule, host, folder="inbox"):
    """The way out to a host and the way back of one message."""
    who = {"message_id": f"<{number}@mail.example.com>"}
    rows = ["12:31 receive", f"12:31 rule {rule}", f"12:31 send {host}"]
    back = report(["12:33 receive", f"12:33 deliver {folder}"], size="200.1 KB", **who)
    return [report(rows, progress="Sent", **who), back]


INKY = ("IPW Mail for Inky", load_gateway("inky").smart_hosts[0].samples[0])
CHECK_POINT = ("Check Point - Protect", "contoso-host.checkpointcloudsec.com")


def test_two_gateways_with_mail_of_their_own_are_both_taken():
    """A tenant that moves from one service to another: each message is judged by its own."""
    found = diagnose(parse("\n\n".join(both_ways(1, *INKY) + both_ways(2, *CHECK_POINT))), "auto")

    assert ["analysed-inline"] * 2 == found.outcomes["gateway"].tolist()
    assert "INKY (1) and Check Point Harmony Email (1)" in found.because or (
        "Check Point Harmony Email (1) and INKY (1)" in found.because)  # fmt: skip
    assert 'gateway="inky"' in found.because
    assert 'gateway="check-point-harmony"' in found.because


def test_of_two_gateways_one_behind_the_other_neither_is_taken():
    """A message that passed both is no loop: the person is asked which of them is meant."""
    first, back = both_ways(1, *INKY)
    second = both_ways(1, *CHECK_POINT)[0].replace("12:31", "12:32")
    found = diagnose(parse("\n\n".join([first, second, back])), "auto")

    assert ("none", "cannot-tell") == (found.facts.gateway.name, found.outcomes["gateway"][0])
    assert "1 of them to one after the other" in found.because


def test_two_names_of_one_hand_over_are_one_gateway():
    """An older brand's connector beside the vendor's host is no second gateway."""
    status = "The message was sent through connector: Avanan Outbound Connector"
    rows = ["12:31 receive", "12:31 rule Avanan - Protect", f"12:31 send {CHECK_POINT[1]}"]
    text = report(rows, progress="Sent", status=status)

    assert "more than one gateway" not in choose_gateway(parse(text)).because


@pytest.mark.parametrize("end", ["inbox", "junk"])
def test_a_gateway_whose_hosts_nobody_names_is_known_by_its_rule(end):
    """What left after the routing rule and came back was with it, as far as can be told."""
    text = "\n\n".join(both_ways(1, "Perception Point Redirect Rule", "in.example.net", end))
    found = diagnose(parse(text), "perception-point")

    assert ("analysed-inline", "in-" + end) == tuple(
        found.outcomes.loc[0, ["gateway", "disposition"]])  # fmt: skip
    assert "consistent with" == found.strength.loc[0, "gateway"]


def test_a_new_host_of_the_gateway_is_no_broken_route():
    """Sent to a server that no profile lists, after the routing rule: whose it is, is open."""
    out, back = both_ways(1, INKY[0], "mta-new.example.net")

    assert "cannot-tell" == diagnose(parse(out + "\n\n" + back)).outcomes["gateway"][0]
