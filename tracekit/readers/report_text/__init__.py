"""Read what "Copy report text" gives, however people paste it.

Source of the grammar: two complete reports in a published help article, and four generations of
Microsoft's pictures of the pane. Line breaks carry no meaning: a report that lost them all, or got
new ones, reads the same.
"""

from __future__ import annotations

from tracekit.model import MessageTrace
from tracekit.readers.given import Given
from tracekit.readers.report_text.ambiguity import flag_ambiguous
from tracekit.readers.report_text.blocks import find_blocks, report_starts
from tracekit.readers.report_text.labels import addresses, document_signs, table_head
from tracekit.readers.report_text.output import to_trace
from tracekit.readers.report_text.report import read_report
from tracekit.readers.report_text.rows import find_rows
from tracekit.readers.report_text.times import set_times
from tracekit.text import Text, document_markup, repair, unescape_html

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


def parse(given: Given) -> MessageTrace:
    """Read every report of an input; never fails on content, and gives account of every byte.

    Raises InputError when the file cannot be opened or is too large for a pasted text.

    >>> parse(Given("a", b"12/6/2022, 12:31 PM | Receive | x")).events["event"].tolist()
    ['Receive']
    """
    text, notes = _prepare(given.decoded.text)
    reports = [read_report(text.value, block) for block in find_blocks(text.value)]
    flag_ambiguous(reports, text.value)
    set_times(reports, given.dayfirst, given.utc_offset)
    return to_trace(reports, text, given, NAME, notes)


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


__all__ = ["NAME", "parse", "report_starts", "sniff"]
