"""Minutes become seconds where a message header names the same server in the same minute."""

from __future__ import annotations

import pandas as pd

from tracekit.model import MessageTrace

_MINUTE = pd.Timedelta(minutes=1)


def refined(trace: MessageTrace) -> pd.DataFrame:
    """Return the events; a Receive known to the minute gets the second of its hop.

    The hop is the only one of its Message-ID at that server in that minute; where there are two,
    or none, nothing changes. The printed clock stays in `local_time` and `time_text`.

    >>> refined(MessageTrace.empty()).empty
    True
    """
    events = trace.events
    hops = trace.hops.dropna(subset=["time", "by_host", "message_id"])
    if hops.empty or events.empty:
        return events
    rough = events[events["event"].eq("Receive") & events["time_precision"].eq("minute")]
    ids = trace.journeys.set_index("journey")["message_id"]
    rough = pd.DataFrame({
        "row": rough.index, "time": rough["time"].array,
        "id": _bare(rough["journey"].map(ids)).to_numpy(), "host": _low(rough["server"]).to_numpy(),
    }).dropna()  # fmt: skip
    known = pd.DataFrame({
        "id": _bare(hops["message_id"]).to_numpy(), "host": _low(hops["by_host"]).to_numpy(),
        "second": hops["time"].array,
    }).drop_duplicates()  # fmt: skip
    pairs = rough.merge(known, on=["id", "host"])
    pairs = pairs[(pairs["second"] >= pairs["time"]) & (pairs["second"] < pairs["time"] + _MINUTE)]
    sure = pairs[~pairs["row"].duplicated(keep=False) & ~pairs["second"].duplicated(keep=False)]
    if sure.empty:
        return events
    seconds = sure.set_index("row")["second"]
    time, precision = events["time"].copy(), events["time_precision"].copy()
    time.loc[seconds.index] = seconds.astype(time.dtype)
    precision.loc[seconds.index] = "second"
    return events.assign(time=time, time_precision=precision)


def _bare(ids: pd.Series) -> pd.Series:
    return ids.astype("str").str.strip("<> ").str.casefold()


def _low(hosts: pd.Series) -> pd.Series:
    return hosts.astype("str").str.casefold().str.rstrip(".")
