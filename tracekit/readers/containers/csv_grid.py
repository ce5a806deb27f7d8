"""CSV files of any size, encoding and separator to columns of text; no cell is changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from tracekit.knowledge.formats import column_names, fold
from tracekit.readers.containers.csv_dialect import (
    Dialect,
    as_header,
    find_dialect,
    header_places,
    lines_above,
    why_not,
)
from tracekit.readers.containers.csv_repair import mend
from tracekit.readers.given import HEAD, Given
from tracekit.readers.grid import TEXT, Grid
from tracekit.text import decode, one_line

NAME = "csv"
_ARROW_NAMES = {"utf-8": "utf8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
                "windows-1252": "cp1252"}  # fmt: skip
_WORDS = '^(?:#Fields: )?["\ufeff ]*[A-Za-z][A-Za-z0-9_ -]{1,40}["\ufeff ]*(?:\\(|$)'
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile(rb"\n")
_LARGEST_BLOCK = 1 << 30


def sniff(head: str) -> str:
    """Return "" if a text is a CSV of a known kind, else the reason why not.

    >>> sniff("MessageTraceId,RecipientAddress,Status")
    ''
    """
    return "" if find_dialect(head) else why_not(head)


@dataclass
class _Bad:
    """Rows that have another number of cells than the header, as Arrow meets them."""

    rows: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        self.rows.append((row.number, row.text or ""))
        return "skip"


def read(given: Given) -> list[Grid]:
    """Return one table for each header line of the input, in order.

    Raises InputError when the file cannot be opened.

    >>> grid, = read(Given("a", b"MessageTraceId,RecipientAddress,Status\\n1,a@x,NA"))
    >>> grid.text("Status").tolist()
    ['NA']
    """
    decoded = decode(given.head)
    dialect = find_dialect(decoded.text)
    if dialect is None:
        return []
    start = int(decoded.byte_offsets()[dialect.start])
    try:
        found = _read(_stream(given, start), _ARROW_NAMES[decoded.encoding], dialect, given)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        found = _from_text(given)
    return _with_lines_above(found, lines_above(decoded.text, dialect))


def _with_lines_above(found: list[Grid], above: list[tuple[int, str]]) -> list[Grid]:
    if not found or not above:
        return found
    told = [{"line": line, "text": one_line(text[:2000])[:500], "kind": "unknown-text",
             "reason": "This line stands above the table and is none of it: it was not read."}
            for line, text in above]  # fmt: skip
    return [replace(found[0], problems=(*told, *found[0].problems)), *found[1:]]


def _stream(given: Given, start: int) -> pa.NativeFile:
    if given.path is None:
        return pa.BufferReader(pa.py_buffer(given.raw or b"").slice(start))
    stream = pa.OSFile(str(given.path))
    stream.seek(start)
    return stream


def _from_text(given: Given) -> list[Grid]:
    """Read what Arrow cannot decode: bytes of no encoding, a character cut in two."""
    text = _SURROGATES.sub("\ufffd", given.text)
    return _pieces(text, [0], given, ("bytes that are no text shown as \ufffd",))


def _read(stream: pa.NativeFile, encoding: str, dialect: Dialect, given: Given) -> list[Grid]:
    table, bad = _parse(stream, encoding, dialect)
    names = dialect.names
    columns = [table.column(n) for n in range(len(names))]
    own, other = _header_rows(columns, names)
    cuts = [n for n, text in bad.rows if _is_cut(text, names)]
    if other or cuts:
        text = _SURROGATES.sub("\ufffd", given.text)
        return _pieces(text, header_places(text), given, ())
    return [_grid(dialect, columns, bad, own, encoding)]


def _parse(stream: pa.NativeFile, encoding: str, dialect: Dialect) -> tuple[pa.Table, _Bad]:
    """Parse all records; a cell longer than a block makes the blocks larger.

    Only one thread numbers the rows: a bad row among them makes the others stand back.
    """
    numbered = [str(n) for n in range(len(dialect.names))]
    start, block, threads = stream.tell(), 1 << 20, True
    while True:
        bad = _Bad()
        try:
            with _undecoded_rows_raise():
                table = arrow_csv.read_csv(
                stream,
                read_options=arrow_csv.ReadOptions(
                    use_threads=threads, column_names=numbered, encoding=encoding, block_size=block
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=dialect.delimiter, newlines_in_values=True,
                    ignore_empty_lines=False, invalid_row_handler=bad,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(numbered, TEXT), strings_can_be_null=False
                ),
            )  # fmt: skip
            if not (threads and bad.rows):
                return table, bad
            threads = False
            stream.seek(start)
        except pa.ArrowInvalid as error:
            if "Empty CSV file" in str(error):
                return pa.table({n: pa.array([], TEXT) for n in numbered}), bad
            if "straddling" not in str(error) or block >= _LARGEST_BLOCK:
                raise
            block <<= 4
            stream.seek(start)


@contextmanager
def _undecoded_rows_raise() -> Iterator[None]:
    """Arrow prints, and passes over, a bad row that it cannot decode: make it an error instead."""
    met: list[object] = []
    before, sys.unraisablehook = sys.unraisablehook, met.append
    try:
        yield
    finally:
        sys.unraisablehook = before
    if met:
        raise pa.ArrowInvalid("a row cannot be decoded")


def _header_rows(columns: list[pa.ChunkedArray], names: tuple[str, ...]) -> tuple[list[int], bool]:
    """Find header lines among the records: this table's own again, or another table's."""
    own, other = [], False
    for place in _like_a_name(columns[0], names[0]).tolist():
        cells = [column[place].as_py() for column in columns]
        cells[0] = re.sub(r"^\ufeff?(?:#Fields: ?)?", "", cells[0], flags=re.IGNORECASE)
        if tuple(c.strip().strip('"') for c in cells) == names:
            own.append(place)
        else:
            other = other or as_header(",".join(cells)) is not None
    return own, other


def _like_a_name(first: pa.ChunkedArray, own: str) -> np.ndarray:
    """Return the places of cells that are the name of a column, as header lines have them."""
    places = np.flatnonzero(pc.match_substring_regex(first, _WORDS).to_numpy())
    cells = first.take(pa.array(places))
    known = {fold(own), *column_names()}
    named = {cell for cell in pc.unique(cells).to_pylist()
             if fold(cell.removeprefix("#Fields: ")) in known}  # fmt: skip
    return places[pc.is_in(cells, pa.array(list(named), TEXT)).to_numpy()]


def _is_cut(text: str, names: tuple[str, ...]) -> bool:
    found = as_header(text.partition("\n")[0])
    return found is not None and found[2] != names


def _pieces(text: str, places: list[int], given: Given, notes: tuple[str, ...]) -> list[Grid]:
    grids = []
    starts = [0, *places[1:]]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        dialect = find_dialect(piece[:HEAD], 1 + text.count("\n", 0, start))
        if dialect is None:
            continue
        stream = pa.BufferReader(piece[dialect.start :].encode("utf-8", "replace"))
        try:
            table, bad = _parse(stream, "utf8", dialect)
        except pa.ArrowInvalid as error:
            grids.append(_unread(dialect, piece, error))
            continue
        columns = [table.column(n) for n in range(len(dialect.names))]
        own, _ = _header_rows(columns, dialect.names)
        grids.append(_grid(dialect, columns, bad, own, "utf8", notes))
    return grids


def _unread(dialect: Dialect, piece: str, error: Exception) -> Grid:
    row = {"line": dialect.line, "text": one_line(piece[:2000])[:500], "kind": "unreadable",
           "reason": "The records below this header could not be told apart. Export the file "
           "again, and do not open it in a spreadsheet before."}  # fmt: skip
    return Grid(dialect.names, tuple(pa.chunked_array([[]], TEXT) for _ in dialect.names),
                np.array([], dtype=np.int64), (row,))  # fmt: skip


def _grid(
    dialect: Dialect,
    columns: list[pa.ChunkedArray],
    bad: _Bad,
    own: list[int],
    encoding: str,
    notes: tuple[str, ...] = (),
) -> Grid:
    lines, bad_lines, total = _line_numbers(columns, bad.rows, dialect.line)
    texts = (text for _, text in bad.rows)
    mended = mend(dialect, list(zip(bad_lines, texts, strict=True)))
    keep = ~_empty(columns)
    keep[own] = False
    keep[:1] &= not _is_rule(columns)
    if not keep.all():
        columns = [column.filter(pa.array(keep)) for column in columns]
        lines = lines[keep]
    if own:
        notes = (*notes, f"{len(own)} repeated header lines passed over")
    if mended.records:
        added = [pa.array([r[n] for r in mended.records], TEXT) for n in range(len(columns))]
        columns = [
            pa.chunked_array([*c.chunks, a], TEXT) for c, a in zip(columns, added, strict=True)
        ]
        lines = np.concatenate([lines, np.array(mended.lines, dtype=np.int64)])
        order = np.argsort(lines, kind="stable")
        columns = [c.take(pa.array(order)) for c in columns]
        lines = lines[order]
    return Grid(dialect.names, tuple(columns), lines, tuple(mended.problems),
                (*dialect.notes, *notes, *mended.notes), total_lines=total)  # fmt: skip


def _empty(columns: list[pa.ChunkedArray]) -> np.ndarray:
    """Mark the records without a single character: blank lines."""
    found = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        found &= pc.equal(column, "").to_numpy()
        if not found.any():
            break
    return found


def _is_rule(columns: list[pa.ChunkedArray]) -> bool:
    """Tell whether the first record is the row of dashes that stands below headings in a table."""
    first = "".join(column[0].as_py() for column in columns) if len(columns[0]) else ""
    return bool(first) and not first.strip("-=: ")


def _line_numbers(
    columns: list[pa.ChunkedArray], bad: list[tuple[int, str]], first: int
) -> tuple[np.ndarray, list[int], int]:
    """Return the line of each record, of each bad row, and of the end.

    Arrow numbers all rows from 1, the bad ones among them; a record is longer by the line breaks
    in its cells.
    """
    count = len(columns[0])
    numbers = np.array([number - 1 for number, _ in bad], dtype=np.int64)
    is_bad = np.zeros(count + len(bad), dtype=bool)
    is_bad[numbers] = True
    heights = np.ones(count + len(bad), dtype=np.int64)
    heights[~is_bad] += _breaks(columns)
    inside = (text.rstrip("\r\n").count("\n") for _, text in bad)
    heights[is_bad] += np.fromiter(inside, dtype=np.int64, count=len(bad))
    starts = first + np.concatenate([[0], np.cumsum(heights)])
    return starts[:-1][~is_bad], starts[:-1][is_bad].tolist(), int(starts[-1]) - 1


def _breaks(columns: list[pa.ChunkedArray]) -> np.ndarray:
    """Count the line breaks inside the cells of each record."""
    total = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        at = 0
        for chunk in column.chunks:
            data = chunk.buffers()[2]
            if data is not None and _NEWLINE.search(data):
                found = pc.count_substring(chunk, "\n").to_numpy(zero_copy_only=False)
                total[at : at + len(chunk)] += found
            at += len(chunk)
    return total
