"""What message headers that were read beside the trace add: waits before it, and the verdict."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, told, weakened
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.evidence.waits import whole_way


def waited_before_microsoft(facts: Facts) -> Evidence:
    """Did it wait longest before Microsoft 365 received it? Only headers tell.

    The first times in a header were written by servers of the sender, whose clocks may be wrong.
    """
    waits = waits_before(facts)
    longest = (waits > facts.late_after) & (waits > whole_way(facts)["minutes"])
    answer = longest.astype("boolean").mask(waits.isna())
    found = told(facts, answer, "The Received lines of its header show a longer wait before "
                 "Microsoft 365 took it.", "The Received lines of its header show no longer wait "
                 "before Microsoft 365.",
                 "A trace begins when Microsoft 365 receives the message.")  # fmt: skip
    return weakened(found, True)


def of_headers(facts: Facts, column: str, of_one_recipient: bool = False) -> pd.Series:
    """Return by message what its header says in a column; missing where headers differ.

    A header is of one recipient's copy: with `of_one_recipient` it counts only where no other
    recipient of the message is in the trace.
    """
    if facts.trace.headers.empty:
        return pd.Series(pd.NA, index=facts.messages.index, dtype="str")
    rows = _of_messages(facts, facts.trace.headers.dropna(subset=[column]))
    by = rows.groupby("message")[column]
    said = by.first().where(by.nunique().eq(1)).reindex(facts.messages.index).astype("str")
    ids = _bare(facts.messages["message_id"])
    return said.where(~ids.duplicated(keep=False)) if of_one_recipient else said


@once
def entries(facts: Facts) -> pd.DataFrame:
    """Return the first Received line of Microsoft's in each header, with `message`.

    `minutes`: how long after the first line with a time it was written.
    """
    hops = facts.trace.hops
    key = [hops["source"], hops["block"]]
    first = hops["time"].groupby(key).transform("first")
    entry = hops.assign(minutes=(hops["time"] - first).dt.total_seconds() / 60)
    entry = entry[are_microsoft_hosts(hops["by_host"]).to_numpy()]
    return _of_messages(facts, entry.drop_duplicates(["source", "block"]))


def entrances(facts: Facts) -> pd.DataFrame:
    """Return the Received line by which Microsoft 365 took each header in, with `message`.

    It is the first one of its own, too, unless the message had been here before: then it tells who
    gave it back.
    """
    keys = ["source", "block", "line"]
    last = facts.trace.headers[["source", "block", "entrance_line"]].dropna()
    last = last.rename(columns={"entrance_line": "line"})
    return _of_messages(facts, facts.trace.hops.merge(last, on=keys))


@once
def waits_before(facts: Facts) -> pd.Series:
    """Minutes from the first Received line to the first of Microsoft's, by message."""
    entry = entries(facts)
    waits = entry.groupby("message")["minutes"].max()
    return waits.reindex(facts.messages.index).astype("float64")


def _of_messages(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """Join rows of headers to messages, by Message-ID."""
    if rows.empty:
        return rows.assign(id="", message=pd.Series(dtype="int64"))
    ids = facts.messages["message_id"].dropna()
    known = pd.DataFrame({"id": _bare(ids), "message": ids.index})
    return rows.assign(id=_bare(rows["message_id"])).dropna(subset=["id"]).merge(known, on="id")


def _bare(ids: pd.Series) -> pd.Series:
    return ids.astype("str").str.strip("<> ").str.casefold()
