"""Message headers in a text: which runs of fields are one, and what of the text is a body."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from tracekit.readers.headers.known import is_anchor_name, is_header_name
from tracekit.readers.headers.lines import Field, Run, runs, split_lines

_BOUNDARY = re.compile(r'\bboundary\s{0,9}=\s{0,9}"?([^";\s]{1,200})', re.IGNORECASE)
_ROUTE = re.compile(r"\s{0,9}(?:from\s|by\s|\()", re.IGNORECASE)
_IN_PROSE = ("received", "message-id")
_QUOTED_CELLS = re.compile(r'"[^"\r\n]{0,200}"[,;\t]')


@dataclass(frozen=True)
class Block:
    """One message header: its number from 1, its fields, lines that were joined or ended it.

    `below` is the number of the block that it may be the body of, if any.
    """

    number: int
    fields: list[Field]
    joined: list[int] = field(default_factory=list)
    stopped: int = 0
    below: int = 0

    def all(self, *names: str) -> list[Field]:
        """Return the fields of these names (small letters), in order."""
        return [f for f in self.fields if f.key in names]


def find_blocks(text: str, saved_message: bool = False) -> list[Block]:
    """Find the headers in a text; in a saved message only the first lines can be one.

    What belongs to the parts of a message that shows its boundary is body, and not read.

    >>> [b.number for b in find_blocks("Received: by a; x\\nSubject: b")]
    [1]
    """
    lines = split_lines(text)
    blocks: list[Block] = []
    seen = runs(lines)
    run = next(seen, None)
    marks = None
    while run is not None:
        after = None
        if is_header(run):
            below = blocks[-1].number if blocks and _may_have_body(blocks[-1]) else 0
            blocks.append(Block(len(blocks) + 1, run.fields, run.joined, run.stopped, below))
            if marks is None:
                marks = _boundary_lines(lines)
            after = _body_end(blocks[-1], marks, run.end, len(lines))
        if saved_message:
            break
        try:
            run = seen.send(after)
        except StopIteration:
            run = None
    return blocks


def is_header(run: Run) -> bool:
    """Tell whether a run has two real header fields, one of them of a message in transport.

    Of what stands in prose as well, as "Received:", one is too little; a filter's line is enough.
    """
    real = [f for f in run.fields if is_header_name(f.name)]
    return any(_is_anchor(f) and (len(real) > 1 or f.key not in _IN_PROSE) for f in real)


def ends_in_fields(text: str) -> bool:
    """Tell whether a text ends in a header or the fields of a ticket, with a subject among them.

    Fields must stand above the subject: two of a mail's where there is a header, else any.

    >>> ends_in_fields("Hi,\\nFrom: a\\nTo: b\\nSubject: c\\nMessage-ID: <d@e>\\n")
    True
    >>> ends_in_fields("Subject: c\\nFrom: a\\nTo: b\\n")
    False
    """
    lines = split_lines(text.rstrip())
    run = next((run for run in runs(lines) if run.end == len(lines)), None)
    names = [one.key for one in run.fields] if run and not run.stopped else []
    if names.count("subject") != 1:
        return False
    above = names[: names.index("subject")]
    if any(map(_is_anchor, run.fields)):
        return sum(map(is_header_name, above)) > 1
    return bool(above) and len(names) > 2


def _is_anchor(one: Field) -> bool:
    if one.key == "received":
        return _ROUTE.match(one.value) is not None
    if one.key == "message-id":
        return one.value.startswith("<")
    return is_anchor_name(one.name) and bool(one.value)


def _may_have_body(block: Block) -> bool:
    return bool(block.all("mime-version", "content-type", "content-transfer-encoding"))


def _boundary_lines(lines: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        bare = line.lstrip("> \t").rstrip()
        if bare.startswith("--"):
            found.setdefault(bare, []).append(index)
    return found


def _body_end(block: Block, marks: dict[str, list[int]], start: int, end: int) -> int | None:
    """Return the line after a message's parts, if its boundary stands below its header."""
    for one in block.all("content-type"):
        match = _BOUNDARY.search(one.value)
        mark = "--" + match[1] if match else ""
        if mark and _first_from(marks.get(mark, []), start) is not None:
            last = _first_from(marks.get(mark + "--", []), start)
            return end if last is None else last + 1
    return None


def _first_from(places: list[int], start: int) -> int | None:
    index = bisect_left(places, start)
    return places[index] if index < len(places) else None


def why_not(text: str) -> str:
    """Return "" if a text holds a message header, else the reason why not in a few words.

    >>> why_not("Subject: x\\nFrom: a@example.com")
    'no message header: no line such as "Received: from ..." beside others'
    """
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[{", '["', "[\n", "[\r")):
        return "this looks like JSON"
    if _is_table(split_lines(start[:4000])[0]):
        return "the first line looks like the head of a table"
    if not find_blocks(text):
        return 'no message header: no line such as "Received: from ..." beside others'
    return ""


def _is_table(line: str) -> bool:
    if _QUOTED_CELLS.match(line):
        return True
    if re.match(r"[> \t]{0,40}[A-Za-z][A-Za-z0-9_.-]{0,99}:", line):
        return False
    cells = max((line.split(mark) for mark in ",;\t"), key=len)
    return len(cells) > 2 and all(len(c) <= 60 and not c.startswith(" ") for c in cells)
