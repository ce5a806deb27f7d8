"""What is compared: the values of one dimension, and how messages are counted for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.shared import Pairs, domains_of
from tracekit.diagnosis.turning import Rows
from tracekit.knowledge import load_outcomes
from tracekit.knowledge.patterns import Happening
from tracekit.model.message_ids import bare_ids

# What one mail counts as: once for a sender, once for each domain where its way may differ by it.
_BY_DOMAIN = ("recipient_domain", "connector", "host")


@dataclass(frozen=True, eq=False)
class Mails:
    """The messages that are compared: their diagnosis, and when each of them came in.

    `way`: what they all did (came in, were sent out), where others did something else.
    """

    diagnosis: Diagnosis
    times: pd.Series
    way: str = ""

    def places(self, messages: np.ndarray) -> np.ndarray:
        """Return the place of each message among those that are compared, -1 if it is none."""
        return self.times.index.get_indexer(messages)

    def role(self, rule: str) -> str | None:
        """Return what a rule is for, if it is the gateway's."""
        return self.diagnosis.facts.gateway.rule_role(rule)

    @cached_property
    def turn(self) -> np.ndarray:
        """Number the times, the earliest first; messages of one time have one number."""
        return np.unique(self.clock, return_inverse=True)[1]

    @cached_property
    def clock(self) -> np.ndarray:
        """When each came in, UTC, as numpy's times."""
        return self.times.dt.tz_localize(None).to_numpy()

    def units(self, dimension: str) -> np.ndarray:
        """Number the mails; where each recipient, or each domain of them, counts, number those."""
        if dimension == "recipient":
            return np.arange(len(self.times))
        return self._mails_by_domain if dimension in _BY_DOMAIN else self._mails

    @cached_property
    def _mails(self) -> np.ndarray:
        mail, known = pd.factorize(bare_ids(self._told["message_id"]))
        return pd.factorize(np.where(mail < 0, len(known) + np.arange(len(mail)), mail))[0]

    @cached_property
    def _mails_by_domain(self) -> np.ndarray:
        domain, names = pd.factorize(domains_of(self._told["recipient"]))
        return pd.factorize(self._mails * (len(names) + 1) + domain + 1)[0]

    @property
    def _told(self) -> pd.DataFrame:
        return self.diagnosis.messages.loc[self.times.index]


@dataclass(frozen=True, eq=False)
class Compared:
    """The messages that are compared, by the values of one dimension.

    A row a message and value, by value, oldest first: `at` (place of the message among those that
    are compared), `value` (number), `time` (missing last). `units`: the unit of each message. One
    mail to thirty recipients is one unit, so that it is no pattern by itself. `spelled`: each value
    as it is printed.
    """

    at: np.ndarray
    value: np.ndarray
    time: np.ndarray
    units: np.ndarray
    spelled: np.ndarray

    @classmethod
    def of(cls, mails: Mails, pairs: Pairs, dimension: str) -> Compared:
        """Prepare a dimension; `pairs`: what the messages, and others beside them, have of it."""
        at = mails.places(pairs.message)
        kept = np.flatnonzero(at >= 0)
        value = pd.factorize(pairs.value[kept])[0]
        first = np.unique(value, return_index=True)[1]
        spelled = pairs.spellings.array.take(pairs.spelling[kept[first]]).to_numpy(dtype=object)
        order = np.argsort(value * (len(mails.times) + 1) + mails.turn[at[kept]], kind="stable")
        at = at[kept][order]
        return cls(at, value[order], mails.clock[at], mails.units(dimension), spelled)

    @cached_property
    def unit(self) -> np.ndarray:
        """The unit of each row."""
        return self.units[self.at]

    @cached_property
    def once(self) -> np.ndarray:
        """The first row of each unit and value."""
        key = self.value * (int(self.units.max(initial=0)) + 1) + self.unit
        return np.flatnonzero(~pd.Series(key).duplicated().to_numpy())

    @cached_property
    def _once_timed(self) -> np.ndarray:
        return ~np.isnat(self.time[self.once])

    def hit_units(self, hit: np.ndarray) -> np.ndarray:
        """Mark the units of which half the messages are marked."""
        return np.bincount(self.units, weights=hit) * 2 >= np.bincount(self.units)

    def in_time(self, hit_units: np.ndarray, often: np.ndarray) -> Rows:
        """Return the rows of units whose value is `often` hit, where a time is known."""
        rows = self.once[self._once_timed & often[self.value[self.once]]]
        return Rows(self.value[rows], self.time[rows], hit_units[self.unit[rows]])


def happened(happening: Happening, diagnosis: Diagnosis, past: pd.Series) -> pd.Series:
    """Mark the messages to which it happened; `past`: those with no sign of the gateway."""
    if happening.events:
        facts = diagnosis.facts
        rows = facts.events["event"].isin(happening.events)
        return facts.has(rows & ~facts.events["enhanced_code"].isin(happening.not_codes))
    trees = {tree for name in happening.outcomes for tree in load_outcomes()[name].trees}
    hit = diagnosis.outcomes[sorted(trees)].isin(happening.outcomes).any(axis=1)
    return hit | past if happening.unshown else hit
