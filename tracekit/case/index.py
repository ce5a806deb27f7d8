"""The index of a batch: a row a message, as a page, as Markdown and as CSV."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from tracekit.case.blocks import Block, Table, Text, html_of, markdown_of
from tracekit.case.outputs import as_bytes
from tracekit.case.sections.finding import confidence, line
from tracekit.diagnosis import Case
from tracekit.render import Html, csv_text, heading, page, prose, stack

_COLUMNS = {"folder": "Folder", "message_id": "Message-ID", "recipient": "Recipient",
            "subject": "Subject", "finding": "Finding", "strength": "How sure"}  # fmt: skip
_FAILED = {"folder": "Folder", "message_id": "Message-ID", "failure": "Why not"}
_TITLE = "Case write-ups"


@dataclass(frozen=True)
class Entry:
    """One message of a batch: its folder, what was found, or why it could not be written up."""

    folder: str
    message_id: str | None
    recipient: str | None
    subject: str | None
    finding: str = ""
    strength: str = ""
    failure: str = ""

    @classmethod
    def of(cls, folder: str, case: Case, failure: str = "") -> Entry:
        """Return the entry of a case."""
        who = [None if pd.isna(v) else str(v) for v in (case.message_id, case.recipient,
                                                        case.subject)]  # fmt: skip
        told = ("", "") if failure else (line(case), confidence(case))
        return cls(folder, *who, *told, failure)


def index_files(entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """Return index.html, index.md and index.csv."""
    blocks = _blocks(entries)
    body = stack(heading(_TITLE, 1), html_of(blocks))
    frame = pd.DataFrame([vars(entry) for entry in entries], columns=list(Entry.__annotations__))
    return {
        "index.html": as_bytes(page(_TITLE, body)),
        "index.md": as_bytes(f"# {prose(_TITLE)}\n\n{markdown_of(blocks)}\n"),
        "index.csv": as_bytes(csv_text(frame.astype("str"))),
    }


def together_files(entries: tuple[Entry, ...], told: list[tuple[Html, str]]) -> dict[str, bytes]:
    """Return all cases in one document, the index before them: all-cases.html and all-cases.md.

    `told`: each case as HTML and as Markdown, in the order of the index.
    """
    blocks = _blocks(entries)
    first = stack(heading(_TITLE, 1), html_of(blocks))
    parts = [f"# {prose(_TITLE)}\n\n{markdown_of(blocks)}\n", *(text for _, text in told)]
    return {
        "all-cases.html": as_bytes(page(_TITLE, first, *(html for html, _ in told))),
        "all-cases.md": as_bytes("\n".join(parts)),
    }


def _blocks(entries: tuple[Entry, ...]) -> list[Block]:
    done = [entry for entry in entries if not entry.failure]
    failed = [entry for entry in entries if entry.failure]
    counts = Counter(entry.finding for entry in done)
    told = pd.DataFrame(counts.most_common(), columns=["finding", "messages"])
    blocks: list[Block] = [
        Text(f"{len(entries)} messages; {len(done)} were written up."),
        Table(told, {"finding": "Finding", "messages": "Messages"}, "What was found, how often"),
        Table(pd.DataFrame([vars(e) for e in done], columns=list(_COLUMNS)), _COLUMNS, "Messages"),
    ]
    if failed:
        rows = pd.DataFrame([vars(e) for e in failed], columns=list(_FAILED))
        blocks.append(Table(rows, _FAILED, "Not written up"))
    return blocks
