"""One table of Format-Table: where its columns lie, and what stands in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from tracekit.knowledge.formats import fold, load_formats
from tracekit.readers.containers.console_lines import Line
from tracekit.readers.containers.console_rewrap import had_no_room, marked_as_cut, rest_of_value
from tracekit.readers.containers.console_values import CUT, Wrap, is_cut, joined

_DASHES = re.compile(r" *+-++(?: ++-++)++")
_GROUP = re.compile("-+")
# How a time begins in any culture, and what of it may stand in the next line when it wraps.
_DATE = re.compile(r"\d{1,4}[./\-] ?(?:\d|[^\W\d]{3})")
_REST_OF_TIME = re.compile(r"[\d:.,+\-/Z ]*+(?:[AaPp]\.?[Mm]\.?)?")


def layout(heading: str, dashes: str) -> Table | None:
    """Return the table that begins with these two lines, or None.

    >>> layout("Date  Event", "----  -----").names
    ('Date', 'Event')
    """
    if not _DASHES.fullmatch(dashes):
        return None
    spans = [match.span() for match in _GROUP.finditer(dashes)]
    names = [heading[start:end] for start, end in spans]
    between = "".join(heading[a:b] for (_, a), (b, _) in pairwise(spans))
    whole = all(name and name == name.strip() for name in names)
    if not whole or between.strip() or heading[spans[-1][1] :] or heading[: spans[0][0]].strip():
        return None
    return Table(tuple(names), tuple(spans))


@dataclass
class Row:
    """A row: its line, its lines as printed, and the pieces of each cell."""

    line: int
    lines: list[str]
    pieces: list[list[str]]


class Cells(NamedTuple):
    """A row put together: its line, its text, its cells.

    cut: the columns whose cut value was left out. short: those that keep what is left of theirs.
    """

    line: int
    text: str
    cells: dict[str, str]
    cut: list[str]
    short: list[str]


@dataclass
class Table:
    """A table: names and spans of its columns, its rows so far, and the length of its lines."""

    names: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    rows: list[Row] = field(default_factory=list)
    longest: int = 0

    def take(self, line: Line) -> bool:
        """Take a line that is a row or continues one; return whether it does."""
        if not self.rows and not line.text.strip("- "):
            return True
        cells = self._cells(line.text)
        if cells is None:
            return False
        if self._begins(cells):
            self.rows.append(Row(line.number, [line.text], [[cell] for cell in cells]))
        elif not self._continues(cells):
            return False
        else:
            for pieces, cell in zip(self.rows[-1].pieces, cells, strict=True):
                if cell:
                    pieces.append(cell)
            self.rows[-1].lines.append(line.text)
        self.longest = max(self.longest, len(line.text))
        return True

    def go_on(self, stray: list[Line], longest: int) -> bool:
        """Take lines as the rest of the last cell, which a mail program broke; return if so.

        They must have had no room in a line: `longest`, of the lines of the text. A detail that
        has lost its rest is marked as cut off.
        """
        above = [row for row in self.rows[-2:] if row.line < stray[0].number]
        if not above:
            return False
        name, row = self.names[-1], above[-1]
        cell = row.pieces[-1]
        rest = rest_of_value(name, " ".join(cell), stray)
        if not rest or not had_no_room(rest, row.lines[-1], longest):
            cell[-1] = marked_as_cut(name, cell[-1])
            return False
        cell[-1] = f"{cell[-1]} {rest}"
        row.lines += [line.text for line in stray]
        return True

    def records(self, wrap: Wrap) -> Iterator[Cells]:
        """Put the rows together."""
        wrap = wrap._replace(blanks=False)
        for row in self.rows:
            cells, cut, short = {}, [], []
            for column, (name, pieces) in enumerate(zip(self.names, row.pieces, strict=True)):
                told = [(piece, False) for piece in pieces if piece] or [("", False)]
                cells[name] = value = joined(name, told, self._width(column), wrap)
                if is_cut(name, value):
                    cut.append(name)
                    cells[name] = ""
                elif value.endswith(CUT):
                    short.append(name)
            yield Cells(row.line, "\n".join(row.lines), cells, cut, short)

    def _width(self, column: int) -> int:
        end = self.spans[column + 1][0] - 1 if column + 1 < len(self.spans) else self.longest
        return end - self.spans[column][0]

    def _cells(self, text: str) -> list[str] | None:
        """Cut a line at the columns; None if a word stands across two of them."""
        ways = [list(range(len(text) + 1))]
        if not text.isascii():
            ways.insert(0, _places(text))
        for places in ways:
            cuts = self._cuts(text, places)
            if cuts is not None:
                return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
        return None

    def _cuts(self, text: str, places: list[int]) -> list[int] | None:
        cuts = [0]
        for start, end in self.spans[1:]:
            cut = bisect_right(places, start) - 1 if start < places[-1] else len(text)
            if cut < len(text) and (places[cut] != start or text[cut - 1] != " "):
                cut = self._right_aligned(text, places, cut, end)
            if cut is None or cut < cuts[-1]:
                return None
            cuts.append(cut)
        return cuts

    @staticmethod
    def _right_aligned(text: str, places: list[int], cut: int, end: int) -> int | None:
        """Return where a number begins that is longer than its heading and ends below its end."""
        begin = text.rfind(" ", 0, cut) + 1
        stop = text.find(" ", begin)
        stop = len(text) if stop < 0 else stop
        number = text[begin:stop]
        return begin if begin and number.isdigit() and places[stop] == end else None

    def _begins(self, cells: list[str]) -> bool:
        """A row has a time, if its table has; else the address of a recipient."""
        for name, cell in zip(self.names, cells, strict=True):
            if fold(name) in _columns("time"):
                return _DATE.match(cell) is not None
        return any(
            "@" in cell or cell.endswith(CUT)
            for name, cell in zip(self.names, cells, strict=True)
            if fold(name) in _columns("recipient")
        )

    def _continues(self, cells: list[str]) -> bool:
        """A line continues a row if what it adds had no room in the line before."""
        if not self.rows:
            return False
        if cells[0] and not _REST_OF_TIME.fullmatch(cells[0]):
            return False
        return all(
            not cell or len(pieces[-1]) + 1 + len(cell.split(" ", 1)[0]) > self._width(column)
            for column, (pieces, cell) in enumerate(zip(self.rows[-1].pieces, cells, strict=True))
        )


@cache
def _columns(key: str) -> frozenset[str]:
    return frozenset(fold(name) for name in load_formats().columns[key])


def _places(text: str) -> list[int]:
    """Return the column of each character, as PowerShell counts: wide ones take two."""
    places, place = [0], 0
    for character in text:
        place += 2 if character > "\uffff" or east_asian_width(character) in "WF" else 1
        places.append(place)
    return places
