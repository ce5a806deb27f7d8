"""Records of a CSV that have too many or too few cells: mended where one reading is certain."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

from tracekit.decode.status import status_word
from tracekit.knowledge.formats import fold, load_formats
from tracekit.readers.containers.csv_dialect import Dialect
from tracekit.text import one_line

_TIME = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[T ,].{0,3}[0-9]{1,2}[:.][0-9]{2}")
_ADDRESS = re.compile(r"[^\s,;]{0,320}@[^\s,;]{1,255}")
_MOST_CELLS = 400


@dataclass
class Mended:
    """What became of bad rows: records with their lines, problem rows and notes."""

    records: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def mend(dialect: Dialect, rows: list[tuple[int, str]]) -> Mended:
    """Mend the bad rows of a table, given by their line and text."""
    mended, joined, alone = Mended(), 0, 0
    for line, text in rows:
        bare = text.strip("\r\n\0\x1a ")
        if not bare.strip(dialect.delimiter + '" ') or bare.startswith("#"):
            continue
        if "\n" in bare and bare.count('"') % 2:
            alone += _line_by_line(dialect, line, bare, mended)
        elif record := _joined(dialect, _cells(bare, dialect.delimiter)):
            mended.records.append(record)
            mended.lines.append(line)
            joined += 1
        else:
            mended.problems.append(_problem(dialect, line, bare))
    if joined:
        mended.notes.append(f"{joined} records with a separator inside an unquoted cell re-joined")
    if alone:
        mended.notes.append(f"{alone} records read behind a quotation mark that is never closed")
    return mended


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _line_by_line(dialect: Dialect, line: int, text: str, mended: Mended) -> int:
    """A quotation mark was opened and never closed: what it swallowed is read a line at a time."""
    found = 0
    for number, piece in enumerate(text.split("\n")):
        bare = piece.rstrip("\r")
        cells = _cells(bare, dialect.delimiter) if bare.count('"') % 2 == 0 else []
        if len(cells) == len(dialect.names) and _fits(dialect, cells):
            mended.records.append(cells)
            mended.lines.append(line + number)
            found += 1
        elif bare.strip():
            mended.problems.append(_problem(dialect, line + number, bare))
    return found


def _joined(dialect: Dialect, cells: list[str]) -> list[str] | None:
    """Join the cells of the one column that must have held the separator, if only one fits."""
    extra = len(cells) - len(dialect.names)
    if not 0 < extra <= _MOST_CELLS:
        return None
    if not "".join(cells[len(dialect.names) :]) and _fits(dialect, cells[: len(dialect.names)]):
        return cells[: len(dialect.names)]
    readings = []
    for place in range(len(dialect.names)):
        end = place + extra + 1
        whole = dialect.delimiter.join(cells[place:end])
        record = [*cells[:place], whole, *cells[end:]]
        if _fits(dialect, record) and len(_anchors(dialect)) >= 4:
            readings.append(record)
    return readings[0] if len(readings) == 1 else None


def _anchors(dialect: Dialect) -> dict[str, int]:
    """Columns that only certain values fit: times, addresses, the status, the size."""
    named = {fold(name): place for place, name in reversed(list(enumerate(dialect.names)))}
    found = {}
    for column in ("time", "sender", "recipient", "status", "size_bytes"):
        for alias in load_formats().columns[column]:
            if fold(alias) in named:
                found[column] = named[fold(alias)]
                break
    return found


_CHECKS = {
    "time": lambda cell: bool(_TIME.match(cell)) and len(cell) < 60,
    "sender": lambda cell: not cell or cell == "<>" or bool(_ADDRESS.fullmatch(cell)),
    "recipient": lambda cell: all(_ADDRESS.fullmatch(part) for part in cell.split(";")),
    "status": lambda cell: status_word(cell, None) is not None,
    "size_bytes": lambda cell: not cell or cell.isdecimal(),
}


def _fits(dialect: Dialect, record: list[str]) -> bool:
    return all(_CHECKS[name](record[place]) for name, place in _anchors(dialect).items())


def _problem(dialect: Dialect, line: int, text: str) -> dict:
    found, wanted = len(_cells(text, dialect.delimiter)), len(dialect.names)
    what = "it is cut off" if found < wanted else "a separator stands in a cell without quotes"
    if text.count('"') % 2:
        what = "a quotation mark is opened and never closed"
    return {"line": line, "text": one_line(text[:2000])[:500], "kind": "record",
            "reason": f"This record has {found} cells where the header has {wanted}: {what}. It "
            "was not read; look it up in the source, or export the file again."}  # fmt: skip
