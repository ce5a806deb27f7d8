"""A table whose columns are of no known export: its cells, so that nothing of it is lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_SEPARATORS = ";\t,|"
_FEWEST, _MOST_HEAD, _SAME = 3, 20, 0.8


@dataclass(frozen=True)
class Cell:
    """The text of one cell, and the line on which its record begins."""

    line: int
    text: str


@dataclass(frozen=True)
class UnknownTable:
    """Names of the columns, where the header stands, the number of records, and their cells."""

    names: tuple[str, ...]
    line: int
    records: int
    cells: tuple[Cell, ...]


def unknown_table(text: str) -> UnknownTable | None:
    r"""Return the table that a text is: a header, and records that nearly all have its cells.

    None where the text is no table: prose has no separator that gives all lines as many cells.

    >>> unknown_table("Datum;Wer;Was\n1;a;550 5.1.1 x\n2;b;ok").names
    ('Datum', 'Wer', 'Was')
    >>> unknown_table("Hello,\n\nyour mail was not delivered") is None
    True
    """
    for separator in _SEPARATORS:
        head = [row for _, row in islice(_records(text, separator), _MOST_HEAD)]
        if len(head) > 1 and len(head[0]) >= _FEWEST and _share(head) >= _SAME:
            return _table(text, separator)
    return None


def _share(head: list[list[str]]) -> float:
    return Counter(len(row) for row in head)[len(head[0])] / len(head)


def _table(text: str, separator: str) -> UnknownTable:
    rows = list(_records(text, separator))
    line, header = rows[0]
    cells = tuple(Cell(at, cell) for at, row in rows[1:] for cell in row)
    names = tuple(name.strip() for name in header if name.strip())
    return UnknownTable(names, line, len(rows) - 1, cells)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give the records with the line each begins on; blank lines and rules of dashes are none."""
    lines = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=separator)
    at = 1
    while True:
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error:
            row = []
        if any(cell.strip(" -:=|\r\n") for cell in row):
            yield at, row
        at = lines.line_num + 1
