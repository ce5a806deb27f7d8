"""Cut a text into reports: each block holds one report's marks, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from tracekit.readers.report_text.labels import addresses
from tracekit.readers.report_text.marks import IMITATED, Mark, find_marks
from tracekit.readers.report_text.rows import Row, is_event, starts_line
from tracekit.readers.report_text.subject import subject_before


@dataclass
class Block:
    """The marks of one report: where it starts, its addresses, table head, rows and foot.

    has_events: a row is of a known event. Beside a report, the history of a ticket has none.
    """

    start: int
    subject: re.Match | None = None
    pair: re.Match | None = None
    head: re.Match | None = None
    rows: list[Row] = field(default_factory=list)
    ids: list[re.Match] = field(default_factory=list)
    sizes: list[re.Match] = field(default_factory=list)
    size_heads: list[re.Match] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    end: int = 0
    has_events: bool = False

    @property
    def has_foot(self) -> bool:
        """True when the end of the report is here."""
        return bool(self.ids or self.sizes)

    @property
    def is_headed(self) -> bool:
        """True when more of a report is here than rows."""
        return bool(self.pair or self.head or self.has_foot)

    @property
    def foot_end(self) -> int:
        """Where the last mark of the foot ends."""
        return max(m.end() for m in (*self.ids[-1:], *self.sizes[-1:]))

    def doubt(self, place: int, why: str) -> None:
        """Note why the report can be read in more than one way, and what place says so."""
        self.doubts.append((place, why))

    def forget_foot(self) -> None:
        """Take the foot for words of the text before the table."""
        self.ids.clear()
        self.sizes.clear()
        self.size_heads.clear()

    def give_back(self, place: int) -> bool:
        """Drop the marks behind `place`; tell whether any of them imitated a report."""
        given = False
        for marks in (self.ids, self.sizes, self.size_heads, self.rows):
            while marks and _start(marks[-1]) > place:
                given |= _imitates(marks.pop())
        while self.doubts and self.doubts[-1][0] > place:
            self.doubts.pop()
        return given


def _imitates(mark: Row | re.Match) -> bool:
    """A date and a name without a bar between them are ordinary words of a subject."""
    return mark.bars if isinstance(mark, Row) else True


def _start(mark: Row | re.Match) -> int:
    return mark.start if isinstance(mark, Row) else mark.start()


def find_blocks(text: str) -> list[Block]:
    """Return the reports of a text, each ending where the next one starts.

    >>> len(find_blocks("Sender: a@example.com Recipient: b@example.com"))
    1
    """
    reader = _Reader(text)
    for mark in find_marks(text):
        getattr(reader, mark.kind)(mark)
    blocks = [b for b in reader.blocks if b.rows or b.head or b.pair or b.ids]
    for block, after in zip_longest(blocks, blocks[1:]):
        block.end = after.start if after else len(text)
    own = [block for block in blocks if block.has_events or block.is_headed]
    return own if any(block.is_headed for block in own) else blocks


def report_starts(text: str) -> list[int]:
    """Return where the reports of a text begin, by their addresses alone.

    >>> report_starts("Hello\\nSubject: x Sender: a@example.com Recipient: b@example.com")
    [6]
    """
    starts, floor = [], 0
    for match in addresses().finditer(text):
        subject, _ = subject_before(text, floor, match.start())
        starts.append(subject.start() if subject else match.start())
        floor = match.end()
    return starts


class _Reader:
    """Takes the marks one by one and decides which report each belongs to."""

    def __init__(self, text: str):
        self.text = text
        self.blocks: list[Block] = []
        self.solid = 0  # what lies before belongs to an earlier report for certain

    @property
    def block(self) -> Block | None:
        return self.blocks[-1] if self.blocks else None

    def _new(self, start: int) -> Block:
        self.blocks.append(Block(start))
        return self.blocks[-1]

    def _settle(self, end: int) -> None:
        if self.block and self.block.pair:
            self.solid = max(self.solid, end)

    def nothing(self, mark: Mark) -> None:
        """Pass over words that look like a mark and mean nothing."""

    def doubt(self, mark: Mark) -> None:
        if self.block:
            self.block.doubt(mark.start, str(mark.what))

    def pair(self, mark: Mark) -> None:
        subject, doubt = subject_before(self.text, self.solid, mark.start)
        if subject is None and self._inside(mark):
            self.solid = mark.start
            return
        start = subject.start() if subject else mark.start
        given = self._reclaim(start) if subject else False
        last = self.block
        why = "the subject holds words of a report" if given else self._interrupts(start, mark)
        block = self._new(start)
        block.subject, block.pair = subject, mark.what
        for reason in filter(None, (doubt, why)):
            block.doubt(start, reason)
            if last and not given and reason is why:
                last.doubt(start, reason)
        self.solid = mark.end

    def _inside(self, mark: Mark) -> bool:
        """Addresses without a subject in an unfinished report are words of it: say so."""
        block = self.block
        if block is None or block.pair is None or block.has_foot:
            return False
        if not block.rows and not block.head:
            block.doubt(mark.start, "sender and recipient stand here twice")
            block.pair = mark.what
            return True
        if mark.at_line and "\n" in mark.what[0]:
            return False
        block.doubt(mark.start, IMITATED)
        return True

    def _reclaim(self, start: int) -> bool:
        """Marks between the subject's label and the addresses are words of the subject."""
        given = False
        while self.blocks and self.blocks[-1].start > start:
            block = self.blocks.pop()
            given |= bool(block.head) or block.give_back(start)
        return bool(self.blocks and self.blocks[-1].give_back(start)) or given

    def _interrupts(self, start: int, mark: Mark) -> str:
        """Say what is odd about a report that begins here, or nothing."""
        last = self.block
        if last is None:
            return ""
        if start == mark.start:  # the oldest pane has no label before the subject
            in_lines = mark.at_line and "\n" in mark.what[0] and not last.subject
            return "" if in_lines else "sender and recipient stand here without a subject"
        at_line = mark.at_line and starts_line(self.text, start)
        if at_line or last.has_foot or fresh_line(self.text, start):
            return ""
        return "a report begins inside another one"

    def head(self, mark: Mark) -> None:
        block = self.block
        if block is None:
            block = self._new(mark.start)
        elif block.pair and not block.rows:
            self._early_foot(block, mark)
        elif block.has_foot or block.rows:
            block = self._second_head(block, mark)
        block.head = block.head if block.rows else mark.what
        self._settle(mark.end)

    def _early_foot(self, block: Block, mark: Mark) -> None:
        if block.has_foot:
            block.doubt(mark.start, "the end of a report stands before its event table")
            block.forget_foot()

    def _second_head(self, block: Block, mark: Mark) -> Block:
        """Another event table: of another report, or an imitation."""
        if fresh_line(self.text, mark.start):
            return self._new(mark.start)
        why = "a second event table begins inside this report"
        block.doubt(mark.start, why)
        if block.has_foot:
            block = self._new(mark.start)
            block.doubt(mark.start, why)
        elif not block.head and block.pair:
            block.rows.clear()
        return block

    def row(self, mark: Mark) -> None:
        block = self.block
        if block is None:
            block = self._new(mark.start)
        elif block.has_foot and block.pair and not block.head and not block.rows:
            self._early_foot(block, mark)
        elif block.has_foot:
            if mark.at_line and block.has_events and not is_event(mark.what.event):
                return  # the history of a ticket goes on behind a report
            block = self._row_behind_foot(block, mark)
        block.rows.append(mark.what)
        block.has_events |= is_event(mark.what.event)
        self._settle(mark.end)

    def _row_behind_foot(self, block: Block, mark: Mark) -> Block:
        why = "an event row stands behind the end of the report"
        certain = fresh_line(self.text, mark.start)
        after = self._new(mark.start)
        if not certain:
            block.doubt(mark.start, why)
            after.doubt(mark.start, why)
        return after

    def id(self, mark: Mark) -> None:
        block = self.block or self._new(mark.start)
        if block.ids and block.ids[-1]["id"] != mark.what["id"]:
            if self._broken(block.foot_end, mark.start):
                return  # prose behind the report names another message
            block.doubt(mark.start, "more than one Message-ID stands in this report")
        self._foot(block, block.ids, mark)

    def size(self, mark: Mark) -> None:
        block = self.block or self._new(mark.start)
        if block.sizes and block.sizes[-1][0] != mark.what[0]:
            if self._broken(block.foot_end, mark.start):
                return
            block.doubt(mark.start, "more than one size stands in this report")
        self._foot(block, block.sizes, mark)

    def _foot(self, block: Block, marks: list[re.Match], mark: Mark) -> None:
        if not marks:
            self._settle(mark.end)
        marks.append(mark.what)

    def size_head(self, mark: Mark) -> None:
        if self.block:
            self.block.size_heads.append(mark.what)

    def _broken(self, start: int, end: int) -> bool:
        """Tell whether a line break that the report's own text cannot hold lies between."""
        cut = self.text.find("\n", start, end)
        return cut >= 0 and (
            self.text.find("\n\n", start, end) >= 0 or fresh_line(self.text, cut + 1)
            or starts_line(self.text, self._foot_start())
        )  # fmt: skip

    def _foot_start(self) -> int:
        block = self.block
        return min(m.start() for m in (*block.ids[:1], *block.sizes[:1]))


WRAPPED = 120  # no program wraps lines as long as this


def fresh_line(text: str, place: int) -> bool:
    """Tell whether a place begins a line of its own, not one that a program wrapped.

    >>> fresh_line("a\\n\\nb", 3), fresh_line("a\\nb", 2), fresh_line("x" * 200 + "\\nb", 201)
    (True, False, True)
    """
    before = text[max(0, place - 2 * WRAPPED) : place].rstrip(" \t|*")
    if not before.endswith("\n"):
        return not before
    line = before[:-1].rpartition("\n")[2]
    return not line.strip() or len(line) > WRAPPED
