"""This message's ids, addresses and days filled into a command, where that is safe."""

from __future__ import annotations

import re

import pandas as pd

# Names are pasted into PowerShell, between single quotes: only what can be nothing but an id or an
# address is filled in. There a dollar sign is plain text, and an apostrophe is written twice.
_SAFE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~@<>\[\]:-]{1,320}")
_WORDS = {"message_id": "<Message-ID>", "recipient": "<recipient>", "sender": "<sender>",
          "start": "<first day>", "end": "<last day>"}  # fmt: skip
_DAY = pd.Timedelta(days=1)


def fillings(message_id: object, recipient: object, journeys: pd.DataFrame) -> dict[str, str]:
    """Return the words for each placeholder of knowledge/asks.toml; what is not known is named.

    The days are one before the first receipt and two after the last: a search of
    Get-MessageTraceV2 covers ten days at most.

    >>> fillings("<1@x>", "a'; b", pd.DataFrame())["message_id"]
    '<1@x>'
    """
    known = {"message_id": message_id, "recipient": recipient}
    if len(journeys):
        known["sender"] = _only(journeys["sender"])
        times = journeys["received"].dropna()
        if len(times) and times.max() - times.min() <= 7 * _DAY:
            known["start"] = (times.min() - _DAY).strftime("%Y-%m-%d")
            known["end"] = (times.max() + 2 * _DAY).strftime("%Y-%m-%d")
    return {name: _safe(known.get(name)) or words for name, words in _WORDS.items()}


def fill(text: str, words: dict[str, str] = _WORDS) -> str:
    """Put the words in place of {message_id}, {recipient} and the others.

    >>> fill("Get-InboxRule -Mailbox '{recipient}'", {"recipient": "a@example.com"})
    "Get-InboxRule -Mailbox 'a@example.com'"
    """
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


def _only(column: pd.Series) -> object:
    """Return the value of a column if there is only one."""
    values = column.dropna().unique()
    return values[0] if len(values) == 1 else None


def _safe(value: object) -> str:
    safe = isinstance(value, str) and _SAFE.fullmatch(value)
    return value.replace("'", "''") if safe else ""
