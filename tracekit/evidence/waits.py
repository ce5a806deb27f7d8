"""Every wait on the way of a message, what it was for, and how long the whole way took."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.pool import numbers_of
from tracekit.evidence.codes import EXPIRED, NO_CONNECTION, at_recipients_edge, is_about
from tracekit.evidence.complete import own_logs
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.quarantine import is_held
from tracekit.evidence.signs import awaits_approval, is_delivery, is_failure
from tracekit.evidence.status_words import says_quarantine
from tracekit.knowledge.records import load_records

SCANNING = "4.7.721"  # Advanced Threat Protection scanning in progress: normal, not a fault
_MINUTE = 60_000_000  # microseconds
_STEP = {"minute": 1.0, "second": 1 / 60, "ms": 0.0, "100ns": 0.0}


@once
def waits(facts: Facts) -> pd.DataFrame:
    """List every wait: message, kind, minutes, uncertain (minutes), before and after (event rows).

    Kinds: scanning, handing-over, gateway, remote, approval, quarantine, microsoft, own (a server
    of one's own), open (nothing says who was waited for), between. Clocks without a zone are not
    compared.
    """
    # What a record says was done later, or where the message lay, is no step of the way.
    events = facts.events
    steps = events["time"].notna() & events["message"].notna() & ~_after_delivery(facts)
    steps &= ~events["derived"].fillna(False).astype(bool)
    steps &= ~events["event"].isin(load_records().off_the_way.after)
    at = np.flatnonzero(steps.to_numpy())
    time, number, turn, seq = (column[at] for column in _clock(events))
    order = np.lexsort((seq, turn, number))
    before, waited = _since_latest(time[order], number[order])
    at, late = at[order], waited > 0
    rows = pd.DataFrame({
        "message": number[order][late], "minutes": waited[late] / _MINUTE,
        "before": events.index.to_numpy()[at[before[late]]],
        "after": events.index.to_numpy()[at[late]],
        "uncertain": _steps(events)[at[late]],
        "kind": _kinds_of(facts, at[before[late]], at[late]),
    })  # fmt: skip
    return rows.astype({"before": "int64", "kind": "str"})


def _clock(events: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Return time in microseconds, message, pass and place of each event as whole numbers."""
    times = events["time"].dt.tz_localize(None).to_numpy().astype("datetime64[us]").view("int64")
    names = ("message", "pass_number", "seq")
    return times, *(events[name].to_numpy("float64", na_value=-1).astype("int64") for name in names)


def _since_latest(time: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each step the one before it, and the time since the latest one before it.

    A row printed late with an earlier time must not make a wait. Nothing precedes a first step.
    """
    known, rank = np.unique(time, return_inverse=True)
    shift = np.cumsum(np.append(False, number[1:] != number[:-1])[: len(number)]) * len(known)
    latest = known[np.maximum.accumulate(rank + shift) - shift] if len(known) else time
    before = np.arange(len(time)) - 1
    waited = time - latest[before] if len(time) else time
    return before, np.where(number == number[before], waited, 0) * (before >= 0)


def _after_delivery(facts: Facts) -> np.ndarray:
    """Mark the rows after the first delivery of a message: nobody waited for what they show."""
    time, number, *_ = _clock(facts.events)
    done = is_delivery(facts).to_numpy() & facts.events["time"].notna().to_numpy() & (number >= 0)
    order = np.flatnonzero(done)[np.argsort(time[done], kind="stable")]
    of, first = np.unique(number[order], return_index=True)
    if not len(of):
        return done
    at = np.searchsorted(of, number).clip(max=len(of) - 1)
    return (of[at] == number) & (time > time[order][first][at])


def _kinds_of(facts: Facts, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Say what each wait was for: by the row before it, and whether a journey ends there."""
    if not len(before):
        return np.zeros(0, dtype=object)
    journey = numbers_of(facts.events)
    moved = journey[before] != journey[after]
    inside = np.where(_expired(facts)[after], _tried(facts)[after], _inside(facts)[before])
    inside = np.where(_was_not_approved(facts)[after], "approval", inside)
    between = _past_silent_passes(facts, before, after, _between(facts)[before])
    return np.where(moved, between, inside)


def _past_silent_passes(
    facts: Facts, before: np.ndarray, after: np.ndarray, kinds: np.ndarray
) -> np.ndarray:
    """Where passes lie between of which no row is here, nobody knows who was waited for.

    Unless one of them ended in quarantine, says its Status, and lay there for most of that time.
    """
    events = facts.events
    turn = events["pass_number"].to_numpy("float64", na_value=-1)
    passed = (turn[after] - turn[before] > 1) & np.isin(kinds, ["gateway", "between"])
    if not passed.any():
        return kinds
    many = turn.max() + 2
    place = events["message"].to_numpy("float64", na_value=-1) * many + turn
    keys, lay = _kept_without_rows(facts, many)
    at = np.searchsorted(keys, place[before], side="right")
    time = events["time"].dt.tz_localize(None).to_numpy()
    kept = (keys[at] < place[after]) & (lay[at] * 2 >= time[after] - time[before])
    return np.where(passed, np.where(kept, "quarantine", "between"), kinds).astype(object)


def _kept_without_rows(facts: Facts, many: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the passes that ended in quarantine by their Status, and the time to the next one.

    Numbered by message and pass, in order; behind them one that is later than all.
    """
    table = facts.journeys.sort_values(["message", "pass_number"])
    lay = table.groupby("message")["received"].shift(-1) - table["received"]
    kept = says_quarantine(facts).reindex(table.index).to_numpy() & lay.notna().to_numpy()
    keys = (table["message"] * many + table["pass_number"]).to_numpy("float64")[kept]
    return np.append(keys, np.inf), np.append(lay.to_numpy()[kept], np.timedelta64(0))


def _inside(facts: Facts) -> np.ndarray:
    """What the message waits for after each event, inside a journey."""
    events = facts.events
    own = events["source"].isin(own_logs(facts))
    return np.select(
        [awaits_approval(facts), is_held(facts),
         events["event"].eq("Defer") & events["enhanced_code"].eq(SCANNING),
         events["event"].eq("Defer"), own],
        ["approval", "quarantine", "scanning", _tried(facts), "own"], default="microsoft",
    ).astype(object)  # fmt: skip


@once
def _tried(facts: Facts) -> np.ndarray:
    """What a message waits for that was tried in vain, as the rows of those tries say it."""
    events = facts.events
    # Another tenant's server is Microsoft's, and answers for the recipient's organization.
    theirs = ~events["microsoft_host"] | at_recipients_edge(facts)
    outside = (events["host"].notna() & theirs) | is_about(facts, "remote")
    return np.select(
        [events["gateway_host"], outside, _says_nothing(facts),
         events["source"].isin(own_logs(facts))],
        ["handing-over", "remote", "open", "own"], default="microsoft",
    ).astype(object)  # fmt: skip


def _says_nothing(facts: Facts) -> pd.Series:
    """Mark the tries that name no server, and whose code, if any, is of the way to one.

    Without a code, what ends in a mailbox here was tried there.
    """
    events = facts.events
    nobody, coded = events["host"].isna() & events["ip"].isna(), events["enhanced_code"].notna()
    inside = events["journey"].isin(events.loc[is_delivery(facts) | is_held(facts), "journey"])
    said = (coded & ~is_about(facts, "routing")) | events["token"].notna()
    said |= inside & ~coded
    return nobody & (~said | events["enhanced_code"].isin(EXPIRED))


def _expired(facts: Facts) -> np.ndarray:
    """Mark the failures that end the tries of a day: the wait before is for whom they name."""
    events = facts.events
    ended = events["enhanced_code"].isin([*EXPIRED, *NO_CONNECTION]) & is_failure(facts)
    return (ended & ~events["journey"].isin(
        events.loc[events["event"].eq("Defer"), "journey"])).to_numpy()  # fmt: skip


def _was_not_approved(facts: Facts) -> np.ndarray:
    """Mark the failures that a moderator decided, or let expire: the wait before was for that."""
    token = facts.events["token"].str.casefold().str.startswith("approval.").fillna(False)
    return (token & is_failure(facts)).to_numpy(dtype=bool)


def _between(facts: Facts) -> np.ndarray:
    """What the message waits for between the end of one journey and the start of the next."""
    handed = facts.events["handed"] & ~facts.events["final"]
    return np.select(
        [awaits_approval(facts), is_held(facts), handed],
        ["approval", "quarantine", "gateway"], default="between",
    ).astype(object)  # fmt: skip


@once
def whole_way(facts: Facts) -> pd.DataFrame:
    """Minutes from the first to the last event of each message, and how uncertain they are."""
    listed, index = waits(facts), facts.messages.index
    of = facts.events["message"].to_numpy("float64", na_value=-1).astype("int64")
    at, number = np.searchsorted(index, listed["message"]), np.searchsorted(index, of[of >= 0])
    total = np.bincount(at, weights=listed["minutes"], minlength=len(index))
    uncertain = np.full(len(index), -1.0)
    np.maximum.at(uncertain, number, _steps(facts.events)[of >= 0])
    return pd.DataFrame({"minutes": total, "uncertain": np.where(uncertain < 0, 1, uncertain)},
                        index=index)  # fmt: skip


def _steps(events: pd.DataFrame) -> np.ndarray:
    """Return how many minutes the clock of each event may be off; a minute where nobody says."""
    codes, names = pd.factorize(events["time_precision"])
    return np.array([*(_STEP.get(name, 1.0) for name in names), 1.0])[codes]


def duration(minutes: float) -> str:
    """Write how long something took, in the unit that suits it.

    >>> duration(0.2), duration(31), duration(150)
    ('12 s', '31 min', '2.5 hours')
    """
    if minutes >= 120:
        return f"{minutes / 60:.1f} hours"
    return f"{minutes:.0f} min" if minutes >= 1 else f"{minutes * 60:.0f} s"
