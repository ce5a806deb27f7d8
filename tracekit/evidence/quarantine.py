"""Masks about quarantine: the rows that put a message there, and those that only ask for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.evidence.facts import Facts, once
from tracekit.knowledge.records import load_records

# One delivery follows what asked for it within minutes; a release takes a person longer.
SOON = pd.Timedelta(minutes=10)
_ORDER = pd.Timedelta(minutes=1)  # clocks that show whole minutes
# What the malware filter did and let the message go on (ms-malware-agent).
_WENT_ON = ["replaced", "bypassed", "deferred"]


@once
def is_malware(facts: Facts) -> pd.Series:
    """Mark the rows of malware for which the message may have been kept, as no row denies."""
    events = facts.events
    passed = events["action"].str.casefold().isin(_WENT_ON)
    return events["event"].eq("Malware") & ~passed


@once
def is_quarantine(facts: Facts) -> pd.Series:
    """Mark the events that put a message in quarantine.

    A rule's action is none of them where the mailbox's folder is named at once: it did not act.
    """
    events = facts.events
    said = events["event"].eq("Quarantine") | events["folder"].eq("quarantine").fillna(False)
    asked = events["action"].str.casefold().eq("quarantine").fillna(False)
    if not (asked & ~said).any():
        return said | asked
    named = events["event"].eq("Deliver") & ~said & events["folder"].notna()
    stored = _soon_after(events, asked & ~said, named)
    denied = events["event"].isin(load_records().off_the_way.rules) & events["journey"].isin(
        events.loc[stored, "journey"])  # fmt: skip
    return said | (asked & ~denied)


@once
def is_stored_in_quarantine(facts: Facts) -> pd.Series:
    """Mark the Deliver rows without a folder that most likely store into quarantine.

    A rule, the spam filter (DI:SQ) or the malware filter asked for it in the same journey, minutes
    before at most: an Extended report never names the folder. Defender says where it delivered.
    """
    events = facts.events
    open_end = events["event"].eq("Deliver") & events["folder"].isna()
    open_end &= ~events["derived"].fillna(False).astype(bool)
    released = events["sfv"].eq("SKQ").fillna(False)
    asked = (is_quarantine(facts) & ~open_end) | (events["di"].eq("SQ").fillna(False) & ~released)
    asked |= is_malware(facts) & events["action"].str.casefold().eq("blocked")
    asked &= ~events["event"].isin(load_records().off_the_way.after)
    if not (asked.any() and open_end.any()):
        return pd.Series(False, index=events.index)
    placed = events["event"].eq("Deliver") & events["folder"].notna()
    placed = events.loc[_soon_after(events, asked, placed), "journey"]
    open_end &= ~events["handed"] & ~events["journey"].isin(placed)
    return _first_only(events, _soon_after(events, asked, open_end))


def _first_only(events: pd.DataFrame, stored: pd.Series) -> pd.Series:
    """Keep the first delivery of each journey, and what has its time: a later one is a release."""
    first = events["seq"].where(stored).groupby(events["journey"]).transform("min")
    began = (
        events["time"].where(events["seq"].eq(first)).groupby(events["journey"]).transform("max")
    )
    return stored & (events["seq"].eq(first) | events["time"].eq(began)).fillna(False).astype(bool)


@once
def may_be_on_trial(facts: Facts) -> pd.Series:
    """Mark the actions of rules whose mode no row prints, where a Deliver row follows them."""
    events = facts.events
    rules = events["event"].isin(load_records().off_the_way.rules) & is_quarantine(facts)
    unsaid = rules & ~events["derived"].fillna(False).astype(bool)
    return unsaid & events["journey"].isin(events.loc[is_stored_in_quarantine(facts), "journey"])


@once
def is_held(facts: Facts) -> pd.Series:
    """Mark the events by which a message lies in quarantine, as said or most likely."""
    return is_quarantine(facts) | is_stored_in_quarantine(facts)


def _soon_after(events: pd.DataFrame, asked: pd.Series, rows: pd.Series) -> pd.Series:
    """Mark the rows that follow the first of `asked` in their journey within minutes.

    Where there is no time the journey alone counts.
    """
    clock = events["time"].dt.tz_localize(None).fillna(events["local_time"])
    first = clock.where(asked).groupby(events["journey"]).transform("min")
    waited = (clock - first).to_numpy()
    far = (waited > SOON.to_numpy()) | (waited < -_ORDER.to_numpy())
    return (
        rows & events["journey"].isin(events.loc[asked, "journey"]) & ~np.asarray(far, dtype=bool)
    )
