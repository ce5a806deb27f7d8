"""The third list: ends that the first two leave out, and twins that differ in one row."""

from reports import out, report, scenario

_HEADER = """Its header:

Received: from DB1.eurprd01.prod.exchangelabs.com by AM1.eurprd01.prod.exchangelabs.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 14:00:20 +0000
Received: from mail.example.net (192.0.2.10) by DB1.mail.protection.outlook.com
 with Microsoft SMTP Server id 15.20; Tue, 6 Dec 2022 14:00:10 +0000
Received: from app.example.net by mail.example.net; Tue, 6 Dec 2022 {sent} +0000
X-Forefront-Antispam-Report: CIP:192.0.2.10;SFV:NSPM;SCL:1;DIR:INB;
Message-ID: <1.2@mail.example.com>
Subject: x
"""
LATE, PROMPT = _HEADER.format(sent="12:00:00"), _HEADER.format(sent="14:00:00")


def _one(*rows: str, **head: str) -> str:
    return report(["09:00 receive", *rows], **head)


THIRD = [
    # Failures without mail flow rules: which of them come before the rules?
    scenario("a failure without a reason", _one(
        "09:00 = Fail | No detail information available.", progress="Not delivered"),
        gateway="cannot-tell", disposition="bounced", decision="cannot-tell"),
    scenario("the way back is refused by Microsoft's filter", _one(
        "09:00 fail 550 5.7.509 Access denied, sending domain does not pass DMARC @MS",
        progress="Not delivered"), gateway="cannot-tell", decision="decided-by-microsoft"),
    scenario("expired in a queue", _one(
        "09:00 fail 550 4.4.7 QUEUE.Expired; message expired", progress="Not delivered"),
        gateway="cannot-tell", disposition="bounced", decision="cannot-tell"),
    scenario("the status is not known yet", report([], progress="Getting status"),
             disposition="cannot-tell", decision="cannot-tell"),
    scenario("a moderator refused it", _one(
        "09:00 fail 550 5.7.1 APPROVAL.Rejected; rejected", progress="Not delivered"),
        gateway="cannot-tell", disposition="bounced", decision="decided-by-moderator"),
    scenario("after the routing rule to a server that nobody lists", _one(
        "09:00 route", "09:00 send mta-7.example.net", progress="Sent"),
        gateway="cannot-tell", disposition="sent-outside"),
    # Journeys of one minute have no order.
    scenario("two ends in one minute", _one("09:00 deliver inbox"), _one("09:00 deliver junk"),
             disposition="in-junk", copies="duplicate-delivery"),
    scenario("left quarantine for the gateway, the first way out is missing", report(
        ["08:01 receive", "08:01 spam", "08:01 deliver quarantine"]), out("14:00"),
        gateway="return-not-in-trace", disposition="with-the-gateway", decision="cannot-tell"),
    scenario("released, and out to the gateway again", out("08:00"), report(
        ["08:01 receive", "08:01 deliver quarantine"]), out("08:10"),
        report(["08:11 receive", "08:11 deliver inbox"]), gateway="rescanned-after-release"),
    scenario("the same without the quarantine", out("08:00"), report(
        ["08:01 receive", "08:01 deliver inbox"]), out("08:10", size="240.10 KB"),
        report(["08:11 receive", "08:11 deliver inbox"]), gateway="mail-loop"),
    scenario("the same, and the second is as large as the first", out("08:00"), report(
        ["08:01 receive", "08:01 deliver inbox"]), out("08:10"),
        report(["08:11 receive", "08:11 deliver inbox"]), gateway="analysed-inline",
        copies="duplicate-delivery"),
    scenario("sent in once more, by way of a group", out("12:00"), report(
        ["12:01 receive", "12:01 deliver"]), out("12:02"), report(
        ["12:03 receive", "12:03 expand", "12:03 deliver"], size="300 KB"),
        gateway="analysed-inline", copies="group-copies"),
    scenario("sent in once more, long after the delivery", out("08:00"), report(
        ["08:01 receive", "08:01 deliver inbox"]), out("14:00"),
        report(["14:01 receive", "14:01 deliver inbox"]), gateway="analysed-inline",
        copies="duplicate-delivery"),
    # Twins of a lone record.
    scenario("submitted and delivered", report(["09:00 submit", "09:00 deliver inbox"]),
             gateway="internal-not-routed", disposition="in-inbox"),
    scenario("received and delivered", _one("09:00 deliver inbox"), gateway="cannot-tell"),
    scenario("received and delivered, all records here", _one("09:00 deliver inbox"),
             given={"complete": True}, gateway="gateway-rules-missing"),
    scenario("received and delivered, records are missing", _one("09:00 deliver inbox"),
             given={"complete": False}, gateway="cannot-tell"),
    scenario("in Junk, though the filter let it pass", _one("09:00 spam 1", "09:00 deliver junk"),
             disposition="in-junk", decision="decided-by-mailbox-rule"),
    scenario("the level -1 skips the filter", _one("09:00 spam -1", "09:00 deliver inbox"),
             given={"complaint": "false-negative"}, decision="allowed-by-exception"),
    scenario("dropped as book-keeping", _one(
        "09:00 drop 250 2.1.5 RESOLVER.MER.Suppressed; x"), disposition="cannot-tell"),
    scenario("out at the gateway, nobody says that all is here", out(),
             gateway="return-not-in-trace"),
    scenario("put in quarantine", _one("09:00 deliver quarantine"), disposition="in-quarantine"),
    scenario("put in quarantine and delivered later", _one(
        "09:00 deliver quarantine", "10:00 deliver inbox"), disposition="released-from-quarantine"),
    # Other kinds of gateway.
    scenario("a gateway before Microsoft 365", _one("09:00 deliver inbox"),
             given={"gateway": "barracuda"}, gateway="cannot-tell"),
    scenario("no gateway that is known", _one("09:00 deliver inbox"), given={"gateway": "none"},
             gateway="cannot-tell"),
    # Waits of one length have no longest.
    scenario("the hand-over and the gateway took alike", report([
        "09:00 receive", "09:00 rule IPW Mail for Inky", "09:00 defer 451 4.7.0 Temporary @GW",
        "09:10 send GW"], progress="Sent"), report(["09:20 receive", "09:20 deliver inbox"]),
        delay="cannot-tell"),
    scenario("another server and Microsoft took alike", report([
        "09:00 submit", "09:10 defer 451 4.7.1 Greylisted @OUT", "09:20 send OUT"],
        progress="Sent"), given={"complete": True}, delay="cannot-tell"),
    scenario("approval and Microsoft took alike", _one(
        "09:10 drop 250 2.1.5 Resolver.MT.StartModeration; recipient is moderated"),
        report(["09:20 receive", "09:20 deliver inbox"]), given={"complete": True},
        delay="cannot-tell"),
    scenario("quarantine and Microsoft took alike", _one(
        "09:10 deliver quarantine", "09:20 deliver inbox"), given={"complete": True},
        delay="cannot-tell"),
    scenario("hours before Microsoft 365", _one("09:01 deliver inbox"), LATE,
             given={"complete": True}, delay="delay-before-microsoft"),
    scenario("no wait before Microsoft 365", _one("09:01 deliver inbox"), PROMPT,
             given={"complete": True}, delay="no-delay"),
    # What the Status says of a rule without its name.
    scenario("a rule did it, says the Status", report(["09:00 receive"], status="The message "
        "you're trying to find was quarantined because it matched one of your organization's mail "
        "flow rules:", progress="Quarantined"), decision="cannot-tell"),
    # Copies.
    scenario("the journal goes to the reader", _one(
        "09:00 journal sam@example.org", "09:00 deliver inbox"), given={"complaint": "twice"},
        copies="journal-copy"),
    scenario("the journal goes elsewhere", _one("09:00 journal", "09:00 deliver inbox"),
             given={"complaint": "twice"}, copies="single-copy"),
]  # fmt: skip
