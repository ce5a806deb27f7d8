"""Join traces; a journey that is given twice is counted once and reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from tracekit.model import INTEGER, TABLES, MessageTrace, table

# What two copies of one report have in common; where they stand in the input is not part of it.
_SAME_JOURNEY = ["message_id", "network_message_id", "subject", "sender", "recipient",
                 "status_text", "progress", "size_bytes", "from_ip", "to_ip"]  # fmt: skip
_SAME_EVENT = ["seq", "time_text", "event", "detail"]


def combine(traces: Iterable[MessageTrace]) -> MessageTrace:
    """Join traces into one: journeys are numbered anew, a journey given twice is kept once.

    >>> combine([MessageTrace.empty(), MessageTrace.empty()]).journeys.empty
    True
    """
    parts = list(traces)
    if not parts:
        return MessageTrace.empty()
    if len(parts) == 1 and parts[0].journeys["journey"].tolist() == [
        *range(len(parts[0].journeys))
    ]:
        return _without_repeats(parts[0])
    parts = _renumber(parts)
    joined = {
        name: pd.concat([getattr(p, name) for p in parts], ignore_index=True) for name in TABLES
    }
    joined["sources"] = joined["sources"].drop_duplicates(["source", "sha256"], ignore_index=True)
    return _without_repeats(MessageTrace(**joined))


def _renumber(traces: list[MessageTrace]) -> list[MessageTrace]:
    """Give every journey a number of its own, counting on from part to part."""
    parts, start = [], 0
    for trace in traces:
        old = trace.journeys["journey"]
        new = pd.Series(range(start, start + len(old)), index=old, dtype=INTEGER)
        parts.append(replace(trace, **{
            name: getattr(trace, name).assign(
                journey=getattr(trace, name)["journey"].map(new).astype(INTEGER))
            for name in ("journeys", "events", "problems", "spans")
        }))  # fmt: skip
        start += len(old)
    return parts


def _without_repeats(trace: MessageTrace) -> MessageTrace:
    """Drop journeys that were given before; say so in `problems`."""
    if len(trace.journeys) < 2:
        return trace
    first = _first_copy(trace)
    repeats = trace.journeys[trace.journeys["journey"].isin(first.index[first != first.index])]
    if repeats.empty:
        return trace
    keep = trace.journeys[~trace.journeys["journey"].isin(repeats["journey"])]
    return replace(
        trace,
        journeys=keep.reset_index(drop=True),
        events=trace.events[trace.events["journey"].isin(keep["journey"])].reset_index(drop=True),
        problems=pd.concat(
            [trace.problems, _repeat_problems(repeats, trace, first)], ignore_index=True
        ),
    )


def _first_copy(trace: MessageTrace) -> pd.Series:
    """Map each journey to the first journey with the same content (itself, if it is new)."""
    journeys = trace.journeys
    text = _joined(trace.events, _SAME_EVENT)
    told = text.groupby(trace.events["journey"]).agg("\x1e".join)
    content = _joined(journeys, _SAME_JOURNEY).str.cat(
        journeys["journey"].map(told), sep="\x1d", na_rep=""
    )
    first = journeys.groupby(content, sort=False)["journey"].transform("first")
    # Without a single event two records may well be two passes: keep both.
    first = first.where(journeys["journey"].isin(told.index), journeys["journey"])
    return pd.Series(first.array, index=journeys["journey"].array)


def _joined(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Write the columns of each row into one text."""
    texts = [frame[c].astype("str") for c in columns]
    return texts[0].str.cat(texts[1:], sep="\x1f", na_rep="")


def _repeat_problems(repeats: pd.DataFrame, trace: MessageTrace, first: pd.Series) -> pd.DataFrame:
    original = trace.journeys.set_index("journey")
    return table("problems", (
        {
            "source": row.source, "line": row.line, "text": row.subject, "kind": "repeated",
            "journey": first[row.journey], "offset": row.offset, "length": row.length,
            "reason": "This report was given before "
            f"({original.at[first[row.journey], 'source']}, line "
            f"{original.at[first[row.journey], 'line']}), so it is counted once. If the portal "
            "listed two results that read the same, export the list as CSV to tell them apart.",
        }
        for row in repeats.itertuples()
    ))  # fmt: skip
