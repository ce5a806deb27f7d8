"""Report text from compact rows: `report(["12:31 receive", "12:31 rule IPW Relay Key", ...])`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import tracekit
from tracekit import Diagnosis, MessageTrace, diagnose

GW = "ipw-mta-o365-prod-0123456789abcdef.elb.us-west-2.amazonaws.com"
OUTSIDE = "mx1.example.net"
MICROSOFT = "AB1CD.namprd02.prod.outlook.com"
JOURNAL = "journal@dev.inkyphishfence.com"
ID = "<1.2@mail.example.com>"
NONE = "No detail information available."
_GUID = "6d58f53b-a39e-4349-a0c3-9ef201cd8fef"
_HOSTS = {"GW": GW, "OUT": OUTSIDE, "MS": MICROSOFT}
_FOLDERS = {"inbox": "Inbox", "junk": "JunkEmail", "quarantine": "QuarantinedEmailSecured"}


def _rule(kind: str, said: str) -> str:
    """`NAME` or `NAME => Action`."""
    name, _, action = said.partition(" => ")
    front = f"{action}. " if action else ""
    return (f"{front}{kind} rule: '{name}', ID: ('{_GUID}'), DLP policy: '', "
            "ID: (00000000-0000-0000-0000-000000000000).")  # fmt: skip


def _reason(said: str) -> str:
    """`CODES TOKEN; TEXT @HOST`."""
    text, _, host = said.partition(" @")
    return (f"Reason: [{{LED={text}}};{{MSG=}};{{FQDN={_HOSTS.get(host, host)}}};"
            f"{{IP={'192.0.2.9' if host else ''}}};{{LRT=}}]")  # fmt: skip


def _sent(said: str) -> str:
    return f"Message sent to {_HOSTS.get(said, said)} at 192.0.2.9 using TLS1.2 with AES256"


def _delivered(said: str) -> str:
    folder = _FOLDERS.get(said, said)
    name = f" to the folder: DefaultFolderType:{folder}" if folder else "."
    return f"The message was successfully delivered{name}"


# Word of a row -> event as the report prints it, and how the rest of the row becomes its detail.
_ROWS = {
    "receive": ("Receive", lambda s: f"Message received by: {s or MICROSOFT} using TLS1.2"),
    "submit": ("Submit", lambda s: "The message was submitted."),
    "rule": ("Transport rule", lambda s: _rule("Transport", s)),
    "dlp": ("DLP rule", lambda s: _rule("DLP", s)),
    "send": ("Send external", _sent),
    "deliver": ("Deliver", _delivered),
    "defer": ("Defer", _reason),
    "fail": ("Fail", _reason),
    "drop": ("Drop", lambda s: _reason(s) if s else NONE),
    "spam": ("Spam", lambda s: f"Spam confidence level: {s}" if s else NONE),
    "malware": ("Malware", lambda s: f'Malware: "Test" was detected in attachment {s or "a.zip"}'),
    "journal": ("Journal", lambda s: "Message was journaled. Journal report was sent to "
                f"{s or JOURNAL}. Message ID of Journal Report: <f7b15f08@example.net>."),
    "expand": ("Expand", lambda s: "The message was sent to a distribution list (DL) that was "
               "expanded to the recipients of the DL."),
    "resolve": ("Resolve", lambda s: f"The message was resolved to {s or 'sam2@example.org'}."),
    "redirect": ("Redirect", lambda s: f"The message was redirected to {s or 'pat@example.org'}."),
}  # fmt: skip


def _row(text: str, day: str) -> str:
    """`[D7 ]12:31 word rest`, or `12:31 = Event | Detail` for a row written out."""
    if text.startswith("D"):
        number, text = text[1:].split(" ", 1)
        day = f"12/{number}/2022"
    clock, word, *rest = text.split(" ", 2)
    hour, minute = clock.split(":", 1)
    stamp = f"{day}, {int(hour) % 12 or 12}:{minute} {'PM' if int(hour) > 11 else 'AM'}"
    said = rest[0] if rest else ""
    if word == "=":
        return f"{stamp} | {said}"
    event, detail = _ROWS[word]
    return f"{stamp} | {event} | {detail(said)}"


def report(
    rows: list[str],
    *,
    message_id: str | None = ID,
    recipient: str = "sam@example.org",
    sender: str = "news@example.com",
    subject: str = "Top Articles",
    status: str = "",
    progress: str = "",
    size: str = "121.95 KB",
    zone: str | None = "UTC-05:00",
    day: str = "12/6/2022",
    to_ip: str = "null",
) -> str:
    """Write one report as Copy report text would; `zone` None leaves the zone out."""
    heading = f"Date ({zone})" if zone else "Date"
    lines = [f"Subject: {subject}", f"Sender: {sender}", f"Recipient: {recipient}",
             f"Received -> Processed -> {progress or 'Delivered'}", f"Status: {status}",
             f"{heading} | Event | Detail |", "-" * 36, *(_row(r, day) for r in rows)]  # fmt: skip
    if message_id is not None:
        lines += ["More information", f"Message ID:{message_id}", "Message size | From IP | To IP",
                  f"{size} | 192.0.2.7 | {to_ip}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def read(*reports: str) -> MessageTrace:
    """Read reports that were pasted together."""
    return tracekit.parse("\n\n".join(reports), "pasted")


ROUTE = ["rule IPW Filter - Reset", "rule IPW Relay Key", *["rule IPW Mail for Inky"] * 3,
         "rule IPW Filter - Group Member", "rule IPW Organizational Unit"]  # fmt: skip


def out(at: str = "12:31", *extra: str, **head: str) -> str:
    """Write the ordinary journey out to the gateway."""
    rows = [
        f"{at} receive",
        f"{at} journal",
        *(f"{at} {r}" for r in ROUTE),
        *extra,
        f"{at} send GW",
    ]
    return report(rows, **({"progress": "Sent", "to_ip": "192.0.2.9"} | head))


@dataclass(frozen=True)
class Scenario:
    """One case of the training list: what is pasted and what the trees must say.

    `expected` names outcomes by tree; a tree that is left out is not judged by the source.
    """

    name: str
    reports: tuple[str, ...]
    expected: dict[str, str]
    options: dict[str, object]

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The diagnosis of what was pasted, made once for all tests."""
        return diagnose(read(*self.reports), **self.options)


def scenario(name: str, *reports: str, given: dict | None = None, **expected: str) -> Scenario:
    """Write a scenario down; `given` is handed to diagnose()."""
    return Scenario(name, reports, expected, given or {})
