"""The lines of a console's text as they were printed, with their numbers in the input."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tracekit.knowledge.formats import fold, load_formats

_LINE_END = re.compile("\r\n|\r|\n")
# Colours, as PowerShell 7 writes them around names and headings.
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")
_QUOTED = re.compile(r"[ \t]{0,3}[>|](?![>|])(?: ?[>|](?![>|])){0,8} ?")
_INDENTED = re.compile(r"([ \t]{0,40})([^\W\d][\w -]{0,63}?) {0,40} :(?= |$)")
# What mail programs and web pages put in place of blanks, each of which is as wide as one.
_FOREIGN = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]|&nbsp;|[\ufeff\x1e]")
_BELOW = " " * 6


class Line(NamedTuple):
    """A line without blanks at its end, its number, from 1, and whether blanks stood there."""

    number: int
    text: str
    blank: bool = False


def lines(text: str) -> list[Line]:
    r"""Return the lines of a text without colours, quotation marks, indents and doubled line ends.

    >>> [line.text for line in lines("> a\r\n> b")]
    ['a', 'b']
    """
    printed = _LINE_END.split(plain(text))
    pieces = [piece.rstrip() for piece in printed]
    quoted = sum(_QUOTED.match(piece) is not None for piece in pieces)
    if quoted and quoted >= 0.6 * sum(map(bool, pieces)):
        pieces = [_QUOTED.sub("", piece, count=1) for piece in pieces]
    pieces = _at_the_margin(pieces)
    blanks = _blanks_at_ends(printed)
    found = list(map(Line, range(1, len(pieces) + 1), pieces, blanks))
    return _single_spaced(found) if _is_double_spaced(pieces) else found


def plain(text: str) -> str:
    r"""Return a console's text without colours, every kind of blank as a plain one.

    >>> plain("Event\xa0\xa0 Date&nbsp;")
    'Event   Date '
    """
    text = _COLOUR.sub("", text) if "\x1b" in text else text
    return _FOREIGN.sub(lambda found: "" if found[0] in "\ufeff\x1e" else " ", text)


def _blanks_at_ends(printed: list[str]) -> list[bool]:
    """Tell of each line whether the console printed a blank at its end.

    A window that was copied as a block fills every line up, and other programs add blanks to every
    line: what they added is none. PowerShell prints one behind an empty value, and where it breaks
    a value at a blank.
    """
    added = [len(piece) - len(piece.rstrip()) for piece in printed]
    full = [number for number, piece in enumerate(printed) if piece.strip()]
    if len({len(printed[number]) for number in full}) == 1 and any(added):
        below = [*printed[1:], ""]
        return [bool(blanks) and (piece.rstrip().endswith(" :") or next_one.startswith(_BELOW))
                for piece, blanks, next_one in zip(printed, added, below, strict=True)]  # fmt: skip
    least = min((added[number] for number in full[:-1]), default=0)
    return [blanks > least for blanks in added]


def _at_the_margin(pieces: list[str]) -> list[str]:
    """Take away the indent that every property of a message trace has, as in a code block."""
    found = (match for piece in pieces if (match := _INDENTED.match(piece)))
    indents = {match[1] for match in found if fold(match[2]) in _properties()}
    indent = min(indents, key=len, default="")
    return [piece.removeprefix(indent) for piece in pieces] if indent else pieces


@cache
def _properties() -> frozenset[str]:
    return frozenset(fold(name) for names in load_formats().columns.values() for name in names)


def _is_double_spaced(pieces: list[str]) -> bool:
    """Mail programs put an empty line behind each line: then no two lines with text adjoin."""
    full = sum(map(bool, pieces))
    return full > 5 and not any(a and b for a, b in pairwise(pieces))


def _single_spaced(found: list[Line]) -> list[Line]:
    """Take away the empty line behind each line; what is left of a run was printed."""
    kept, run = [], 0
    for line in found:
        run = 0 if line.text else run + 1
        if line.text or run % 2 == 0:
            kept.append(line)
    return kept
