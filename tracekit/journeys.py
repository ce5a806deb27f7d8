"""Pair the journeys of each message: outbound, return, direct, loop, unknown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.knowledge import Gateway
from tracekit.model import MessageTrace

COLUMNS = ["journey", "message", "role", "pass_number", "handed", "verdict", "because"]
SENDING = ("Send external", "Send")
_BECAUSE = {
    "outbound": "it was handed to the gateway",
    "loop": "it was handed to the gateway again after it had come back",
    "return": "another journey of the message was handed to the gateway, and this one was not",
    "marked": "a verdict rule of the gateway fired, and it was not handed over",
    "direct": "it was not handed to the gateway",
    "unknown": "nothing in it says whether the gateway saw it",
}


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
    journeys = trace.journeys
    flags = pd.DataFrame({
        "journey": journeys["journey"].array,
        "message": message_numbers(_adopted(trace)).array,
        "handed": journeys["journey"].isin(_handed(trace, gateway)).array,
        "verdict": journeys["journey"].isin(_with_role(trace, gateway, "verdict-")).array,
        "ruled": journeys["journey"].isin(_with_role(trace, gateway, "")).array,
        "submitted": journeys["journey"].isin(_submitted(trace)).array,
        "size": journeys["size_bytes"].array,
        "time": _starts(trace).array,
    })  # fmt: skip
    ordered = _in_order(flags)
    roles = _roles(ordered)
    return roles.sort_index()[COLUMNS]


def message_numbers(journeys: pd.DataFrame) -> pd.Series:
    """Number the messages: one number for each Message-ID and recipient, case of addresses ignored.

    A journey without Message-ID stands alone. One without recipient (a report cut off in front)
    joins the only recipient of its Message-ID, if there is only one.
    """
    who = journeys["recipient"].str.casefold()
    only = who.groupby(journeys["message_id"]).transform("nunique") == 1
    first = who.groupby(journeys["message_id"]).transform("first")
    who = who.where(who.notna() | ~only.fillna(False).astype(bool), first).fillna("")
    ids, addresses = pd.factorize(journeys["message_id"])[0], pd.factorize(who)[0]
    alone = pd.factorize(journeys["journey"])[0] + ids.max(initial=-1) + 1
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


def hand_over_rows(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the events that hand a message to the gateway.

    Mail to a host of a service that does not give mail back may as well go to a recipient who uses
    it: there the Status must name the host as the smart host of a connector.
    """
    events = trace.events
    there = (
        gateway.are_smart_hosts(events["host"])
        | gateway.are_gateway_hosts(events["host"])
        | gateway.are_addresses(events["ip"])
    )
    there &= events["event"].isin(SENDING)
    if not gateway.makes_two_journeys:
        said = hand_over_status(trace, gateway)
        there &= events["journey"].isin(trace.journeys["journey"][said])
    return there.astype(bool)


def hand_over_status(trace: MessageTrace, gateway: Gateway) -> pd.Series:
    """Mark the journeys whose Status says that they were sent through the gateway's connector."""
    journeys = trace.journeys
    named = gateway.are_connectors(journeys["connector"]) | gateway.are_smart_hosts(
        journeys["smart_host"]
    )
    if gateway.makes_two_journeys:
        return named.astype(bool) & journeys["status"].isin(["Sent", "Delivered"])
    # A connector that mail comes in through is named as well.
    named |= gateway.are_gateway_hosts(journeys["smart_host"])
    return named.astype(bool) & journeys["status"].eq("Sent")


def _handed(trace: MessageTrace, gateway: Gateway) -> set:
    rows = trace.events.loc[hand_over_rows(trace, gateway), "journey"]
    said = trace.journeys.loc[hand_over_status(trace, gateway), "journey"]
    return set(rows) | set(said)


def _with_role(trace: MessageTrace, gateway: Gateway, prefix: str) -> set:
    roles = gateway.rule_roles(trace.events["rule_name"]).astype("str")
    return set(trace.events.loc[roles.str.startswith(prefix, na=False), "journey"])


def _submitted(trace: MessageTrace) -> set:
    return set(trace.events.loc[trace.events["event"].eq("Submit"), "journey"])


def _starts(trace: MessageTrace) -> pd.Series:
    """First time of each journey in UTC.

    A clock without a zone does not order journeys: the other report may be in another zone.
    """
    first = trace.events.groupby("journey")["time"].min()
    journeys = trace.journeys["journey"]
    return pd.Series(first.reindex(journeys).array, index=journeys.index)


def _in_order(flags: pd.DataFrame) -> pd.DataFrame:
    """Order the journeys of each message causally.

    By time where all of them have one. At the same time what was submitted here is first, the way
    out comes before the way back, and the message grows on its way (founding document).
    """
    known = flags["time"].notna().groupby(flags["message"]).transform("all")
    ordered = flags.assign(
        time=flags["time"].where(known), back=~flags["handed"], begun=~flags["submitted"],
        at=np.arange(len(flags)),
    )  # fmt: skip
    keys = ["message", "time", "begun", "back", "size", "at"]
    return ordered.sort_values(keys, na_position="last", kind="stable")


def _roles(ordered: pd.DataFrame) -> pd.DataFrame:
    by = ordered.groupby("message", sort=False)
    earlier = by["handed"].cumsum() - ordered["handed"].astype(int)
    # At minute resolution two hand-overs of one minute have no order: three of them have.
    later = (ordered["time"] > _first_hand_over(ordered)) | ordered["verdict"] | (earlier >= 2)
    any_handed = by["handed"].transform("any")
    role = np.select(
        [
            ordered["handed"] & (earlier > 0) & later,
            ordered["handed"],
            # A verdict is proof of the way back, whatever the clocks say.
            ordered["verdict"],
            earlier > 0,
            ordered["ruled"] | any_handed,
        ],
        ["loop", "outbound", "marked", "return", "direct"],
        default="unknown",
    )
    return ordered.assign(
        because=pd.Series(role, index=ordered.index).map(_BECAUSE).astype("str"),
        role=pd.Series(role, index=ordered.index).replace({"marked": "return"}).astype("str"),
        pass_number=by.cumcount() + 1,
    )


def _first_hand_over(ordered: pd.DataFrame) -> pd.Series:
    """Time of the first hand-over that stands before each journey of its message."""
    handed_at = ordered["time"].where(ordered["handed"])
    so_far = handed_at.groupby(ordered["message"]).ffill().groupby(ordered["message"]).cummin()
    return so_far.groupby(ordered["message"]).shift()
