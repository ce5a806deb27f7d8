"""The filters of the desk: which messages pass a choice, and the choices in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracekit.diagnosis.listing import Listing, holds
from tracekit.errors import InputError
from tracekit.knowledge import load_outcomes
from tracekit.widgets.view_checks import moment

if TYPE_CHECKING:
    from tracekit.widgets.session import View

_COLUMNS = ("where", "who", "passed", "status", "sender_domain", "recipient_domain")
_VALUES = ("rule", "connector", "code")
_EMPTY = ("", (), None)
_WORDS = {
    "search": "text", "sender": "sender", "recipient": "recipient", "subject": "subject",
    "where": "where it is", "who": "who decided", "passed": "gateway", "status": "Status",
    "since": "from", "until": "to", "sender_domain": "sender domain",
    "recipient_domain": "recipient domain", "rule": "rule", "connector": "connector",
    "code": "failure code", "delay_from": "took at least", "delay_to": "took less than",
    "pattern": "pattern",
}  # fmt: skip
FILTERS = tuple(_WORDS)


def passing(listing: Listing, view: View, but: tuple[str, ...] = ()) -> np.ndarray:
    """Mark the messages (in the order of the listing) that pass every filter but some."""
    keep = np.ones(len(listing.messages), dtype=bool)
    for name in FILTERS:
        value = getattr(view, name)
        if name not in but and value not in _EMPTY:
            keep = keep & listing.mask(name, value, lambda n=name, v=value: _mask(listing, n, v))
    return keep


def in_words(view: View) -> str:
    """Say which filters are on; empty where none is.

    >>> from tracekit.widgets.session import View
    >>> in_words(View(where="in-junk", delay_from=5))
    'where it is: Delivered to the Junk Email folder; took at least: 5 min'
    """
    on = ((name, getattr(view, name)) for name in FILTERS)
    return "; ".join(f"{_WORDS[n]}: {_said(n, value)}" for n, value in on if value not in _EMPTY)


def _said(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return f"any but {', '.join(_said(name, one) for one in value)}"
    if name in ("delay_from", "delay_to"):
        return f"{value:g} min"
    outcome = load_outcomes().get(str(value))
    return outcome.title if outcome else str(value).replace("T", " ").replace(
        "Z", " UTC") if name in ("since", "until") else str(value)  # fmt: skip


def _mask(listing: Listing, name: str, value: object) -> np.ndarray:
    return _maker(name)(listing, name, value)


def _maker(name: str) -> Callable[[Listing, str, object], np.ndarray]:
    if name in _COLUMNS:
        return _of_column
    if name in _VALUES:
        return _of_values
    return _OTHERS[name]


def _of_column(listing: Listing, name: str, value: str | tuple[str, ...]) -> np.ndarray:
    """One value, or any but those of a tuple."""
    cells = listing.messages[name]
    if isinstance(value, tuple):
        return (cells.notna() & ~cells.isin(value)).to_numpy(dtype=bool)
    return cells.eq(value).fillna(False).to_numpy(dtype=bool)


def _of_values(listing: Listing, name: str, value: str | tuple[str, ...]) -> np.ndarray:
    """Messages that have a value, or a value beside those of a tuple."""
    pairs, keep = listing.values(name), np.zeros(len(listing.messages), dtype=bool)
    wanted = {one.strip().casefold() for one in ((value,) if isinstance(value, str) else value)}
    named = pairs["value"].isin(wanted).to_numpy()
    keep[pairs["at"].to_numpy()[named if isinstance(value, str) else ~named]] = True
    return keep


def _text(listing: Listing, name: str, value: str) -> np.ndarray:
    return listing.found(value) if value.strip() else np.ones(len(listing.messages), dtype=bool)


def _address(listing: Listing, name: str, value: str | tuple[str, ...]) -> np.ndarray:
    """A whole address stands for itself, a part of one for all that hold it."""
    cells = listing.messages[name]
    folded = cells.str.strip().str.casefold()
    if isinstance(value, tuple):
        return (folded.notna() & ~folded.isin([v.casefold() for v in value])).to_numpy(dtype=bool)
    whole = folded.eq(value.strip().casefold()).fillna(False).to_numpy(dtype=bool)
    return whole if whole.any() else holds(cells, value)


def _part(listing: Listing, name: str, value: str) -> np.ndarray:
    return holds(listing.messages[name], value)


def _since(listing: Listing, name: str, value: str) -> np.ndarray:
    return (listing.messages["received"] >= moment(name, value)).fillna(False).to_numpy(dtype=bool)


def _until(listing: Listing, name: str, value: str) -> np.ndarray:
    """A day is included; a time is not."""
    end = moment(name, value) + pd.Timedelta(days=0 if "T" in value else 1)
    return (listing.messages["received"] < end).fillna(False).to_numpy(dtype=bool)


def _delay(listing: Listing, name: str, value: float) -> np.ndarray:
    minutes = listing.messages["minutes"].to_numpy(dtype="float64", na_value=np.nan)
    return minutes >= value if name == "delay_from" else minutes < value


def _pattern(listing: Listing, name: str, value: str) -> np.ndarray:
    found = listing.patterns
    mine = found.loc[found["name"] == value, "messages"]
    if mine.empty:
        raise InputError("pattern", f"{value[:60]!r} is no pattern of this trace",
                         "take this filter off, or choose a pattern that is shown")  # fmt: skip
    return listing.messages.index.isin(mine.iloc[0])


_OTHERS = {
    "search": _text, "sender": _address, "recipient": _address, "subject": _part,
    "since": _since, "until": _until, "delay_from": _delay, "delay_to": _delay,
    "pattern": _pattern,
}  # fmt: skip
