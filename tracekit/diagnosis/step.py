"""One answered question of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

AMBIGUOUS = ("This report can be read in two ways: a text in it may be words of a subject, a name "
             "or an answer, or rows of the report. Its rows are kept in the tables, and nothing is "
             "concluded from them.")  # fmt: skip
UNCLEAR = ("Two records here may be of one pass of the message or of two, and nothing says which. "
           "Both are kept in the tables, and nothing is concluded from them.")  # fmt: skip
SEVERAL = ("The rows are of more than one result of the search, and nothing says which of them "
           "belong together. Nothing is concluded from them.")  # fmt: skip
DOUBTS = (AMBIGUOUS, UNCLEAR, SEVERAL)


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
