"""Where the time went: every wait of a case, its part of the way, and its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.knowledge.stages import Stage, load_stages

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# How long one tick of a clock is; where nobody says, a minute.
_TICK = {"minute": 60.0, "second": 1.0, "ms": 0.001, "100ns": 0.0}
_COLUMNS = ("stage", "start", "end", "start_tick", "end_tick", "before", "after")
_BEGINS = ("Receive", "Submit")
_SHORT = "No wait shows: less than the clock can tell."


def stretches(case: Case) -> pd.DataFrame:
    """List every wait: stage, start, end (UTC), start_tick, end_tick (seconds), before, after.

    A clock that shows 12:31 may mean any second of that minute: a tick says how long an instant of
    that clock lasts. `before` and `after` are row labels of the events (missing: from headers).

    >>> from tracekit import diagnose, parse
    >>> stretches(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()).empty
    True
    """
    events = case.trace.events
    waits = case.waits[case.waits["after"].isin(events.index)]
    before, after = events.loc[waits["before"]], events.loc[waits["after"]]
    end = after["time"].reset_index(drop=True)
    length = pd.to_timedelta((waits["minutes"] * 60).round(6).to_numpy(), unit="s")
    told = pd.DataFrame({
        "stage": _stages(case, waits, before, after), "start": end - length, "end": end,
        "start_tick": _ticks(before), "end_tick": _ticks(after),
        "before": waits["before"].to_numpy(), "after": waits["after"].to_numpy(),
    }, columns=list(_COLUMNS)).astype({"before": "Int64", "after": "Int64"})  # fmt: skip
    earlier = _before_microsoft(case)
    return told if earlier.empty else pd.concat([earlier, told], ignore_index=True)


def stages(case: Case) -> pd.DataFrame:
    """Return one row a part of the way: stage, title, state, minutes, least, most, said.

    `state`: wait, short (it is here and no wait shows) or not shown. `minutes` is the wait by the
    clocks, `least` and `most` what it can have been (missing where it is not shown).

    >>> from tracekit import diagnose, parse
    >>> stages(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())["state"].tolist()[0]
    'not shown'
    """
    listed, here = stretches(case), _here(case)
    rows = [_stage(stage, listed[listed["stage"] == stage.id], here) for stage in
            load_stages().values()]  # fmt: skip
    columns = ["stage", "title", "state", "minutes", "least", "most", "said"]
    return pd.DataFrame([row for row in rows if row], columns=columns)


def _stage(stage: Stage, waits: pd.DataFrame, here: set[str]) -> tuple | None:
    if len(waits):
        minutes, least, most = _lengths(waits)
        return (stage.id, stage.title, "wait", minutes, least, most, span(minutes, least, most))
    if stage.id in here:
        return (stage.id, stage.title, "short", 0.0, 0.0, None, _SHORT)
    if not stage.always:
        return None
    words = stage.hidden if f"{stage.id}?" in here else stage.silent
    return (stage.id, stage.title, "not shown", None, None, None, words)


def _lengths(waits: pd.DataFrame) -> tuple[float, float, float]:
    """Minutes by the clocks, at least and at most; waits that meet share their inner clocks."""
    run = waits["before"].ne(waits["after"].shift()).fillna(True).cumsum()
    runs = waits.groupby(run).agg(
        start=("start", "first"), end=("end", "last"),
        start_tick=("start_tick", "first"), end_tick=("end_tick", "last"),
    )  # fmt: skip
    length = (runs["end"] - runs["start"]).dt.total_seconds()
    least, most = (length - runs["start_tick"]).clip(lower=0), length + runs["end_tick"]
    return tuple(float(x.sum()) / 60 for x in (length, least, most))


def span(minutes: float, least: float, most: float) -> str:
    """Say a wait with what it can have been.

    >>> span(5, 4, 6), span(0.5, 0.5, 0.5)
    ('about 5 min (4 min to 6 min)', '30 s')
    """
    if most - least < 0.1:
        return length(minutes)
    low, high = length(least), length(most)
    between = f"under {high}" if least == 0 else f"{low} to {high}"
    if low == high or (most - least) < minutes / 50:
        between = f"give or take {length((most - least) / 2)}"
    return f"about {length(minutes)} ({between})"


def length(minutes: float) -> str:
    """Say how long in at most two units.

    >>> length(0.25), length(61), length(3000)
    ('15 s', '1 h 1 min', '2 d 2 h')
    """
    seconds = round(minutes * 60)
    if seconds < 1:
        return "under 1 s"
    parts = pd.Timedelta(seconds=seconds).components
    units = [(parts.days, "d"), (parts.hours, "h"), (parts.minutes, "min"), (parts.seconds, "s")]
    first = next(n for n, (number, _) in enumerate(units) if number)
    return " ".join(f"{n} {unit}" for n, unit in units[first : first + 2] if n)


def _ticks(events: pd.DataFrame) -> list[float]:
    return events["time_precision"].map(_TICK).astype("float64").fillna(60.0).tolist()


def _stages(case: Case, waits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> list:
    """Name the part of the way of each wait."""
    of_kind = {kind: stage.id for stage in load_stages().values() for kind in stage.kinds}
    of_role = {role: stage.id for stage in load_stages().values() for role in stage.roles}
    roles = case.pairs.set_index("journey")["role"].map(of_role)
    stage = waits["kind"].map(of_kind).astype("object").to_numpy()
    inside = before["journey"].map(roles).fillna("unknown").to_numpy()
    # What lies between the first row of a journey and a delivery is the journey, not the mailbox.
    last = after["event"].eq("Deliver").to_numpy() & ~before["event"].isin(_BEGINS).to_numpy()
    inside = ["mailbox" if at_end else name for at_end, name in zip(last, inside, strict=True)]
    return [name if isinstance(name, str) else other
            for name, other in zip(stage, inside, strict=True)]  # fmt: skip


def _here(case: Case) -> set[str]:
    """Name the parts of the way that the trace shows, with or without a wait in them."""
    timed = case.trace.events[case.trace.events["time"].notna()]
    pairs = case.pairs[case.pairs["journey"].isin(timed["journey"])]
    roles = set(pairs["role"])
    here = {s.id for s in load_stages().values() if roles & set(s.roles)}
    if "return" in roles and roles & {"outbound", "loop"}:
        here.add("gateway")
    if "unknown" in roles:
        here |= {"first?", "second?", "gateway?"} - ({"second?"} if "second" in here else set())
    return here | _mailbox(timed) | ({"before"} if len(_entries(case)) else set())


def _mailbox(timed: pd.DataFrame) -> set[str]:
    """Is there a delivery, and a row between the receipt and it?"""
    order = timed.sort_values(["journey", "seq"])
    earlier = order.groupby("journey")["event"].shift()
    delivered = order["event"].eq("Deliver")
    if (delivered & earlier.notna() & ~earlier.isin(_BEGINS)).any():
        return {"mailbox"}
    return {"mailbox?"} if delivered.any() else set()


def _before_microsoft(case: Case) -> pd.DataFrame:
    """The wait before Microsoft 365, from the Received lines of headers that were read beside."""
    found = _entries(case)
    found = found[found["end"] > found["start"]].sort_values("start").head(1)
    return found.assign(stage="before", start_tick=1.0, end_tick=1.0, before=pd.NA, after=pd.NA)[
        list(_COLUMNS)
    ].astype({"before": "Int64", "after": "Int64"})


def _entries(case: Case) -> pd.DataFrame:
    """First time of each header of this message, and the first time of a server of Microsoft's."""
    hops = case.trace.hops.dropna(subset=["time"])
    own = hops["message_id"].astype("str").str.strip("<> ").str.casefold()
    wanted = str(case.message_id).strip("<> ").casefold()
    hops = hops[own.eq(wanted).fillna(False).to_numpy(dtype=bool)]
    key = ["source", "block"]
    start = hops.groupby(key)["time"].first().rename("start")
    taken = hops[are_microsoft_hosts(hops["by_host"]).to_numpy()]
    end = taken.groupby(key)["time"].first().rename("end")
    return pd.concat([start, end], axis=1).dropna().reset_index(drop=True)
