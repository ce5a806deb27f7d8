"""One paste that holds reports, what a console printed, a table, JSON: all of it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from tracekit.combine.pool import pool
from tracekit.model import MessageTrace, table
from tracekit.readers import report_text
from tracekit.readers.containers import console, csv_grid, json_records, markdown
from tracekit.readers.containers.csv_dialect import header_places
from tracekit.readers.given import Given
from tracekit.readers.structured.reader import CSV, JSON, MARKDOWN, POWERSHELL, StructuredReader
from tracekit.text import Decoded, line_starts

Runs = list[tuple[int, int]]
_LETTER = re.compile(r"[^\r\n]")
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)
_LARGEST_PASTE = 4 * 1024 * 1024  # bytes; what is larger was exported, not pasted
_UNREAD = ("unknown-text", "record")


def parse_console(given: Given) -> MessageTrace:
    r"""Read what a console printed, and the reports of the portal that stand between.

    >>> parse_console(Given("a", b"Date : 3/1/2026 8:00\nEvent : Fail\nDetail : x")
    ...               ).sources["format"].tolist()
    ['powershell-text']
    """
    alone = POWERSHELL.parse(given)
    if not alone.problems["kind"].eq("unknown-text").any():
        return alone
    left = console.unknown_lines(given.text)
    bare = _only(given, left)
    if report_text.sniff(bare.decoded.text):
        return alone
    reports = report_text.parse(bare)
    if reports.events.empty:
        return alone
    bounds = _bounds(given)
    own = reports.spans[~reports.spans["kind"].isin(["layout", "prose"])]
    first, last = (np.searchsorted(bounds, at.to_numpy(dtype=np.int64), "right")
                   for at in (own["offset"], own["offset"] + own["length"] - 1))  # fmt: skip
    theirs = [(a, b) for a, b in left if ((first <= b) & (last >= a)).any()]
    rest = POWERSHELL.parse(_only(given, _between(theirs, len(bounds) - 1)))
    return _joined(rest, reports, theirs, bounds)


def parse_json(given: Given) -> MessageTrace:
    r"""Read JSON, and the reports or the console's output above or below it.

    >>> row = '{"MessageTraceId": "1", "RecipientAddress": "a@x", "Status": "Failed"}'
    >>> parse_json(Given("a", f"Dear all\n{row}".encode())).problems["text"].tolist()
    ['Dear all']
    """
    return _beside(JSON, json_records.unknown_lines, given)


def parse_markdown(given: Given) -> MessageTrace:
    r"""Read tables in Markdown, and the reports or the console's output above or below them.

    >>> text = b"Hi\n\n|Date|Sender|Recipient|Status|\n|-|-|-|-|\n|1.1.2026|a@x|b@x|Failed|"
    >>> parse_markdown(Given("a", text)).journeys["status"].tolist()
    ['Failed']
    """
    return _beside(MARKDOWN, markdown.unknown_lines, given)


def _beside(
    reader: StructuredReader, unknown_lines: Callable[[str], Runs], given: Given
) -> MessageTrace:
    alone = reader.parse(given)
    if given.size > _LARGEST_PASTE or not alone.problems["kind"].eq("unknown-text").any():
        return alone
    left = unknown_lines(given.text)
    return _with_the_rest(reader, given, alone, left) if left else alone


def parse_table(given: Given) -> MessageTrace:
    r"""Read a CSV table, and the reports or the console's output above or below it.

    >>> parse_table(Given("a", b"Dear all\nMessageTraceId,RecipientAddress,Status\n1,a@x,Failed")
    ...             ).problems["text"].tolist()
    ['Dear all']
    """
    alone = CSV.parse(given)
    if given.size > _LARGEST_PASTE or not alone.problems["kind"].isin(_UNREAD).any():
        return alone
    return _with_the_rest(CSV, given, alone, _beside_tables(given))


def _with_the_rest(
    reader: StructuredReader, given: Given, alone: MessageTrace, left: Runs
) -> MessageTrace:
    """Read the lines that a reader left with those that take them; `alone` where none does."""
    bare = _only(given, left)
    text = bare.decoded.text
    readers = [(POWERSHELL.sniff, parse_console), (report_text.sniff, report_text.parse)]
    parse = next((parse for sniff, parse in readers if not sniff(text)), None)
    other = parse(bare) if parse else None
    if other is None or (other.events.empty and other.journeys.empty):
        return alone
    bounds = _bounds(given)
    own = _only(given, _between(left, len(bounds) - 1)).decoded.text
    own = _BLANK_LINE.sub("", own).encode("utf-8", "surrogateescape")
    rest = reader.parse(given.inside(given.name, own))
    return _joined(rest, other, left, bounds)


def _beside_tables(given: Given) -> list[tuple[int, int]]:
    """Return the runs of lines (first, last; from 1) that are no header and no record."""
    found = csv_grid.read(given)
    bad = {row["line"] for grid in found for row in grid.problems}
    records = [line for grid in found for line in grid.lines.tolist()]
    starts = line_starts(given.text)
    headers = (np.searchsorted(starts, header_places(given.text)) + 1).tolist()
    edges = sorted({*bad, *records, *headers, len(starts) + 1})
    return [(a, b - 1) for a, b in pairwise(edges) if a in bad]


def _bounds(given: Given) -> np.ndarray:
    """Return the byte at which each line begins, and the end."""
    return given.decoded.byte_offsets()[[*line_starts(given.text), len(given.text)]]


@dataclass(frozen=True)
class _Part(Decoded):
    """Some lines of a text, with blanks in place of the others: every place stays where it was."""

    whole: Decoded | None = None

    def byte_offsets(self) -> np.ndarray:
        return self.whole.byte_offsets()


def _only(given: Given, runs: Runs) -> Given:
    """Return an input that shows only some runs of lines (first, last; from 1)."""
    whole, starts = given.decoded, line_starts(given.text)
    ends = [*starts[1:], len(whole.text)]
    pieces, at = [], 0
    for first, last in runs:
        begin, end = starts[first - 1], ends[last - 1]
        pieces += [_blanked(whole.text[at:begin]), whole.text[begin:end]]
        at = end
    text = "".join([*pieces, _blanked(whole.text[at:])])
    part = replace(given)
    part.__dict__["decoded"] = _Part(text, whole.encoding, whole.size, whole.mark, whole)
    part.__dict__["sha256"] = given.sha256
    return part


def _blanked(text: str) -> str:
    return _LETTER.sub(" ", text)


def _between(runs: Runs, lines: int) -> Runs:
    """Return the runs of lines that are in none of these."""
    edges = [0, *(line for run in runs for line in run), lines + 1]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(a + 1, b - 1) for a, b in pairs if b - a > 1]


def _joined(
    rest: MessageTrace, reports: MessageTrace, lines: Runs, bounds: np.ndarray
) -> MessageTrace:
    """Put both below each other as one input; outside of `lines` the first tells what is wrong."""
    told, taken = reports.problems, [(int(bounds[a - 1]), int(bounds[b])) for a, b in lines]
    inside = np.zeros(len(told), dtype=bool)
    for first, last in lines:
        inside |= told["line"].between(first, last).fillna(False).to_numpy(dtype=bool)
    reports = replace(reports, problems=told[inside])
    joined = pool([rest, reports]).trace
    one, other = rest.sources.iloc[0], reports.sources.iloc[0]
    source = {
        **one.to_dict(), **other[["sha256", "bytes", "encoding"]].to_dict(),
        "format": f"{other['format']}, {one['format']}",
        "rows": len(joined.events), "journeys": len(joined.journeys),
        "coverage": min(one["coverage"], other["coverage"]),
        **{name: _both(one[name], other[name], mark)
           for name, mark in (("repairs", "; "), ("cannot_contain", " "))},
    }  # fmt: skip
    spans = joined.spans.iloc[len(rest.spans) :]
    size = int(other["bytes"])
    return replace(joined, sources=table("sources", [source]),
                   problems=joined.problems.sort_values("line", kind="stable", ignore_index=True),
                   spans=_account(spans, taken, one["source"], size))  # fmt: skip


def _both(one: object, other: object, mark: str) -> str | None:
    texts = dict.fromkeys(text for text in (one, other) if isinstance(text, str) and text)
    return mark.join(texts) or None


def _account(spans: pd.DataFrame, taken: Runs, name: str, size: int) -> pd.DataFrame:
    """Keep what reports say of their own lines; every other byte belongs to the console."""
    rows, at = [], 0
    for start, end in [*taken, (size, size)]:
        if start > at:
            rows.append({"source": name, "offset": at, "length": start - at, "kind": "record"})
        for row in spans.to_dict("records"):
            first, last = max(row["offset"], start), min(row["offset"] + row["length"], end)
            if last > first:
                rows.append({**row, "offset": first, "length": last - first})
        at = end
    return table("spans", rows)
