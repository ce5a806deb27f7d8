"""Flag the reports that can be read in more than one way, instead of guessing."""

from __future__ import annotations

from itertools import pairwise

from tracekit.readers.report_text.blocks import WRAPPED
from tracekit.readers.report_text.doubts import (
    closes,
    closes_its_quote,
    imitation,
    name_is_open,
    reason_is_open,
)
from tracekit.readers.report_text.report import Report

TWO_WAYS = "This report can be read in two ways"
_LONGEST_LINE = 4_000  # a longer one is a paste that lost its line ends
_MAIL_WIDTH = 80  # programs for mail wrap at 72 to 80 characters, where nobody set another width
_ACROSS = "a name or an answer in one report ends in the next one"


def flag_ambiguous(reports: list[Report], text: str) -> None:
    """Set `ambiguous` in every report, and give the reasons as problems."""
    widest = _longest(text)
    widths = [_width(report, text, widest) for report in reports]
    doubts = [_own(one, text, width) for one, width in zip(reports, widths, strict=True)]
    for number, (before, after) in enumerate(pairwise(reports)):
        if _reaches_over(before, after, text, widths[number]):
            doubts[number].append(_ACROSS)
            doubts[number + 1].append(_ACROSS)
    for report, why in zip(reports, doubts, strict=True):
        report.journey["ambiguous"] = bool(why)
        for doubt in dict.fromkeys(why):
            start, end = _place(report)
            report.problem("ambiguous", start, end, f"{TWO_WAYS}: {doubt}. Its rows are kept in "
                           "the tables, and nothing is concluded from them. Export the same result "
                           "as CSV, where every value has a cell of its own.")  # fmt: skip


def _own(report: Report, text: str, width: int) -> list[str]:
    closed = [_is_whole(event, text, width) for event in report.events]
    told = imitation([e["detail"] or "" for e in report.events], closed)
    return [why for _, why in report.block.doubts] + ([told] if told else [])


def _width(report: Report, text: str, widest: int) -> int:
    """Return how long a line may be at least: what fits in that was not wrapped.

    The lines of other reports count for one whose own rows all stand in lines, each longer rows
    than programs for mail let stand: who wraps a text wraps all of it.
    """
    own = _longest(text[report.block.start : report.block.end])
    broken = any("\n" in text[e["start"] : e["end"]] for e in report.events)
    return own if broken or own <= _MAIL_WIDTH else widest


def _longest(piece: str) -> int:
    """Return the length of the longest line; one that is a single word is left whole anyway."""
    lines = (line for line in piece.split("\n") if " " in line.strip())
    return min(max(map(len, lines), default=0), _LONGEST_LINE)


def _is_whole(event: dict, text: str, width: int) -> bool:
    """Tell whether a row that closes its quote ends with its line, as no name with rows in it does.

    A program that wraps lines breaks them as well: only where the next word had no room, and only
    lines that are not longer than any program leaves them.
    """
    detail = event["detail"] or ""
    if not (name_is_open(detail) and closes_its_quote(detail, event["event"])):
        return False
    begin = text.rfind("\n", max(0, event["start"] - width), event["start"]) + 1
    end = text.find("\n", event["end"], event["end"] + width)
    if end < 0 and len(text) - event["end"] > width:
        return False
    end = len(text) if end < 0 else end
    if text[event["end"] : end].strip(" |\t"):
        return False
    word = text[end : end + width].split(None, 1)[:1]
    fits = end - begin + 1 + len(word[0] if word else "") <= width
    return fits or ("\n" not in text[begin:end] and end - begin > WRAPPED)


def _reaches_over(before: Report, after: Report, text: str, width: int) -> bool:
    """Tell whether the last row of a report with a foot goes on in the report behind it."""
    if not before.events:
        return False
    last = before.events[-1]["detail"] or ""
    if before.block.has_foot and name_is_open(last):
        return not _is_whole(before.events[-1], text, width)
    start = after.block.pair.end() if after.block.pair else after.block.start
    end = after.block.rows[0].start if after.block.rows else after.block.end
    return (name_is_open(last) or reason_is_open(last)) and closes(text[start:end])


def _place(report: Report) -> tuple[int, int]:
    block = report.block
    end = report.events[-1]["end"] if report.events else min(block.end, block.start + 500)
    return block.start, max(block.start, end)
