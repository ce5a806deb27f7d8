"""One block of text -> one report: a journey, its events, its problems, its spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracekit.decode import decode_detail, known_end
from tracekit.readers.clock import read_offset
from tracekit.readers.report_text.blocks import Block
from tracekit.readers.report_text.details import cut_at, detail_end
from tracekit.readers.report_text.foot import Foot, read_foot
from tracekit.readers.report_text.rows import Row, event_name
from tracekit.readers.report_text.status import Middle, read_middle
from tracekit.text import one_line, strip_stray_marks

_TAIL_BAR = re.compile(r"[\s|]{1,8}$")


@dataclass
class Report:
    """What was read from one block; places are in the repaired text."""

    block: Block
    journey: dict
    events: list[dict] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    zone: str | None = None

    def problem(self, kind: str, start: int, end: int, reason: str) -> None:
        """Keep a piece that could not be used, with the reason."""
        self.problems.append({"kind": kind, "start": start, "end": end, "reason": reason})


def read_report(text: str, block: Block) -> Report:
    """Read one block of repaired text."""
    rows = _kept_rows(block)
    head_start = block.pair.end() if block.pair else block.start
    body = [r.start for r in rows[:1]] + ([block.head.start()] if block.head else [])
    last_detail = rows[-1].detail if rows else (block.head.end() if block.head else head_start)
    foot = read_foot(text, block, last_detail if rows or block.head else head_start)
    foot_start = min((s for s, _ in foot.spans), default=block.end)
    middle = read_middle(text, head_start, min([*body, foot_start]))
    report = Report(block, _journey(text, block, middle, foot))
    if block.head:
        report.zone = (block.head["zone"] or block.head["zone2"] or "").strip(" ()\n")
    _header_spans(report, middle, foot)
    _events(report, text, rows, foot_start)
    _remarks(report, text, foot, rows)
    return report


def _kept_rows(block: Block) -> list[Row]:
    """Where the table has bars, a row without them is text of a detail, unless it starts a line."""
    barred = any(r.bars for r in block.rows)
    return [r for r in block.rows if r.bars or not barred or r.at_line_start]


def _journey(text: str, block: Block, middle: Middle, foot: Foot) -> dict:
    pair = block.pair
    subject = text[block.subject.end() : pair.start()] if block.subject and pair else None
    return {
        "subject": one_line(subject).strip("| ") if subject is not None else None,
        "sender": _address(pair, "sender"),
        "recipient": _address(pair, "recipient"),
        "message_id": foot.message_id,
        "size_bytes": foot.size_bytes,
        "from_ip": foot.from_ip,
        "to_ip": foot.to_ip,
        "progress": middle.progress,
        "status_text": middle.status_text,
        "last_step": middle.last_step,
        **middle.fields,
    }


def _address(pair: re.Match | None, name: str) -> str | None:
    if pair is None:
        return None
    printed = pair[name] or pair[f"{name}2"]
    if printed is None:
        return None
    return "<>" if printed == "<>" else strip_stray_marks(printed).strip("<>*")


def _header_spans(report: Report, middle: Middle, foot: Foot) -> None:
    block = report.block
    if block.pair:
        start = block.subject.start() if block.subject else block.pair.start()
        report.spans.append((start, block.pair.end(), "header"))
    report.spans += [(start, end, "header") for start, end in middle.header]
    if middle.help:
        report.spans.append((*middle.help, "boilerplate"))
    if block.head:
        report.spans.append((block.head.start(), block.head.end(), "header"))
    report.spans += [(start, end, "header") for start, end in foot.spans]


def _events(report: Report, text: str, rows: list[Row], foot_start: int) -> None:
    starts = [*(r.start for r in rows[1:]), min(foot_start, report.block.end)][: len(rows)]
    for seq, (row, limit) in enumerate(zip(rows, starts, strict=True), start=1):
        last = seq == len(rows)
        open_end = last and limit == report.block.end
        end = detail_end(text, row.detail, limit, open_end)
        cut = cut_at(text, row.detail, end) if open_end else None
        if cut is not None:
            report.problem("foot", cut, end, "The report breaks off here, inside the next row. "
                           "Copy it again if the end matters.")  # fmt: skip
            end = cut
        end = _trimmed(text, row.detail, end)
        report.events.append(_event(text, row, seq, end, end == len(text)))
        report.spans.append((row.start, end, "event"))


def _trimmed(text: str, start: int, end: int) -> int:
    tail = _TAIL_BAR.search(text, max(start, end - 8), end)
    while tail:
        end = tail.start()
        tail = _TAIL_BAR.search(text, max(start, end - 8), end) if end > start else None
    return max(start, end)


def _event(text: str, row: Row, seq: int, end: int, cut: bool) -> dict:
    detail = one_line(text[row.detail : end]).strip("| ")
    return {
        "seq": seq,
        "row": row,
        "start": row.start,
        "end": end,
        "event": event_name(row.event),
        "time_text": one_line(row.stamp[0]),
        "detail": detail or None,
        **decode_detail(detail, cut),
    }


def _remarks(report: Report, text: str, foot: Foot, rows: list[Row]) -> None:
    block = report.block
    for event in report.events:
        if event["detail"] and (end := known_end(event["detail"])):
            report.problem("unknown-text", event["start"], event["end"], "Behind the sentence of "
                           f"this row stands {event['detail'][end:].strip()[:80]!r}. It is kept "
                           "in the detail and was not read.")  # fmt: skip
    if foot.size_lost is not None:
        report.problem("foot", foot.size_lost, min(foot.size_lost + 80, block.end),
                       "The size heading stands here, but no size and addresses could be read."
        )  # fmt: skip
    if block.pair and block.pair.end() == len(text):
        report.problem("foot", block.pair.start(), block.pair.end(), "The report breaks off right "
                       "behind the recipient, whose address may lack its end.")  # fmt: skip
    if rows and foot.message_id is None:
        report.problem("foot", rows[-1].start, report.events[-1]["end"], "No Message ID follows: "
                       "the end of the report is missing, so it cannot be joined with others."
        )  # fmt: skip
    if report.zone is not None and report.zone and read_offset(report.zone) is None:
        report.problem("zone", block.head.start(), block.head.end(),
                       f"The time zone {report.zone[:60]!r} names no offset from UTC.")  # fmt: skip
