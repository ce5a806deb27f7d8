"""Pair the journeys of each message: outbound, return, direct, loop, unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import told_by_bounce_alone
from tracekit.combine.nameless import nameless_records
from tracekit.decode.hand_over import hand_over_rows, hand_over_status
from tracekit.decode.rounds import may_be_returns
from tracekit.decode.rule_hits import are_trials
from tracekit.knowledge import Gateway
from tracekit.model import MessageTrace
from tracekit.model.message_ids import bare_ids

COLUMNS = ["journey", "message", "role", "pass_number", "handed", "verdict", "because"]
_NO_TIME = np.iinfo(np.int64).max
_EXACT = {"100ns": 1, "ms": 1_000, "second": 1_000_000, "minute": 60_000_000}
_ROLES = ["outbound", "loop", "return", "return", "direct", "unknown"]
_BECAUSE = {
    "outbound": "it was handed to the gateway",
    "loop": "it was handed to the gateway again after it had come back",
    "return": "another journey of the message was handed to the gateway, and this one was not",
    "marked": "a verdict rule of the gateway fired, and it was not handed over",
    "direct": "it was not handed to the gateway",
    "unknown": "nothing in it says whether the gateway saw it",
}
_BOUNCED = "only a bounce tells of it, and no record of its way is here"


@dataclass(frozen=True, eq=False)
class Marks:
    """What a gateway's profile says of a trace.

    By event: `hand_over` (it hands the message over), `roles` (of the rule, missing where it is not
    the vendor's, or on trial). By journey: `said` (its record says it was sent to the gateway).
    """

    hand_over: pd.Series
    roles: pd.Series
    said: pd.Series

    @classmethod
    def of(cls, trace: MessageTrace, gateway: Gateway) -> Marks:
        """Look every name up in the profile."""
        return cls(
            hand_over_rows(trace, gateway),
            gateway.rule_roles(trace.events["rule_name"]).mask(are_trials(trace.events["action"])),
            hand_over_status(trace, gateway),
        )


def pair(trace: MessageTrace, gateway: Gateway) -> pd.DataFrame:
    """Say what each journey is; one row a journey, in the order of `trace.journeys`.

    Columns: journey, message (number of the message and recipient it belongs to), role, pass_number
    (1 is the first), handed and verdict (flags), because (the reason in words).
    Order of pasting plays no part. Sources: the founding document (its headings stand over the
    wrong traces), TREE g-sent to g-marks.

    >>> from tracekit.knowledge import load_gateway
    >>> pair(MessageTrace.empty(), load_gateway("inky")).columns.tolist() == COLUMNS
    True
    """
    return paired(trace, Marks.of(trace, gateway))


def paired(trace: MessageTrace, marks: Marks) -> pd.DataFrame:
    """Say what each journey is, as `pair`, where the gateway's marks are known already."""
    journeys, of = trace.journeys, trace.events["journey"]
    ruled = marks.roles.notna()
    verdict = ruled & marks.roles.str.startswith("verdict-", na=False)

    def among(mask: pd.Series) -> np.ndarray:
        return journeys["journey"].isin(of[mask.to_numpy(dtype=bool)]).to_numpy()

    flags = {
        "handed": among(marks.hand_over) | marks.said.to_numpy(),
        "verdict": among(verdict),
        "ruled": among(ruled),
    }
    number = message_numbers(_adopted(trace)).to_numpy()
    begun = _starts(trace)
    time, unit = _comparable(number, *begun)
    order = _order(number, time, flags["handed"],
                   among(are_submissions(trace.events)), journeys["size_bytes"])  # fmt: skip
    anew = ~may_be_returns(trace, marks.hand_over, flags["handed"], number, time, unit)
    found = {**flags, "message": number, **_roles(number, order, time, anew=anew, **flags)}
    found["journey"] = journeys["journey"].array
    found["because"][told_by_bounce_alone(journeys, trace.events).to_numpy()] = _BOUNCED
    return pd.DataFrame({name: found[name] for name in COLUMNS}, index=journeys.index)


def message_numbers(journeys: pd.DataFrame) -> pd.Series:
    """Number the messages: one number for each Message-ID and recipient, case of addresses ignored.

    Brackets and the case of an id make no difference.
    A journey without Message-ID stands alone, with the other passes of its record. One without
    recipient (a report cut off in front) joins the only recipient of its Message-ID, if there is
    only one.
    """
    who, named = journeys["recipient"].str.casefold(), bare_ids(journeys["message_id"])
    if who.isna().any():
        only = who.groupby(named).transform("nunique") == 1
        first = who.groupby(named).transform("first")
        who = who.where(who.notna() | ~only.fillna(False).astype(bool), first).fillna("")
    ids, addresses = pd.factorize(named)[0], pd.factorize(who)[0]
    alone = nameless_records(journeys) + ids.max(initial=-1) + 1
    key = np.where(ids < 0, alone, ids).astype("int64") * (len(journeys) + 1) + addresses
    return pd.Series(pd.factorize(key)[0], index=journeys.index)


def _adopted(trace: MessageTrace) -> pd.DataFrame:
    """Give a report that broke off before its Message-ID the id of the message it belongs to.

    Only where one message of the same subject, sender and recipient began within an hour of it:
    what follows from a report that broke off is never shown, only fitting.
    """
    journeys = trace.journeys
    cut = trace.problems.loc[trace.problems["kind"].eq("foot"), "journey"]
    lost = journeys["message_id"].isna() & journeys["journey"].isin(cut)
    if not lost.any():
        return journeys
    key = pd.DataFrame({name: journeys[name].str.casefold()
                        for name in ("subject", "sender", "recipient")})  # fmt: skip
    known = key.assign(id=journeys["message_id"], at=journeys["received"]).dropna()
    pairs = key[lost].assign(own=journeys["received"], place=journeys.index[lost]).dropna().merge(
        known, on=list(key))  # fmt: skip
    near = pairs[(pairs["own"] - pairs["at"]).abs() <= pd.Timedelta(hours=1)]
    by = near.groupby("place")["id"]
    found = by.first()[by.nunique().eq(1)]
    ids = journeys["message_id"].where(~journeys.index.isin(found.index),
                                       found.reindex(journeys.index))  # fmt: skip
    return journeys.assign(message_id=ids.astype("str"))


def are_submissions(events: pd.DataFrame) -> pd.Series:
    """Mark the events by which a mailbox of here handed a message in.

    Source: a RECEIVE of the store driver is a submission from a mailbox (ms-message-tracking).

    >>> are_submissions(MessageTrace.empty().events).tolist()
    []
    """
    stored = events["component"].str.upper().eq("STOREDRIVER").fillna(False).astype(bool)
    return events["event"].eq("Submit") | (events["event"].eq("Receive") & stored)


def begins(trace: MessageTrace) -> pd.Series:
    """Return when each journey begins, by row of the journeys: its first event, else its receipt.

    >>> len(begins(MessageTrace.empty()))
    0
    """
    journeys, events = trace.journeys, trace.events
    first = events["time"].groupby(events["journey"]).min().reindex(journeys["journey"].array)
    first = first.set_axis(journeys.index)
    return first.fillna(journeys["received"].where(~journeys["journey"].isin(events["journey"])))


def _starts(trace: MessageTrace) -> tuple[np.ndarray, np.ndarray]:
    """First time of each journey in UTC and how exact it is, in microseconds.

    The time is the highest number where it has none. A clock without a zone does not order
    journeys: the other report may be in another zone.
    """
    events, times = trace.events, begins(trace).dt.tz_localize(None)
    own = events["time"].eq(events["time"].groupby(events["journey"]).transform("min"))
    exact = events["time_precision"].map(_EXACT).fillna(_EXACT["minute"])[own]
    exact = exact.groupby(events["journey"][own]).max()
    exact = exact.reindex(trace.journeys["journey"].array).fillna(1).to_numpy(dtype=np.int64)
    whole = times.to_numpy().astype("datetime64[us]").view("int64")
    return np.where(times.isna(), _NO_TIME, whole), exact


def _order(
    number: np.ndarray, time: np.ndarray, handed: np.ndarray, submitted: np.ndarray, size: pd.Series
) -> np.ndarray:
    """Order the journeys of each message causally.

    By time where all of them have one. At the same time what was submitted here is first, the way
    out comes before the way back, and the message grows on its way (founding document).
    """
    grown = size.to_numpy(dtype="float64", na_value=np.inf)
    return np.lexsort((grown, ~handed, ~submitted, time, number))


def _comparable(
    number: np.ndarray, time: np.ndarray, exact: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return times of the messages all of whose journeys have one (else the highest), and units.

    A minute and a second are compared by the minute: 14:02 may be later than 14:02:10.
    """
    if not len(number):
        return time, exact
    coarsest = np.ones(number.max() + 1, dtype=np.int64)
    np.maximum.at(coarsest, number, exact)
    unit = coarsest[number]
    lacking = np.bincount(number, weights=time == _NO_TIME)[number] > 0
    return np.where(lacking, _NO_TIME, time // unit * unit), unit


def _roles(
    number: np.ndarray, order: np.ndarray, time: np.ndarray, handed: np.ndarray,
    verdict: np.ndarray, ruled: np.ndarray, anew: np.ndarray,
) -> dict[str, np.ndarray]:  # fmt: skip
    """Return role, reason and pass number of each journey.

    `anew`: handed over without having come back before, so that it is no loop.
    """
    handed, verdict, ruled, anew, of, at = (
        x[order] for x in (handed, verdict, ruled, anew, number, time))  # fmt: skip
    begins = np.append(True, of[1:] != of[:-1])[: len(of)]
    starts = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    before = np.cumsum(handed) - handed
    earlier = before - before[starts][group]
    any_handed = np.bincount(group, weights=handed)[group] > 0 if len(of) else handed
    # At minute resolution two hand-overs of one minute have no order: three of them have.
    after = (at > _first_hand_over(group, handed, at)) & (at != _NO_TIME)
    role = np.select(
        [
            handed & (earlier > 0) & (verdict | ~anew & (after | (earlier >= 2))),
            handed,
            # A verdict is proof of the way back, whatever the clocks say.
            verdict,
            earlier > 0,
            ruled | any_handed,
        ],
        [1, 0, 3, 2, 4],
        default=5,
    )
    found = {"role": role, "pass_number": np.arange(len(of)) - starts[group] + 1}
    back = np.argsort(order)
    found = {name: column[back] for name, column in found.items()}
    reasons, roles = (pd.array(x, dtype="str") for x in (list(_BECAUSE.values()), _ROLES))
    return {**found, "role": roles.take(found["role"]), "because": reasons.take(found["role"])}


def _first_hand_over(group: np.ndarray, handed: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Time of the first hand-over of each journey's message, which stand in order."""
    of, first = np.unique(group[handed], return_index=True)
    times = np.full(group.max(initial=-1) + 1, _NO_TIME)
    times[of] = at[handed][first]
    return times[group]
