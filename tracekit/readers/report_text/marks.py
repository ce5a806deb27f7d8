"""The marks of a report in a text, and which of them are only words inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracekit.readers.report_text.labels import (
    addresses,
    message_id,
    size_head,
    sizes,
    table_head,
)
from tracekit.readers.report_text.rows import find_rows, starts_line

IMITATED = "inside an event stand words as the report itself writes them"


@dataclass(frozen=True)
class Mark:
    """One sign of a report: a pair of addresses, a table head, a row, an id, a size, a doubt."""

    start: int
    end: int
    kind: str
    what: object
    at_line: bool


def find_marks(text: str) -> list[Mark]:
    """Return every mark of a text in order.

    In a table whose rows stand in lines, a mark inside a line is a word of that row's detail:
    a doubt takes its place.

    >>> [mark.kind for mark in find_marks("Sender: a@example.com Recipient: b@example.com")]
    ['pair']
    """
    marks = sorted(_all_marks(text), key=lambda mark: mark.start)
    done: list[Mark] = []
    for part in _tables(_after_head(text, marks)):
        done += _demoted(part)
    return done


def _all_marks(text: str) -> Iterator[Mark]:
    for row in find_rows(text):
        yield Mark(row.start, row.detail, "row", row, row.at_line_start)
    for kind, pattern in (("pair", addresses()), ("head", table_head()), ("id", message_id()),
                          ("size", sizes()), ("size_head", size_head())):  # fmt: skip
        for m in pattern.finditer(text):
            if kind == "pair" and not (m["sender"] or m["recipient"] or m["sender2"]):
                continue  # only the labels, as a subject may hold them
            yield Mark(m.start(), m.end(), kind, m, starts_line(text, m.start()))


def _after_head(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """A row right behind the head stands as well as if it began a line."""
    last = None
    for mark in marks:
        if last and mark.kind == "row" and not text[last.end : mark.start].strip():
            mark = replace(mark, at_line=True)
        last = mark if mark.kind == "head" and mark.at_line else None
        yield mark


def _tables(marks: Iterator[Mark]) -> Iterator[list[Mark]]:
    """Split the marks before every head that begins a line."""
    part: list[Mark] = []
    for mark in marks:
        if mark.kind == "head" and mark.at_line and part:
            yield part
            part = []
        part.append(mark)
    yield part


def _demoted(part: list[Mark]) -> list[Mark]:
    """Where a table stands in lines, turn the marks inside its lines into doubts."""
    end = _end_of_lines(part)
    barred = any(m.kind == "row" and m.what.bars for m in part)
    return [m if m.at_line or m.start >= end else _doubt(m, barred) for m in part]


def _end_of_lines(part: list[Mark]) -> int:
    """Return where the table ends if it stands in lines, else 0."""
    rows = [m for m in part if m.kind == "row"]
    lined = [m for m in rows if m.at_line]
    if len(lined) < 2 or 10 * len(lined) < 6 * len(rows) or not _heads_lines(part):
        return 0
    foot = (m.start for m in part if m.kind in ("id", "size") and m.at_line)
    return max(lined[-1].start, next((f for f in foot if f > lined[0].start), 0))


def _heads_lines(part: list[Mark]) -> bool:
    """Tell whether head, rule and foot stand in lines too: a wrapped text may do so by chance."""
    head = part[0]
    if head.kind != "head" or not re.search(r"\n[\s|]*[-:|=─━]|[^-]\s*$", head.what[0]):
        return False
    ids = [m for m in part if m.kind == "id"]
    return not ids or any(m.at_line for m in ids)


def _doubt(mark: Mark, barred: bool) -> Mark:
    harmless = mark.kind == "size_head" or (mark.kind == "row" and barred and not mark.what.bars)
    return replace(mark, kind="nothing" if harmless else "doubt", what=IMITATED)
