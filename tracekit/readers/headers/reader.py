"""Message headers as an input of their own, or beside a report in the same text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.model import MessageTrace, table
from tracekit.readers.fragments import answers
from tracekit.readers.given import Given
from tracekit.readers.headers import NAME, Headers, parse_headers, read_headers, sniff
from tracekit.readers.headers.known import may_hold_headers
from tracekit.readers.report_text import report_starts

_LACKS = (
    "The header of one copy of one message: the way up to where it was saved. It has no event "
    "rows, and shows nothing of other recipients or copies, or of what was done after delivery."
)

_NAMELESS = (
    "This header has no Message-ID line, so nothing says which message of the reports it is of, "
    "and it was not counted. Paste the whole header."
)


def parse(given: Given) -> MessageTrace:
    r"""Read every message header of an input; never fails on content.

    Raises InputError when the file cannot be opened or is too large for a pasted text.

    >>> parse(Given("a", b"Received: from a by b; x\nSubject: c")).headers["subject"].tolist()
    ['c']
    """
    found = read_headers(given.bytes, given.name)
    # A bounce has the answer of the server above the headers of the message that came back.
    told = table("problems", [*found.problems.to_dict("records"), *answers(given)])
    lines = given.text.count("\n") + 1
    known = len(found.fields)
    bad = len(found.problems)
    source = {
        "source": given.name, "format": NAME, "sha256": given.sha256, "bytes": given.size,
        "encoding": given.decoded.encoding, "rows": 0, "journeys": 0, "lines": lines,
        "coverage": 1 - bad / max(1, known + bad), "cannot_contain": _LACKS,
    }  # fmt: skip
    span = {"source": given.name, "offset": 0, "length": given.size, "kind": "record"}
    return replace(
        MessageTrace.empty(),
        headers=found.headers,
        hops=found.hops,
        problems=told.sort_values("line", kind="stable", ignore_index=True),
        sources=table("sources", [source]),
        spans=table("spans", [span] if given.size else []),
    )


def with_headers(trace: MessageTrace, given: Given) -> MessageTrace:
    """Add the message headers that stand beside the reports of a pasted text.

    What cannot be understood of them, or counts for nothing, is a row of `problems`.
    """
    if not may_hold_headers(given.text) or sniff(given.text):
        return trace
    found = parse_headers(_without_starts(given.text), given.name)
    told = [trace.problems, found.problems, table("problems", _of_no_message(found))]
    told = pd.concat([part for part in told if len(part)] or told)
    told = told.sort_values("line", kind="stable", ignore_index=True)
    return replace(trace, headers=found.headers, hops=found.hops, problems=told)


def _of_no_message(found: Headers) -> list[dict]:
    """Headers beside a report that nothing joins to its message; what is told already is not."""
    told = set(found.problems["line"])
    lines = found.fields.groupby("block")["line"].agg(set)
    nameless = found.headers[found.headers["message_id"].isna()].to_dict("records")
    return [
        {"source": row["source"], "line": row["line"], "kind": "ambiguous", "text": "",
         "reason": _NAMELESS}
        for row in nameless if not told & lines[row["block"]]
    ]  # fmt: skip


def _without_starts(text: str) -> str:
    """Blank the first line of each report, which would go on with a header right above it."""
    pieces, at = [], 0
    for start in report_starts(text):
        begin = text.rfind("\n", at, start) + 1 or at
        end = text.find("\n", start)
        if not text[begin:start].strip("> \t|*"):
            pieces += [text[at:begin], ""]
            at = len(text) if end < 0 else end
    return "".join([*pieces, text[at:]])


__all__ = ["NAME", "parse", "sniff", "with_headers"]
