"""The input as given; of a long one the lines that concern the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Heading, Text, Verbatim
from tracekit.case.packed import NAME, is_packed
from tracekit.case.sections.places import label
from tracekit.readers.given import Given
from tracekit.redact.report import report_text
from tracekit.text import decode

if TYPE_CHECKING:
    from tracekit.case.story import Story

_WHOLE = 48 * 1024  # bytes that are shown as they are
_MOST_LINES = 200
_LONGEST = 4000  # letters of a line
_BINARY = (b"PK", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0")


def appendix(story: Story) -> list[Block]:
    """The text that was handed over for it, or each input."""
    if story.appendix is not None:
        return [Verbatim(story.appendix)]
    return [block for file in story.material.files for block in _file(story, file)]


def _file(story: Story, file: Given) -> list[Block]:
    head = Heading(f"{label(story, file.name)}: {file.name} ({file.size:,} bytes)")
    if is_packed(file):
        text = report_text(story.case.trace)
        return [Heading(f"{NAME}: its tables as a report"), Verbatim(text)]
    if file.head.startswith(_BINARY) or b"\0\0\0" in file.head[:4096]:
        return [head, Text("This is no text; the file lies in the folder input.")]
    if file.size <= _WHOLE:
        return [head, Verbatim(file.text)]
    return [head, *_part(story, file)]


def _part(story: Story, file: Given) -> list[Block]:
    """The heading line and the lines of this message's rows."""
    wanted = sorted({1} | _lines(story, file.name))[:_MOST_LINES]
    text = decode(file.bytes).text.split("\n")
    shown = [f"{n}: {text[n - 1].rstrip(chr(13))[:_LONGEST]}" for n in wanted if n <= len(text)]
    told = (
        f"This input has {len(text):,} lines; shown are the first one and those that rows of "
        "this message begin in, with their numbers. The whole file lies in the folder input."
    )
    return [Text(told), Verbatim("\n".join(shown))]


def _lines(story: Story, name: str) -> set[int]:
    tables = (story.case.trace.journeys, story.case.trace.events)
    rows = pd.concat([table.loc[table["source"] == name, "line"] for table in tables])
    return {int(line) for line in rows.dropna()}
