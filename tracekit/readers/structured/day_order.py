"""Which of day and month comes first, as the network message ids of the same rows tell.

Fact: the last twelve digits of a network message id are the time it was made (decode.network_id).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.decode import id_time
from tracekit.readers.clock import DAY_FIRST, MONTH_FIRST, Stamp

_ORDERS = (DAY_FIRST, MONTH_FIRST)
# A message is waited for at most some days; another order of day and month is weeks away.
_NEAR = np.timedelta64(7, "D")


def order_by_ids(stamps: list[Stamp | None], codes: np.ndarray, ids: pd.Series) -> str | None:
    """Return the order in which every row with two readings lies near its id, and the other none.

    `codes` give each row's place in `stamps`. None where no row has an id, or rows disagree.

    >>> order_by_ids([], np.array([], dtype=int), pd.Series(dtype="str")) is None
    True
    """
    made = id_time(ids).dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    unclear = np.array([*(bool(s and s.clock and not s.certain) for s in stamps), False])[codes]
    rows = np.flatnonzero(unclear & ~np.isnat(made))
    if not len(rows):
        return None
    near = {}
    for order in _ORDERS:
        days = [s.at(order) if s else None for s in stamps]
        read = np.array([*days, None], dtype="datetime64[us]")[codes[rows]]
        near[order] = np.abs(read - made[rows]) < _NEAR
    fits = [order for order in _ORDERS if near[order].all()]
    others = [order for order in _ORDERS if near[order].any()]
    return fits[0] if fits == others and len(fits) == 1 else None
