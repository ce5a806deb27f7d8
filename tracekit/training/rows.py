"""The rows of a trace by name: `2.5` is the fifth row of the second journey, `2.0` its Status."""

from __future__ import annotations

import pandas as pd

from tracekit.model import MessageTrace
from tracekit.training.schema import RowMatch

COLUMNS = ("row", "journey", "seq", "time", "time_text", "event", "detail")


def numbered(trace: MessageTrace) -> pd.DataFrame:
    """List what can be cited: the Status of each journey, then its events, each with its name.

    Columns: row, journey (as in the trace), seq, time (UTC), time_text, event, detail.

    >>> from tracekit import parse
    >>> numbered(parse("12/6/2022, 12:31 PM | Receive | x"))["row"].tolist()
    ['1.0', '1.1']
    """
    place = {journey: n for n, journey in enumerate(trace.journeys["journey"], 1)}
    events = trace.events[list(COLUMNS[1:])].sort_values(["journey", "seq"], kind="stable")
    number = events.groupby("journey").cumcount() + 1
    said = trace.journeys["status_text"].fillna(trace.journeys["progress"])
    heads = pd.DataFrame({"journey": trace.journeys["journey"], "number": 0, "event": "Status",
                          "detail": said.fillna(trace.journeys["status"]),
                          "time": trace.journeys["received"]})  # fmt: skip
    both = pd.concat([heads, events.assign(number=number)], ignore_index=True)
    both = both[both["journey"].isin(place)]
    order = both["journey"].map(place)
    names = order.astype("str") + "." + both["number"].astype("int64").astype("str")
    both = both.assign(row=names, order=order).sort_values(["order", "number"], kind="stable")
    return both.reindex(columns=list(COLUMNS)).reset_index(drop=True)


def matched(trace: MessageTrace, match: RowMatch) -> tuple[str, ...]:
    """Name the rows of a trace that a label means."""
    rows = numbered(trace)
    fits = pd.Series(True, index=rows.index)
    if match.journey:
        fits &= rows["row"].str.startswith(f"{match.journey}.")
    if match.event:
        fits &= rows["event"].eq(match.event).fillna(False).astype(bool)
    if match.has:
        fits &= rows["detail"].str.contains(match.has, regex=False).fillna(False).astype(bool)
    return tuple(rows.loc[fits, "row"])
