"""Cut a text into reports: each block holds one report's marks, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from tracekit.readers.report_text.labels import (
    addresses,
    label,
    message_id,
    size_head,
    sizes,
    table_head,
)
from tracekit.readers.report_text.rows import Row, find_rows, starts_line


@dataclass
class Block:
    """The marks of one report: where it starts, its addresses, table head, rows and foot."""

    start: int
    subject: re.Match | None = None
    pair: re.Match | None = None
    head: re.Match | None = None
    rows: list[Row] = field(default_factory=list)
    ids: list[re.Match] = field(default_factory=list)
    sizes: list[re.Match] = field(default_factory=list)
    size_heads: list[re.Match] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    end: int = 0

    @property
    def has_foot(self) -> bool:
        """True when the end of the report is here."""
        return bool(self.ids or self.sizes)

    def doubt(self, why: str) -> None:
        """Note why the report can be read in more than one way."""
        if why not in self.doubts:
            self.doubts.append(why)


@dataclass(frozen=True)
class _Mark:
    start: int
    kind: str
    what: object


def find_blocks(text: str) -> list[Block]:
    """Return the reports of a text, each ending where the next one starts."""
    blocks: list[Block] = []
    state = _Reader(text, blocks)
    for mark in _marks(text):
        getattr(state, mark.kind)(mark.what)
    blocks = [b for b in blocks if b.rows or b.head or b.pair or b.ids]
    for block, after in zip_longest(blocks, blocks[1:]):
        block.end = after.start if after else len(text)
    return blocks


def _marks(text: str) -> list[_Mark]:
    marks = [_Mark(row.start, "row", row) for row in find_rows(text)]
    for kind, pattern in (("pair", addresses()), ("head", table_head()), ("id", message_id()),
                          ("size", sizes()), ("size_head", size_head())):  # fmt: skip
        marks += [_Mark(m.start(), kind, m) for m in pattern.finditer(text)]
    return sorted(marks, key=lambda mark: mark.start)


class _Reader:
    """Takes the marks one by one and decides which report each belongs to."""

    def __init__(self, text: str, blocks: list[Block]):
        self.text, self.blocks = text, blocks
        self.floor = 0  # what lies before belongs to an earlier report for certain

    @property
    def block(self) -> Block | None:
        return self.blocks[-1] if self.blocks else None

    def _new(self, start: int) -> Block:
        self.blocks.append(Block(start))
        return self.blocks[-1]

    def pair(self, match: re.Match) -> None:
        if not (match["sender"] or match["recipient"] or match["sender2"]):
            return
        subject, doubt = _subject_before(self.text, self.floor, match.start())
        last = self.block
        unfinished = last is not None and last.pair is not None and not last.rows
        start = subject.start() if subject else match.start()
        if unfinished and subject is None:
            _second_pair(last, match)
            self.floor = match.end()
            return
        block = self._new(start)
        block.subject, block.pair = subject, match
        for why in filter(None, (doubt, _orphan(last, subject, unfinished, self.text))):
            block.doubt(why)
            if last:
                last.doubt(why)
        _reclaim(block, self.blocks)
        self.floor = match.end()

    def head(self, match: re.Match) -> None:
        block = self.block
        if block is None or block.has_foot:
            block = self._new(match.start())
        elif block.head and block.rows:
            block.doubt("a second event table begins inside this report")
        if block.rows and not block.head:
            block.doubt("event rows stand before the heading of the event table")
            block.rows.clear()
        block.head = block.head if block.head and block.rows else match
        self.floor = max(self.floor, match.end())

    def row(self, row: Row) -> None:
        block = self.block
        if block is None or block.has_foot:
            block = self._new(row.start)
        block.rows.append(row)
        self.floor = max(self.floor, row.detail)

    def id(self, match: re.Match) -> None:
        block = self.block or self._new(match.start())
        if block.ids and block.ids[-1]["id"] != match["id"]:
            block.doubt("more than one Message-ID stands in this report")
        block.ids.append(match)
        self.floor = max(self.floor, match.end())

    def size(self, match: re.Match) -> None:
        block = self.block or self._new(match.start())
        block.sizes.append(match)
        self.floor = max(self.floor, match.end())

    def size_head(self, match: re.Match) -> None:
        if self.block:
            self.block.size_heads.append(match)


def _second_pair(block: Block, match: re.Match) -> None:
    """Two sender and recipient pairs without an event between: the last one is the report's."""
    block.doubt("sender and recipient stand here twice, so a subject may imitate a report")
    block.pair = match


def _orphan(
    last: Block | None, subject: re.Match | None, unfinished: bool, text: str
) -> str:
    """Say what is odd about a report that begins here, or nothing."""
    if last is None:
        return ""
    if subject is None:
        return "sender and recipient stand here without a subject, right after another report"
    if unfinished and not starts_line(text, subject.start()):
        return "a report begins inside another one before its first event"
    return ""


def _reclaim(block: Block, blocks: list[Block]) -> None:
    """Marks that lie between the subject's label and the addresses are words of the subject."""
    if len(blocks) < 2:
        return
    last = blocks[-2]
    inside = [r for r in last.rows if r.start > block.start]
    marks = [m for m in (*last.ids, *last.sizes, last.head) if m and m.start() > block.start]
    if inside or marks:
        block.doubt("the subject holds words of a report")
        last.rows = [r for r in last.rows if r not in inside]
        last.ids = [m for m in last.ids if m not in marks]
        last.sizes = [m for m in last.sizes if m not in marks]
        last.head = None if last.head in marks else last.head


def _subject_before(text: str, floor: int, end: int) -> tuple[re.Match | None, str]:
    """Find the subject's label between `floor` and the addresses at `end`.

    It is the first label of the last paragraph that has one: a subject may hold the label again,
    prose before the report may hold it too.
    """
    labels = list(label("subject").finditer(text, floor, end))
    bare = re.compile(r"^Subject\n", re.IGNORECASE | re.MULTILINE)
    labels = labels or list(bare.finditer(text, floor, end))
    if not labels:
        return None, ""
    gaps = [m.end() for m in re.finditer(r"\n[ \t]?\n", text[floor:end])]
    start = max((floor + g for g in gaps if floor + g <= labels[-1].start()), default=floor)
    inside = [m for m in labels if m.start() >= start]
    at_line = [m for m in inside if starts_line(text, m.start())]
    if len(at_line) > 1:
        return at_line[0], "more than one line before the addresses begins as a subject does"
    return (at_line or inside)[0], ""
