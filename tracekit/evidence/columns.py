"""Tables of which a hundred questions ask the same columns over and over."""

from __future__ import annotations

import numpy as np
import pandas as pd


class Rows(pd.DataFrame):
    """A table that makes each of its columns once; what is made of it is a plain DataFrame.

    Nothing changes a column in place: it is the next question's as well.

    >>> rows = Rows({"event": ["Receive", "Deliver"]})
    >>> rows["event"] is rows["event"]
    True
    """

    _internal_names: list[str] = [*pd.DataFrame._internal_names, "_made"]  # noqa: RUF012
    _internal_names_set: set[str] = set(_internal_names)  # noqa: RUF012

    def __getitem__(self, key):
        if not isinstance(key, str):
            return super().__getitem__(key)
        made = self.__dict__.setdefault("_made", {})
        if key not in made:
            made[key] = super().__getitem__(key)
        return made[key]

    def of_message(self, number: int, columns: list[str]) -> pd.DataFrame:
        """Return some columns of the rows of one message, under the labels that they have.

        >>> Rows({"message": [7, 8], "event": ["Receive", "Fail"]}).of_message(8, ["event"])
          event
        1  Fail
        """
        at = np.flatnonzero(self["message"].to_numpy() == number)
        kept = {name: self[name].array.take(at) for name in columns}
        return pd.DataFrame(kept, index=self.index.take(at), copy=False)
