"""Which hand-overs may be of a message that came back: told by times alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.model import MessageTrace

# No gateway takes a message, looks into it and gives it back as fast as this.
AT_ONCE = 2_000_000  # microseconds
# What a way back ends in; a message that ended there is not the one that is handed over again.
_ENDS = ["Deliver", "DUPLICATEDELIVER", "Quarantine", "Drop", "Fail"]
_ENDED = ["Delivered", "Quarantined", "Failed", "Filtered as spam"]
_LAST = np.iinfo(np.int64).max


def may_be_returns(
    trace: MessageTrace, hand_over: pd.Series, handed: np.ndarray, number: np.ndarray,
    begun: np.ndarray, unit: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Tell for each journey whether it may have begun with a return from the gateway.

    Somebody who is addressed twice (by an alias, by a group) has the message handed over twice.
    It may not, if no other hand-over was made before it began (or one in the same unit of time),
    if Microsoft 365 split it off itself (Transfer, no Receive), or if a return that ended is here
    for every hand-over, all of them begun after the last hand-over.
    `hand_over`: flags by event; `handed`: by journey, those that only a Status tells as well.
    `number`: of the journey's message. `begun`: by journey, in
    microseconds in whole `unit`s; the highest number is no time, and tells nothing.

    >>> none = np.array([], dtype=np.int64)
    >>> may_be_returns(MessageTrace.empty(), pd.Series(dtype=bool), *[none] * 4).tolist()
    []
    """
    events, journey = trace.events, trace.journeys["journey"]
    there = hand_over.to_numpy(dtype=bool)
    twice = np.bincount(number, weights=handed)[number] > 1 if len(number) else handed
    if not twice.any():
        return np.ones(len(number), dtype=bool)
    sent = events["time"][there].groupby(events["journey"][there]).min().dt.tz_localize(None)
    sent = sent.reindex(journey.array).to_numpy().astype("datetime64[us]")
    out = np.where(np.isnat(sent), begun, sent.view("int64") // unit * unit)
    first = np.full(number.max() + 1, _LAST)
    np.minimum.at(first, number[handed], out[handed])
    last = np.full(number.max() + 1, -_LAST)
    np.maximum.at(last, number[handed], out[handed])
    # Two hand-overs and seconds: what begins at once after the first is no return either. Two of
    # one minute have no order; three of them are more than a person is addressed by.
    pair = np.bincount(number, weights=handed)[number] == 2
    soon = np.select([~pair, unit < AT_ONCE], [-1, AT_ONCE], 0)
    late = begun - np.minimum(first[number], begun) > soon
    ended = journey.isin(events["journey"][events["event"].isin(_ENDS)]).to_numpy()
    ended |= trace.journeys["status"].isin(_ENDED).to_numpy()
    back = ended & ~handed & (begun >= last[number])
    mixed = ended & ~handed & (begun >= first[number]) & (begun < last[number])
    count = [np.bincount(number, weights=x)[number] for x in (back, mixed, handed)]
    all_back = (count[0] >= count[2]) & (count[1] == 0)
    inside = _among(trace, ["Transfer"]) & ~_among(trace, ["Receive"])
    return ~twice | (begun == _LAST) | (late & ~all_back & ~inside)


def _among(trace: MessageTrace, names: list[str]) -> np.ndarray:
    events = trace.events
    of = events["journey"][events["event"].isin(names)]
    return trace.journeys["journey"].isin(of).to_numpy()
