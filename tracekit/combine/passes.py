"""A record that holds several results becomes as many journeys, or says that it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.pool import as_numbers
from tracekit.combine.results import rows_of_results
from tracekit.model import MessageTrace, table

_SHARED = ["message_id", "network_message_id", "subject", "sender", "recipient", "direction",
           "return_path", "utc_offset", "ambiguous"]  # fmt: skip
_STATUS = ["status", "status_text", "progress"]
_WAY_OUT = ["to_ip", "connector", "smart_host", "destination_ip"]
REASON = ("These rows are of more than one result of the search, and nothing says which of them "
          "belong together, so nothing is concluded from them. Export the details once more with "
          "MessageTraceId, MessageId and RecipientAddress in every row.")  # fmt: skip


def with_passes(trace: MessageTrace) -> MessageTrace:
    """Part records that hold a way out and a way back, or several results, into journeys.

    What nobody can part is marked ambiguous, and a row in `problems` says what to do.

    >>> with_passes(MessageTrace.empty()).journeys.empty
    True
    """
    rows = rows_of_results(trace)
    if rows.empty:
        return trace
    doubted = rows.loc[rows["doubtful"], "journey"].unique()
    later = rows[~rows["doubtful"] & rows["part"].groupby(rows["journey"]).transform("any")]
    trace = _doubting(trace, doubted) if len(doubted) else trace
    return _parted(trace, later) if len(later) else trace


def _doubting(trace: MessageTrace, doubted: np.ndarray) -> MessageTrace:
    mask = trace.journeys["journey"].isin(doubted)
    told = trace.journeys.loc[mask, ["source", "line", "journey"]].astype(object)
    found = table("problems", (
        {**row, "kind": "ambiguous", "text": None, "reason": REASON}
        for row in told.where(told.notna(), None).to_dict("records")
    ))  # fmt: skip
    problems = pd.concat([trace.problems, found], ignore_index=True) if len(
        trace.problems) else found  # fmt: skip
    journeys = trace.journeys.assign(ambiguous=trace.journeys["ambiguous"].mask(mask, True))
    return replace(trace, journeys=journeys, problems=problems)


def _parted(trace: MessageTrace, rows: pd.DataFrame) -> MessageTrace:
    """Give every part but the first a journey of its own; `rows` stand in the order of the way."""
    old = rows["journey"].to_numpy(dtype=np.int64)
    parts, own = np.unique(np.stack([old, rows["part"]], axis=1), axis=0, return_inverse=True)
    numbers, highest = parts[:, 0].copy(), int(trace.journeys["journey"].max())
    more = parts[:, 1] > 0
    numbers[more] = highest + 1 + np.arange(more.sum())
    events = _events(trace.events, old, rows.index, numbers[own.ravel()])
    journeys = _journeys(trace.journeys, events, parts, numbers)
    return replace(trace, journeys=journeys, events=events)


def _events(
    events: pd.DataFrame, old: np.ndarray, index: pd.Index, new: np.ndarray
) -> pd.DataFrame:
    """Number the events anew; what a program added stays with the row before it."""
    mine = events[events["journey"].isin(old)].sort_values(["journey", "seq"], kind="stable")
    known = pd.Series(new, index=index).reindex(mine.index)
    by = known.groupby(mine["journey"].to_numpy())
    number = by.ffill().fillna(by.transform("first")).astype("int64")
    rank = pd.Series(np.arange(len(index)), index=index).reindex(mine.index).ffill().fillna(-1)
    order = np.lexsort((np.arange(len(mine)), rank, number))
    mine = mine.iloc[order].assign(journey=as_numbers(number.to_numpy()[order]))
    mine = mine.assign(seq=(mine.groupby("journey").cumcount() + 1).astype("Int64"))
    whole = pd.concat([events.drop(index=mine.index), mine])
    return whole.sort_values("journey", kind="stable", ignore_index=True)


def _journeys(
    journeys: pd.DataFrame, events: pd.DataFrame, parts: np.ndarray, numbers: np.ndarray
) -> pd.DataFrame:
    """Add the journeys of later parts: they know what their record knows of all of its rows."""
    more = parts[:, 1] > 0
    own = journeys.set_index("journey")
    first = events.drop_duplicates("journey").set_index("journey").reindex(numbers[more])
    record = own.reindex(parts[more, 0])
    added = record[_SHARED].reset_index(drop=True)
    begun = events["time"].groupby(events["journey"]).min().reindex(numbers[more])
    added = added.assign(
        journey=as_numbers(numbers[more]), received=begun.array, source=first["source"].array,
        line=first["line"].array,
        # By its place alone the parts of a record without a Message-ID are known to be one message.
        also=record["source"].str.cat(record["line"].astype("str"), sep=":").where(
            record["message_id"].isna()).array,
    )  # fmt: skip
    last = np.append(parts[1:, 0] != parts[:-1, 0], True)[more]
    _move_status(own, added, parts[more, 0][last], np.flatnonzero(last))
    shape = table("journeys")
    added = added.reindex(columns=shape.columns).astype(shape.dtypes.to_dict())
    return pd.concat([own.reset_index()[shape.columns], added], ignore_index=True)


def _move_status(
    own: pd.DataFrame, added: pd.DataFrame, records: np.ndarray, at: np.ndarray
) -> None:
    """Give the Status of a record to its last part, unless it tells where the first one went."""
    told = own.loc[records]
    out = told["status"].isin(["Sent", "Delivered"]) & told[_WAY_OUT].notna().any(axis=1)
    moved = records[~out.to_numpy()]
    for name in _STATUS:
        column = pd.Series(pd.NA, index=added.index, dtype="str")
        column.iloc[at[~out.to_numpy()]] = own.loc[moved, name].to_numpy(dtype=object)
        added[name] = column
        own.loc[moved, name] = pd.NA
