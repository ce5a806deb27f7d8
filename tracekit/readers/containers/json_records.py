"""JSON of the cmdlets, Microsoft Graph, the old reporting service and Defender, as grids.

One object, a list, JSON lines, several documents in a row; records stand alone, in an envelope, or
in other records. Facts: Microsoft Learn (exchangeMessageTrace, exchangeMessageTraceDetail,
ConvertTo-Json) and the public samples of log collectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracekit.knowledge.formats import fold, nearest_kind
from tracekit.readers.containers.json_draft import is_draft, records_of
from tracekit.readers.containers.json_nodes import Node, documents
from tracekit.readers.containers.json_text import JsonText, Unread
from tracekit.readers.containers.json_values import cell, ids_of, unescape_ids
from tracekit.readers.containers.noise import rest_of
from tracekit.readers.containers.sorting import Sorter, why_not
from tracekit.readers.grid import Grid

NAME = "json"
# The members that hold the records of an answer of a service, and those that describe them.
ENVELOPES, DESCRIPTIONS = {"value", "d", "results", "records"}, {"schema", "stats", "metadata"}
_START = re.compile(r"^[ \t\ufeff]*+[\[{]", re.MULTILINE)


def sniff(head_text: str) -> str:
    """Return "" for JSON with records of a known kind, or an empty page; else why not.

    >>> sniff('{"Received": "2026-01-01", "SenderAddress": "a@example.com", "Status": "Failed"}')
    'It looks like Get-MessageTrace, but lacks RecipientAddress: export it with all columns.'
    """
    if not _START.search(head_text):
        return "no line begins with { or ["
    reading = _Reading(head_text)
    for _ in reading.documents():
        if reading.sorter.found or reading.sorter.empty:
            return ""
    return why_not(reading.unknown) if reading.unknown else "it is JSON without a whole record"


def grids(text: str) -> list[Grid]:
    """Return a grid for each kind of record in the text; never fails on content.

    >>> [grid] = grids('{"value": [{"Date": 1, "Event": "Fail", "Detail": ""}]}')
    >>> grid.names, grid.lines.tolist()
    (('Date', 'Event', 'Detail'), [1])
    """
    reading = _Reading(text)
    for _ in reading.documents():
        pass
    return reading.sorter.grids()


def unknown_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the runs of lines (first, last; from 1) that hold nothing of a document.

    >>> unknown_lines('Hi,\nsee\n{"a": [1]}\nBye'), unknown_lines('{"a": [1]} Bye')
    ([(1, 2), (4, 4)], [])
    """
    reading = _Reading(text)
    for _ in reading.documents():
        pass
    return reading.outside


class _Reading:
    """Goes through the documents of a text, and through what they hold."""

    def __init__(self, text: str) -> None:
        self.json = JsonText(text)
        self.sorter = Sorter()
        self.unknown: list[str] = []
        self.outside: list[tuple[int, int]] = []

    def documents(self) -> Iterator[Node]:
        """Read one document after the other; text between them is a problem."""
        text, done, cut = self.json.text, 0, False
        for node in documents(text):
            if not cut:
                self._between(done, node.start)
            if not self._visit(node, {}):
                self._failed(node, {})
            done, cut = node.end, not node.end
            yield node
        if not cut:
            self._between(done, len(text))

    def _between(self, start: int, end: int) -> None:
        for line, rest in rest_of(self.json.text[start:end], self.json.line(start)):
            first = self.json.line(start) + 1 if start else 1
            last = self.json.line(end) - (end < len(self.json.text))
            run = max(line, first), min(line + rest.count("\n"), last)
            self.outside += [run] if run[0] <= run[1] else []
            self.sorter.problem(line, rest, "This text stands outside the JSON.", "unknown-text")

    def _visit(self, node: Node, given: dict[str, object]) -> bool:
        """Take the records at a node; return whether there are any."""
        return self._list(node, given) if node.sign == "[" else self._object(node, given)

    def _list(self, node: Node, given: dict[str, object]) -> bool:
        failed = [inner for inner in node.nodes if not self._visit(inner, given)]
        if len(failed) == len(node.nodes):
            return False
        for inner in failed:
            self._failed(inner, given)
        self._between_records(node)
        self._ends(node)
        return True

    def _between_records(self, node: Node) -> None:
        """Note what stands in a list beside records; a null says that there is nothing."""
        done = node.start + 1
        for inner in node.nodes:
            stray = self.json.text[done : inner.start].strip(" \t\r\n,")
            if stray and stray != "null":
                line = self.json.line(inner.start)
                self.sorter.problem(line, stray, "This stands among records, and is none.")
            done = inner.end or inner.start

    def _object(self, node: Node, given: dict[str, object]) -> bool:
        try:
            cells, nodes = self.json.shell(node)
        except Unread:
            return self._broken(node, given)
        if self.sorter.kind(cells):
            return self._record(node, cells, nodes, given)
        if is_draft(cells):
            return self._draft(node)
        if not nodes:
            self.unknown = self.unknown or list(cells)
            return False
        return self._envelope(node, cells, nodes, given)

    def _envelope(self, node: Node, cells: dict, nodes: dict[str, Node], given: dict) -> bool:
        context = " ".join(str(v) for k, v in cells.items() if "odata" in k.casefold())
        if any(self._is_empty_page(name, inner, context) for name, inner in nodes.items()):
            self.sorter.empty += 1
            return True
        scalars = {name: cell(value) for name, value in cells.items() if name not in nodes}
        passed = dict(given)
        if "properties" in nodes:
            passed |= scalars
        elif "messagetraces(" in context.casefold():
            passed |= {k: v for k, v in scalars.items() if k.casefold().endswith("context")}
        failed = [name for name, inner in nodes.items() if not self._visit(inner, passed)]
        if len(failed) == len(nodes):
            return False
        for name in failed:
            if nodes[name].nodes and fold(name) not in DESCRIPTIONS:
                self._failed(nodes[name], passed)
        self._more_pages(node, cells)
        return True

    def _is_empty_page(self, name: str, node: Node, context: str) -> bool:
        """An empty list that a service answers with; its context, if any, names message traces."""
        inside = self.json.text[node.start + 1 : node.end - 1]
        return (fold(name) in ENVELOPES and node.sign == "[" and not inside.strip()
                and (not context or "messagetrace" in context.casefold()))  # fmt: skip

    def _more_pages(self, node: Node, cells: dict) -> None:
        for name, value in cells.items():
            if value and name.casefold().endswith(("nextlink", "__next")):
                self.sorter.problem(
                    self.json.line(node.start), f"{name}: {value}",
                    "This is one page of an answer, and more pages follow it: fetch them as well.",
                    "limit")  # fmt: skip

    def _record(self, node: Node, cells: dict, nodes: dict[str, Node], given: dict) -> bool:
        """Take a record of a known kind, and the records in it."""
        record = {name: cell(value) for name, value in cells.items() if name not in nodes}
        own = {fold(name) for name in cells}
        record |= {name: value for name, value in given.items() if fold(name) not in own}
        ids = ids_of(record, self.sorter.kind(cells).id)
        for name, inner in nodes.items():
            if not (inner.nodes and self._visit(inner, ids)):
                record[name] = self._cell(inner, name)
        self._add(record, node)
        return True

    def _cell(self, node: Node, name: str) -> str | None:
        try:
            return cell(self.json.value(node))
        except Unread as error:
            reason = f"The value of {name} was not read: {error}. The rest of its record was."
            self._problem(node, reason)
            return None

    def _add(self, record: dict[str, object], node: Node) -> None:
        line = self.json.line(node.start)
        if self.json.twice:
            self.sorter.problem(
                line, ", ".join(dict.fromkeys(self.json.twice)),
                "This column stands twice in one record: the last value was taken.")  # fmt: skip
            self.json.twice.clear()
        self.sorter.add(unescape_ids(record, self.sorter.repair), line, node.start)

    def _draft(self, node: Node) -> bool:
        try:
            records = records_of(self.json.value(node))
            for record in records:
                self._add({name: cell(value) for name, value in record.items()}, node)
        except Unread as error:
            self._problem(node, f"This record (draft Graph schema) was not read: {error}.")
        self.sorter.repair("draft Graph schema of 2021: read by the names of the published one")
        return True

    def _broken(self, node: Node, given: dict[str, object]) -> bool:
        """Take what is whole in an object that is not; the innermost piece is the problem."""
        found = [self._visit(inner, given) for inner in node.nodes]
        if not any(found):
            return False
        if nearest_kind(self.json.first_names(node)):
            self._problem(node, "This record was not read: its end is missing or it is no valid "
                          "JSON. Whole records inside it were read.")  # fmt: skip
        elif not found[-1]:
            self._failed(node.nodes[-1], given)
        else:
            self._ends(node)
        return True

    def _ends(self, node: Node) -> None:
        """Note that the text ends in a list or an envelope, after whole records."""
        last = node.nodes[-1]
        if not node.end and last.end:
            self.sorter.problem(
                self.json.line(last.start), self.json.text[last.end : last.end + 2000],
                "The JSON is cut off behind the record that begins on this line: records may be "
                "missing. Export it again, whole.")  # fmt: skip

    def _failed(self, node: Node, given: dict[str, object]) -> None:
        """Note a piece without records of a known kind; it may lack just an empty column."""
        try:
            value = self.json.value(node)
        except Unread as error:
            self._problem(node, f"This was not read: {error}. Export it again, whole.")
            return
        if isinstance(value, dict):
            streamed = value.get("properties")
            value = streamed if isinstance(streamed, dict) else value
            self._add({**given, **{name: cell(inner) for name, inner in value.items()}}, node)
        else:
            self._problem(node, "This list holds no records of a message trace.")

    def _problem(self, node: Node, reason: str) -> None:
        text = self.json.text[node.start : min(node.end or node.start + 2000, node.start + 2000)]
        self.sorter.problem(self.json.line(node.start), text, reason)
