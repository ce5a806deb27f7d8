"""Records without a Message-ID that were parted into several journeys."""

from __future__ import annotations

import numpy as np
import pandas as pd


def nameless_records(journeys: pd.DataFrame) -> np.ndarray:
    """Number each journey; those of one record that names no Message-ID have one number.

    The later parts of a record lead to the place that it begins at, by `also`.

    >>> from tracekit.model import table
    >>> nameless_records(table("journeys")).tolist()
    []
    """
    own = pd.factorize(journeys["journey"])[0]
    nameless = np.flatnonzero(journeys["message_id"].isna())
    if journeys["also"].iloc[nameless].isna().all():
        return own
    told = journeys.iloc[nameless][["source", "line", "also"]]
    begins: dict[str, int] = {}
    for at, source, line, also in zip(nameless, *(told[name] for name in told), strict=True):
        places = also.split("; ") if isinstance(also, str) else []
        record = next((begins[place] for place in places if place in begins), None)
        if record is None:
            begins[f"{source}:{line}"] = at
        else:
            own[at] = own[record]
    return own
