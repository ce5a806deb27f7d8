"""Whose decision a status code is, and which row of a message holds the code that decided."""

from __future__ import annotations

import re

import pandas as pd

from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import is_failure
from tracekit.knowledge import find_code

EXPIRED = ("4.4.7", "5.4.7", "5.4.300")  # the queue gave up: the last try before it says why
# What the number of a code speaks of, where its entry in smtp_codes.toml says nothing else.
_ABOUT = {
    "routing": re.compile(r"[45]\.4\.|[45]\.7\.32[0-9]$"),
    "recipient": re.compile(
        r"[45]\.1\.(?!8$|90$)|[45]\.2\.|[45]\.7\.1[23][0-9]$|5\.7\.193$"),
    "limits": re.compile(r"5\.1\.8$|5\.1\.90$|5\.7\.23[23]$|5\.7\.70[0-24-9]$"),
    "rule": re.compile(r"5\.7\.9[0-9]{2}$|5\.7\.171$"),
}  # fmt: skip


def is_about(facts: Facts, what: str) -> pd.Series:
    """Mark the events whose code speaks of routing, recipient, limits, rule, remote or moderator.

    The code behind an arrow counts as well. What the entry of a code says comes before its number.
    """
    said, events = _said(facts), facts.events
    if not events[["enhanced_code", "inner_code"]].notna().to_numpy().any():
        return pd.Series(False, index=events.index)
    found = pd.Series(False, index=events.index)
    if what in _ABOUT:
        for column in ("enhanced_code", "inner_code"):
            found |= events[column].str.match(_ABOUT[what]).fillna(False).astype(bool)
    return said.eq(what) | (said.eq("") & found)


@once
def _said(facts: Facts) -> pd.Series:
    """Return whose decision the entry of each code says that it is; empty where it does not."""
    events = facts.events
    coded = events["event"].isin(["Fail", "Defer"]) & events["enhanced_code"].notna()
    keys = events.loc[coded, ["enhanced_code", "inner_code", "token", "reason"]].astype("object")
    known = {key: _by_entry(*key) for key in set(keys.itertuples(index=False, name=None))}
    said = pd.Series("", index=events.index, dtype="str")
    said[coded] = [known[key] for key in keys.itertuples(index=False, name=None)]
    return said


def _by_entry(code: object, inner: object, token: object, reason: object) -> str:
    code, inner, token, reason = (
        "" if pd.isna(x) else str(x) for x in (code, inner, token, reason))  # fmt: skip
    found = find_code(inner or code, token, reason)
    return found.decided_by if found else ""


@once
def last_tries(facts: Facts) -> pd.Series:
    """Mark the last Defer before a message expired in the queue, where the end names no server."""
    events = facts.events
    bare = (is_failure(facts) & events["enhanced_code"].isin(EXPIRED) & events["host"].isna()
            & events["inner_code"].isna())  # fmt: skip
    tried = (events["event"].eq("Defer") & events["enhanced_code"].notna()
             & events["journey"].isin(events.loc[bare, "journey"]))  # fmt: skip
    last = events["seq"].where(tried).groupby(events["journey"]).transform("max")
    return tried & events["seq"].eq(last).fillna(False)


def stopping(facts: Facts) -> pd.Series:
    """Mark the row whose code may have decided: the last failure, or a last defer still open.

    Of a message that expired in the queue it is the last try.
    """
    events, tried = facts.events, facts.events["event"].eq("Defer")
    if not (tried | is_failure(facts)).any():
        return pd.Series(False, index=events.index)
    pending = events["message"].map(facts.outcome("disposition").eq("pending")).fillna(False)
    failed = is_failure(facts) & events["final"]
    waiting = tried & pending.astype(bool) & events["final"]
    rows = failed | (waiting & ~events["message"].isin(events.loc[failed, "message"]))
    last = events["seq"].where(rows).groupby(events["journey"]).transform("max")
    tries = last_tries(facts)
    rows &= events["seq"].eq(last).fillna(False)
    return (rows & ~events["journey"].isin(events.loc[tries, "journey"])) | (
        tries & events["final"])  # fmt: skip
