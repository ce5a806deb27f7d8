"""What one table of an input gives, and all of them as one trace with an account of the input."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd
import pyarrow.compute as pc

from tracekit.combine import combine
from tracekit.model import MessageTrace, table
from tracekit.readers.structured.cells import Cells, extra, frame, is_lost

_ROUND = 1000


@dataclass(eq=False)
class Part:
    """The tables that one grid gives; `placed` are the columns that have a place in them."""

    cells: Cells
    journeys: pd.DataFrame
    events: pd.DataFrame = field(default_factory=lambda: table("events"))
    problems: list[dict] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)

    def trace(self) -> MessageTrace:
        """Return the part as a trace without sources and spans; its journeys are numbered."""
        cells, empty = self.cells, MessageTrace.empty()
        journeys = self.journeys
        if journeys["journey"].isna().any():
            journeys = journeys.assign(journey=pd.array(range(len(journeys)), dtype="Int64"))
        rows = [*cells.grid.problems, *self.problems, *_limits(cells), *_lost(cells),
                *_without_records(cells)]  # fmt: skip
        names = {cells.name_of(column) for column in self.placed} - {None}
        return replace(
            empty,
            journeys=journeys,
            events=self.events,
            problems=table("problems", ({**r, "source": cells.given.name} for r in rows)),
            extra=extra(cells, names),
        )


def to_trace(parts: list[Part], formats: list[str], encoding: str) -> MessageTrace:
    """Join the parts of one input and give account of it."""
    given = parts[0].cells.given
    trace = parts[0].trace() if len(parts) == 1 else combine([part.trace() for part in parts])
    lines = max(part.cells.grid.total_lines for part in parts) or 1 + given.text.count("\n")
    bad = trace.problems["kind"].isin(["record", "unreadable", "unknown-text"])
    unread = trace.problems.loc[bad, "line"].nunique()
    records = sum(len(part.cells) for part in parts)
    kinds = dict.fromkeys(part.cells.kind.cannot_contain for part in parts)
    repairs = dict.fromkeys(r for part in parts for r in part.cells.grid.repairs)
    source = {
        "source": given.name, "format": ", ".join(dict.fromkeys(formats)), "sha256": given.sha256,
        "bytes": given.size, "encoding": encoding, "rows": len(trace.events),
        "journeys": len(trace.journeys), "lines": lines, "repairs": "; ".join(repairs) or None,
        "coverage": 1 - unread / max(1, records + unread), "cannot_contain": " ".join(kinds),
    }  # fmt: skip
    return replace(trace, sources=table("sources", [source]), spans=_spans(given.name, given.size))


def _last(cells: Cells) -> int:
    return int(cells.grid.lines[-1]) if len(cells) else 1


def _spans(name: str, size: int) -> pd.DataFrame:
    """One span: a structured input is accounted for by line, in events, extra and problems."""
    return frame("spans", 1, {"source": name, "offset": 0, "length": size, "kind": "record"})


def _limits(cells: Cells) -> list[dict]:
    """Say aloud that the number of records equals a limit at which the service stops."""
    count = len(cells)
    if count not in cells.kind.limits:
        return []
    return [{"line": _last(cells), "kind": "limit", "text": f"{count:,} records",
             "reason": f"This input has exactly {count:,} records, a limit at which "
             f"{cells.kind.title} stops without a word: more may exist. Ask again for a shorter "
             "time range before you conclude that something is missing."}]  # fmt: skip


def _without_records(cells: Cells) -> list[dict]:
    """Say aloud that an export has its header and nothing else."""
    if len(cells) or cells.grid.problems or not cells.grid.names:
        return []
    return [{"line": 1, "kind": "lost", "text": ", ".join(cells.grid.names)[:500],
             "reason": f"This input has the header of {cells.kind.title} and holds no records: the "
             "search found nothing. Ask again for a longer time range or without filters before "
             "you conclude that there is no mail."}]  # fmt: skip


def _lost(cells: Cells) -> list[dict]:
    """Name the cells that hold the name of a type: lists that PowerShell did not write out."""
    if cells.kind.zone == "utc":
        return []
    rows = []
    for name, column in zip(cells.grid.names, cells.grid.columns, strict=True):
        mask = is_lost(column)
        if pc.any(mask).as_py():
            place = pc.index(mask, True).as_py()
            rows.append({"line": int(cells.grid.lines[place]), "kind": "lost",
                         "text": column[place].as_py()[:500],
                         "reason": f"The column {name} holds the name of a type instead of its "
                         "values: PowerShell did not write the list out. Export it again with "
                         f"@{{n='{name}';e={{$_.{name} -join ';'}}}}."})  # fmt: skip
    return rows
