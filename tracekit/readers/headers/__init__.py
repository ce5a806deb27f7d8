"""Read message headers: a saved message, Outlook's "Internet headers" box, or any paste of them.

Python's `email` package is used for dates only. It stops at the first line that is no field and
knows no line numbers, quote marks or second header, and its patterns for encoded words and
addresses take more than linear time on hostile text; so fields are split here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from tracekit.knowledge import load_verdicts
from tracekit.model import table
from tracekit.readers.headers.blocks import Block, find_blocks, why_not
from tracekit.readers.headers.columns import FIELDS, HEADERS, HOPS, VERDICTS, frame
from tracekit.readers.headers.message import Message
from tracekit.text import decode, one_line

NAME = "headers"
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = ("scl", "bcl", "pcl", "sfv", "cat", "ipv", "dir", "sfty")


@dataclass(frozen=True, eq=False)
class Headers:
    """Tables of the message headers of one input; columns are described in `columns`.

    `headers` has a row a message header, `hops` a row a Received line (oldest first), `fields` a
    row a field (nothing is lost), `problems` what could not be understood. `block` joins them.
    """

    headers: pd.DataFrame
    hops: pd.DataFrame
    fields: pd.DataFrame
    problems: pd.DataFrame


def sniff(text: str) -> str:
    r"""Return "" if a text holds a message header, else the reason why not.

    >>> sniff("Received: from a by b; x\nSubject: c")
    ''
    """
    return why_not(text)


def read_headers(raw: bytes, name: str = "headers") -> Headers:
    r"""Read every message header in `raw`; never fails on content.

    In a file whose name ends in .eml only the first lines are a header, the rest is body. Verdicts
    are taken only where a Received line shows that Microsoft wrote them: see `trust`.

    >>> read_headers(b"Received: from a by b; x\nSubject: =?utf-8?Q?=C3=A4?=").headers["subject"][0]
    'ä'
    """
    return parse_headers(decode(raw).text, name)


def parse_headers(text: str, name: str = "headers") -> Headers:
    r"""Read every message header in a text: see `read_headers`.

    >>> parse_headers("Received: from a by b; x\nSubject: c").headers["subject"].tolist()
    ['c']
    """
    text = _SURROGATE.sub("\ufffd", text)
    blocks = find_blocks(text, saved_message=name.casefold().endswith(".eml"))
    messages = [Message(block, name) for block in blocks]
    hops = [row for m in messages for row in m.hops()]
    headers = [m.header() for m in messages]
    fields = [row for m in messages for row in m.fields()]
    problems = [row for m in messages for row in m.problems + _odd(m.block, name)]
    if not blocks:
        problems = [_nothing(text, name)]
    return Headers(
        headers=frame(HEADERS, headers),
        hops=frame(HOPS, hops),
        fields=frame(FIELDS, fields),
        problems=table("problems", sorted(problems, key=lambda p: p["line"])),
    )


def verdict_of(headers_frame: pd.DataFrame) -> pd.DataFrame:
    """Explain the verdicts of a `headers` table: one row a verdict that stands there.

    Columns: block, message_id, field, value, meaning, decided, reference, source, line. A value
    that knowledge/verdicts.toml does not explain has no meaning; it is not left out.

    >>> verdict_of(frame(HEADERS, [{"sfv": "SKS", "scl": 9}]))["decided"].tolist()[1]
    'a mail flow rule'
    """
    rows = []
    for row in headers_frame.to_dict("records"):
        shown = {name.upper(): row[name] for name in _SHOWN}
        shown["compauth"] = row["compauth_reason"]
        for field, value in shown.items():
            if not pd.isna(value):
                rows.append({**_explained(field, str(value)), **{k: _plain(row[k]) for k in _KEPT}})
    return frame(VERDICTS, rows)


_KEPT = ("block", "message_id", "source", "line")
_RANGE = re.compile(r"([0-9])-([0-9])")


def _plain(value: object) -> object:
    return None if pd.isna(value) else value


def _explained(field: str, value: str) -> dict:
    for entry in load_verdicts().values():
        if entry.field.casefold() == field.casefold() and _covers(entry, value):
            return {"field": field, "value": value, "meaning": entry.meaning,
                    "decided": entry.decided, "reference": entry.source}  # fmt: skip
    return {"field": field, "value": value}


def _covers(entry, value: str) -> bool:
    if value.upper() in {entry.value.upper(), *(a.upper() for a in entry.aliases)}:
        return True
    if match := _RANGE.fullmatch(entry.value):
        return value.isdecimal() and int(match[1]) <= int(value) <= int(match[2])
    return entry.value.endswith("xx") and len(value) == 3 and value[0] == entry.value[0]


def _odd(block: Block, name: str) -> list[dict]:
    rows = []
    if block.below:
        first = block.fields[0]
        rows.append({"line": first.line, "text": first.name, "kind": "ambiguous", "reason":
                     "This header stands below another one. If the text is one saved "
                     "message, it is part of the body and its sender wrote it: save the message as "
                     ".eml, or give each header alone."})  # fmt: skip
    if block.joined:
        rows.append({"line": block.joined[0], "kind": "unknown-text", "text": "",
                     "reason": f"{len(block.joined)} lines had lost their indentation and were "
                     "joined with the header above them. Copy the header from its source if a "
                     "value looks wrong."})  # fmt: skip
    if block.stopped:
        rows.append({"line": block.stopped, "kind": "unknown-text", "text": "",
                     "reason": "The header ends here, at a line that is no header field; what "
                     "follows was not read as part of it."})  # fmt: skip
    return [{**row, "source": name} for row in rows]


def _nothing(text: str, name: str) -> dict:
    return {"source": name, "line": 1, "kind": "unreadable", "text": one_line(text[:2000])[:500],
            "reason": "No message header found. In Outlook open the message, File, Properties, "
            "Internet headers (on the web: View, View message source), and paste it."}  # fmt: skip


__all__ = ["NAME", "Headers", "parse_headers", "read_headers", "sniff", "verdict_of"]
