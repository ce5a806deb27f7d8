"""The journeys of a trace in the order they are told, each with a title in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.charts.wording import day, moment, said, zone_words
from tracekit.charts.zones import Zone
from tracekit.model import MessageTrace

TITLES = {
    "outbound": "Outbound: Microsoft 365 to the gateway",
    "return": "Return: from the gateway back to Microsoft 365",
    "direct": "Direct: not by way of the gateway",
    "loop": "Loop: Microsoft 365 to the gateway once more",
    "unknown": "the trace does not show its direction",
}
_ORDER = {role: place for place, role in enumerate(("outbound", "loop", "return", "direct"))}


@dataclass(frozen=True, eq=False)
class Lane:
    """One journey: its number in every table, its title, and its events in order.

    The title numbers it by the way of its message, as the desk and the write-up do.
    """

    journey: int
    role: str
    message: object
    title: str
    about: str
    row: pd.Series
    events: pd.DataFrame
    zone: Zone | None = None


def pairs_of(diagnosis: object = None, pairs: pd.DataFrame | None = None) -> pd.DataFrame | None:
    """Return the frame (journey, role) of a diagnosis, or the one given, or None."""
    return pairs if pairs is not None else getattr(diagnosis, "pairs", None)


def lanes(
    trace: MessageTrace, pairs: pd.DataFrame | None = None, zone: Zone | None = None
) -> list[Lane]:
    """Return the lanes of a trace, message by message, the way the mail went."""
    ordered = _ordered(trace, pairs)
    return [_lane(trace, row, zone) for _, row in ordered.iterrows()]


def _ordered(trace: MessageTrace, pairs: pd.DataFrame | None) -> pd.DataFrame:
    """Journeys with role, message and pass; in the trace's own order where no pairs are given."""
    journeys = trace.journeys
    if pairs is None or pairs.empty:
        who = journeys["message_id"].fillna("") + "\n" + journeys["recipient"].str.casefold()
        return journeys.assign(role="", message=who.fillna(""))
    known = pairs.set_index("journey")
    mapped = {
        name: journeys["journey"].map(known[name])
        for name in ("role", "message", "pass_number")
        if name in known
    }
    paired = journeys.assign(**({"message": 0, "pass_number": pd.NA} | mapped))
    paired["role"] = paired["role"].astype("object").fillna("unknown")
    by = [paired["message"].fillna(-1), paired["pass_number"].fillna(99)]
    by += [paired["role"].map(_ORDER).fillna(9), pd.Series(range(len(paired)), paired.index)]
    order = pd.concat(by, axis=1, keys=range(4)).sort_values([0, 1, 2, 3], kind="stable").index
    ordered = paired.loc[order]
    place = ordered.groupby("message", dropna=False).cumcount() + 1
    return ordered.assign(pass_number=ordered["pass_number"].fillna(place))


def _lane(trace: MessageTrace, row: pd.Series, zone: Zone | None) -> Lane:
    events = trace.events[trace.events["journey"] == row["journey"]]
    # Events are told one by one: a row of plain objects is quickly taken out.
    events = events.sort_values("seq", kind="stable").reset_index(drop=True).astype(object)
    words = TITLES.get(row["role"], TITLES["unknown"])
    name = f"Journey {_number(row)}"
    title = f"{name} · {words}" if row["role"] else name
    about = _about(row, events, zone)
    return Lane(row["journey"], row["role"], row["message"], title, about, row, events, zone)


def _number(row: pd.Series) -> int:
    """Its number on the way of its message; as the tables have it where no way is known."""
    number = row.get("pass_number")
    return row["journey"] if pd.isna(number) else int(number)


def _about(row: pd.Series, events: pd.DataFrame, zone: Zone | None) -> str:
    """To whom, which day, which zone, how many events."""
    count = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    moments = (moment(event, zone) for _, event in events.iterrows())
    first = next((day(at) for at in moments if at is not None), "no date")
    recipient = said(row.get("recipient"), 60)
    who = [f"to {recipient}"] if recipient else []
    return " · ".join([*who, first, f"times in {zone_words(events, row.get('utc_offset'), zone)}",
                       count])  # fmt: skip
