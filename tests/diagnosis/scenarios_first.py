"""The twenty scenarios of the training list, each with its contrast twin where one row decides."""

from reports import GW, ID, out, report, scenario

SPAM = "rule IPW Processed SPAM"
JUNKED = report(
    [
        "12:31 receive",
        *[f"12:31 {SPAM}"] * 3,
        "12:31 defer 400 4.7.721 Advanced Threat Protection scanning in progress.",
        "12:32 spam",
        "12:32 deliver junk",
    ],
    status="This message was sent to the recipient's Junk Email folder.",
    size="226.16 KB",
)
CLEAN = report(["12:31 receive", "12:32 deliver"], size="226.16 KB")
SCAN = "400 4.7.721 Advanced Threat Protection scanning in progress."
TIMEOUT = "451 4.4.316 Connection refused @GW"
LOOP = [out(f"12:{m:02d}") for m in range(10, 30)]
HOPS = "fail 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 @MS"
CUT = report(["12:30 receive", f"12:30 {HOPS}"], progress="Not delivered")
RELEASED = (
    out("08:00"),
    report(["08:01 receive", "08:01 spam", "08:01 deliver quarantine"], size="226.16 KB"),
    out("14:00"),
    report(["14:01 receive", "14:01 deliver inbox"], size="226.17 KB"),
)

FIRST = [
    scenario("1 the textbook", out(), JUNKED, gateway="analysed-inline", disposition="in-junk",
             decision="decided-by-gateway", delay="no-delay", copies="single-copy"),
    scenario("1 twin: without the verdict rule", out(),
             report(["12:31 receive", "12:32 spam", "12:32 deliver junk"]),
             gateway="analysed-inline", disposition="in-junk", decision="decided-by-microsoft"),
    scenario("1 reversed", JUNKED, out(), gateway="analysed-inline", disposition="in-junk",
             decision="decided-by-gateway", delay="no-delay", copies="single-copy"),
    scenario("1 only the way back", JUNKED, gateway="outbound-not-in-trace", disposition="in-junk",
             decision="decided-by-gateway", delay="cannot-tell", copies="single-copy"),
    scenario("2 typing mistake", report([
        "09:00 receive",
        "09:00 fail 550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup",
    ], progress="Not delivered"), gateway="stopped-before-rules", disposition="bounced",
        decision="decided-by-recipient-settings", delay="no-delay", copies="single-copy"),
    scenario("3 the slow attachment", out(), report([
        "12:31 receive", f"12:31 defer {SCAN}", "12:40 deliver",
    ]), gateway="analysed-inline", disposition="delivered-folder-unknown", delay="delay-scanning",
        decision="no-adverse-decision", copies="single-copy"),
    scenario("3 twin: the Inbox is named", out(), report([
        "12:31 receive", f"12:31 defer {SCAN}", "12:40 deliver inbox",
    ]), disposition="in-inbox", delay="delay-scanning"),
    scenario("4 written to a list: the group", report([
        "10:00 receive", "10:00 rule Disclaimer", "10:00 expand",
        "10:00 drop 250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded",
    ], progress="Expanded", recipient="team@example.org"), disposition="expanded",
        decision="no-adverse-decision", copies="single-copy"),
    scenario("4 written to a list: the member has no Receive", report(["10:01 deliver inbox"]),
             gateway="cannot-tell", disposition="in-inbox", copies="single-copy"),
    scenario("5 not our user", report([
        "09:00 receive", "09:00 rule IPW Filter - Reset", "09:00 rule IPW Organizational Unit",
        "09:00 deliver",
    ]), given={"complete": True}, gateway="recipient-not-in-scope",
        disposition="delivered-folder-unknown"),
    scenario("5 twin: the member rule fired", report([
        "09:00 receive", "09:00 rule IPW Filter - Reset", "09:00 rule IPW Filter - Group Member",
        "09:00 deliver",
    ]), gateway="routing-rule-did-not-match"),
    scenario("6 partner rule", report([
        "09:00 receive", "09:00 rule Bypass INKY - Contoso", "09:00 deliver",
    ]), gateway="exempted-by-rule", disposition="delivered-folder-unknown",
        decision="no-adverse-decision"),
    scenario("6 in the complaint's tree", report([
        "09:00 receive", "09:00 rule Bypass INKY - Contoso", "09:00 deliver inbox",
    ]), given={"complaint": "false-negative"}, decision="allowed-by-exception"),
    scenario("7 half a trace", report(["12:31 receive", f"12:31 defer {SCAN}", "12:32 deliver"]),
             gateway="cannot-tell", disposition="delivered-folder-unknown", delay="cannot-tell"),
    scenario("7 twin: all records are here",
             report(["12:31 receive", f"12:31 defer {SCAN}", "12:32 deliver"]),
             given={"complete": True}, gateway="gateway-rules-missing", delay="no-delay"),
    scenario("8 only the outbound half", out(), gateway="return-not-in-trace",
             disposition="with-the-gateway", decision="cannot-tell", delay="cannot-tell",
             copies="cannot-tell"),
    scenario("9 host down", report([
        "09:00 receive", *(f"09:00 {r}" for r in ("rule IPW Relay Key", "rule IPW Mail for Inky")),
        *(f"{h:02d}:{m} defer {TIMEOUT}" for h, m in ((9, "05"), (9, "30"), (10, "00"), (10, "40"),
                                                     (11, "20"), (12, "00"))),
    ], progress="Not yet delivered"), gateway="gateway-unreachable", disposition="pending",
        decision="decided-by-routing", delay="still-waiting", copies="cannot-tell"),
    scenario("9 twin: the host is not the gateway's", report([
        "09:00 submit", "09:05 defer 451 4.4.316 Connection refused @OUT",
    ], progress="Not yet delivered"), gateway="cannot-tell", disposition="pending",
        decision="decided-by-remote-server", delay="still-waiting"),
    scenario("10 Microsoft got there first", report([
        "09:00 receive", "09:00 rule IPW Relay Key", "09:00 rule IPW Mail for Inky", "09:00 spam",
        "09:00 deliver quarantine",
    ]), gateway="stopped-before-handover", disposition="in-quarantine",
        decision="decided-by-microsoft"),
    scenario("10 twin: nothing ended it", report([
        "09:00 receive", "09:00 rule IPW Relay Key", "09:00 rule IPW Mail for Inky",
        "09:00 deliver",
    ]), gateway="routed-not-sent"),
    scenario("10 twin: the report ends after the rule", report([
        "09:00 receive", "09:00 rule IPW Mail for Inky",
    ]), gateway="cannot-tell"),
    scenario("11 boss did not get it", report([
        "09:00 receive", "09:00 rule Disclaimer",
        "09:00 drop 250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded",
    ]), disposition="redirected", copies="single-copy",
        decision="decided-by-recipient-settings"),
    scenario("12 waiting for the moderator", report([
        "09:00 receive", "09:00 rule Disclaimer",
        "09:00 drop 250 2.1.5 Resolver.MT.StartModeration; recipient is moderated",
    ]), disposition="awaiting-approval", decision="decided-by-moderator",
        delay="delay-awaiting-approval", copies="cannot-tell"),
    scenario("12 twin: the approved copy came", report([
        "09:00 receive", "09:00 rule Disclaimer",
        "09:00 drop 250 2.1.5 Resolver.MT.StartModeration; recipient is moderated",
    ]), report(["14:00 receive", "14:00 deliver inbox"]), given={"complete": True},
        disposition="in-inbox", delay="delay-awaiting-approval", copies="single-copy"),
    scenario("13 spam in the inbox", out(),
             report(["12:31 receive", f"12:31 {SPAM}", "12:32 deliver"]),
             given={"complaint": "false-negative"}, gateway="analysed-inline",
             decision="verdict-not-enforced"),
    scenario("13 twin: the Inbox is named, and nobody reported it", out(),
             report(["12:31 receive", f"12:31 {SPAM}", "12:32 deliver inbox"]),
             decision="no-adverse-decision"),
    scenario("13 twin: nobody reported it", out(),
             report(["12:31 receive", f"12:31 {SPAM}", "12:32 deliver"]),
             decision="cannot-tell"),
    scenario("13 twin: no verdict", out(), CLEAN, given={"complaint": "false-negative"},
             decision="gateway-found-no-threat"),
    scenario("14 inside sender, routed all the same", report([
        "12:31 submit", "12:31 rule IPW Mail for Inky", "12:31 send GW",
    ], sender="kim@example.org", progress="Sent"),
        report(["12:31 receive", "12:32 deliver"], sender="kim@example.org"),
        gateway="analysed-inline", disposition="delivered-folder-unknown"),
    scenario("14 twin: inside and not routed",
             report(["12:31 submit", "12:31 deliver"], sender="kim@example.org"),
             gateway="internal-not-routed"),
    scenario("15 rule named, not guilty", out(), report([
        "12:31 receive", f"12:31 {SPAM}", "12:31 rule Finance archive", "12:31 spam",
        "12:31 deliver junk",
    ]), decision="decided-by-gateway"),
    scenario("16 the release that ran twice", *RELEASED, gateway="rescanned-after-release",
             disposition="released-from-quarantine", delay="delay-in-quarantine",
             copies="single-copy", decision="no-adverse-decision"),
    scenario("17 round and round", *LOOP, CUT, gateway="mail-loop", disposition="bounced",
             decision="decided-by-routing"),
    scenario("17 in one minute", *[out("12:31", size=f"{n} KB") for n in range(20, 40)],
             report(["12:31 receive", f"12:31 {HOPS}"], progress="Not delivered"),
             gateway="mail-loop", disposition="bounced", decision="decided-by-routing"),
    scenario("17 twin: repeated rule rows are no loop", out(), CLEAN, gateway="analysed-inline"),
    scenario("18 contract under lock", report([
        "09:00 submit", "09:00 rule IPW Mail for Outbound Processing", "09:00 send GW",
    ], sender="kim@example.org", recipient="pat@example.com", progress="Sent"),
        given={"complete": True}, gateway="held-for-approval", disposition="with-the-gateway"),
    scenario("18 twin: not all records are here", report([
        "09:00 submit", "09:00 rule IPW Mail for Outbound Processing", "09:00 send GW",
    ], sender="kim@example.org", recipient="pat@example.com", progress="Sent"),
        gateway="return-not-in-trace"),
    scenario("18 split by kind of recipient", report([
        "09:00 submit", "09:00 rule IPW Mail for OMP - External Recipients", "09:00 send GW",
    ], progress="Sent"), report([
        "09:05 receive", "09:05 rule IPW Mail for OMP - Internal Recipients", "09:05 send GW",
    ], progress="Sent"), given={"complete": True}, gateway="held-for-approval"),
    scenario("19 two services", report([
        "09:00 submit", "09:00 rule Identify messages to send to Exclaimer Cloud",
        "09:00 send smtp.signature.example.net",
    ], progress="Sent"), report([
        "09:01 receive", "09:01 rule IPW Mail for Outbound Processing", "09:01 send GW",
    ], progress="Sent"), report(["09:02 receive", "09:02 send OUT"], progress="Sent"),
        gateway="analysed-inline", disposition="sent-outside", decision="no-adverse-decision",
        delay="no-delay", copies="single-copy"),
    scenario("19 in one minute, reversed",
             report(["09:00 receive", "09:00 send OUT"], progress="Sent", size="90 KB"),
             report(["09:00 receive", "09:00 rule IPW Mail for Outbound Processing",
                     "09:00 send GW"], progress="Sent", size="80 KB"),
             report(["09:00 submit", "09:00 send smtp.signature.example.net"], progress="Sent",
                    size="70 KB"),
             gateway="analysed-inline", disposition="sent-outside", copies="single-copy"),
    scenario("20 the refused return", out(), gateway="return-not-in-trace",
             disposition="with-the-gateway"),
    scenario("20 the refused return, all records here", out(), given={"complete": True},
             gateway="return-not-in-trace"),
]  # fmt: skip

__all__ = ["CLEAN", "FIRST", "GW", "ID", "JUNKED"]
