"""A bounce about a message that no trace here tells of: that message, and what the bounce proves.

Its journey has no Status and no rows of Microsoft's, only a Fail without a time for each answer,
and a Receive where a Received line in the bounce names a server of Microsoft's that had taken it.
It gives way as soon as a trace of the message is read as well.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.model import MessageTrace, table
from tracekit.model.columns import UTC_TIME
from tracekit.model.message_ids import bare_ids

BOUNCE = "bounce"
SAYS = "A bounce of this message"
CODES = ("smtp_code", "enhanced_code", "inner_code", "token")
NEEDED = (BOUNCE, "bounce_message_id", "bounce_recipient", "bounce_host", "bounce_reporter",
          "bounce_remote", *(f"bounce_{name}" for name in CODES))  # fmt: skip
_TEXTS = ("bounce_sender", "bounce_subject", "bounce_received", "bounce_reason", "bounce_taken_by",
          "bounce_taken_at")  # fmt: skip
_OF_A_RECORD = ["status", "status_text", "progress", "also"]


def told_by_bounce_alone(journeys: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Mark the journeys of which only bounces tell: no other row, and no Status.

    >>> told_by_bounce_alone(table("journeys"), table("events")).tolist()
    []
    """
    bounced = events["component"].eq(BOUNCE).fillna(False).to_numpy(dtype=bool)
    if not bounced.any():
        return pd.Series(False, index=journeys.index)
    own = journeys["journey"].isin(events.loc[~bounced, "journey"])
    said = journeys[_OF_A_RECORD].notna().any(axis=1)
    return journeys["journey"].isin(events.loc[bounced, "journey"]) & ~own & ~said


def without_messages_of_bounces(trace: MessageTrace) -> MessageTrace:
    """Take away what `with_messages_of_bounces` adds: it is made anew once all is joined.

    >>> without_messages_of_bounces(MessageTrace.empty()).journeys.empty
    True
    """
    if not set(NEEDED) <= set(trace.extra.columns):
        return trace
    made = told_by_bounce_alone(trace.journeys, trace.events)
    if not made.any():
        return trace
    gone = trace.events["journey"].isin(trace.journeys.loc[made, "journey"])
    return replace(trace, journeys=trace.journeys[~made].reset_index(drop=True),
                   events=trace.events[~gone].reset_index(drop=True))  # fmt: skip


def with_messages_of_bounces(trace: MessageTrace) -> MessageTrace:
    """Add a journey, with its failures, for each message and recipient that only bounces tell of.

    A bounce that names no Message-ID counts only where nothing else was read: whether it is about
    a message of the trace, nobody can say.

    >>> with_messages_of_bounces(MessageTrace.empty()).journeys.empty
    True
    """
    if not set(NEEDED) <= set(trace.extra.columns):
        return trace
    rows = _without_a_trace(trace)
    if rows.empty:
        return trace
    first = trace.journeys["journey"].max() if len(trace.journeys) else -1
    rows = rows.assign(journey=_numbers(rows) + int(first) + 1)
    journeys, events = _journeys(rows), _events(rows)
    return replace(trace, journeys=_below(trace.journeys, journeys),
                   events=_below(trace.events, events))  # fmt: skip


def _without_a_trace(trace: MessageTrace) -> pd.DataFrame:
    """The rows of bounces about messages of which no journey is here."""
    rows = trace.extra.dropna(subset=[BOUNCE, "bounce_recipient"])
    ids = bare_ids(rows["bounce_message_id"])
    known = ids.isin(bare_ids(trace.journeys["message_id"]).dropna())
    nameless = ids.isna() & (len(trace.journeys) > 0)
    told = rows[~known & ~nameless].sort_values(["source", "line", BOUNCE], kind="stable")
    return told.reindex(columns=list(dict.fromkeys([*told.columns, *_TEXTS])))


def _numbers(rows: pd.DataFrame) -> np.ndarray:
    """Number the messages: one a Message-ID and recipient; without an id, one a place."""
    ids = bare_ids(rows["bounce_message_id"])
    place = rows["source"].astype("str") + ":" + rows["line"].astype("str")
    key = ids.fillna(place) + "\n" + rows["bounce_recipient"].str.casefold()
    return pd.factorize(key)[0]


def _journeys(rows: pd.DataFrame) -> pd.DataFrame:
    """One journey a message, as its first bounce names it."""
    names = {"message_id": "bounce_message_id", "subject": "bounce_subject",
             "sender": "bounce_sender", "recipient": "bounce_recipient"}  # fmt: skip
    by = rows.groupby("journey", sort=True)
    told = {name: by[column].first().array for name, column in names.items()}
    first = rows.drop_duplicates("journey").sort_values("journey")
    received = pd.to_datetime(by["bounce_received"].first(), utc=True, errors="coerce",
                              format="ISO8601")  # fmt: skip
    made = first[["journey", "source", "line"]].assign(
        **told, received=received.astype(UTC_TIME).array)  # fmt: skip
    return _typed("journeys", made)


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    """The receipt by Microsoft, where a bounce shows it, and the failures, in this order."""
    told = pd.concat([_receipts(rows), _failures(rows)], ignore_index=True)
    told = told.sort_values("journey", kind="stable")
    seq = told.groupby("journey").cumcount() + 1
    return _typed("events", told.assign(seq=seq, component=BOUNCE, derived=True))


def _receipts(rows: pd.DataFrame) -> pd.DataFrame:
    """A Receive for each message that a server of Microsoft's had taken, by its header."""
    taken = rows.dropna(subset=["bounce_taken_by"]).drop_duplicates("journey")
    time = pd.to_datetime(taken["bounce_taken_at"], utc=True, errors="coerce", format="ISO8601")
    known = time.notna()
    return taken[["journey", "source", "line"]].assign(
        event="Receive", server=taken["bounce_taken_by"], time=time,
        time_basis=known.map({True: "explicit-utc", False: "unknown"}),
        time_precision=known.map({True: "second", False: None}),
        detail=f"{SAYS}: its header says that it was received by " + taken["bounce_taken_by"],
    )  # fmt: skip


def _failures(rows: pd.DataFrame) -> pd.DataFrame:
    """A Fail for each answer; the same code is told once."""
    told = rows.assign(code=codes_of(rows, "bounce_"))
    once = told.drop_duplicates(["journey", "code"]).sort_values("journey", kind="stable")
    # Without a remote server the one that wrote the bounce refused it.
    host = once["bounce_host"].fillna(once["bounce_reporter"].where(once["bounce_remote"].isna()))
    return once[["journey", "source", "line"]].assign(
        event="Fail", time_basis="unknown", detail=f"{SAYS}: " + once[BOUNCE], host=host,
        server=once["bounce_reporter"], reason=once["bounce_reason"],
        **{name: once[f"bounce_{name}"] for name in CODES},
    )  # fmt: skip


def codes_of(rows: pd.DataFrame, prefix: str = "") -> pd.Series:
    """The code of each answer: the enhanced one, else the reply code, else an empty text.

    >>> codes_of(pd.DataFrame({"enhanced_code": [None, "5.1.1"], "smtp_code": ["550", "550"]}))[0]
    '550'
    """
    enhanced, reply = (rows[f"{prefix}{name}"] for name in ("enhanced_code", "smtp_code"))
    return enhanced.fillna(reply).fillna("")


def _typed(name: str, made: pd.DataFrame) -> pd.DataFrame:
    """Give rows all columns of a table, in its types."""
    whole = table(name)
    return made.reindex(columns=whole.columns).astype(whole.dtypes.to_dict()).reset_index(drop=True)


def _below(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows, more], ignore_index=True) if len(rows) else more
