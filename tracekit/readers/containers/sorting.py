"""Records of several kinds, sorted into one grid for each kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from tracekit.knowledge.formats import Kind, fold, kind_of, load_formats, nearest_kind
from tracekit.readers.grid import Grid, as_text
from tracekit.text import one_line

LONGEST = 500  # characters of a problem's text
# Columns of one grid: what no table of the services has. Cells of further ones share the last.
MOST_NAMES, REST = 256, "further columns"


class _Placed(NamedTuple):
    """A record, the line it begins on, and its place among those of that line."""

    line: int
    place: int
    record: Mapping[str, object]


@dataclass
class Sorter:
    """Takes records as they are read, with their lines, and what could not be read.

    >>> sorter = Sorter()
    >>> sorter.add({"Date": "x", "Event": "Receive", "Detail": ""}, 1)
    True
    >>> [grid.names for grid in sorter.grids()]
    [('Date', 'Event', 'Detail')]
    """

    found: dict[str, list[_Placed]] = field(default_factory=dict)
    loose: list[_Placed] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    repairs: dict[str, None] = field(default_factory=dict)
    empty: int = 0
    known: dict[tuple[str, ...], Kind | None] = field(default_factory=dict)
    resembles: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    def kind(self, names: Iterable[str]) -> Kind | None:
        """Return the kind of a record with these columns."""
        key = tuple(names)
        if key not in self.known:
            self.known[key] = kind_of(key)
        return self.known[key]

    def add(self, record: Mapping[str, object], line: int, place: int = 0) -> bool:
        """Take a record, with its place among those of its line; return whether its kind is known.

        One of no known kind joins the records that it resembles, or is a problem.
        """
        kind = self.kind(record)
        rows = self.found.setdefault(kind.id, []) if kind else self.loose
        rows.append(_Placed(line, place, record))
        return kind is not None

    def problem(self, line: int, text: str, reason: str, kind: str = "record") -> None:
        """Note what could not be read."""
        short = one_line(text[: 4 * LONGEST])[:LONGEST]
        self.problems.append({"line": line, "text": short, "reason": reason, "kind": kind})

    def repair(self, note: str) -> None:
        """Note, once, what was mended."""
        self.repairs[note] = None

    def grids(self) -> list[Grid]:
        """Return a grid for each kind, in reading order; notes and problems are with the first.

        A text without records, but with problems or an empty page, gives a grid without columns.
        """
        self._place_loose()
        notes = {
            "problems": tuple(sorted(self.problems, key=lambda row: row["line"])),
            "repairs": tuple(self.repairs),
        }
        if not self.found:
            none = Grid((), (), np.empty(0, dtype=np.int64), **notes)
            return [none] if self.problems or self.empty else []
        grids = []
        for rows in self.found.values():
            rows.sort(key=_where)
        for rows in sorted(self.found.values(), key=lambda rows: _where(rows[0])):
            records = _narrow([row.record for row in rows])
            grids.append(Grid.of(records, [row.line for row in rows], **notes))
            notes = {}
        return grids

    def _place_loose(self) -> None:
        """Put records that lack a column with those of their kind: exports leave out empty ones."""
        for row in self.loose:
            kind, reason = self.nearest(tuple(row.record))
            if kind in self.found:
                self.found[kind].append(row)
            else:
                shown = ", ".join(f"{k}: {v}" for k, v in islice(row.record.items(), 20))
                self.problem(row.line, shown, f"This record was not read. {reason}")
        self.loose = []

    def nearest(self, names: tuple[str, ...]) -> tuple[str, str]:
        """Return the kind that these columns come closest to, or "", and why it is not that."""
        if names not in self.resembles:
            nearest = nearest_kind(names)
            self.resembles[names] = (nearest[0].id if nearest else "", why_not(names))
        return self.resembles[names]


def _where(row: _Placed) -> tuple[int, int]:
    return row.line, row.place


def why_not(names: Iterable[str]) -> str:
    """Say which columns a record lacks, or that it is none that is known.

    >>> why_not(["Received", "SenderAddress", "Status"])
    'It looks like Get-MessageTrace, but lacks RecipientAddress: export it with all columns.'
    """
    names = [one_line(name)[:40] for name in names]
    nearest = nearest_kind(names)
    if nearest:
        return (f"It looks like {nearest[0].title}, but lacks {', '.join(nearest[1])}: "
                "export it with all columns.")  # fmt: skip
    shown = ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")
    return f"Its columns ({shown or 'none'}) are those of no message trace that is known."


@cache
def _columns() -> frozenset[str]:
    """Every column that a table of the services may have, folded."""
    book = load_formats()
    groups = [*book.columns.values(), *(group for kind in book.kind for group in kind.needs)]
    return frozenset(fold(name) for group in groups for name in group)


def _narrow(records: list[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Keep the number of columns bounded, whatever strangers call them, and lose no cell."""
    names = dict.fromkeys(name for record in records for name in record)
    if len(names) <= MOST_NAMES:
        return records
    known = {fold(name): name for name in reversed(names) if fold(name) in _columns()}
    kept = {*known.values(), *islice(names, max(0, MOST_NAMES - len(known)))}
    return [_with_rest(record, kept) for record in records]


def _with_rest(record: Mapping[str, object], kept: set[str]) -> Mapping[str, object]:
    rest = {name: as_text(value) for name, value in record.items() if name not in kept}
    if not rest:
        return record
    cells = {name: value for name, value in record.items() if name in kept}
    return {**cells, REST: json.dumps(rest, ensure_ascii=False)}
