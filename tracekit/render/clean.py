"""Make every character of a foreign text visible and harmless."""

from __future__ import annotations

import unicodedata

import pandas as pd

# Unicode: C0 and DEL have pictures of their own at U+2400.
_PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\u2421"}

# Categories that have no shape of their own, move their neighbours or end a line.
_MARKED = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Cn", "Co"})

# Default_Ignorable_Code_Point (Unicode DerivedCoreProperties) outside category Cf, and the
# Braille blank: they are drawn as nothing at all.
_INVISIBLE = frozenset(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *(0x180B, 0x180C, 0x180D, 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)

_TAIL = 24  # room for the words that say how much was cut


class _Marks(dict):
    """Translation table that decides about a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = _mark(code)
        return self[code]


def _mark(code: int) -> str:
    if code in _PICTURES:
        return _PICTURES[code]
    if code in _INVISIBLE or unicodedata.category(chr(code)) in _MARKED:
        return f"[U+{code:04X}]"
    return chr(code)


_ONE_LINE, _LINES = _Marks(), _Marks({0x0A: "\n"})


def is_missing(value: object) -> bool:
    """Is this the empty cell of a table: None, nan, NaT or NA?

    >>> is_missing(float("nan")), is_missing("")
    (True, False)
    """
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def visible(text: object, limit: int | None = 2000, lines: bool = False) -> str:
    """Return `text` with every invisible, reordering or controlling character shown as a mark.

    A missing value is the empty text. `limit` is the longest result; what is cut is counted.
    `lines=True` keeps line feeds, for places where a line break is meant.

    >>> visible("pay\\u202enow\\x1b[2J")
    'pay[U+202E]now␛[2J'
    >>> visible("x" * 100, limit=40)
    'xxxxxxxxxxxxxxxx … (+84 characters)'
    """
    if is_missing(text):
        return ""
    shown = str(text).translate(_LINES if lines else _ONE_LINE)
    if limit is None or len(shown) <= limit:
        return shown
    kept = max(limit - _TAIL, 0)
    return f"{shown[:kept]} … (+{len(shown) - kept} characters)"
