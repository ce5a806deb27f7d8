"""A scenario as somebody would get it: pasted text or exports, read back, with its rows by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from tracekit.combine import combine
from tracekit.diagnosis import Diagnosis, diagnose
from tracekit.errors import UnknownNameError
from tracekit.model import MessageTrace
from tracekit.readers.front import parse, read
from tracekit.training.exports import (
    EXPORTS,
    Pages,
    can_be_exported,
    details,
    in_seconds,
    listed,
)
from tracekit.training.extended import as_extended, can_be_extended, without_rules
from tracekit.training.passes import Pass, passes
from tracekit.training.rows import matched, numbered
from tracekit.training.schema import Given, Scenario

REPORT, FLAT, EXTENDED = "report-text", "one-line", "extended-csv"
FORMATS = (REPORT, FLAT, *EXPORTS, EXTENDED)


class CannotRenderError(ValueError):
    """A scenario cannot be given in a format; the message says why."""


@dataclass(frozen=True, eq=False)
class Rendered:
    """Texts as (name, text), the trace that they are read as, and the rows of each label."""

    format: str
    pages: Pages
    trace: MessageTrace
    labels: dict[str, tuple[str, ...]]

    def diagnose(self, given: Given, complaint: str | None, zone: str) -> Diagnosis:
        """Diagnose the trace with what is known beside it."""
        return diagnose(
            self.trace, given.gateway, complaint, complete=given.complete,
            taken=taken(given, zone), late_after=given.late_after,
        )  # fmt: skip

    def with_text(self, name: str, text: str) -> Rendered:
        """Read another text in place of its only page; the rows stay where they are.

        Raises CannotRenderError where the text is read differently.
        """
        trace = parse(text, name)
        if numbered(trace)["row"].tolist() != numbered(self.trace)["row"].tolist():
            raise CannotRenderError("the words around it change what is read")
        return replace(self, pages=((name, text),), trace=trace)


def render(scenario: Scenario, form: str = REPORT, folder: Path | None = None) -> Rendered:
    """Write a scenario in a format and read it back; `folder` is where its real trace lies.

    Raises UnknownNameError for a format that is not known, CannotRenderError where this scenario
    cannot be given in it, NotationError for a row that is none.
    """
    if form not in FORMATS:
        raise UnknownNameError("format", form, list(FORMATS))
    if scenario.trace:
        return _real(scenario, form, folder or Path())
    return render_passes(passes(scenario), form, scenario.beside)


def render_passes(
    made: Sequence[Pass], form: str = REPORT, beside: str = "", order: Sequence[int] = ()
) -> Rendered:
    """Write journeys, given as they happened, in a format and an order of pasting; read them back.

    Raises CannotRenderError where the format cannot say what the journeys say.
    """
    if form == EXTENDED:
        # Its journeys stand in the order of their times, whatever the order of its records.
        made, order = without_rules(made), ()
    order = order or range(len(made))
    plain = "\n\n".join(made[n].text() for n in order)
    if form in (REPORT, FLAT):
        text = plain if form == REPORT else re.sub(r"\s*\n\s*", " ", plain)
        pages = (("pasted.txt", f"{text}\n\n{beside}" if beside else text),)
    else:
        pages = _exported(made, form, order)
        pages += (("beside.txt", beside),) if beside else ()
    trace = combine([parse(text, name) for name, text in pages])
    return Rendered(form, pages, trace, _labels(trace, made, order))


def _exported(made: Sequence[Pass], form: str, order: Sequence[int]) -> Pages:
    """Write journeys as an export; seconds follow the order in which things happened."""
    trace = parse("\n\n".join(one.text() for one in made), "pasted")
    if len(trace.journeys) != len(made) or not can_be_exported(trace):
        raise CannotRenderError("a journey lacks what every export has: ids, events or times")
    times = in_seconds(trace)
    if form == EXTENDED:
        if not can_be_extended(made):
            raise CannotRenderError("an Extended report has no record for one of its events")
        return (("extended.csv", as_extended(trace, times)),)
    lists, rows = listed(trace, times), details(trace, times)
    ids = [lists[n]["MessageTraceId"] for n in order]
    return EXPORTS[form](
        [lists[n] for n in order],
        [row for name in ids for row in rows if row["MessageTraceId"] == name],
    )


def _labels(
    trace: MessageTrace, made: Sequence[Pass], order: Sequence[int]
) -> dict[str, tuple[str, ...]]:
    """Find the labelled rows in what was read; journeys and rows keep the order of writing."""
    found = numbered(trace)
    events = found[found["event"].ne("Status")].groupby("journey", sort=False)
    read_back = dict(list(events))
    if len(trace.journeys) != len(made):
        raise CannotRenderError(f"{len(made)} journeys are read as {len(trace.journeys)}")
    labels: dict[str, list[str]] = {}
    for place, journey in enumerate(trace.journeys["journey"]):
        one = made[order[place]]
        rows = read_back.get(journey, found[:0])
        if rows["event"].tolist() != [row.event for row in one.rows]:
            raise CannotRenderError(f"the rows of journey {one.name!r} are read differently")
        labels.setdefault(f"{one.name}.status", []).append(f"{place + 1}.0")
        for row, name in zip(one.rows, rows["row"], strict=True):
            if row.label:
                labels.setdefault(row.label, []).append(name)
    return {label: tuple(names) for label, names in labels.items()}


def _real(scenario: Scenario, form: str, folder: Path) -> Rendered:
    """Read the real trace of a scenario; it is given as it is."""
    if form != REPORT:
        raise CannotRenderError("a real trace is given as it is")
    path = folder / scenario.trace
    trace = read(path)
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    labels = {label: matched(trace, match) for label, match in scenario.rows.items()}
    return Rendered("as it is", ((scenario.trace, text),), trace, labels)


def taken(given: Given, zone: str) -> pd.Timestamp | None:
    """When the trace was made, as a time with its zone."""
    if not given.taken:
        return None
    sign = zone.removeprefix("UTC")
    return pd.Timestamp(f"{given.taken}{sign or '+00:00'}").tz_convert("UTC")
