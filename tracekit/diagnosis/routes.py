"""The recipients of one message, grouped by the route that the message took to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracekit.diagnosis.display import Told
from tracekit.diagnosis.stations import WAYS, meaning_of, station_texts
from tracekit.errors import UnknownNameError
from tracekit.evidence import Facts
from tracekit.model.message_ids import bare_ids
from tracekit.text import one_line

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis

_COLUMNS = ("message_id", "subject", "route", "count", "recipients", "stations", "parts", "outcome",
            "messages")  # fmt: skip
_MOST_NAMES, _MOST_STATIONS = 12, 40


@dataclass(frozen=True, eq=False)
class Routes(Told):
    """Recipients grouped by route, one row a group: the most common route of a message first.

    `groups`: message_id, subject, route (1 is the most common one), count (recipients), recipients
    (tuple), stations (in order: pairs of the journey and the step, in words), parts (where it first
    parts from the most common route, in words; empty for that one), outcome (where it is, by the id
    of the outcome; "several" where the group has more than one), messages (their numbers).
    """

    groups: pd.DataFrame

    def how(self) -> str:
        """Say it in words: each message, its routes, who went there, and where they part."""
        told = ["\n".join(_message(rows)) for _, rows in
                self.groups.groupby("message_id", sort=False)]  # fmt: skip
        return "\n\n".join(told) or "No message here has more than one recipient."

    def __repr__(self) -> str:
        messages = self.groups["message_id"].nunique()
        return f"Routes({messages} messages, {len(self.groups)} routes)"


def routes(diagnosis: Diagnosis, message_id: str | None = None) -> Routes:
    """Group the recipients of a message by the route it took; without an id, of every message.

    Two recipients are of one route when their journeys show the same events, rules, codes, folders
    and servers outside, whatever the order of those of one journey: events of one minute have none.
    Repeats count once. Without an id, messages of one recipient are left out. Raises
    UnknownNameError if no message has the id.

    >>> from tracekit import diagnose, parse
    >>> routes(diagnose(parse("12/6/2022, 12:31 PM | Receive | x"))).groups.empty
    True
    """
    chosen = _chosen(diagnosis, message_id)
    if chosen.empty:
        return Routes(pd.DataFrame(columns=list(_COLUMNS)))
    steps = _steps(diagnosis.facts, chosen.index)
    keyed = chosen.assign(
        key=_signatures(steps).reindex(chosen.index, fill_value=0),
        outcome=diagnosis.outcomes["disposition"].reindex(chosen.index),
    )
    return Routes(_groups(keyed, steps, diagnosis.facts))


def _chosen(diagnosis: Diagnosis, message_id: str | None) -> pd.DataFrame:
    """The messages to group; a message without an id is no part of any."""
    messages = diagnosis.messages[["message_id", "recipient", "subject"]]
    messages = messages[messages["message_id"].notna()]
    bare = bare_ids(messages["message_id"])
    messages = messages.assign(message_id=messages["message_id"].groupby(bare).transform("first"))
    if message_id is None:
        size = messages.groupby("message_id")["recipient"].transform("size")
        return messages[size > 1]
    mine = messages[bare.eq(bare_ids(pd.Series([message_id]))[0]).to_numpy(dtype=bool)]
    if mine.empty:
        known = messages["message_id"].drop_duplicates().head(10).tolist()
        raise UnknownNameError("message", message_id, known)
    return mine


def _steps(facts: Facts, numbers: pd.Index) -> pd.DataFrame:
    """One row a station: message, at (which journey of it), station, in order, repeats once."""
    journeys = facts.journeys[facts.journeys["message"].isin(numbers)]
    order = journeys.sort_values(["message", "pass_number"], kind="stable")
    turn = order.groupby(["message", "role"]).cumcount() + 1
    at = order["role"].str.cat(turn.astype("str"), sep=" ")
    place = pd.DataFrame({"journey": order["journey"], "at": at, "pass": order["pass_number"]})
    events = facts.events[facts.events["journey"].isin(order["journey"])]
    told = events[["message", "journey", "seq"]].assign(station=station_texts(events))
    silent = order[~order["journey"].isin(events["journey"])]
    said = ("Status " + silent["status"].astype("str")).fillna("no event and no Status")
    more = silent[["message", "journey"]].assign(seq=0, station=said)
    rows = pd.concat([told, more], ignore_index=True).merge(place, on="journey")
    rows = rows.sort_values(["message", "pass", "seq"], kind="stable")
    rows = rows.assign(folded=rows["station"].str.casefold())
    return rows.drop_duplicates(["message", "at", "folded"], ignore_index=True)


def _signatures(steps: pd.DataFrame) -> pd.Series:
    """A number for the set of stations of each message: the same set, the same number."""
    words = (steps["at"] + "\x1f" + steps["folded"]).astype(object).to_numpy()
    hashed = pd.util.hash_array(words, categorize=True)
    return pd.Series(hashed, index=steps["message"]).groupby(level=0).sum()


def _groups(keyed: pd.DataFrame, steps: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    by = keyed.reset_index(names="number").groupby(["message_id", "key"], sort=False)
    found = by.agg(
        subject=("subject", "first"), count=("number", "size"), first=("number", "first"),
        recipients=("recipient", lambda names: tuple(names.fillna("?"))),
        messages=("number", tuple),
        outcome=("outcome", "first"), ends=("outcome", "nunique"),
    ).reset_index()  # fmt: skip
    found["outcome"] = found["outcome"].mask(found["ends"] > 1, "several")
    turn = found.groupby("message_id", sort=False).ngroup()
    # A route without events is nobody's measure, however many took it.
    dark = ~found["first"].isin(facts.messages.index[facts.messages["has_way"].astype(bool)])
    rank = np.lexsort((-found["count"], dark, turn))
    found = found.iloc[rank].reset_index(drop=True)
    ways = {number: _of_message(rows) for number, rows in
            steps[steps["message"].isin(found["first"])].groupby("message")}  # fmt: skip
    usual = found.groupby("message_id", sort=False)["first"].transform("first")
    return found.assign(
        route=found.groupby("message_id", sort=False).cumcount() + 1,
        stations=[_told(ways[n]) for n in found["first"]],
        parts=[_parting(ways[n], ways[u], facts, n, u) if n != u else ""
               for n, u in zip(found["first"], usual, strict=True)],
    )[list(_COLUMNS)]  # fmt: skip


def _of_message(rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Stations of one message by journey: folded name -> words, in order."""
    return {at: dict(zip(part["folded"], part["station"], strict=True))
            for at, part in rows.groupby("at", sort=False)}  # fmt: skip


def _told(way: dict[str, dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((_way(at), station) for at, stations in way.items()
                 for station in stations.values())  # fmt: skip


def _way(at: str) -> str:
    """`return 2` is the second way back."""
    role, turn = at.split()
    return WAYS[role] if turn == "1" else f"{WAYS[role]} (no. {turn})"


def _parting(way: dict, usual: dict, facts: Facts, number: int, common: int) -> str:
    """Say where a route first differs from the most common one, and why that may be no route."""
    whole = facts.messages["whole"]
    if not facts.messages["has_way"][number]:
        return ("Only a Status is here for them, so which way they took cannot be told. Ask for "
                "the events of one of them.")  # fmt: skip
    told = next(_differences(way, usual), "They do not differ in any station.")
    if not (whole[number] and whole[common]):
        told += (" A record broke off, or is here without its events, so what one of them "
                 "lacks may have been there.")  # fmt: skip
    return told


def _differences(way: dict, usual: dict) -> Iterator[str]:
    others = [at for at in way if at not in usual]
    instead = f"the trace shows {_way(others[0])} and" if others else "the trace does"
    for at in usual:
        if at not in way:
            yield f"For them {instead} not {'' if others else 'show '}{_way(at)}."
        else:
            yield from _in_journey(way[at], usual[at], _way(at))
    yield from (f"Only for them the trace shows {_way(at)}." for at in others)


def _in_journey(way: dict[str, str], usual: dict[str, str], name: str) -> Iterator[str]:
    mine = [station for key, station in way.items() if key not in usual]
    theirs = [station for key, station in usual.items() if key not in way]
    if not mine and not theirs:
        return
    shared = [key for key in way if key in usual]
    before = [way[k] for k in _until(list(way), shared)]
    after = f", after {before[-1]}" if before else ""
    told = f"they have {_then(mine)}" if mine else f"they lack {_then(theirs)}"
    if mine and theirs:
        told += f", and those of route 1 have {_then(theirs)}"
    else:
        told += ", which those of route 1 " + ("do not have" if mine else "have")
    yield f"On {name}{after}: {told}. {meaning_of((mine or theirs)[0])}".rstrip()


def _until(keys: list[str], shared: list[str]) -> list[str]:
    """The stations in common before the first that is not."""
    known = set(shared)
    first = next((n for n, key in enumerate(keys) if key not in known), len(keys))
    return keys[:first]


def _then(stations: list[str]) -> str:
    return ", then ".join(map(_short, stations[:2])) + (", ..." if stations[2:] else "")


def _short(text: str) -> str:
    return one_line(text)[:120]


def _message(rows: pd.DataFrame) -> Iterator[str]:
    first = rows.iloc[0]
    total = int(rows["count"].sum())
    subject = first["subject"] if isinstance(first["subject"], str) else "(no subject)"
    yield f"{subject}: {total} recipients, {len(rows)} {'routes' if len(rows) > 1 else 'route'}"
    yield f"Message-ID {first['message_id']}"
    for row in rows.itertuples():
        yield f"\n  Route {row.route}: {row.count} of {total} recipients"
        yield f"    {_names(row.recipients)}"
        if row.parts:
            yield f"    Parts from route 1: {row.parts}"
        yield from _by_way(row.stations)


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _by_way(stations: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """One line a journey: its stations in order."""
    for way in dict.fromkeys(way for way, _ in stations):
        told = [_short(station) for at, station in stations if at == way]
        more = len(told) - _MOST_STATIONS
        line = " > ".join(told[:_MOST_STATIONS]) + (f" > ... {more} more" if more > 0 else "")
        yield f"    {way[0].upper()}{way[1:]}: {line}"
