"""Find the header line of a CSV, whatever stands before it and whatever separates its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracekit.knowledge.formats import Kind, kind_of, load_formats, nearest_kind
from tracekit.text import line_starts

DELIMITERS = (",", ";", "\t")
_FIRST_LINES = 2000
_MOST_PIECES = 1000
_NO_HEADER = "no header line: columns told by their number"
_LONGEST = 20_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FIELDS = re.compile(r"#Fields: ?", re.IGNORECASE)
# A command names columns too: Get-MessageTraceV2 ... | fl Received,SenderAddress,RecipientAddress
_COMMAND = re.compile(
    r"[^|]{0,4000}\||[ >]{0,20}(?:f[lt]|format-(?:list|table)|select(?:-object)?)\s", re.IGNORECASE
)
# What exports themselves write above their header.
_DIRECTIVE = re.compile(r"#|\s*$|\"?sep=", re.IGNORECASE)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}Z?")
# A report's own table head: the reader of reports takes that.
_REPORT_HEAD = {"", "date", "event", "detail"}


@dataclass(frozen=True)
class Dialect:
    """Where the records begin (`start`, a character; `line`, from 1), and how to read them."""

    names: tuple[str, ...]
    kind: Kind
    delimiter: str
    start: int
    line: int
    notes: tuple[str, ...] = ()


def find_dialect(head: str, first_line: int = 1) -> Dialect | None:
    r"""Return how a text is to be read as CSV; None where no line is a known header.

    >>> find_dialect("#TYPE x\nReceived;SenderAddress;RecipientAddress;Status\n").delimiter
    ';'
    """
    notes: list[str] = []
    for number, (start, line, end) in enumerate(_lines(head)):
        bare = line.lstrip("\ufeff").strip("\r\n")
        found = _header(bare)
        if found:
            kind, delimiter, names = found
            return Dialect(names, kind, delimiter, end, first_line + number + 1, tuple(notes))
        if headerless := _without_header(bare):
            kind, names = headerless
            notes.append(_NO_HEADER)
            return Dialect(names, kind, ",", start, first_line + number, tuple(notes))
        if bare.startswith("#TYPE"):
            notes.append("#TYPE line passed over")
    return None


def header_places(text: str) -> list[int]:
    r"""Return where the tables of a text begin: at every header line.

    >>> header_places("Dear all\nMessageTraceId,RecipientAddress,Status")
    [9]
    """
    starts = line_starts(text)
    lines = zip(starts, [*starts[1:], len(text)], strict=True)
    found = [a for a, b in lines if b - a < 20_000 and as_header(text[a:b])]
    return found[:_MOST_PIECES]


def lines_above(head: str, dialect: Dialect) -> list[tuple[int, str]]:
    r"""Return the lines above a header, with their numbers, that no export writes there.

    >>> text = "Dear all\n#TYPE x\nReceived,SenderAddress,RecipientAddress,Status\n"
    >>> lines_above(text, find_dialect(text))
    [(1, 'Dear all')]
    """
    last = dialect.line - (0 if dialect.notes[-1:] == (_NO_HEADER,) else 1)
    above = zip(range(1, last), (line for _, line, _ in _lines(head)), strict=False)
    return [(number, line.strip("\r\n\ufeff")) for number, line in above
            if not _DIRECTIVE.match(line.lstrip("\ufeff"))]  # fmt: skip


def why_not(head: str) -> str:
    """Say why a text is no CSV of a known kind.

    >>> why_not("Received,SenderAddress,Status")
    'the header reads like Get-MessageTrace, but RecipientAddress is missing'
    """
    for _, line, _ in _lines(head):
        for names in _splits(line.strip("\r\n\ufeff")):
            if len(names) > 2 and (found := nearest_kind(names)):
                kind, missing = found
                verb = "is" if len(missing) == 1 else "are"
                told = ", ".join(missing)
                return f"the header reads like {kind.title}, but {told} {verb} missing"
    return "no header line of a known export"


def as_header(line: str) -> tuple[Kind, str, tuple[str, ...]] | None:
    """Return kind, delimiter and names if a line is the header of a known table.

    >>> as_header("MessageTraceId,RecipientAddress,Status")[0].id
    'trace-subset'
    """
    return _header(line.strip("\r\n\ufeff"))


def _lines(head: str) -> Iterator[tuple[int, str, int]]:
    for count, match in enumerate(_LINE.finditer(head)):
        if count == _FIRST_LINES or match.start() == len(head):
            return
        yield match.start(), match[0], match.end()


def _header(line: str) -> tuple[Kind, str, tuple[str, ...]] | None:
    fields = _FIELDS.match(line)
    for delimiter in DELIMITERS:
        names = _split(line[fields.end() :] if fields else line, delimiter)
        if len(names) < 3 or _COMMAND.match(names[0]) or not (kind := kind_of(names)):
            continue
        if delimiter == "\t" and {n.partition("(")[0].strip().casefold() for n in names} <= (
            _REPORT_HEAD
        ):
            return None
        return kind, delimiter, tuple(names)
    return None


def _splits(line: str) -> Iterator[list[str]]:
    return (_split(line, delimiter) for delimiter in DELIMITERS)


def _split(line: str, delimiter: str) -> list[str]:
    if len(line) > _LONGEST or delimiter not in line:
        return []
    names = next(csv.reader([line], delimiter=delimiter), [])
    return [name.strip().strip('"') for name in names]


def _without_header(line: str) -> tuple[Kind, tuple[str, ...]] | None:
    """Recognise a record of a tracking log: its time, the number of its cells, its event."""
    if not _TIME.match(line) or len(line) > _LONGEST * 50:
        return None
    cells = next(csv.reader([line]), [])
    for names in load_formats().headerless.values():
        if len(cells) == len(names) and cells[8].isupper() and cells[7].isupper():
            kind = next(k for k in load_formats().kind if k.id == "tracking")
            return kind, tuple(names)
    return None
