"""Format-List and Format-Table of any cmdlet, as pasted from a console or a transcript, as grids.

Facts: Microsoft Learn (Format-List, Format-Table, about_Format.ps1xml); PowerShell's own sources
for how columns are aligned, cut off and wrapped. No real paste of a cloud trace is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracekit.readers.containers.console_lines import Line, lines, plain
from tracekit.readers.containers.console_list import Item, Record, item_of
from tracekit.readers.containers.console_table import Table, layout
from tracekit.readers.containers.console_values import wrap_of
from tracekit.readers.containers.noise import is_noise, is_prompt
from tracekit.readers.containers.prompts import named_in
from tracekit.readers.containers.sorting import Sorter, why_not
from tracekit.readers.grid import Grid

NAME = "powershell"
_SIGNS = re.compile(r"^[^:\r\n]{1,80} :(?: |$)|^[ \t>|]{0,20}-++ [- ]*+\r?$", re.MULTILINE)
_CUT = ("The console cut off {}: of a list, only what it printed is taken, of any other value "
        "nothing. Use Format-List (with $FormatEnumerationLimit = -1) or Export-Csv.")  # fmt: skip

_ENDS = "The text ends in this record: {}, which may be cut off, was not taken. Paste all of it."


def sniff(head_text: str) -> str:
    """Return "" for a console's text with records of a known kind, else why not.

    >>> sniff("Status : Failed\\nReceived : 3/1/2026\\nSenderAddress : anna@example.com")
    'It looks like Get-MessageTrace, but lacks RecipientAddress: export it with all columns.'
    """
    if not _SIGNS.search(plain(head_text)):
        return 'there is no line "Name : value" and no table with dashes below its headings'
    reading = _Reading(head_text)
    if reading.sorter.found:
        return ""
    if reading.lacking:
        return why_not(reading.lacking)
    return "no record names columns of a message trace"


def grids(text: str) -> list[Grid]:
    """Return a grid for each kind of record in the text; never fails on content.

    >>> [grid] = grids("Date : 3/1/2026 8:00\\nEvent : Fail\\nDetail : Reason: x : y")
    >>> grid.text("detail").tolist(), grid.lines.tolist()
    (['Reason: x : y'], [1])
    """
    return _Reading(text).sorter.grids()


def unknown_lines(text: str) -> list[tuple[int, int]]:
    """Return the runs of lines (first, last; from 1) that are nothing a console prints.

    >>> unknown_lines("Date : 3/1/2026 8:00\\nEvent : Fail\\nDetail : x\\n\\nDear all,\\nsee above")
    [(5, 6)]
    """
    return sorted(_Reading(text).unknown)


class _Reading:
    """Goes through the lines once: tables, records, noise, and text that is none of them."""

    def __init__(self, text: str) -> None:
        self.sorter = Sorter()
        self.record = Record()
        self.table: Table | None = None
        self.stray: list[Line] = []
        self.unknown: list[tuple[int, int]] = []
        self.lacking: tuple[str, ...] = ()
        self.before: tuple[str, ...] = ()
        self.named: dict[str, str] = {}
        found = lines(text)
        self.wrap = wrap_of(found)
        self.longest = max(
            (len(line.text) for line in found if " " in line.text.strip()), default=0
        )
        for line, following in _pairs(found):
            self._take(line, following)
        self._end_stray()
        self._end_all(at_end=True)

    def _take(self, line: Line, following: Line) -> None:
        if self.record.continues(line):
            self.record.extend(line)
        elif not line.text:
            self._end_stray()
            self._end_all()
        elif is_noise(line.text):
            self._end_stray()
            if is_prompt(line.text):
                self._end_all()
                self.named = named_in(line.text)
        elif (table := layout(line.text, following.text)) and self._is_of_interest(table.names):
            self._end_all()
            self.table = table
        elif self.table and self.table.take(line):
            self._end_stray()
        elif item := item_of(line):
            self._item(item, line)
        else:
            self.stray.append(line)

    def _item(self, item: Item, line: Line) -> None:
        is_inside = not self.table and self.record.items and self.record.fits(item)
        if self.stray and is_inside and self.record.go_on(self.stray):
            self.stray = []
        self._end_stray()
        if self.table or not self.record.fits(item):
            self._end_all()
        self.record.add(item, line)

    def _is_of_interest(self, names: tuple[str, ...]) -> bool:
        return bool(self.sorter.kind(names) or self.sorter.nearest(names)[0])

    def _end_all(self, at_end: bool = False) -> None:
        """Give up the record and the table that are open."""
        record, table = self.record, self.table
        self.record, self.table = Record(), None
        if record.items:
            self._end_record(record, at_end)
        for row in table.records(self.wrap) if table else ():
            self._give(row.cells, row.cut, row.line, row.text)
            for name in row.short:
                self.sorter.repair(f"{name} may be cut off where it ends in ... (Format-Table)")

    def _end_record(self, record: Record, at_end: bool) -> None:
        cells, cut = record.cells(self.wrap)
        names = tuple(cells)
        line, text = record.items[0].line, "\n".join(record.lines)
        if not self._is_of_interest(names):
            self._unknown(line, line + len(record.lines) - 1, text)
            return
        is_piece = at_end and names != self.before and names == self.before[: len(names)]
        if is_piece and self.sorter.kind(names):
            cells[names[-1]] = ""
            self.sorter.problem(line, text, _ENDS.format(names[-1]))
        self.before = names
        self._give(cells, cut, line, text)

    def _give(self, cells: dict[str, str], cut: list[str], line: int, text: str) -> None:
        """Take a record. PowerShell prints empty values as well: what lacks columns is a piece."""
        if self.sorter.kind(cells):
            if {"Event", "Detail"} <= cells.keys():
                cells = {**self.named, **cells}
            self.sorter.add(cells, line)
        else:
            self.lacking = self.lacking or tuple(cells)
            reason = self.sorter.nearest(tuple(cells))[1]
            self.sorter.problem(line, text, f"This record was not read. {reason}")
        if cut:
            self.sorter.problem(line, text, _CUT.format(", ".join(cut)))

    def _end_stray(self) -> None:
        """Give up lines that are nothing, unless they are the rest of what stands above them."""
        stray, self.stray = self.stray, []
        above = self.table or (self.record if self.record.items else None)
        if stray and not (above and above.go_on(stray, self.longest)):
            text = "\n".join(line.text for line in stray)
            self._unknown(stray[0].number, stray[-1].number, text)

    def _unknown(self, line: int, last: int, text: str) -> None:
        self.unknown.append((line, last))
        reason = "This text is no record, table or prompt of a console, and was not read."
        if self.table:
            reason += " It does not fit the columns of the table above."
        elif self.record.items:
            reason += f" It may belong to {self.record.items[-1].name} above."
        self.sorter.problem(line, text, reason, "unknown-text")


def _pairs(found: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Give each line with the one that follows it."""
    return zip(found, [*found[1:], Line(0, "")], strict=True)
