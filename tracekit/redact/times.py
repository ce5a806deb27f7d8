"""Times inside texts, moved by a constant; a date that is not understood is hidden."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from tracekit.redact.allowed import month_names

TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
                   r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?", re.ASCII)  # fmt: skip
# As Exchange writes LRT and as the portal writes dates in English: 11/18/2026 8:15:02 AM.
_AMERICAN = re.compile(r"(?<![0-9/])([0-9]{1,2}/[0-9]{1,2}/[0-9]{4},?)( )"
                       r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})? [AP]M)\b", re.ASCII)  # fmt: skip
# 5.7.1 is a status code: with dots there is a year, or a day of two digits.
_DAY = re.compile(r"(?<![0-9.])(?:[0-9]{4}([/.-])[0-9]{1,2}\1[0-9]{1,2}|"
                  r"[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|"
                  r"[0-9]{2}\.[0-9]{1,2}\.[0-9]{2})(?![0-9.])"
                  r"(?:[,T]? ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?", re.ASCII)  # fmt: skip


def moved(text: str, shift: pd.Timedelta) -> str:
    """Return a text with its times moved; of a date in another writing only the form stays.

    >>> moved("at 11/18/2026 8:15:02 PM, on 18.11.2026, code 5.7.1", pd.Timedelta(days=1))
    'at 11/19/2026 8:15:02 PM, on 00.00.0000, code 5.7.1'
    """
    if not any(c.isdecimal() for c in text):
        return text
    if "%" in text:
        return "".join(t if "%" in t else moved(t, shift) for t in _runs(text))
    pieces, at = [], 0
    for found in _known().finditer(text):
        pieces += [_hidden_in(text[at : found.start()]), _moved(found, shift)]
        at = found.end()
    return "".join([*pieces, _hidden_in(text[at:])])


def _runs(text: str) -> list[str]:
    """Set words with a percent sign apart: what they encode is moved when they are read."""
    runs: list[str] = [""]
    for word in re.split(r"(\s+)", text):
        if ("%" in word) != ("%" in runs[-1]) and not word.isspace():
            runs.append("")
        runs[-1] += word
    return runs


@cache
def _known() -> re.Pattern:
    return re.compile(f"(?P<iso>{TIME.pattern})|{_AMERICAN.pattern}", re.ASCII)


@cache
def _spelt() -> re.Pattern:
    """A date with the name of a month: 18 Nov 2026, November 18, 2026, Wed Nov 18 2026."""
    month = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    day_first = rf"\b[0-9]{{1,2}}\.?[ -](?:{month})\b\.?,?[ -][0-9]{{2,4}}"
    month_first = rf"\b(?:{month})\b\.?[ -][0-9]{{1,2}}(?:st|nd|rd|th)?,?[ -][0-9]{{2,4}}"
    clock = r"(?:[ ,T]{1,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    return re.compile(f"(?:{day_first}|{month_first}){clock}", re.IGNORECASE)


def _hidden_in(text: str) -> str:
    return _spelt().sub(_hidden, _DAY.sub(_hidden, text))


def _hidden(found: re.Match) -> str:
    """A date that is not understood would give the shift away."""
    return re.sub("[0-9]", "0", found[0])


def _moved(found: re.Match, shift: pd.Timedelta) -> str:
    if found["iso"]:
        return shifted(found[0], shift)
    whole = found[0].replace(",", "")
    form = "%m/%d/%Y %I:%M:%S %p" if whole.count(":") == 2 else "%m/%d/%Y %I:%M %p"
    try:
        time = pd.to_datetime(whole, format=form) + shift
    except (ValueError, OverflowError):
        return _hidden(found)
    clock = time.strftime("%I:%M:%S %p" if whole.count(":") == 2 else "%I:%M %p").lstrip("0")
    comma = "," * found[0].count(",")
    return f"{time.month}/{time.day}/{time.year:04d}{comma} {clock}"


def shifted(text: str, shift: pd.Timedelta) -> str:
    """Return an ISO 8601 time moved by a constant, in the same writing.

    >>> shifted("2026-11-18T08:15:02.000Z", pd.Timedelta(days=1))
    '2026-11-19T08:15:02.000Z'
    """
    try:
        time = pd.Timestamp(text[:19]) + shift
    except (ValueError, OverflowError):
        return re.sub("[0-9]", "0", text)
    return time.strftime(f"%Y-%m-%d{text[10]}%H:%M:%S") + text[19:]
