"""A bounce that was read beside a trace gives the code and the server that its rows lack.

What Microsoft 365 sent on may have come back later: there the bounce is what happened next. It
never overrides what the trace shows: where they disagree, or the trace shows another end, the
bounce is only noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import (
    BOUNCE,
    CODES,
    NEEDED,
    SAYS,
    codes_of,
    told_by_bounce_alone,
    with_messages_of_bounces,
)
from tracekit.combine.unused_bounces import with_unused_bounces
from tracekit.model import MessageTrace, table
from tracekit.model.message_ids import bare_ids

_LOOKED_AT = ["journey", "seq", "event", "component", "derived", "host", "enhanced_code",
              "smtp_code"]  # fmt: skip
_SENT_ON = ["Send external", "Send"]
_KEPT = ["Deliver", "Drop", "Quarantine", "Expand", "Redirect"]
_ELSEWHERE = [*_KEPT, *_SENT_ON]
_ENDED = ["Delivered", "Sent", "Quarantined", "Expanded"]
_OTHER_CODE = (SAYS + " gives {bounce}, and the trace {code}. The trace is believed: the bounce "
               "may be of another attempt or another server.")  # fmt: skip
_OTHER_END = (SAYS + " says that it was refused with {bounce}, and the trace shows another end. "
              "The trace is believed: the bounce may come from a server behind that end, from a "
              "forward, or from another copy.")  # fmt: skip
_WHICH_ONE = (SAYS + " says that it was refused with {bounce}. Several records here may be what it "
              "is about, and nothing says which, so nothing was taken from it.")  # fmt: skip


def with_bounces(trace: MessageTrace) -> MessageTrace:
    """Give a failure without code or server, or what was sent on, the answer that a bounce holds.

    The event is a Fail with the component "bounce", derived, without a time, and leads to the line
    of the bounce. Message-ID and recipient must be the same: what refused another recipient of the
    message, even at the same domain, says nothing of this one. A message that no journey here is
    of gets one from its bounce.

    >>> with_bounces(MessageTrace.empty()).events.empty
    True
    """
    if not set(NEEDED) <= set(trace.extra.columns):
        return trace
    return with_unused_bounces(with_messages_of_bounces(_with_answers(trace)))


def _with_answers(trace: MessageTrace) -> MessageTrace:
    told = trace.extra.dropna(subset=[BOUNCE, "bounce_message_id", "bounce_recipient"])
    journeys = trace.journeys[~told_by_bounce_alone(trace.journeys, trace.events)]
    ids = bare_ids(journeys["message_id"]).dropna()
    told = told[bare_ids(told["bounce_message_id"]).isin(ids)]
    if told.empty:
        return trace
    told = told.sort_values([BOUNCE, "source", "line"])
    places = journeys.groupby(_keys(journeys["message_id"], journeys["recipient"])).indices
    rows = trace.events.groupby("journey").indices
    few, looked_at = journeys[["journey", "status"]], trace.events[_LOOKED_AT]
    few, looked_at = (frame.astype(_plain(frame)) for frame in (few, looked_at))
    events, problems = [], []
    keys = _keys(told["bounce_message_id"], told["bounce_recipient"])
    for key, row in zip(keys, told.to_dict("records"), strict=True):
        if key in places:
            mine = few.take(places[key])
            own = [rows[number] for number in mine["journey"] if number in rows]
            found = _judged(looked_at.take(sorted(chain.from_iterable(own))), mine, row)
            (events if "event" in found else problems).append(found)
    known = _known_answers(trace.events)
    fresh = [e for e in _once(events) if (e["journey"], _code(e)) not in known]
    noted = [p for p in problems if p and p["reason"] not in set(trace.problems["reason"])]
    return replace(trace, events=_appended(trace.events, "events", fresh),
                   problems=_appended(trace.problems, "problems", noted))  # fmt: skip


def _plain(frame: pd.DataFrame) -> dict[str, pd.StringDtype]:
    """Texts as Python's own, for the many small steps that each bounce takes."""
    text = pd.StringDtype("python", na_value=np.nan)
    return {name: text for name in frame if frame[name].dtype == "str"}


def _keys(ids: pd.Series, recipients: pd.Series) -> pd.Series:
    """What a journey and the bounces about it have in common."""
    return bare_ids(ids) + "\n" + recipients.astype("str").str.casefold()


def _known_answers(events: pd.DataFrame) -> set[tuple[int, str]]:
    """Journey and code of the answers that bounces have told already."""
    told = events[events["component"].eq(BOUNCE).fillna(False).astype(bool)]
    return set(zip(told["journey"], codes_of(told), strict=True))


def _judged(events: pd.DataFrame, mine: pd.DataFrame, row: dict) -> dict:
    """Return the event that the bounce adds, a row of `problems` where it does not fit, or {}.

    `mine` are the journeys that it is about, `events` are theirs.
    """
    failed = events[events["event"].eq("Fail") & ~events["component"].eq(BOUNCE).fillna(False)]
    names = ("enhanced_code", "inner_code")
    named = {_known(row, f"bounce_{name}") for name in names} - {None}
    # A server that gave no enhanced code is compared by its reply code.
    codes = failed["enhanced_code" if named else "smtp_code"].dropna()
    if len(codes):
        same = codes.isin(named or {_known(row, "bounce_smtp_code")}).any()
        if not same:
            return _noted(mine, row, _OTHER_CODE, ", ".join(codes.unique()))
        host, of = _known(row, "bounce_host"), failed["journey"].unique()
        lacking = failed["host"].isna().all() and len(of) == 1
        return _event(events, of[0], row, host) if lacking and host else {}
    ended = mine["journey"].isin(events.loc[events["event"].isin(_ELSEWHERE), "journey"])
    ended |= mine["status"].isin(_ENDED).fillna(False)
    open_end = mine[~ended]
    if len(failed):
        open_end = open_end[open_end["journey"].isin(failed["journey"])]
    elif len(mine) > 1:
        open_end = open_end[open_end["status"].eq("Failed").fillna(False)]
    if len(open_end) == 1:
        host = _known(row, "bounce_host") or _known(row, "bounce_reporter")
        return _event(events, open_end["journey"].iloc[0], row, host)
    left = None if len(failed) else _sent_on(events, mine, row)
    if left is not None:
        host = _who_answered(events[events["journey"].eq(left)], row)
        return {**_event(events, left, row, host), "server": _known(row, "bounce_reporter")}
    return _noted(mine, row, _OTHER_END if ended.any() else _WHICH_ONE)


def _sent_on(events: pd.DataFrame, mine: pd.DataFrame, row: dict) -> int | None:
    """The journey whose message came back after it was sent on; None where that is not clear."""
    kept = events["event"].isin(_KEPT) & ~events["derived"].fillna(False).astype(bool)
    sent = events[events["event"].isin(_SENT_ON)]
    said = mine.loc[mine["status"].eq("Sent").fillna(False), "journey"]
    left = mine["journey"][mine["journey"].isin({*sent["journey"], *said})]
    if kept.any() or len(left) != len(mine):
        return None
    if len(left) > 1:
        names = {_domain(_known(row, name)) for name in ("bounce_host", "bounce_reporter")} - {""}
        left = pd.Series(sent.loc[sent["host"].fillna("").map(_domain).isin(names),
                                  "journey"].unique())  # fmt: skip
    return int(left.iloc[0]) if len(left) == 1 else None


def _who_answered(events: pd.DataFrame, row: dict) -> str | None:
    """The server that refused what was sent on.

    The one that writes "Remote server returned" about itself is taken for it only where the message
    was sent to its own domain: a gateway's tells what the next server said.
    """
    named, reporter = _known(row, "bounce_host"), _known(row, "bounce_reporter")
    if named or not _known(row, "bounce_remote"):
        return named or reporter
    sent = events.loc[events["event"].isin(_SENT_ON), "host"].fillna("").map(_domain)
    return reporter if reporter and sent.eq(_domain(reporter)).any() else None


def _domain(host: str | None) -> str:
    """The domain that a host is of: all behind its first label, where that has a dot."""
    parts = (host or "").casefold().rstrip(".").split(".")
    return ".".join(parts[1:] if len(parts) > 2 else parts)


def _known(row: dict, name: str) -> str | None:
    return None if pd.isna(row[name]) else row[name]


def _event(events: pd.DataFrame, journey: int, row: dict, host: str | None) -> dict:
    """The failure that a bounce tells of a journey."""
    last = events.loc[events["journey"].eq(journey), "seq"].max()
    return {
        "journey": int(journey), "seq": 1 if pd.isna(last) else int(last) + 1, "event": "Fail",
        "detail": f"{SAYS}: {row[BOUNCE]}", "component": BOUNCE, "derived": True,
        "time_basis": "unknown",
        "host": host, "source": row["source"], "line": row["line"],
        **{name: row[f"bounce_{name}"] for name in (*CODES, "reason")
           if not pd.isna(row.get(f"bounce_{name}"))},
    }  # fmt: skip


def _code(row: dict, prefix: str = "") -> str:
    """The code of an answer: the enhanced one, else the reply code."""
    codes = (row.get(f"{prefix}{name}") for name in ("enhanced_code", "smtp_code"))
    return next((code for code in codes if not pd.isna(code)), "")


def _noted(mine: pd.DataFrame, row: dict, sentence: str, code: str = "") -> dict:
    return {"source": row["source"], "line": row["line"], "kind": "contradiction",
            "journey": int(mine["journey"].iloc[-1]), "text": row[BOUNCE][:500],
            "reason": sentence.format(bounce=_code(row, "bounce_"), code=code)}  # fmt: skip


def _once(events: list[dict]) -> Iterator[dict]:
    """Give each answer once a journey: a bounce may be there as text and as a mail."""
    seen = set()
    for event in events:
        key = (event["journey"], _code(event))
        if key not in seen:
            seen.add(key)
            yield event


def _appended(rows: pd.DataFrame, name: str, more: list[dict]) -> pd.DataFrame:
    return pd.concat([rows, table(name, more)], ignore_index=True) if more else rows
