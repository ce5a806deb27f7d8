"""Tables in Markdown, as tickets, chats and notes hold them, as grids.

Facts: the GitHub Flavored Markdown specification, "Tables": a row of dashes stands below the
headings, bars between the cells, and a bar in a cell is written with a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tracekit.knowledge.formats import fold
from tracekit.readers.containers.noise import is_noise
from tracekit.readers.containers.sorting import Sorter
from tracekit.readers.grid import Grid

NAME = "markdown"
_LINE_END = re.compile("\r\n|\r|\n")
_RULE = re.compile(r"[ \t]*+\|?[ \t]*+(?::?-++:?[ \t]*+(?:\|[ \t]*+|\Z)){3,256}")
_BAR = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[([^\[\]\r\n]{1,320})\]\(mailto:[^()\s]{1,400}\)")
# A report's own table head: the reader of reports takes that.
_REPORT = {"", "date", "event", "detail"}
_LONGEST = 20_000
_WRONG = ("This row has {} cells where the heading has {}: a bar stands in a cell, or its end is "
          "missing. It was not read; look it up in the source.")  # fmt: skip


def sniff(head_text: str) -> str:
    """Return "" for a text with a Markdown table of a known kind, else why not.

    >>> sniff("Date|Sender|Recipient|Status")
    'there is no table in Markdown of a known export'
    """
    found = any(kind for _, kind, _ in _pieces(head_text))
    return "" if found else "there is no table in Markdown of a known export"


def grids(text: str) -> list[Grid]:
    r"""Return a grid for each kind of record in the text; never fails on content.

    >>> [grid] = grids("|Date|Sender|Recipient|Status|\n|-|-|-|-|\n|1.1.2026|a@x|b@x|Failed|")
    >>> grid.text("recipient").tolist(), grid.lines.tolist()
    (['b@x'], [3])
    """
    sorter, names = Sorter(), ()
    for line, kind, cells in _pieces(text):
        if kind == "heading":
            names = tuple(cells)
        elif kind == "row" and len(cells) == len(names):
            sorter.add({name: cell for name, cell in zip(names, cells, strict=True) if name}, line)
        elif kind == "row":
            sorter.problem(line, " | ".join(cells), _WRONG.format(len(cells), len(names)))
        else:
            sorter.problem(line, cells[0], "This text stands outside the table.", "unknown-text")
    return sorter.grids()


def unknown_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the runs of lines (first, last; from 1) that are no table of a known export.

    >>> unknown_lines("Hi,\nsee\n|Date|Sender|Recipient|Status|\n|-|-|-|-|\n")
    [(1, 2)]
    """
    outside = [(line, cells[0]) for line, kind, cells in _pieces(text) if not kind]
    return [(line, line + told.count("\n")) for line, told in outside]


def _pieces(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Give headings, rows, and runs of other lines (kind ""), each with its line."""
    lines, sorter = _LINE_END.split(text), Sorter()
    inside, skipped, stray = False, 0, []
    for number, (line, below) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        if number == skipped:
            continue
        cells = _cells(line)
        is_heading = bool(cells) and _is_heading(cells, below, sorter)
        inside = is_heading or (inside and bool(cells))
        if not inside and not is_noise(line):
            stray.append(line)
            continue
        if stray:
            yield number - len(stray), "", ["\n".join(stray)]
            stray = []
        if inside:
            skipped = number + 1 if is_heading else 0
            yield number, "heading" if is_heading else "row", cells
    if stray:
        yield len(lines) - len(stray) + 1, "", ["\n".join(stray)]


def _cells(line: str) -> list[str]:
    """Cut a line at its bars; nothing where it has none."""
    bare = line.strip(" \t\xa0\ufeff")
    if "|" not in bare or len(bare) > _LONGEST:
        return []
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    cells = (_LINK.sub(r"\1", cell.replace("\\|", "|")).strip() for cell in _BAR.split(bare))
    return list(islice(cells, 300))


def _is_heading(cells: list[str], below: str, sorter: Sorter) -> bool:
    if len(cells) < 3 or len(below) > _LONGEST or not _RULE.fullmatch(below):
        return False
    return not {fold(cell) for cell in cells} <= _REPORT and sorter.kind(cells) is not None
