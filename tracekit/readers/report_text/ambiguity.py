"""Flag the reports that can be read in more than one way, instead of guessing."""

from __future__ import annotations

from itertools import pairwise

from tracekit.readers.report_text.doubts import (
    closes,
    closes_its_quote,
    imitation,
    name_is_open,
    reason_is_open,
)
from tracekit.readers.report_text.report import Report

_LONGEST_LINE = 4_000  # a longer one is a paste that lost its line ends
_ACROSS = "a name or an answer in one report ends in the next one"


def flag_ambiguous(reports: list[Report], text: str) -> None:
    """Set `ambiguous` in every report, and give the reasons as problems."""
    doubts = [_own(report, text) for report in reports]
    for number, (before, after) in enumerate(pairwise(reports)):
        if _reaches_over(before, after, text):
            doubts[number].append(_ACROSS)
            doubts[number + 1].append(_ACROSS)
    for report, why in zip(reports, doubts, strict=True):
        report.journey["ambiguous"] = bool(why)
        for doubt in dict.fromkeys(why):
            start, end = _place(report)
            report.problem("ambiguous", start, end, f"Ambiguous: {doubt}. Nothing is concluded "
                           "from this report; ask for the same result as CSV.")  # fmt: skip


def _own(report: Report, text: str) -> list[str]:
    longest = _longest(report, text)
    closed = [_is_whole(event, text, longest) for event in report.events]
    told = imitation([e["detail"] or "" for e in report.events], closed)
    return [why for _, why in report.block.doubts] + ([told] if told else [])


def _longest(report: Report, text: str) -> int:
    whole = max(map(len, text[report.block.start : report.block.end].split("\n")))
    return min(whole, _LONGEST_LINE)


def _is_whole(event: dict, text: str, longest: int) -> bool:
    """Tell whether a row that closes its quote ends with its line, as no name with rows in it does.

    A program that wraps lines breaks them as well: only where the next word had room it did not.
    """
    detail = event["detail"] or ""
    if not (name_is_open(detail) and closes_its_quote(detail, event["event"])):
        return False
    begin = text.rfind("\n", max(0, event["start"] - longest), event["start"]) + 1
    end = text.find("\n", event["end"], event["end"] + longest)
    if end < 0 and len(text) - event["end"] > longest:
        return False
    end = len(text) if end < 0 else end
    if text[event["end"] : end].strip(" |\t"):
        return False
    word = text[end : end + longest].split(None, 1)[:1]
    return end - begin + 1 + len(word[0] if word else "") <= longest


def _reaches_over(before: Report, after: Report, text: str) -> bool:
    """Tell whether the last row of a report with a foot goes on in the report behind it."""
    if not before.events:
        return False
    last = before.events[-1]["detail"] or ""
    if before.block.has_foot and name_is_open(last):
        return not _is_whole(before.events[-1], text, _longest(before, text))
    start = after.block.pair.end() if after.block.pair else after.block.start
    end = after.block.rows[0].start if after.block.rows else after.block.end
    return (name_is_open(last) or reason_is_open(last)) and closes(text[start:end])


def _place(report: Report) -> tuple[int, int]:
    block = report.block
    end = report.events[-1]["end"] if report.events else min(block.end, block.start + 500)
    return block.start, max(block.start, end)
