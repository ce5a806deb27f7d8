"""One paste that holds both what a console printed and reports of the portal: all of it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tracekit.combine.pool import pool
from tracekit.model import MessageTrace, table
from tracekit.readers import report_text
from tracekit.readers.containers import console
from tracekit.readers.given import Given
from tracekit.readers.structured.reader import POWERSHELL
from tracekit.text import Decoded, line_starts

Runs = list[tuple[int, int]]
_LETTER = re.compile(r"[^\r\n]")


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
    bounds = given.decoded.byte_offsets()[[*line_starts(given.text), len(given.text)]]
    own = reports.spans[~reports.spans["kind"].isin(["layout", "prose"])]
    first, last = (np.searchsorted(bounds, at.to_numpy(dtype=np.int64), "right")
                   for at in (own["offset"], own["offset"] + own["length"] - 1))  # fmt: skip
    theirs = [(a, b) for a, b in left if ((first <= b) & (last >= a)).any()]
    rest = POWERSHELL.parse(_only(given, _between(theirs, len(bounds) - 1)))
    return _joined(rest, reports, [(int(bounds[a - 1]), int(bounds[b])) for a, b in theirs])


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


def _joined(rest: MessageTrace, reports: MessageTrace, taken: Runs) -> MessageTrace:
    """Put both below each other as one input; what no report took is the console's to tell."""
    told, offset = reports.problems, reports.problems["offset"]
    inside = np.zeros(len(told), dtype=bool)
    for start, end in taken:
        inside |= offset.between(start, end - 1).fillna(False).to_numpy(dtype=bool)
    reports = replace(reports, problems=told[inside])
    joined = pool([rest, reports]).trace
    one, other = rest.sources.iloc[0], reports.sources.iloc[0]
    source = {
        **one.to_dict(), "format": f"{other['format']}, {one['format']}",
        "rows": len(joined.events), "journeys": len(joined.journeys),
        "coverage": min(one["coverage"], other["coverage"]),
        **{name: _both(one[name], other[name], mark)
           for name, mark in (("repairs", "; "), ("cannot_contain", " "))},
    }  # fmt: skip
    spans = joined.spans.iloc[len(rest.spans) :]
    size = int(one["bytes"])
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
