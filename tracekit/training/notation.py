"""Rows of a trace in a notation that a teacher can write: `12:31 rule IPW Relay Key #key`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# A gateway's smart host, a server outside, and a server of Microsoft's, as rows name them.
HOSTS = {
    "GW": "ipw-mta-o365-prod-0123456789abcdef.elb.us-west-2.amazonaws.com",
    "OUT": "mx1.example.net",
    "MS": "AB1CD.namprd02.prod.outlook.com",
}
JOURNAL = "journal@dev.inkyphishfence.com"
NO_DETAIL = "No detail information available."
# The rules of the ordinary way out to the gateway, in the order of the founding trace.
ROUTE = ("IPW Filter - Reset", "IPW Relay Key", *["IPW Mail for Inky"] * 3,
         "IPW Filter - Group Member", "IPW Organizational Unit")  # fmt: skip
# Each rule has an id that follows from its name.
_RULES = uuid.UUID("aaaaaaaa-0000-4000-8000-000000000000")
_ADDRESS = "192.0.2.9"
_FOLDERS = {"inbox": "Inbox", "junk": "JunkEmail", "quarantine": "QuarantinedEmailSecured"}
_ROW = re.compile(
    r"(?:(?P<times>[0-9]{1,2})x )?(?:\+(?P<days>[0-9]{1,2}) )?"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}) (?P<word>=|[a-z]+)(?: (?P<said>.*))?",
    re.DOTALL,
)
_LABEL = re.compile(r"(?P<row>.*) #(?P<label>[a-z][a-z0-9-]*)", re.DOTALL)
HOW = ("Write '12:31 receive', '12:31 rule NAME', '3x 12:31 rule NAME', '+1 09:10 deliver junk' "
       "(a day later), '12:31 = Event | Detail', each with ' #label' behind it if you like"
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One event: its day (from the journey's first), its clock, what is printed, its label."""

    day: int
    hour: int
    minute: int
    event: str
    detail: str
    label: str = ""


class NotationError(ValueError):
    """A row that is not in the notation; the message says what was found and expected."""


def _rule(kind: str, said: str) -> str:
    """`NAME` or `NAME => Action`."""
    name, _, action = said.partition(" => ")
    front = f"{action}. " if action else ""
    identity = uuid.uuid5(_RULES, name.casefold())
    return (f"{front}{kind} rule: '{name}', ID: ('{identity}'), DLP policy: '', "
            "ID: (00000000-0000-0000-0000-000000000000).")  # fmt: skip


def _reason(said: str) -> str:
    """`CODES TOKEN; TEXT @HOST`."""
    text, _, host = said.partition(" @")
    return (f"Reason: [{{LED={text}}};{{MSG=}};{{FQDN={HOSTS.get(host, host)}}};"
            f"{{IP={_ADDRESS if host else ''}}};{{LRT=}}]")  # fmt: skip


def _sent(said: str) -> str:
    return f"Message sent to {HOSTS.get(said, said)} at {_ADDRESS} using TLS1.2 with AES256"


def _delivered(said: str) -> str:
    folder = _FOLDERS.get(said, said)
    name = f" to the folder: DefaultFolderType:{folder}" if folder else "."
    return f"The message was successfully delivered{name}"


# Word of a row -> event as the report prints it, and how the rest of the row becomes its detail.
WORDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "receive": ("Receive", lambda s: f"Message received by: {s or HOSTS['MS']} using TLS1.2"),
    "submit": ("Submit", lambda s: "The message was submitted."),
    "rule": ("Transport rule", lambda s: _rule("Transport", s)),
    "dlp": ("DLP rule", lambda s: _rule("DLP", s)),
    "send": ("Send external", _sent),
    "deliver": ("Deliver", _delivered),
    "defer": ("Defer", _reason),
    "fail": ("Fail", _reason),
    "drop": ("Drop", lambda s: _reason(s) if s else NO_DETAIL),
    "spam": ("Spam", lambda s: f"Spam confidence level: {s}" if s else NO_DETAIL),
    "malware": ("Malware", lambda s: f'Malware: "Test" was detected in attachment {s or "a.zip"}'),
    "journal": ("Journal", lambda s: "Message was journaled. Journal report was sent to "
                f"{s or JOURNAL}. Message ID of Journal Report: <f7b15f08@example.net>."),
    "expand": ("Expand", lambda s: "The message was sent to a distribution list (DL) that was "
               "expanded to the recipients of the DL."),
    "resolve": ("Resolve", lambda s: f"The message was resolved to {s or 'sam2@example.org'}."),
    "redirect": ("Redirect", lambda s: f"The message was redirected to {s or 'pat@example.org'}."),
}  # fmt: skip
# What is sent, waited for, failed at or dropped says where or why; without that it is no row.
_NEEDS = ("rule", "dlp", "send", "defer", "fail")


def parse_row(text: str) -> list[Row]:
    """Read one line of the notation: a row, or several alike. Raises NotationError.

    >>> parse_row("3x 12:31 rule IPW Relay Key #key")[2].label
    'key'
    >>> parse_row("+1 09:10 = Deliver | Done")[0].day
    1
    """
    labelled = _LABEL.fullmatch(text)
    label, text = (labelled["label"], labelled["row"]) if labelled else ("", text)
    found = _ROW.fullmatch(text)
    if found is None:
        raise NotationError(f"{text[:80]!r} is no row. {HOW}")
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        raise NotationError(f"{found['hour']}:{found['minute']} is no time of a day")
    return [
        Row(int(found["days"] or 0), hour, minute, event, detail, label)
        for event, detail in _written(found["word"], found["said"] or "")
        for _ in range(int(found["times"] or 1))
    ]


def parse_rows(lines: Iterable[str]) -> list[Row]:
    """Read the rows of one journey, in the order of its report.

    >>> [row.event for row in parse_rows(["12:31 receive", "12:31 spam"])]
    ['Receive', 'Spam']
    """
    return [row for line in lines for row in parse_row(line)]


def _written(word: str, said: str) -> list[tuple[str, str]]:
    """Event and detail as the report prints them."""
    if word == "=":
        event, _, detail = said.partition(" | ")
        return [(event, detail)]
    if word == "route":
        return [("Transport rule", _rule("Transport", name)) for name in ROUTE]
    if word not in WORDS:
        raise NotationError(f"no row is called {word!r}. Known: route, {', '.join(WORDS)}")
    if word in _NEEDS and not said:
        raise NotationError(f"a row {word!r} says nothing: write what was done after it")
    event, detail = WORDS[word]
    return [(event, detail(said))]
