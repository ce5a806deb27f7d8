"""Which journeys a list in a console holds, where its command left none of their records out."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.facts import Facts, once

_CONSOLE = "powershell"
_PART, _ALL = "part", "all"  # what a command asked for, beside a Message-ID (readers/commands.py)


@once
def listed_in_console(facts: Facts) -> pd.Index:
    """Return the labels of the journeys that such a list holds.

    It was asked for by the Message-ID alone, or it holds other mail too and nothing in its command
    leaves records of a message out. A list whose command is not here has to hold other mail.
    """
    sources = facts.trace.sources
    names = set(sources["source"][sources["format"].str.startswith(_CONSOLE).fillna(False)])
    if not names:
        return facts.journeys.index[:0]
    rows = _listed(facts, names)
    commands = facts.trace.extra
    if "asked" in commands:
        commands = commands[["source", "line", "asked"]].dropna()
        commands = commands.assign(place=commands["line"].astype("int64")).drop(columns="line")
        rows = pd.merge_asof(rows.sort_values("line"), commands.sort_values("place"),
                             left_on="line", right_on="place", by="source")  # fmt: skip
    else:
        rows = rows.assign(asked=_ALL, place=0)
    asked = rows["asked"].fillna(_ALL)
    by = [rows["source"], rows["place"].fillna(0)]
    several = rows.groupby(by)["id"].transform("nunique").gt(1)
    held = asked.str.strip("<> ").str.casefold().eq(rows["id"]) | (asked.eq(_ALL) & several)
    return pd.Index(rows.loc[held, "at"].unique())


def _listed(facts: Facts, names: set[str]) -> pd.DataFrame:
    """The places of lists in consoles: label of the journey (at), source, line and Message-ID."""
    journeys, events = facts.journeys, facts.events
    own = journeys["source"].fillna("") + ":" + journeys["line"].astype("str").fillna("")
    every = (own + "; " + journeys["also"].fillna("")).str.split("; ").explode()
    parts = every[every.ne("")].str.rpartition(":")
    rows = pd.DataFrame({
        "at": parts.index, "source": parts[0].to_numpy(dtype=object),
        "line": pd.to_numeric(parts[2], errors="coerce").to_numpy(dtype="float64"),
    })  # fmt: skip
    rows["id"] = journeys["message_id"].str.strip("<> ").str.casefold().reindex(rows["at"]).array
    rows = rows[rows["source"].isin(names)].dropna().astype({"line": "int64"})
    # What stands where an event stands is a record of details, not of a list.
    detail = pd.MultiIndex.from_frame(events[["source", "line"]].astype({"line": "float64"}))
    here = pd.MultiIndex.from_frame(rows[["source", "line"]].astype({"line": "float64"}))
    return rows[~here.isin(detail)]
