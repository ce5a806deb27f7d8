"""Twins: pairs of samples that differ in a row or two and end in neighbouring outcomes."""

import pandas as pd
from reports import out, report, scenario
from scenarios_first import CLEAN, SCAN, SPAM
from scenarios_third import LATE, PROMPT

_SOON = pd.Timestamp("2022-12-06 17:40", tz="UTC")
_BYPASS = "rule Bypass INKY - Contoso"
_BAD = {"complaint": "false-negative"}
_ALL = {"complete": True}


def _one(*rows: str, first: str = "receive") -> str:
    return report([f"09:00 {first}", *(f"09:00 {row}" for row in rows)])


def _back(*rows: str) -> str:
    return report(["12:31 receive", *(f"12:31 {row}" for row in rows), "12:32 deliver"])


def _way(hand_over: list[str], back: list[str]) -> tuple[str, str]:
    """Write a journey out that was handed over in some rows, and the one back."""
    rows = ["09:00 receive", "09:00 rule IPW Mail for Outbound Processing", *hand_over]
    return report(rows, progress="Sent"), report(back, progress="Sent")


_HOME = ["09:30 receive", "09:31 deliver inbox"]

TWINS = [
    # gateway
    scenario("outgoing, all records here", report([
        "12:31 submit", "12:31 rule IPW Mail for Outbound Processing", "12:31 send GW"]),
        given={"complete": True, "taken": _SOON}, gateway="held-for-approval"),
    scenario("incoming, all records here", report([
        "12:31 submit", "12:31 rule IPW Mail for Inky", "12:31 send GW"]),
        given={"complete": True, "taken": _SOON}, gateway="at-gateway"),
    scenario("exempted inside mail", _one(_BYPASS, "deliver inbox", first="submit"),
             gateway="exempted-by-rule"),
    scenario("inside mail without a rule", _one("deliver inbox", first="submit"),
             gateway="internal-not-routed"),
    scenario("no such address", _one("fail 550 5.1.10 RESOLVER.ADR.RecipientNotFound; x"),
             gateway="stopped-before-rules"),
    scenario("no such address, after a rule", _one(
        _BYPASS, "fail 550 5.1.10 RESOLVER.ADR.RecipientNotFound; x"), gateway="exempted-by-rule"),
    scenario("no connection", _one("defer 451 4.4.316 Connection refused @GW"),
             gateway="gateway-unreachable"),
    scenario("no connection, and a verdict", _one(
        SPAM, "defer 451 4.4.316 Connection refused @GW"), gateway="outbound-not-in-trace"),
    scenario("a member of the organization writes", _one(
        "rule IPW Filter - Group Member", "deliver", first="submit"),
        gateway="internal-not-routed"),
    scenario("somebody outside writes", _one("rule IPW Filter - Group Member", "deliver"),
             gateway="routing-rule-did-not-match"),
    scenario("journaled and delivered", _one("journal", "deliver"), gateway="journal-only"),
    scenario("journaled and refused", _one(
        "journal", "fail 530 5.7.0 Must issue a STARTTLS command @GW"),
        gateway="refused-by-gateway"),
    # disposition
    scenario("a moderator is asked", _one(
        "drop 250 2.1.5 Resolver.MT.StartModeration; x"), disposition="awaiting-approval"),
    scenario("a group is dropped", _one("drop 250 2.1.5 RESOLVER.GRP.Expanded; x"),
             disposition="expanded"),
    scenario("a group is expanded", _one("expand"), disposition="expanded"),
    scenario("sent to somebody else", _one("redirect pat@example.org"), disposition="redirected"),
    scenario("into Junk", _one("deliver junk"), disposition="in-junk"),
    scenario("into a folder", _one("deliver Invoices"), disposition="in-other-folder",
             decision="decided-by-mailbox-rule"),
    # decision
    scenario("into a folder, after a verdict", _one(SPAM, "deliver Invoices"),
             disposition="in-other-folder", decision="decided-by-mailbox-rule"),
    scenario("into Junk, after a verdict", _one(SPAM, "deliver junk"),
             disposition="in-junk", decision="decided-by-gateway"),
    scenario("refused after a verdict", _one(SPAM, "fail 550 5.7.1 Refused", first="submit"),
             decision="decided-by-gateway"),
    scenario("the sender is blocked", _one(SPAM, "fail 550 5.1.8 Refused", first="submit"),
             decision="decided-by-sender-limits"),
    scenario("nothing was found", out(), _back(), given=_BAD, decision="gateway-found-no-threat"),
    scenario("the filter was skipped", out(), _back("spam -1"), given=_BAD,
             decision="allowed-by-exception"),
    scenario("a rule let it through", out(), _back(_BYPASS), given=_BAD,
             decision="allowed-by-exception"),
    scenario("a verdict nobody acted on", out(), _back(SPAM), given=_BAD,
             decision="verdict-not-enforced"),
    scenario("the hand-over is not there", out().replace("Send external", "Something"), CLEAN,
             given=_BAD, gateway="cannot-tell", decision="cannot-tell"),
    # delay
    scenario("late before Microsoft 365, records may be missing", report([
        "09:00 receive", "09:01 deliver inbox"]), LATE, delay="delay-before-microsoft"),
    scenario("prompt before Microsoft 365, records may be missing", report([
        "09:00 receive", "09:01 deliver inbox"]), PROMPT, delay="cannot-tell"),
    scenario("late before Microsoft 365, and inside", report([
        "09:00 receive", "09:20 deliver inbox"]), LATE, given=_ALL, delay="delay-before-microsoft"),
    scenario("late inside", report(["09:00 receive", "09:20 deliver inbox"]), PROMPT, given=_ALL,
             delay="delay-in-microsoft"),
    scenario("late before Microsoft 365, and scanned", report([
        "09:00 receive", f"09:00 defer {SCAN}", "09:20 deliver inbox"]), LATE, given=_ALL,
        delay="delay-before-microsoft"),
    scenario("scanned for long", report([
        "09:00 receive", f"09:00 defer {SCAN}", "09:20 deliver inbox"]), PROMPT, given=_ALL,
        delay="delay-scanning"),
    scenario("in quarantine for long", report([
        "09:00 receive", "09:00 deliver quarantine", "09:20 deliver inbox"]), PROMPT, given=_ALL,
        delay="delay-in-quarantine"),
    scenario("long at the gateway", *_way(["09:00 send GW"], _HOME), delay="delay-at-gateway"),
    scenario("long on the way to the gateway", *_way([
        "09:00 defer 451 4.7.0 Temporary @GW", "09:30 send GW"], _HOME),
        delay="delay-handing-over"),
    scenario("scanned before the gateway", *_way([f"09:00 defer {SCAN}", "09:30 send GW"], _HOME),
             delay="delay-scanning"),
    scenario("long at the gateway, then outside", *_way(
        ["09:00 send GW"], ["09:30 receive", "09:30 send OUT"]), delay="delay-at-gateway"),
    scenario("long at a server outside", *_way(
        ["09:00 send GW"], ["09:00 receive", "09:00 defer 451 4.7.1 Greylisted @OUT",
                            "09:30 send OUT"]), delay="delay-at-remote-server"),
    scenario("put off by a server outside", report([
        "09:00 receive", "09:00 defer 451 4.7.1 Greylisted @OUT", "09:30 deliver"]), given=_ALL,
        delay="delay-at-remote-server"),
    scenario("approved after a while", report([
        "09:00 receive", "09:00 drop 250 2.1.5 Resolver.MT.StartModeration; x", "09:30 deliver"]),
        given=_ALL, delay="delay-awaiting-approval"),
]  # fmt: skip
