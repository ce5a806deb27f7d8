"""Traces made by hand, with reserved names, for the tests of charts and widgets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.model import MessageTrace, table

SERVER = "IA0PR02MB9220.namprd02.prod.outlook.com"
SMART_HOST = "mta-0123456789abcdef.elb.us-west-2.gateway.example"


def rule(name: str, at: str = "12:31") -> tuple:
    """A row of a mail flow rule."""
    return (at, "Transport rule", f"Transport rule: '{name}', ID: ('...')", {"rule_name": name})


def receive(at: str = "12:31") -> tuple:
    """A row of receipt."""
    detail = f"Message received by: {SERVER} using TLS1.2 with AES256"
    return (at, "Receive", detail, {"server": SERVER, "tls": "TLS1.2"})


def hand_over(at: str = "12:31") -> tuple:
    """A row of the hand-over to the gateway."""
    detail = f"Message sent to {SMART_HOST} at 192.0.2.7 using TLS1.2 with AES256"
    return (at, "Send external", detail, {"host": SMART_HOST, "ip": "192.0.2.7"})


def deliver(at: str = "12:32", folder: str = "junk") -> tuple:
    """A row of delivery."""
    return (at, "Deliver", f"The message was delivered to {folder}.", {"folder": folder})


DEFER = ("12:31", "Defer", "Reason: 400 4.7.721 Advanced Threat Protection scanning in progress.",
         {"smtp_code": "400", "enhanced_code": "4.7.721",
          "reason": "Advanced Threat Protection scanning in progress."})  # fmt: skip
SPAM = ("12:32", "Spam", "No detail information available.", {})
JOURNAL = ("12:31", "Journal", "Message was journaled. Journal report was sent to "
           "journal@example.net.", {"address": "journal@example.net"})  # fmt: skip

OUTBOUND = [
    receive(), JOURNAL, rule("IPW Filter - Reset"), rule("IPW Relay Key"),
    *[rule("IPW Mail for Inky")] * 3, rule("IPW Filter - Group Member"),
    rule("IPW Organizational Unit"), hand_over(),
]  # fmt: skip
RETURN = [receive(), *[rule("IPW Processed SPAM")] * 3, DEFER, SPAM, deliver()]


def made(*journeys: list, roles: tuple = (), **fields) -> MessageTrace:
    """Build a trace from lists of rows (clock, event, detail, decoded columns)."""
    rows = [
        _event(number, seq, row) for number, rows in enumerate(journeys)
        for seq, row in enumerate(rows, 1)
    ]  # fmt: skip
    heads = [_journey(number) | fields for number in range(len(journeys))]
    empty = MessageTrace.empty()
    return MessageTrace(
        table("journeys", heads), table("events", rows), empty.problems, empty.sources, empty.spans
    )


def _journey(number: int) -> dict:
    return {
        "journey": number, "message_id": "<1.2@mail.example.com>", "subject": "Top Articles",
        "sender": "news@example.com", "recipient": "sam@example.org", "utc_offset": "-05:00",
        "status": "Delivered", "source": "made.txt", "line": 1 + 40 * number,
    }  # fmt: skip


def _event(journey: int, seq: int, row: tuple) -> dict:
    at, name, detail, decoded = row
    local = pd.Timestamp(f"2022-12-06 {at}")
    return {
        "journey": journey, "seq": seq, "local_time": local, "event": name, "detail": detail,
        "time": (local + pd.Timedelta(hours=5)).tz_localize("UTC"), "time_text": at,
        "time_basis": "declared-offset",
        "time_precision": "second" if at.count(":") > 1 else "minute",
        "source": "made.txt", "line": 10 + seq + 40 * journey,
    } | decoded  # fmt: skip


def pairs(*roles: str, message: int = 0) -> pd.DataFrame:
    """Build the frame that journeys.pair returns."""
    rounds = [1 + sum(r in ("outbound", "loop") for r in roles[:i]) for i in range(len(roles))]
    rounds = [max(n - (r == "return"), 1) for n, r in zip(rounds, roles, strict=True)]
    way = sorted(range(len(roles)), key=lambda n: (rounds[n], roles[n] == "return", n))
    return pd.DataFrame({
        "journey": pd.array(range(len(roles)), "Int64"), "message": message, "role": roles,
        "pass_number": [way.index(n) + 1 for n in range(len(roles))], "because": "made by hand",
    })  # fmt: skip


def founding() -> MessageTrace:
    """The two journeys of the founding document, return first, as pasted there."""
    return made(RETURN, OUTBOUND)


def long(count: int = 60) -> MessageTrace:
    """One journey with many different events, some of them hours apart."""
    kinds = [receive, JOURNAL, lambda at: rule("Disclaimer for all mail", at), DEFER, SPAM,
             ("", "Drop", "250 2.1.5 RESOLVER.GRP.Expanded", {}),
             ("", "Fail", "Reason: 550 5.7.1 refused", {"smtp_code": "550", "reason": "refused"}),
             hand_over, deliver, ("", "Something new", "a detail " * 30, {})]  # fmt: skip
    rows = []
    for i in range(count):
        kind, at = kinds[i % len(kinds)], f"{(8 + i // 12) % 24:02d}:{(i // 3) % 60:02d}"
        rows.append(kind(at) if callable(kind) else (at, *kind[1:3], kind[3]))
    return made(rows)


def hostile(texts: list[str]) -> MessageTrace:
    """A trace in which every text is a payload, a journey a payload."""
    trace = made(*[
        [("12:31", t, t, {"rule_name": t}),
         ("12:32", "Deliver", t, {"folder": t, "host": t, "ip": t, "reason": t})]
        for t in texts
    ])  # fmt: skip
    # A table holds no lone surrogate: the readers write U+FFFD for it.
    texts = [t.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for t in texts]
    heads = {"recipient": texts, "subject": texts, "sender": texts, "utc_offset": texts}
    return replace(
        trace,
        journeys=trace.journeys.assign(**heads),
        events=trace.events.assign(time_text=[t for t in texts for _ in range(2)]),
    )
