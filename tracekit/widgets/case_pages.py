"""The pages of one message that are only looked at: who decided, where the time went."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import still
from tracekit.charts.ladder import who_decided
from tracekit.charts.waterfall import waterfall
from tracekit.diagnosis import Case
from tracekit.diagnosis.ladder import ladder
from tracekit.diagnosis.telling import WAITED_FOR
from tracekit.diagnosis.way import stages
from tracekit.readers.headers import verdict_of
from tracekit.render import (
    EMPTY,
    Html,
    definitions,
    heading,
    html_table,
    note,
    paragraph,
    stack,
)

_RUNGS = {"title": "Who", "state": "Did they decide?", "mark": "First or last word",
          "because": "Why"}  # fmt: skip
_ROWS = {"who": "Who", "event": "Event", "time_text": "Time as printed", "detail": "Detail",
         "source": "Input", "line": "Line"}  # fmt: skip
_STAGES = {"title": "Part of the way", "said": "Waited", "minutes": "Minutes by the clock",
           "least": "At least", "most": "At most"}  # fmt: skip
_WAITS = {"kind": "Where it waited", "minutes": "Minutes", "uncertain": "Give or take"}
_VERDICTS = {"field": "Mark", "value": "Value", "meaning": "What it means",
             "decided": "Who decided"}  # fmt: skip
_RECEIPT = {"source": "Input", "format": "Read as", "lines": "Lines", "journeys": "Journeys",
            "events": "Events", "headers": "Headers", "problems": "Not understood",
            "repairs": "Repaired", "cannot_contain": "What it cannot show",
            "encoding": "Letters", "bytes": "Bytes", "sha256": "SHA-256"}  # fmt: skip
_NO_HEADERS = (
    "No headers of this message were given. If you have them (in Outlook: the message, File, "
    "Properties, Internet headers), paste them under Read a trace: they are added to this message. "
    "They tell what happened before Microsoft 365, and who set the spam level."
)
_MOST_ROWS, _MOST_INPUTS = 40, 6


def ladder_page(case: Case) -> Html:
    """Return the ladder as a picture and as a table, with the rows of those who decided."""
    told = ladder(case)
    rows = [r.rows.assign(who=r.title) for r in told.itertuples() if len(r.rows)]
    shown = pd.concat(rows, ignore_index=True).head(_MOST_ROWS) if rows else None
    asks = dict.fromkeys(ask for ask in told["ask"] if ask)
    return stack(
        still(who_decided(case)),
        html_table(told, _RUNGS, "Who decided, in the order in which they come to a message"),
        EMPTY if shown is None else html_table(shown, _ROWS, "The rows that show it"),
        *(note(ask, "What to ask for") for ask in asks),
    )


def time_page(case: Case) -> Html:
    """Return the waterfall of the waits as a picture and as tables."""
    told = stages(case).round({"minutes": 2, "least": 2, "most": 2})
    waits = paragraph("No wait shows: every event is of one minute.") if case.waits.empty else (
        html_table(_named(case.waits), _WAITS, "Waits, one by one"))  # fmt: skip
    return stack(
        still(waterfall(case)),
        html_table(told, _STAGES, "Where the time went, part by part"),
        waits,
    )


def _named(waits: pd.DataFrame) -> pd.DataFrame:
    return waits.assign(kind=waits["kind"].map(lambda kind: WAITED_FOR.get(kind, kind)))


def headers_page(case: Case) -> Html:
    """Return what the headers say of this message; how to give them where there are none."""
    trace = case.trace
    mine = trace.headers[trace.headers["message_id"].eq(case.message_id).fillna(False)]
    if mine.empty:
        return paragraph(_NO_HEADERS)
    hops = trace.hops.merge(mine[["source", "block"]], on=["source", "block"])
    return stack(
        verdict_table(mine, "What the headers say"),
        html_table(hops, None, "The way before and between, from the headers") if len(hops)
        else paragraph("They name no server on the way."),
    )  # fmt: skip


def verdict_table(headers: pd.DataFrame, caption: str) -> Html:
    """Return the marks of filters in some headers, each explained; nothing where there are none."""
    told = verdict_of(headers)
    return html_table(told, _VERDICTS, caption) if len(told) else EMPTY


def input_page(case: Case) -> Html:
    """Return what each input was read as, and what was not understood."""
    trace = case.diagnosis.trace
    read = trace.receipt()
    told = [part for _, row in read.head(_MOST_INPUTS).iterrows() for part in _input(row)]
    if len(read) > _MOST_INPUTS:
        told.append(html_table(read, _RECEIPT, "What each input was read as"))
    problems = html_table(trace.problems, ["source", "line", "text", "reason"],
                          "What was not understood")  # fmt: skip
    return stack(*told, problems if len(trace.problems) else paragraph(
        "Every line was understood."))  # fmt: skip


def _input(row: pd.Series) -> list[Html]:
    known = {words: row[name] for name, words in _RECEIPT.items()
             if name != "source" and not pd.isna(row[name])}  # fmt: skip
    return [heading(row["source"], 4), definitions(known)]
