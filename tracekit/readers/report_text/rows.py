"""Find event rows: a printed time, a separator, an event name, a separator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracekit import knowledge
from tracekit.readers.clock import stamp_pattern

_BAR = re.compile(r"\s{0,3}\|\s{0,3}|[ \t]{0,3}\t[ \t]{0,3}")
_SPACE = re.compile(r"\s{1,4}")
# A program that wraps lines may have broken a name in two.
_CELL = re.compile(r"[^|\t\n]{1,40}?(?:\n[^|\t\n]{1,20}?(?=\s{0,3}\|)|(?=\s{0,3}\||\t|\n|$))")


@cache
def event_names() -> dict[str, str]:
    """Map every spelling of an event, in lower case, to its name in knowledge/events.toml."""
    names = {}
    for name, entry in knowledge.load_events().items():
        names |= {alias.casefold(): name for alias in (name, *entry.aliases)}
    return names


@cache
def _known() -> re.Pattern:
    longest = sorted(event_names(), key=len, reverse=True)
    spelled = "|".join(re.escape(n).replace(r"\ ", r"\s{1,3}") for n in longest)
    # "Spam Diagno..." is not Spam, "Send external" is not Send.
    return re.compile(rf"(?P<event>{spelled})(?![\w-])(?! ?\w{{0,20}}(?:\.\.\.|…))", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One event row: where it begins, where its detail begins, its time and event as printed."""

    start: int
    detail: int
    stamp: re.Match
    event: str
    bars: bool
    at_line_start: bool


def event_name(printed: str) -> str:
    """Return the known name of a printed event, or what was printed.

    A name that the pane cut off is completed when only one known name begins so.

    >>> event_name("TRANSFER"), event_name("Spam Diagno..."), event_name("Greet")
    ('Transfer', 'Spam Diagnostics', 'Greet')
    """
    name = " ".join(printed.split()).strip("* ")
    key = name.casefold()
    if key in event_names():
        return event_names()[key]
    stem = key.rstrip(".… ")
    if stem != key and stem:
        fits = {n for spelled, n in event_names().items() if spelled.startswith(stem)}
        return fits.pop() if len(fits) == 1 else name
    return name


def is_event(printed: str) -> bool:
    """Tell whether a printed name is that of a known event, whole or cut off by the pane.

    >>> is_event("Receive"), is_event("Spam Diagno..."), is_event("Agent Kim")
    (True, True, False)
    """
    return event_name(printed).casefold() in event_names()


def find_rows(text: str) -> Iterator[Row]:
    """Yield every place that reads like an event row, in order."""
    for stamp in stamp_pattern().finditer(text):
        row = _row(text, stamp)
        if row:
            yield row


def _row(text: str, stamp: re.Match) -> Row | None:
    bar = _BAR.match(text, stamp.end())
    if bar:
        return _between_bars(text, stamp, bar.end())
    space = _SPACE.match(text, stamp.end())
    if not space:
        return None
    known = _known().match(text, space.end()) or _cut_name(text, space.end())
    if not known:
        return None
    after = _BAR.match(text, known.end()) or _SPACE.match(text, known.end())
    if not after and (known.end() < len(text) or _is_stem(known["event"])):
        return None
    end = after.end() if after else known.end()
    return Row(stamp.start(), end, stamp, known["event"], False, starts_line(text, stamp.start()))


_CUT_NAME = re.compile(r"(?P<event>[A-Za-z]{3,20}(?: [A-Za-z]{0,20}){0,2}?(?:\.\.\.|…))")


def _cut_name(text: str, at: int) -> re.Match | None:
    """Match a name that the pane cut off, if it can only be one known name."""
    cut = _CUT_NAME.match(text, at)
    return cut if cut and event_name(cut["event"]) != cut["event"] else None


def _between_bars(text: str, stamp: re.Match, at: int) -> Row | None:
    cell = _CELL.match(text, at)
    if not cell or "@" in cell[0] or not any(letter.isalpha() for letter in cell[0]):
        return None  # no event is called like an address: that is a list of messages
    after = _BAR.match(text, cell.end())
    if not after and not _whole_name(text, cell):
        return None
    end = after.end() if after else cell.end()
    return Row(stamp.start(), end, stamp, cell[0], True, starts_line(text, stamp.start()))


def _whole_name(text: str, cell: re.Match) -> bool:
    """Tell whether a last cell, without a separator behind it, is the whole name of an event."""
    name, behind = " ".join(cell[0].split()).strip("* "), text[cell.end() : cell.end() + 1]
    if name.casefold() not in event_names():
        return False
    return behind == "\n" or (not behind and not _is_stem(name))


def _is_stem(name: str) -> bool:
    """Tell whether a longer name begins so: at the end of an input `Send` may be cut off."""
    key = " ".join(name.split()).casefold()
    return any(other.startswith(key) and other != key for other in event_names())


def starts_line(text: str, place: int) -> bool:
    """Tell whether nothing but bars and blanks stands before a place in its line.

    >>> starts_line("a\\n| b", 4), starts_line("a b", 2)
    (True, False)
    """
    before = text[max(0, place - 8) : place].rstrip(" \t|*")
    return before.endswith("\n") or (not before and place <= 8)
