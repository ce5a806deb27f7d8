"""Every message of a trace as one table, with what it shares with others, ready to be filtered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.shared import DIMENSIONS, failures_of, rules_of
from tracekit.diagnosis.triage import triage
from tracekit.evidence.waits import whole_way

NONE = "(none)"  # stands for "no domain is named", in pictures and in filters
_IN_JOURNEYS = ("message_id", "network_message_id", "subject", "sender", "recipient", "connector",
                "mail_flow_rule", "from_ip", "to_ip")  # fmt: skip
_IN_EVENTS = ("event", "rule_name", "host", "ip", "enhanced_code", "folder")
_VALUES = {**DIMENSIONS, "rule": rules_of, "code": failures_of}
_MOST_KEPT = 200  # masks; one has a byte a message


@dataclass(frozen=True, eq=False)
class Listing:
    """The messages of a diagnosis, their values by name, and masks over them, each made once.

    >>> from tracekit import diagnose, parse
    >>> Listing(diagnose(parse("12/6/2022, 12:31 PM | Receive | x"))).messages.index.tolist()
    [0]
    """

    diagnosis: Diagnosis
    _masks: dict = field(default_factory=dict, repr=False)
    _pairs: dict = field(default_factory=dict, repr=False)

    @cached_property
    def messages(self) -> pd.DataFrame:
        """One row a message and recipient, oldest first; index: the number of the message.

        Columns: received (UTC), sender, recipient, subject, message_id, status, where, who, passed
        (outcome ids), journeys (int), sender_domain, recipient_domain (case folded, `(none)` where
        none is named), minutes (from its first to its last timed event; missing where two times are
        not here) and uncertain (minutes).
        """
        outcomes, told = self.diagnosis.outcomes, self.diagnosis.messages
        journeys = self.diagnosis.facts.journeys
        last = journeys[journeys["final"]].drop_duplicates("message", keep="last")
        way = whole_way(self.diagnosis.facts)
        table = told[["sender", "recipient", "subject", "message_id", "journeys"]].assign(
            received=journeys.groupby("message")["received"].min(),
            status=last.set_index("message")["status"],
            where=outcomes["disposition"], who=outcomes["decision"], passed=outcomes["gateway"],
            sender_domain=self._of_each("sender_domain"),
            recipient_domain=self._of_each("recipient_domain"),
            minutes=way["minutes"].where(self._timed() > 1), uncertain=way["uncertain"],
        )  # fmt: skip
        return table.sort_values("received", kind="stable", na_position="last")

    def _of_each(self, name: str) -> pd.Series:
        """The one value of each message."""
        pairs = DIMENSIONS[name](self.diagnosis.facts).table().set_index("message")["value"]
        return pairs.reindex(self.diagnosis.messages.index).fillna(NONE).astype("str")

    def _timed(self) -> pd.Series:
        """How many of the events of each message have a time."""
        events = self.diagnosis.facts.events
        count = events[events["time"].notna()].groupby("message").size()
        return count.reindex(self.diagnosis.messages.index, fill_value=0)

    def values(self, name: str) -> pd.DataFrame:
        """Return what the messages have of a dimension: at (place in `messages`), value, spelled.

        `name`: sender, recipient and their domains, connector, rule, host, code (of failures).
        """
        if name not in self._pairs:
            pairs = _VALUES[name](self.diagnosis.facts).table()
            at = self.messages.index.get_indexer(pairs["message"])
            self._pairs[name] = pairs.assign(at=at)[["at", "value", "spelled"]].astype(
                {"value": "category"})  # fmt: skip
        return self._pairs[name]

    @cached_property
    def patterns(self) -> pd.DataFrame:
        """What those of one outcome share: the patterns of `triage`, with a `name` each."""
        found = triage(self.diagnosis).patterns
        return found.assign(name=found["id"] + ": " + found["value"].astype("str"))

    def mask(self, kind: str, value: object, make) -> np.ndarray:
        """Return a mask over `messages`, made once for each kind and value."""
        if (kind, value) not in self._masks:
            if len(self._masks) >= _MOST_KEPT:
                self._masks.clear()
            self._masks[kind, value] = make()
        return self._masks[kind, value]

    def found(self, text: str) -> np.ndarray:
        """Mark the messages that hold a text in an id, a name, a rule, a host or a code."""
        facts, found = self.diagnosis.facts, np.zeros(len(self.messages), dtype=bool)
        for rows, columns in ((facts.journeys, _IN_JOURNEYS), (facts.events, _IN_EVENTS)):
            hit = np.zeros(len(rows), dtype=bool)
            for column in columns:
                hit |= holds(rows[column], text)
            found |= self.messages.index.isin(rows["message"].to_numpy()[hit])
        return found


def holds(column: pd.Series, text: str) -> np.ndarray:
    """Mark the cells that hold a text, in any case.

    >>> holds(pd.Series(["News", None]), "news").tolist()
    [True, False]
    """
    found = column.astype("str").str.contains(text.strip(), case=False, regex=False)
    return found.fillna(False).to_numpy(dtype=bool)
