"""Bounces that were read and say nothing of the records here: each has a row that tells why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import BOUNCE, NEEDED, told_by_bounce_alone
from tracekit.model import MessageTrace, table
from tracekit.model.message_ids import bare_ids

_OTHER_RECIPIENT = (
    "This bounce is about a message that is here, but about a recipient of whom no record is here, "
    "so nothing was taken from it. If it is another address of somebody here, or a member of a "
    "group, read the trace of that address as well."
)
_NAMELESS = (
    "This bounce names no Message-ID, so nothing says whether it is about a message that is here, "
    "and nothing was taken from it. Read the whole bounce, as a file, with the headers of the "
    "message in it."
)
_REASONS = (_OTHER_RECIPIENT, _NAMELESS)


def with_unused_bounces(trace: MessageTrace) -> MessageTrace:
    """Account for the bounces that no record here, and no message of their own, was told by.

    What was said before is said anew: a record that came later may be the one they are about.

    >>> with_unused_bounces(MessageTrace.empty()).problems.empty
    True
    """
    if not set(NEEDED) <= set(trace.extra.columns):
        return trace
    problems = trace.problems[~trace.problems["reason"].isin(_REASONS)].reset_index(drop=True)
    told = trace.extra.dropna(subset=[BOUNCE, "bounce_recipient"])
    reasons = _reasons(told, trace)
    rows = [
        {"source": row["source"], "line": row["line"], "kind": "lost", "reason": why,
         "text": f"{row['bounce_recipient']}: {row[BOUNCE]}"[:500]}
        for row, why in zip(told.to_dict("records"), reasons, strict=True) if why
    ]  # fmt: skip
    found = table("problems", rows)
    problems = pd.concat([problems, found], ignore_index=True) if len(problems) else found
    return replace(trace, problems=problems)


def _reasons(told: pd.DataFrame, trace: MessageTrace) -> np.ndarray:
    """Say of each bounce why it was not used; an empty text where it was."""
    alone = told_by_bounce_alone(trace.journeys, trace.events)
    records = trace.journeys[~alone]
    ids = bare_ids(told["bounce_message_id"])
    known = bare_ids(records["message_id"])
    mine = ids + "\n" + told["bounce_recipient"].str.casefold()
    theirs = known + "\n" + records["recipient"].astype("str").str.casefold()
    other = ids.isin(known.dropna()) & ~mine.isin(theirs.dropna())
    nameless = ids.isna() & (len(records) > 0)
    return np.select([other, nameless], [_OTHER_RECIPIENT, _NAMELESS], "")
