"""What was reported, and which message it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Pairs, Text
from tracekit.knowledge import load_complaints
from tracekit.render import visible

if TYPE_CHECKING:
    from tracekit.case.story import Story

_MOST = 4
_IDS = {"network_message_id": "Network message id", "sender": "Sender", "subject": "Subject"}


def reported(story: Story) -> list[Block]:
    """What the user said, and what kind of complaint that is."""
    options, told = story.options, {}
    if story.case.complaint:
        told["Kind of complaint"] = load_complaints()[story.case.complaint].title
    told |= {name: text for name, text in (("In the user's words", options.reported),
             ("What was expected", options.expected), ("Written by", options.author),
             ("Ticket", options.ticket)) if text}  # fmt: skip
    if not told:
        return [Text("Nothing in particular was reported; all questions were asked.")]
    return [Pairs(told)]


def identity(story: Story) -> list[Block]:
    """Ids, addresses, subject, time with its zone, size."""
    case, journeys = story.case, story.case.trace.journeys
    told = {"Message-ID": _known(case.message_id), "Recipient": _known(case.recipient)}
    told |= {name: _listed(journeys[column]) for column, name in _IDS.items()}
    told["Received"] = _times(journeys)
    told["Size"] = _sizes(journeys["size_bytes"])
    alone = case.is_told_by_bounce_alone
    count = "none: only a bounce tells of it" if alone else str(len(journeys))
    told["Journeys in the trace"] = count
    return [Pairs({name: value for name, value in told.items() if value})]


def _known(value: object) -> str:
    return "not in the trace" if pd.isna(value) or not value else str(value)


def _listed(column: pd.Series) -> str:
    values = [visible(v, 300) for v in column.dropna().unique()]
    more = f", and {len(values) - _MOST} more" if len(values) > _MOST else ""
    return ", ".join(values[:_MOST]) + more


def _times(journeys: pd.DataFrame) -> str:
    """First and last receipt in UTC, with the zone that the records print."""
    times = journeys["received"].dropna().drop_duplicates().sort_values()
    if times.empty:
        return ""
    ends = [times.iloc[0]] if len(times) == 1 else [times.iloc[0], times.iloc[-1]]
    zones = journeys["utc_offset"].dropna().unique()
    printed = (
        f" (the records print UTC{', UTC'.join(sorted(map(str, zones)))})" if len(zones) else ""
    )
    return " to ".join(f"{t:%Y-%m-%d %H:%M} UTC" for t in ends) + printed


def _sizes(column: pd.Series) -> str:
    values = sorted({int(v) for v in column.dropna()})
    return ", ".join(f"{v:,} bytes" for v in values[:_MOST])
