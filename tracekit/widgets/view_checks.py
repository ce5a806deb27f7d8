"""What a choice of the desk may be; a choice that was written by hand is told in plain words."""

from __future__ import annotations

import math

import pandas as pd

from tracekit.errors import InputError
from tracekit.text.instant import instant

Choice = str | tuple[str, ...]

_NUMBERS = ("message", "other", "page")
_TIMES = ("since", "until")
_MINUTES = ("delay_from", "delay_to")
CHOICES = ("where", "who", "passed", "status", "sender_domain", "recipient_domain", "rule",
           "connector", "code", "recipient")  # fmt: skip


def check(name: str, value: object) -> None:
    """Raise InputError for a choice of the wrong kind, or a day that is none.

    >>> check("since", "yesterday-ish")
    Traceback (most recent call last):
    tracekit.errors.InputError: since: 'yesterday-ish' is no day. What to do: write 2022-12-06, \
or 2022-12-06T12:00Z.
    """
    if name in _NUMBERS:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise InputError(name, f"{value!r} is no number of a message", "write a whole number")
    elif name in _MINUTES:
        _check_minutes(name, value)
    elif name == "complete":
        if not (value is None or isinstance(value, bool)):
            raise InputError(name, f"{value!r} is neither yes nor no", "write true, false or null")
    elif name in CHOICES and isinstance(value, tuple):
        if not all(isinstance(one, str) for one in value):
            raise InputError(name, "a list of texts is expected", "write texts between quotes")
    elif not isinstance(value, str):
        raise InputError(name, f"{value!r} is no text", "write text between quotes")
    elif name in _TIMES and value:
        moment(name, value)
    elif name == "taken" and value:
        _check_taken(value)


def _check_taken(text: str) -> None:
    try:
        instant(text)
    except ValueError as error:
        found, _, advice = str(error).partition("; ")
        raise InputError("Trace taken", found, advice) from None


def _check_minutes(name: str, value: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is not None and not (number and math.isfinite(value)):
        raise InputError(name, f"{value!r} is no number of minutes", "write a number, such as 7.5")


def moment(name: str, text: str) -> pd.Timestamp:
    """Return a day or time as UTC; raise InputError where it is none.

    >>> moment("since", "2022-12-06").isoformat()
    '2022-12-06T00:00:00+00:00'
    """
    try:
        found = pd.to_datetime(text, utc=True)
        if pd.isna(found):
            raise ValueError
    except (ValueError, OverflowError, TypeError):
        raise InputError(name, f"{text[:60]!r} is no day",
                         "write 2022-12-06, or 2022-12-06T12:00Z") from None  # fmt: skip
    return found
