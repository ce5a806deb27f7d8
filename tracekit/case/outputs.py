"""The files of a write-up as bytes, by name; the same story gives the same bytes."""

from __future__ import annotations

import json
import re

from tracekit.case.findings import findings
from tracekit.case.story import Story
from tracekit.render import csv_text

_SURROGATE = re.compile("[\ud800-\udfff]")


def outputs(story: Story) -> dict[str, bytes]:
    """Return page, Markdown, findings and events.

    >>> from tracekit.case.story import tell
    >>> list(outputs(tell(b"12/6/2022, 12:31 PM | Receive | x")))
    ['case.html', 'case.md', 'findings.json', 'events.csv']
    """
    return {
        "case.html": as_bytes(story.html()),
        "case.md": as_bytes(story.markdown()),
        "findings.json": json_bytes(findings(story)),
        "events.csv": as_bytes(csv_text(story.case.trace.events)),
    }


def as_bytes(text: str) -> bytes:
    """Return text as UTF-8; a lone surrogate has no bytes and becomes a mark."""
    return _SURROGATE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text).encode("utf-8")


def json_bytes(told: object) -> bytes:
    """Return values as JSON, written the same way everywhere."""
    text = json.dumps(told, indent=1, ensure_ascii=True, allow_nan=False, sort_keys=False)
    return text.encode("ascii") + b"\n"
