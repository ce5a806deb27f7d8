"""Defender's EmailEvents and EmailPostDeliveryEvents: where a message lay, what was done later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.knowledge.records import locations
from tracekit.readers.structured.cells import Cells, frame
from tracekit.readers.structured.lists import common
from tracekit.readers.structured.tables import Part
from tracekit.readers.structured.times import Times, read_times

_PLACED = {"time", "message_id", "network_message_id", "subject", "sender", "recipient",
           "size_bytes", "from_ip", "connector", "direction", "return_path"}  # fmt: skip
# What the column "component" begins with where the policy is none of the filters.
LEVELS = {"org": "Organization-level policy", "user": "User-level policy"}
_LEVELS = [f"{level}_level_{what}" for level in LEVELS for what in ("action", "policy")]
_TIMED = ["journey", "line", "source", "time", "local_time", "time_text", "time_basis",
          "time_precision"]  # fmt: skip


def read_mailboxes(cells: Cells) -> Part:
    """Read EmailEvents: a journey with one event for each message and recipient.

    A later verdict adds a record: the last one is the state, the others are in `extra`.
    """
    times = read_times(cells)
    numbers, last = _numbers(cells, times)
    places = cells.text("delivery_location")
    known = {word: locations().get(word.casefold()) for word in places.dropna().unique()}

    def told(name: str) -> pd.Series:
        words = {word: getattr(place, name) or None for word, place in known.items() if place}
        return places.map(words).astype("object").where(places.isin(words), None).iloc[last]

    shared = {
        name: value.iloc[last] if isinstance(value, pd.Series) else value
        for name, value in common(cells).items()
    }
    action = cells.text("delivery_action")
    text = action.str.cat(places, sep=": ", na_rep="not said")
    who = cells.text("recipient").iloc[last]
    rows = {
        **shared,
        "journey": numbers.iloc[last],
        "recipient": who,
        "received": times.time.iloc[last],
        "status": told("status"),
        "status_text": text.iloc[last],
    }
    events = _rows(cells, times, last, numbers, {
        "event": told("event"), "folder": told("folder"), "event_text": text.iloc[last],
        "derived": True, **{name: column.iloc[last] for name, column in _policies(cells).items()},
    })  # fmt: skip
    events = events[events["event"].notna()].reset_index(drop=True)
    events = _with_places(events, _later(cells, places), timed=False)
    return Part(cells, frame("journeys", len(last), rows), events,
                [*times.problems, *_unknown(cells, places, known)],
                {*_PLACED, "action_policy", *_LEVELS})  # fmt: skip


def _policies(cells: Cells) -> dict[str, pd.Series]:
    """Return what was done (action), and the policy that asked for it (component).

    A policy of the recipient, or of the organization, counts where it allowed the message, for then
    it went before the filters', and where no policy of the filters is named.
    Source: defender-email-events, UserLevelAction and OrgLevelAction.
    """
    action, policy = cells.text("action"), cells.text("action_policy")
    for level in ("org", "user"):
        done, by = cells.text(f"{level}_level_action"), cells.text(f"{level}_level_policy")
        known = done.notna() & (policy.isna() | done.str.casefold().eq("allow").fillna(False))
        named = by.fillna("").radd(f"{LEVELS[level]}: ").str.rstrip(": ")
        action, policy = action.mask(known, done), policy.mask(known, named)
    return {"action": action, "component": policy}


def read_actions(cells: Cells) -> Part:
    """Read EmailPostDeliveryEvents: one event a record, named by what was done."""
    times = read_times(cells)
    numbers, last = _numbers(cells, times)
    every = np.arange(len(cells))
    shared = {
        name: value.iloc[last] if isinstance(value, pd.Series) else value
        for name, value in common(cells).items()
    }
    rows = {**shared, "journey": numbers.iloc[last],
            "recipient": cells.text("recipient").iloc[last]}  # fmt: skip
    events = _rows(cells, times, every, numbers, {
        "event": cells.text("action_type"), "action": cells.text("action"),
        "component": cells.text("action_trigger"), "detail": cells.text("delivery_location"),
        "derived": False,
    })  # fmt: skip
    worked = cells.text("action_result").str.casefold().eq("success").fillna(False)
    done = cells.text("action")
    words = dict(zip(cells.grid.lines[worked], done[worked], strict=True))
    events = _with_places(events, words, timed=True)
    return Part(cells, frame("journeys", len(last), rows), events, times.problems,
                {*_PLACED, "action", "action_type", "action_trigger"})  # fmt: skip


def _later(cells: Cells, places: pd.Series) -> dict[int, str]:
    """Return by line where a message lies now, if that is another place than the first."""
    latest = cells.text("latest_delivery_location")
    moved = latest.notna() & latest.str.casefold().ne(places.str.casefold())
    return dict(zip(cells.grid.lines[moved], latest[moved], strict=True))


def _with_places(events: pd.DataFrame, words: dict[int, str], timed: bool) -> pd.DataFrame:
    """Add behind the events of these lines what they say about where the message lies now."""
    place = events["line"].map({line: locations().get(str(word).casefold())
                                for line, word in words.items()})  # fmt: skip
    more = events[place.notna()]
    if more.empty:
        return events
    place = place[place.notna()]
    more = more[_TIMED if timed else _TIMED[:3]].assign(
        event=[p.event for p in place],
        folder=[p.folder or None for p in place],
        event_text=[words[line] for line in more["line"]],
        derived=True,
    )
    both = pd.concat([events, more.reindex(columns=events.columns).astype(events.dtypes)])
    both = both.iloc[np.argsort(both.index, kind="stable")].reset_index(drop=True)
    return both.assign(seq=(both.groupby("journey").cumcount() + 1).astype("Int64"))


def _numbers(cells: Cells, times: Times) -> tuple[pd.Series, np.ndarray]:
    """Number message and recipient; return also the last record of each."""
    key = cells.text("network_message_id").fillna("").str.casefold().str.replace("-", "")
    key = key + "\x1f" + cells.text("recipient").fillna("").str.casefold()
    numbers = pd.Series(pd.factorize(key)[0])
    order = np.lexsort((np.arange(len(cells)), times.order(), numbers))
    ends = np.append(np.diff(numbers.to_numpy()[order]) != 0, True) if len(order) else order
    return numbers, order[ends.astype(bool)]


def _rows(
    cells: Cells, times: Times, rows: np.ndarray, numbers: pd.Series, values: dict[str, object]
) -> pd.DataFrame:
    of = numbers.iloc[rows]
    order = np.lexsort((times.order()[rows], of))
    of = of.iloc[order]

    def moved(column: object) -> object:
        return column.iloc[rows].iloc[order] if isinstance(column, pd.Series) else column

    return frame("events", len(rows), {
        **{name: value.iloc[order] if isinstance(value, pd.Series) else value
           for name, value in values.items()},
        "journey": of, "seq": of.groupby(of).cumcount() + 1, "time": moved(times.time),
        "local_time": moved(times.local), "time_basis": moved(times.basis),
        "time_precision": moved(times.precision), "time_text": moved(cells.text("time")),
        "line": moved(cells.lines()), "source": cells.given.name,
    })  # fmt: skip


def _unknown(cells: Cells, places: pd.Series, known: dict) -> list[dict]:
    rows = []
    for word, place in list(known.items())[:50]:
        if place is None:
            first = int(np.argmax(places.eq(word).fillna(False).to_numpy()))
            rows.append({"line": int(cells.grid.lines[first]), "text": word[:500], "kind":
                         "unknown-text", "reason": f"The delivery location {word[:80]!r} is not "
                         "known, so it gives no event."})  # fmt: skip
    return rows
