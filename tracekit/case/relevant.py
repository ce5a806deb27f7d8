"""Only the inputs that concern a message go into its write-up, where nothing depends on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from tracekit.case.material import Material, gather
from tracekit.case.packed import NAME
from tracekit.diagnosis import Case
from tracekit.errors import UnknownNameError
from tracekit.model import MessageTrace

Judge = Callable[[MessageTrace], Case]


def relevant(material: Material, case: Case, judge: Judge) -> tuple[Material, Case]:
    """Return the material without what concerns other messages, and the case judged from it.

    `judge` diagnoses a trace. Where the outcome, its strength or what is said about it depends on
    the rest, everything is kept.
    """
    packed = [file.name for file in material.files] == [NAME]
    less = _only_mine(material, case) if packed else _without_others(material, case)
    if less is None:
        return material, case
    try:
        again = judge(less.trace)
    except UnknownNameError:
        return material, case
    return (less, again) if same(case, again) else (material, case)


def _without_others(material: Material, case: Case) -> Material | None:
    sources = _sources(case)
    kept = {material.file_of(source) for source in sources} & {f.name for f in material.files}
    if not kept or len(kept) == len(material.files):
        return None
    return material.only(kept)


def _sources(case: Case) -> set[str]:
    """Every input that a journey, an event, a step's row or a header of the message is from."""
    trace = case.trace
    columns = [trace.journeys["source"], trace.events["source"]]
    columns += [step.rows["source"] for step in case.steps if len(step.rows)]
    columns += [_of_message(trace.hops, case), _of_message(trace.headers, case)]
    also = trace.journeys["also"].dropna().astype("str")
    named = {place.rpartition(":")[0].strip() for text in also for place in text.split(";")}
    known = set(trace.sources["source"].dropna())
    return (set().union(*(set(column.dropna()) for column in columns)) | named) & known


def _of_message(table: pd.DataFrame, case: Case) -> pd.Series:
    """The sources of headers with this Message-ID."""
    own = table["message_id"].astype("str").str.strip("<> ").str.casefold()
    wanted = str(case.message_id).strip("<> ").casefold()
    return table.loc[own.eq(wanted).fillna(False).to_numpy(dtype=bool), "source"]


def _only_mine(material: Material, case: Case) -> Material | None:
    """Of a trace without inputs: the rows of this message and what says where they are from."""
    whole, part = material.trace, case.trace
    if len(part.journeys) == len(whole.journeys):
        return None
    sources = _sources(case)
    tables = {name: getattr(whole, name) for name in ("sources", "spans", "headers", "hops")}
    kept = {name: t[t["source"].isin(sources)] for name, t in tables.items()}
    lines = set(zip(part.events["source"], part.events["line"], strict=True))
    places = zip(whole.extra["source"], whole.extra["line"], strict=True)
    extra = whole.extra[[place in lines for place in places]]
    return gather(replace(part, **kept, extra=extra))


def same(case: Case, again: Case) -> bool:
    """Do both say the same: outcomes, strengths, reasons, notes, absences and what to ask for?"""
    return _said(case) == _said(again)


def _said(case: Case) -> tuple:
    steps = [(s.tree, s.node, s.answer, s.because, s.strength, len(s.rows)) for s in case.steps]
    return (
        case.gateway.name,
        case.outcomes,
        case.strength,
        steps,
        case.notes,
        case.absences,
        case.asks(),
    )
