"""Where a report's subject begins: its label stands before the addresses."""

from __future__ import annotations

import re

from tracekit.readers.headers.blocks import ends_in_fields
from tracekit.readers.report_text.labels import label
from tracekit.readers.report_text.rows import starts_line

# The pane of 2020 prints the label on a line of its own.
_BARE = re.compile(r"^Subject\n", re.IGNORECASE | re.MULTILINE)


def subject_before(text: str, floor: int, end: int) -> tuple[re.Match | None, str]:
    """Find the subject's label between `floor` and the addresses at `end`, and a doubt if any.

    It is the first label of the last paragraph that has one: a subject may hold the label again,
    prose before the report may hold it too. The header of a mail, or a ticket, may stand right
    above, with a subject of its own below other fields: none stands above a report's label.

    >>> subject_before("Subject: Re: Subject: x Sender: a@b", 0, 24)[0].start()
    0
    """
    labels = list(label("subject").finditer(text, floor, end)) or list(
        _BARE.finditer(text, floor, end)
    )
    if not labels:
        return None, ""
    gap = text.rfind("\n\n", floor, labels[-1].start() + 1)
    inside = [m for m in labels if m.start() > gap]
    at_line = [m for m in inside if starts_line(text, m.start())]
    if len(at_line) == 2 and ends_in_fields(text[max(floor, gap) : at_line[1].start()]):
        return at_line[1], ""
    if len(at_line) > 1:
        return at_line[0], "more than one line before the addresses begins as a subject does"
    return (at_line or inside)[0], ""
