"""What is compared: the values of one dimension, and how messages are counted for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.shared import DIMENSIONS, domain_of
from tracekit.knowledge.patterns import Happening

# What one mail counts as: once for a sender, once for each domain where its way may differ by it.
_BY_DOMAIN = ("recipient_domain", "connector", "host")


@dataclass(frozen=True, eq=False)
class Compared:
    """The messages of a diagnosis by the values of one dimension.

    `pairs`: a row a message and value: message, value (number), unit, time. `units`: the unit of
    each message, by its number. One mail to thirty recipients is one unit, so that it is no
    pattern by itself. `spelled`: each value as it is printed.
    """

    dimension: str
    pairs: pd.DataFrame
    units: pd.Series
    spelled: np.ndarray

    def hit_units(self, hit: pd.Series) -> np.ndarray:
        """Mark the units of which half the messages are marked."""
        at = self.units.to_numpy()
        marked = np.bincount(at, weights=hit[self.units.index].to_numpy(dtype=float))
        return marked * 2 >= np.bincount(at)

    def counted_once(self, hit_units: np.ndarray) -> pd.DataFrame:
        """Return a row a unit and value: value, unit, time (its first) and hit."""
        once = self.pairs.drop_duplicates(["value", "unit"])
        return once.assign(hit=hit_units[once["unit"]])


def compared(diagnosis: Diagnosis, dimension: str, times: pd.Series) -> Compared:
    """Prepare a dimension; only messages that `times` has (when each came in) are compared."""
    messages = diagnosis.messages.loc[times.index]
    pairs = DIMENSIONS[dimension](diagnosis.facts)
    pairs = pairs[pairs["message"].isin(times.index)]
    number, _ = pd.factorize(pairs["value"])
    first = np.unique(number, return_index=True)[1]
    units = _units(messages, dimension)
    table = pd.DataFrame({
        "message": pairs["message"].to_numpy(), "value": number,
        "unit": units.loc[pairs["message"]].to_numpy(),
        "time": times.loc[pairs["message"]].array,
    })  # fmt: skip
    ordered = table.sort_values(["value", "time"], kind="stable", ignore_index=True)
    return Compared(dimension, ordered, units, pairs["spelled"].to_numpy(dtype=object)[first])


def _units(messages: pd.DataFrame, dimension: str) -> pd.Series:
    """Number the mails; where each recipient, or each domain of them, counts, number those."""
    mail, known = pd.factorize(messages["message_id"])
    mail = np.where(mail < 0, len(known) + np.arange(len(mail)), mail)
    if dimension == "recipient":
        mail = np.arange(len(messages))
    elif dimension in _BY_DOMAIN:
        domain, names = pd.factorize(domain_of(messages["recipient"]).str.casefold())
        mail = pd.factorize(mail * (len(names) + 1) + domain + 1)[0]
    return pd.Series(pd.factorize(mail)[0], index=messages.index)


def happened(happening: Happening, diagnosis: Diagnosis, past: pd.Series) -> pd.Series:
    """Mark the messages to which it happened; `past`: those with no sign of the gateway."""
    if happening.events:
        facts = diagnosis.facts
        rows = facts.events["event"].isin(happening.events)
        return facts.has(rows & ~facts.events["enhanced_code"].isin(happening.not_codes))
    ends = diagnosis.outcomes[list(diagnosis.strength)]
    hit = ends.isin(happening.outcomes).any(axis=1)
    return hit | past if happening.unshown else hit
