"""The second list: eighteen scenarios, the public incidents, and the odd ends of a message."""

import pandas as pd
from reports import out, report, scenario
from scenarios_first import CLEAN, JUNKED, SCAN, SPAM

_LATER = pd.Timestamp("2022-12-06 20:31", tz="UTC")
_SOON = pd.Timestamp("2022-12-06 17:40", tz="UTC")
_JUNK_5 = "400 4.7.721 Advanced Threat Protection scanning in progress."


def _one(*rows: str, **head: str) -> str:
    return report(["09:00 receive", *rows], **head)


def _dayless(text: str) -> str:
    """Print the dates so that day and month can be told in two ways."""
    return text.replace("12/6/2022, 12:31 PM", "06/12/2022 12:31").replace(
        "12/6/2022, 12:32 PM", "06/12/2022 12:32")  # fmt: skip


def _dropped(token: str) -> str:
    return _one(f"09:00 drop 250 2.1.5 {token}; text")


SECOND = [
    scenario("1 the textbook pair", out(), JUNKED, gateway="analysed-inline", disposition="in-junk",
             decision="decided-by-gateway"),
    scenario("2 twice in the list", out(), JUNKED, given={"complaint": "twice"},
             copies="single-copy"),
    scenario("3 only a journal", _one("09:00 journal", "09:00 deliver inbox"),
             gateway="journal-only", disposition="in-inbox"),
    scenario("4 the new hire", _one("09:00 rule IPW Filter - Reset", "09:00 deliver inbox"),
             gateway="recipient-not-in-scope"),
    scenario("5 caught before the gateway", _one("09:00 malware", "09:00 deliver quarantine"),
             given={"complete": True}, gateway="stopped-before-rules", disposition="in-quarantine",
             decision="decided-by-microsoft"),
    scenario("5 twin: not all records are here", _one("09:00 malware", "09:00 deliver quarantine"),
             gateway="cannot-tell", disposition="in-quarantine"),
    scenario("6 gone out, never back", out(), given={"complete": True, "taken": _LATER},
             gateway="held-by-gateway", disposition="with-the-gateway", delay="still-waiting"),
    scenario("6 twin: minutes ago", out(), given={"complete": True, "taken": _SOON},
             gateway="at-gateway"),
    scenario("8 round and round",
             *[out(f"12:{m}", size=f"{m} KB") for m in (10, 12, 14, 16, 18)],
             report(["12:20 receive", "12:20 fail 554 5.4.14 Hop count exceeded ATTR34"],
                    progress="Not delivered"),
             gateway="mail-loop", disposition="bounced", decision="decided-by-routing"),
    scenario("9 just slow", out(), report(["12:31 receive", f"12:31 defer {SCAN}",
                                           "12:42 deliver"]), delay="delay-scanning"),
    scenario("10 slow gateway", out("08:02"), report(["08:34 receive", "08:34 deliver"]),
             delay="delay-at-gateway"),
    scenario("11 the banner broke it", out(),
             report(["12:31 receive", "12:32 spam", "12:32 deliver junk"]),
             gateway="analysed-inline", disposition="in-junk", decision="decided-by-microsoft"),
    scenario("12 phish in the Inbox", out(),
             report(["12:31 receive", f"12:31 {SPAM}", "12:32 deliver inbox"]),
             given={"complaint": "false-negative"}, disposition="in-inbox",
             decision="verdict-not-enforced"),
    scenario("13 delivered, says the trace", _one("09:00 deliver inbox"), disposition="in-inbox",
             decision="no-adverse-decision"),
    scenario("14 group mail", _one(
        "09:00 expand", "09:00 drop 250 2.1.5 RESOLVER.GRP.Expanded; expanded",
        recipient="team@example.org"), disposition="expanded"),
    scenario("15 two addresses", _one("09:00 resolve sam2@example.org"),
             disposition="resolved-elsewhere"),
    scenario("16 the room that never answers", report([
        "12:31 submit", "12:31 rule IPW Mail for Inky", "12:31 send GW"], progress="Sent"), CLEAN,
             gateway="analysed-inline", disposition="delivered-folder-unknown"),
    scenario("17 waiting for approval", report([
        "09:00 submit", "09:00 rule IPW Mail for Outbound Processing", "09:00 send GW",
    ], progress="Sent"), given={"complete": True}, gateway="held-for-approval"),
    scenario("18 forward refused", _one(
        "09:00 deliver inbox", "09:01 fail 550 5.7.520 Access denied, Your organization does not "
        "allow external forwarding. AS(7555)"), disposition="forward-blocked",
        decision="no-adverse-decision"),
    # Public incidents.
    scenario("December 2021: refused with 530", _one(
        "09:00 rule IPW Mail for Inky", "09:00 fail 530 5.7.0 Must issue a STARTTLS command @GW",
        progress="Not delivered"), gateway="refused-by-gateway", disposition="bounced",
        decision="decided-by-gateway"),
    scenario("April 2022: the way back is quarantined", out(),
             report(["12:31 receive", "12:31 spam", "12:32 deliver quarantine"]),
             gateway="analysed-inline", disposition="in-quarantine",
             decision="decided-by-microsoft"),
    scenario("November 2022: the hand-over is put off", report([
        "09:00 receive", "09:00 rule IPW Mail for Inky",
        "09:00 defer 451 4.7.0 Temporary server error @GW", "09:15 defer 451 4.7.0 Temporary @GW",
        "09:30 send GW"], progress="Sent"), report(["09:30 receive", "09:31 deliver"]),
             gateway="analysed-inline", delay="delay-handing-over"),
    # A clean return.
    scenario("a clean pair", out(), CLEAN, gateway="analysed-inline",
             disposition="delivered-folder-unknown", decision="no-adverse-decision",
             delay="no-delay", copies="single-copy"),
    scenario("a clean pair that names the Inbox", out(),
             report(["12:31 receive", "12:31 deliver inbox"]), gateway="analysed-inline",
             disposition="in-inbox", decision="no-adverse-decision"),
    scenario("a lone clean return", CLEAN, gateway="cannot-tell",
             disposition="delivered-folder-unknown", delay="cannot-tell"),
    scenario("a lone return to quarantine without a rule", _one("09:00 deliver quarantine"),
             gateway="cannot-tell", disposition="in-quarantine"),
    scenario("a lone return of outgoing mail that the other side refused", _one(
        "09:01 fail 550 5.1.1 User unknown @OUT", progress="Not delivered"), gateway="cannot-tell",
        disposition="bounced", decision="decided-by-remote-server"),
    scenario("a lone return to a full mailbox", _one(
        "09:01 fail 554 5.2.2 mailbox full; STOREDRV.Deliver", progress="Not delivered"),
        gateway="cannot-tell", disposition="bounced", decision="decided-by-recipient-settings"),
    scenario("a lone return with a rule of an unknown part", _one(
        "09:00 rule IPW Something", "09:00 deliver inbox"), gateway="cannot-tell"),
    scenario("the same, all records here", _one(
        "09:00 rule IPW Something", "09:00 deliver inbox"), given={"complete": True},
        gateway="recipient-not-in-scope"),
    # Ends.
    scenario("automatic reply", _dropped("RESOLVER.OOF.IntToExt"),
             disposition="suppressed-automatic-reply"),
    scenario("automatic reply beside a delivery", _one(
        "09:00 deliver inbox", "09:00 drop 250 2.1.5 RESOLVER.OOF.ExtToInt; handled"),
        disposition="in-inbox"),
    scenario("automatic forward stopped", _dropped("RESOLVER.MSGTYPE.AF"),
             disposition="forward-blocked", decision="no-adverse-decision"),
    scenario("contact chained", _dropped("RESOLVER.CON.Chained"), disposition="resolved-elsewhere"),
    scenario("group owner", _dropped("RESOLVER.GRP.ToOwner"), disposition="redirected"),
    scenario("group without owner", _dropped("RESOLVER.GRP.NoOwner"), disposition="deleted"),
    scenario("meeting message parked", _dropped("PARKINGLOT.MeetingMessageParked"),
             disposition="pending"),
    scenario("deleted by a mailbox rule", _one(
        "09:00 drop StoreDriver.Rules; message is deleted by mailbox rules"),
        disposition="deleted", decision="decided-by-mailbox-rule"),
    scenario("a drop without a reason", _one("09:00 drop"), disposition="cannot-tell",
             decision="cannot-tell", copies="cannot-tell"),
    scenario("duplicate recipient dropped beside a delivery", _one(
        "09:00 drop 250 2.1.5 CAT.DuplicateRecipient; duplicate", "09:00 deliver inbox"),
        disposition="in-inbox", copies="single-copy"),
    scenario("another folder", _one("09:00 deliver Invoices"), disposition="in-other-folder",
             decision="decided-by-mailbox-rule"),
    scenario("redirected by an event", _one("09:00 redirect pat@example.org"),
             disposition="redirected"),
    scenario("delivered, and a copy sent on", _one(
        "09:00 redirect pat@example.org", "09:00 deliver inbox"), disposition="forwarded",
        copies="forwarded-copy", decision="no-adverse-decision"),
    scenario("sent outside", report(["09:00 submit", "09:00 send OUT"], progress="Sent"),
             disposition="sent-outside", decision="no-adverse-decision", copies="single-copy"),
    scenario("rejected by a rule", _one(
        "09:00 rule No executables", "09:00 fail 550 5.7.1 TRANSPORT.RULES.RejectMessage; the "
        "message was rejected by organization policy", progress="Not delivered"),
        gateway="cannot-tell", disposition="bounced", decision="decided-by-mail-flow-rule"),
    scenario("rejected by a rule after the routing rule", _one(
        "09:00 rule IPW Mail for Inky", "09:00 rule No executables",
        "09:00 fail 550 5.7.1 TRANSPORT.RULES.RejectMessage; rejected", progress="Not delivered"),
        gateway="stopped-before-handover", decision="decided-by-mail-flow-rule"),
    scenario("blocked by data protection", _one(
        "09:00 dlp Card numbers => BlockAccess", "09:00 fail 550 5.7.171 blocked by policy",
        progress="Not delivered"), disposition="bounced", decision="decided-by-mail-flow-rule"),
    scenario("quarantined by a rule that says so", _one(
        "09:00 rule No executables => Quarantine", "09:00 deliver quarantine"),
        disposition="in-quarantine", decision="decided-by-mail-flow-rule"),
    scenario("refused by the other side", report([
        "09:00 submit", "09:00 fail 550 5.7.1 Blocked for policy reasons @OUT",
    ], progress="Not delivered"), disposition="bounced", decision="decided-by-remote-server"),
    scenario("refused by Microsoft's filter", _one(
        "09:00 fail 550 5.7.508 Access denied @MS", progress="Not delivered"),
        disposition="bounced", decision="decided-by-microsoft"),
    scenario("sender restricted", report([
        "09:00 submit", "09:00 fail 550 5.1.8 Access denied, bad outbound sender",
    ], progress="Not delivered"), disposition="bounced", decision="decided-by-sender-limits"),
    scenario("restricted group", _one(
        "09:00 fail 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication "
        "required", progress="Not delivered"), gateway="stopped-before-rules",
        disposition="bounced", decision="decided-by-recipient-settings"),
    scenario("gave up on the gateway", report([
        "09:00 receive", "09:00 rule IPW Mail for Inky",
        "09:05 defer 451 4.4.316 Connection refused @GW",
        "+1 09:10 fail 550 5.4.300 Message expired -> 451 4.4.316 Connection refused @GW",
    ], progress="Not delivered"), gateway="gateway-unreachable", disposition="bounced",
        decision="decided-by-routing", delay="delay-handing-over"),
    # Delays.
    scenario("slow at another server", report([
        "09:00 submit", "09:00 defer 451 4.7.1 Greylisted @OUT", "09:30 send OUT"],
        progress="Sent"), given={"complete": True}, delay="delay-at-remote-server"),
    scenario("slow inside", _one("09:20 deliver inbox"), given={"complete": True},
             delay="delay-in-microsoft"),
    scenario("two waits alike", out("12:00"), report([
        "12:10 receive", f"12:10 defer {SCAN}", "12:20 deliver inbox"]), delay="cannot-tell"),
    scenario("at the threshold", _one("09:05 deliver inbox"), given={"complete": True},
             delay="cannot-tell"),
    scenario("just under it", _one("09:04 deliver inbox"), given={"complete": True},
             delay="no-delay"),
    scenario("just over it", _one("09:06 deliver inbox"), given={"complete": True},
             delay="delay-in-microsoft"),
    scenario("already late in the half that is here", report([
        "12:31 receive", f"12:31 defer {SCAN}", "12:50 deliver"]), delay="delay-scanning"),
    # Copies.
    scenario("two returns of one hand-over", out(), CLEAN,
             report(["12:41 receive", "12:42 deliver"], size="226.20 KB"),
             gateway="analysed-inline", copies="duplicate-delivery"),
    scenario("the same report twice", out(), CLEAN, out(), CLEAN, gateway="analysed-inline",
             disposition="delivered-folder-unknown", copies="single-copy"),
    scenario("one Deliver row printed twice", _one("09:00 deliver", "09:00 deliver"),
             disposition="delivered-folder-unknown", copies="single-copy"),
    scenario("a loop that delivers", out("12:00"), report(["12:01 receive", "12:01 deliver"]),
             out("12:02", size="200 KB"), report(["12:03 receive", "12:03 deliver"], size="300 KB"),
             gateway="mail-loop", copies="looped-copies"),
    scenario("a loop of three rounds that delivers", out("12:00"),
             report(["12:01 receive", "12:01 deliver"]), out("12:02", size="200 KB"),
             report(["12:03 receive", "12:03 deliver"], size="210 KB"),
             out("12:04", size="300 KB"),
             report(["12:05 receive", "12:05 deliver"], size="310 KB"),
             gateway="mail-loop", copies="looped-copies"),
    # What is missing.
    scenario("the foot is cut off: the way out", out(message_id=None),
             gateway="return-not-in-trace", disposition="with-the-gateway"),
    scenario("the foot is cut off: the way back", report(
        ["12:31 receive", f"12:31 {SPAM}", "12:32 deliver junk"], message_id=None),
        gateway="outbound-not-in-trace", disposition="in-junk", decision="decided-by-gateway"),
    scenario("no rows at all", report([]), gateway="trace-empty"),
    scenario("an unknown zone", out(zone="Contoso time"), report(
        ["12:32 receive", "12:40 deliver inbox"], zone="Contoso time"), gateway="analysed-inline",
        disposition="in-inbox", delay="cannot-tell"),
    scenario("only one half names a zone", out(), report(
        ["12:31 receive", "12:32 deliver inbox"], zone=None), gateway="analysed-inline",
        disposition="in-inbox", delay="cannot-tell"),
    scenario("the way out was printed for another zone", out(zone="UTC+00:00", at="17:31"),
             CLEAN, gateway="analysed-inline", delay="no-delay"),
    scenario("dates that read two ways", _dayless(out()), _dayless(CLEAN),
             gateway="analysed-inline", disposition="delivered-folder-unknown",
             delay="cannot-tell"),
    scenario("7 the return is refused: the tenant's trace ends at the hand-over", out(),
             gateway="return-not-in-trace", disposition="with-the-gateway",
             decision="cannot-tell"),
    scenario("handed to a host that is not named", _one(
        "09:00 rule IPW Mail for Inky", "09:00 = Send external | No detail information available.",
        progress="Sent"), gateway="cannot-tell", disposition="cannot-tell"),
]  # fmt: skip
