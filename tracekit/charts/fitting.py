"""Cut and fold text to a width in pixels, without asking the drawing engine to measure it."""

from __future__ import annotations

import unicodedata

# Widths of Liberation Sans (those of Arial) as parts of the letter size, rounded up.
_NARROW = frozenset("ijl'|.,:;!It()[]/\\f\" `-r")
_WIDE = frozenset("mwMW@%OQGCDHNRUB&")
_BOLD = 1.08


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return about how many pixels a text takes, rather too many than too few.

    >>> width_of("ill", 12) < width_of("mmm", 12)
    True
    """
    return sum(map(_part, text)) * size * (_BOLD if bold else 1)


def _part(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE or not letter.isascii():
        return 1.0 if unicodedata.east_asian_width(letter) in "WF" or letter in "@%mMW" else 0.79
    return 0.67 if letter.isupper() else 0.56


def fit(text: str, pixels: float, size: float, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than `pixels`.

    >>> fit("Transport rule", 40, 12)
    'Tran…'
    """
    if width_of(text, size, bold) <= pixels:
        return text
    room = pixels - width_of("…", size, bold)
    while text and width_of(text, size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def fold(text: str, pixels: float, size: float, most: int = 3) -> list[str]:
    """Return the text as at most `most` lines no wider than `pixels`.

    >>> fold("one two three", 45, 12)
    ['one two', 'three']
    """
    lines, rest = [], text.strip()
    while rest and len(lines) < most - 1:
        line = _first_line(rest, pixels, size)
        lines.append(line.rstrip())
        rest = rest[len(line) :].strip()
    return [*lines, fit(rest, pixels, size)] if rest else lines


def _first_line(text: str, pixels: float, size: float) -> str:
    """As many words as fit; a word that is wider than the line is broken."""
    if width_of(text, size) <= pixels:
        return text
    end = len(text)
    while end > 1 and width_of(text[:end], size) > pixels:
        end -= 1
    blank = text.rfind(" ", 0, end + 1)
    return text[:blank] if blank > 0 else text[:end]
