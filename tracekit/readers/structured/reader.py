"""Readers of structured inputs: a container gives grids, each grid's columns say what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracekit.knowledge.formats import Kind, kind_of, load_formats
from tracekit.model import MessageTrace
from tracekit.readers.containers import clixml, console, csv_grid, json_records, markdown
from tracekit.readers.given import Given
from tracekit.readers.grid import Grid
from tracekit.readers.structured.cells import Cells, frame
from tracekit.readers.structured.details import read_details, read_rules
from tracekit.readers.structured.lists import read_list, read_summary
from tracekit.readers.structured.mailboxes import read_actions, read_mailboxes
from tracekit.readers.structured.tables import Part, to_trace
from tracekit.readers.structured.tracking import read_tracking
from tracekit.text import decode

_LARGE = 1 << 20
_BY_ROWS: dict[str, Callable[[Cells], Part]] = {
    "tracking": read_tracking,
    "list": read_list,
    "summary": read_summary,
    "detail": read_details,
    "rule": read_rules,
    "mailbox": read_mailboxes,
    "action": read_actions,
}


@dataclass(frozen=True)
class StructuredReader:
    """Reads one container (csv, json, clixml, powershell, markdown) of any kind of record.

    >>> CSV.parse(Given("a", b"MessageTraceId,RecipientAddress,Status\\n1,a@x,Failed")
    ...           ).journeys["status"].tolist()
    ['Failed']
    """

    NAME: str
    sniff: Callable[[str], str]
    grids: Callable[[Given], list[Grid]]

    @property
    def names(self) -> tuple[str, ...]:
        """The formats that this container can hold."""
        return tuple(dict.fromkeys(
            kind.name(self.NAME) for kind in load_formats().kind if self.NAME in kind.names
        ))  # fmt: skip

    def parse(self, given: Given) -> MessageTrace:
        """Read every table of an input; never fails on content.

        Raises InputError when the file cannot be opened, or is too large and no CSV.
        """
        if given.size > _LARGE:
            given.begin_sha256()
        parts, formats = [], []
        for grid in self.grids(given):
            kind = kind_of(grid.names)
            parts.append(_part(grid, kind, given, self.NAME))
            formats += [kind.name(self.NAME)] if kind else []
        return to_trace(parts, formats or [self._without_kind()], decode(given.head).encoding)

    def _without_kind(self) -> str:
        """Name an input that has the form of this container and no record: an empty page."""
        return "graph-json" if self.NAME == "json" else self.names[0]


def _part(grid: Grid, kind: Kind | None, given: Given, container: str) -> Part:
    cells = Cells(grid, kind or load_formats().kind[0], given, container)
    if kind is None:
        return Part(cells, frame("journeys", 0, {}))
    return _BY_ROWS[kind.rows](cells)


def _of_text(grids: Callable[[str], list[Grid]]) -> Callable[[Given], list[Grid]]:
    return lambda given: grids(given.text)


CSV = StructuredReader(csv_grid.NAME, csv_grid.sniff, csv_grid.read)
JSON = StructuredReader(json_records.NAME, json_records.sniff, _of_text(json_records.grids))
CLIXML = StructuredReader(clixml.NAME, clixml.sniff, _of_text(clixml.grids))
POWERSHELL = StructuredReader(console.NAME, console.sniff, _of_text(console.grids))
MARKDOWN = StructuredReader(markdown.NAME, markdown.sniff, _of_text(markdown.grids))
