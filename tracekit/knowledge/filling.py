"""This message's ids, addresses and days filled into a command, where that is safe."""

from __future__ import annotations

import pandas as pd

# Names are pasted into PowerShell, between single quotes. There a dollar sign, a backtick and a
# double quote are plain text, and an apostrophe is written twice; curly quotes end the text as it
# does (about_Quoting_Rules), so of what is not ASCII only letters and digits are filled in. Round
# brackets are left out as well: $(...) runs wherever somebody puts double quotes around it.
_LONGEST = 320
_WORDS = {"message_id": "<Message-ID>", "recipient": "<recipient>", "sender": "<sender>",
          "domain": "<domain>", "start": "<first day>", "end": "<last day>", "reach": "",
          "kept": "", "answer": "", "until": "", "came": "", "group": "<group>",
          "route_rule": "<routing rule>", "listed_rule": "<routing rule>",
          "rule": "<name>", "dlp_rule": "<name>"}  # fmt: skip
# The trace does not know these of any message: nobody is told that it lacks them.
_NEVER_KNOWN = (
    "reach",
    "kept",
    "answer",
    "until",
    "came",
    "group",
    "route_rule",
    "listed_rule",
    "rule",
    "dlp_rule",
)
_LACKING = "the trace does not give, so put in yourself"
_UNSAFE = "the trace gives it with characters that are not safe in a command, so put in yourself"
_DAY = pd.Timedelta(days=1)
# Get-MessageTraceV2 and Get-MessageTraceDetailV2: ten days a query, ninety days back.
_A_QUERY, _REACH = 10 * _DAY, 90 * _DAY
# Get-QuarantineMessage: the longest that quarantine keeps mail.
_KEPT = 30 * _DAY


def fillings(
    message_id: object, recipient: object, journeys: pd.DataFrame, taken: object = None
) -> dict[str, str]:
    """Return the words for each placeholder of knowledge/asks.toml; what is not known is named.

    `taken`: when the trace was taken, if that is known: no search begins before what it reached.

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
    unsafe = [name for name, value in known.items() if _is_given(value) and not _is_safe(value)]
    return {**{name: _safe(known.get(name)) or words for name, words in _WORDS.items()},
            **_days(journeys, taken), "unsafe": " ".join(unsafe)}  # fmt: skip


def fill(text: str, words: dict[str, str] = _WORDS) -> str:
    """Put the words in place of {message_id}, {recipient} and the others.

    >>> fill("Get-InboxRule -Mailbox '{recipient}'", {"recipient": "a@example.com"})
    "Get-InboxRule -Mailbox 'a@example.com'"
    """
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


def fill_in(text: str, words: dict[str, str]) -> str:
    """Fill a text, and say behind it which of its words this trace does not give, or not safely.

    >>> fill_in("Get-InboxRule -Mailbox '{recipient}'", fillings(None, None, pd.DataFrame()))
    "Get-InboxRule -Mailbox '<recipient>' (the trace does not give, so put in yourself: recipient)"
    """
    unsafe = words.get("unsafe", "").split()
    open_ones = {name: plain.strip("<>") for name, plain in _WORDS.items()
                 if "{" + name + "}" in text and words.get(name) == plain
                 and name not in _NEVER_KNOWN}  # fmt: skip
    told = [
        (_UNSAFE, [word for name, word in open_ones.items() if name in unsafe]),
        (_LACKING, [word for name, word in open_ones.items() if name not in unsafe]),
    ]
    return fill(text, words) + "".join(
        f" ({say}: {', '.join(named)})" for say, named in told if named
    )


def last_day(words: dict[str, str], days: int) -> pd.Timestamp | None:
    """Return the last day of so many on which a message can be searched; none if it is not known.

    >>> last_day({"came": "2022-12-06"}, 90)
    Timestamp('2023-03-06 00:00:00')
    """
    return pd.Timestamp(words["came"]) + days * _DAY if words.get("came") else None


def _days(journeys: pd.DataFrame, taken: object) -> dict[str, str]:
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
    return {"start": _begin(start, first, taken), "end": f"{end:%Y-%m-%d}",
            "came": f"{first + wider * _DAY:%Y-%m-%d}",
            "reach": f", for this message until {first + _REACH:%Y-%m-%d}",
            "kept": f", this message until {first + _KEPT:%Y-%m-%d}"}  # fmt: skip


def _only(column: pd.Series) -> object:
    """Return the value of a column if there is only one."""
    values = column.dropna().unique()
    return values[0] if len(values) == 1 else None


def _begin(start: pd.Timestamp, first: pd.Timestamp, taken: object) -> str:
    """The first day to search: none that the service no longer reached when the trace was taken."""
    if taken is None or pd.isna(taken):
        return f"{start:%Y-%m-%d}"
    reached = _utc(taken) - _REACH
    if _utc(start).normalize() >= reached:
        return f"{start:%Y-%m-%d}"
    if _utc(first).normalize() >= reached:
        return f"{max(_utc(start).normalize(), reached.ceil('D')):%Y-%m-%d}"
    return f"{reached.ceil('h'):%Y-%m-%dT%H:%M:%SZ}"


def _utc(time: object) -> pd.Timestamp:
    time = pd.Timestamp(time)
    return time.tz_localize("UTC") if time.tzinfo is None else time.tz_convert("UTC")


def _is_given(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_safe(value: object) -> bool:
    return _is_given(value) and len(value) <= _LONGEST and all(map(_means_itself, value))


def _means_itself(one: str) -> bool:
    return one.isalnum() if one > "~" else one > " " and one not in "()"


def _safe(value: object) -> str:
    return value.replace("'", "''") if _is_safe(value) else ""
