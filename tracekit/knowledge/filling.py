"""This message's ids, addresses and days filled into a command, where that is safe."""

from __future__ import annotations

import re

import pandas as pd

# Names are pasted into PowerShell, between single quotes: only what can be nothing but an id or an
# address is filled in. There a dollar sign is plain text, and an apostrophe is written twice.
_SAFE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~@<>\[\]:-]{1,320}")
_WORDS = {"message_id": "<Message-ID>", "recipient": "<recipient>", "sender": "<sender>",
          "domain": "<domain>", "start": "<first day>", "end": "<last day>", "reach": "",
          "kept": "", "answer": "", "until": "", "came": "", "group": "<group>",
          "route_rule": "<routing rule>", "rule": "<name>"}  # fmt: skip
# The trace does not know these of any message: nobody is told that it lacks them.
_NEVER_KNOWN = ("reach", "kept", "answer", "until", "came", "group", "route_rule", "rule")
_DAY = pd.Timedelta(days=1)
# Get-MessageTraceV2 and Get-MessageTraceDetailV2: ten days a query, ninety days back.
_A_QUERY, _REACH = 10 * _DAY, 90 * _DAY
# Get-QuarantineMessage: the longest that quarantine keeps mail.
_KEPT = 30 * _DAY


def fillings(message_id: object, recipient: object, journeys: pd.DataFrame) -> dict[str, str]:
    """Return the words for each placeholder of knowledge/asks.toml; what is not known is named.

    The days are one before the first receipt and two after the last, or ten in all: that is what a
    search of Get-MessageTraceV2 covers. A clock whose zone is not known is taken a day wider.

    >>> fillings("<1@x>", "a'; b", pd.DataFrame())["message_id"]
    '<1@x>'
    """
    known = {"message_id": message_id, "recipient": recipient}
    if isinstance(recipient, str):
        known["domain"] = recipient.rpartition("@")[2]
    if len(journeys):
        known["sender"] = _only(journeys["sender"])
    return {**{name: _safe(known.get(name)) or words for name, words in _WORDS.items()},
            **_days(journeys)}  # fmt: skip


def fill(text: str, words: dict[str, str] = _WORDS) -> str:
    """Put the words in place of {message_id}, {recipient} and the others.

    >>> fill("Get-InboxRule -Mailbox '{recipient}'", {"recipient": "a@example.com"})
    "Get-InboxRule -Mailbox 'a@example.com'"
    """
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


def fill_in(text: str, words: dict[str, str]) -> str:
    """Fill a text, and say behind it which of its words this trace does not give.

    >>> fill_in("Get-InboxRule -Mailbox '{recipient}'", fillings(None, None, pd.DataFrame()))
    "Get-InboxRule -Mailbox '<recipient>' (the trace does not give, so put in yourself: recipient)"
    """
    lacking = [plain.strip("<>") for name, plain in _WORDS.items()
               if "{" + name + "}" in text and words.get(name) == plain
               and name not in _NEVER_KNOWN]  # fmt: skip
    told = f" (the trace does not give, so put in yourself: {', '.join(lacking)})"
    return fill(text, words) + (told if lacking else "")


def last_day(words: dict[str, str], days: int) -> pd.Timestamp | None:
    """Return the last day of so many on which a message can be searched; none if it is not known.

    >>> last_day({"came": "2022-12-06"}, 90)
    Timestamp('2023-03-06 00:00:00')
    """
    return pd.Timestamp(words["came"]) + days * _DAY if words.get("came") else None


def _days(journeys: pd.DataFrame) -> dict[str, str]:
    """The first and last day to search, and until when a message trace reaches this message."""
    if not len(journeys):
        return {}
    times, wider = journeys["received"].dropna(), 0
    if times.empty and "local" in journeys:
        times, wider = journeys["local"].dropna(), 1
    if times.empty:
        return {}
    first, last = times.min(), times.max() + (2 + wider) * _DAY
    start = first - (1 + wider) * _DAY
    end = min(last, start + _A_QUERY)
    return {"start": f"{start:%Y-%m-%d}", "end": f"{end:%Y-%m-%d}",
            "came": f"{first + wider * _DAY:%Y-%m-%d}",
            "reach": f", for this message until {first + _REACH:%Y-%m-%d}",
            "kept": f", this message until {first + _KEPT:%Y-%m-%d}"}  # fmt: skip


def _only(column: pd.Series) -> object:
    """Return the value of a column if there is only one."""
    values = column.dropna().unique()
    return values[0] if len(values) == 1 else None


def _safe(value: object) -> str:
    safe = isinstance(value, str) and _SAFE.fullmatch(value)
    return value.replace("'", "''") if safe else ""
