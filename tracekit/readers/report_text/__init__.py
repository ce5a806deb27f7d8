"""Read what "Copy report text" gives, however people paste it.

Source of the grammar: two complete reports in a published help article, and four generations of
Microsoft's pictures of the pane. Line breaks carry no meaning: a report that lost them all, or got
new ones, reads the same.
"""

from __future__ import annotations

from tracekit.model import MessageTrace
from tracekit.readers.report_text.ambiguity import flag_ambiguous
from tracekit.readers.report_text.blocks import find_blocks, report_starts
from tracekit.readers.report_text.labels import addresses, document_signs, table_head
from tracekit.readers.report_text.output import to_trace
from tracekit.readers.report_text.report import read_report
from tracekit.readers.report_text.rows import find_rows
from tracekit.readers.report_text.times import set_times
from tracekit.text import Text, decode, document_markup, repair, unescape_html

NAME = "report-text"


def sniff(head: str) -> str:
    """Return "" if a text holds a report, else the reason why not.

    >>> sniff("Sender: a@example.com Recipient: b@example.com")
    ''
    >>> sniff("Dear all")
    'no "Sender: … Recipient: …", no "Date | Event | Detail" and no event row'
    """
    text, _ = _prepare(head)
    found = (
        any(m["recipient"] or m["recipient2"] for m in addresses().finditer(text.value))
        or table_head().search(text.value)
        or next(find_rows(text.value), None)
    )
    missing = 'no "Sender: … Recipient: …", no "Date | Event | Detail" and no event row'
    return "" if found else missing


def parse(
    raw: bytes, name: str = "text", *, dayfirst: bool | None = None, utc_offset: str | None = None
) -> MessageTrace:
    """Read every report in `raw`; never fails, and gives account of every byte.

    `dayfirst` settles dates that can be read two ways, `utc_offset` (such as "-05:00") the zone
    of reports that name none.

    >>> parse(b"12/6/2022, 12:31 PM | Receive | x").events["event"].tolist()
    ['Receive']
    """
    decoded = decode(raw)
    text, notes = _prepare(decoded.text)
    reports = [read_report(text.value, block) for block in find_blocks(text.value)]
    flag_ambiguous(reports, text.value)
    set_times(reports, dayfirst, utc_offset)
    return to_trace(reports, text, decoded, raw, name, NAME, notes)


def _prepare(pasted: str) -> tuple[Text, list[str]]:
    text, notes = repair(pasted)
    text = document_markup(text, document_signs())
    if "&" not in text.value:
        return text, notes
    text, more = unescape_html(text, report_starts(text.value))
    if more:
        # Escaping may have hidden marks, blanks and a whole document's markup.
        again, _ = repair(text.value)
        text = Text(again.value, (*text.passes, *again.passes))
        text = document_markup(text, document_signs())
    return text, notes + more


__all__ = ["NAME", "parse", "sniff"]
