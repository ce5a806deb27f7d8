"""One answered question of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

AMBIGUOUS = ("A free-text field of this report imitates the report's own words, so it can be read "
             "in more than one way. Nothing is concluded from it.")  # fmt: skip
SEVERAL = ("The rows are of more than one result of the search, and nothing says which of them "
           "belong together. Nothing is concluded from them.")  # fmt: skip
DOUBTS = (AMBIGUOUS, SEVERAL)


@dataclass(frozen=True, eq=False)
class Step:
    """One answered question: what was asked, what the trace answers, why, and the rows."""

    tree: str
    node: str
    question: str
    why: str
    answer: str
    because: str
    rows: pd.DataFrame
    leads_to: str
    strength: str
    ask: str = ""
    references: tuple[str, ...] = ()
