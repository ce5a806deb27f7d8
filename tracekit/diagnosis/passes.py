"""The journeys of one message numbered in the order of its way, as people are shown them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.diagnosis.case import Case


def passes_of(case: Case) -> pd.Series:
    """Return the number of each journey of a message on its way, from 1; indexed by journey.

    Inputs number journeys as they are read, which may be the way back before the way out.
    """
    return case.pairs.set_index("journey")["pass_number"]


def by_pass(case: Case) -> Case:
    """Return the case with its trace and its pairs numbered in the order of the way.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> by_pass(case).trace.events["journey"].tolist()
    [1]
    """
    journeys, events, pairs = (
        renumbered(frame, case) for frame in (case.trace.journeys, case.trace.events, case.pairs)
    )
    return replace(case, trace=replace(case.trace, journeys=journeys, events=events), pairs=pairs)


def renumbered(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return rows with their `journey` numbered in the order of the way."""
    return rows.assign(journey=rows["journey"].map(passes_of(case)).astype("Int64"))
