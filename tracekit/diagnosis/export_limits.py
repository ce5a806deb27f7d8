"""What an export can show of a tenant's mail, and what it cannot, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.knowledge import load_outcomes

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis

# Fewer messages than these are compared with nothing anyway.
_FEWEST = 3
_GOOD = ("in-inbox", "delivered-folder-unknown", "sent-outside", "cannot-tell")
_OPEN = ("cannot-tell", "trace-empty")
# What mostly needs the events, in the order in which it is said.
_ASKED = {"decision": "who decided", "gateway": "the gateway", "delay": "delays"}
# A way out or back is minutes away: what is so near to the edge of an export may be just outside.
_EDGE = pd.Timedelta(hours=1)


def export_limits(diagnosis: Diagnosis, times: pd.Series) -> tuple[str, ...]:
    """Say what the messages that were read cannot show; `times`: when each came in.

    >>> from tracekit import diagnose, MessageTrace
    >>> export_limits(diagnose(MessageTrace.empty()), pd.Series(dtype="datetime64[ns, UTC]"))
    ()
    """
    if len(diagnosis.messages) < _FEWEST:
        return ()
    return (*_without_events(diagnosis), *_alike(diagnosis), *_one_side(diagnosis),
            *_cut(diagnosis), *_span(diagnosis, times))  # fmt: skip


def at_the_edge(since: object, until: object, times: pd.Series) -> str:
    """Say that a pattern stands in the first or last hour of what was read, where half is missing.

    `since` and `until`: where it began and ended, missing where it is so from the first or to the
    last message.
    """
    if pd.notna(since) and pd.isna(until) and times.max() - since <= _EDGE:
        return " They are the last of what was read: a way back that came later is not in it."
    if pd.notna(until) and pd.isna(since) and until - times.min() <= _EDGE:
        return " They are the first of what was read: a way out before them is not in it."
    return ""


def _without_events(diagnosis: Diagnosis) -> Iterator[str]:
    told = diagnosis.facts.messages
    bare = ~told["has_way"] & ~told["end_known"]
    if bare.all():
        need = _unanswered(diagnosis)
        ask = "(Get-MessageTraceDetailV2, or an Extended report)"
        if len(need) == len(_ASKED):
            yield ("No message has event rows. A list tells the Status alone: "
                   f"{_listed(need)} need the events {ask}.")  # fmt: skip
        elif need:
            yield ("No message has event rows, only what became of it. The events "
                   f"{ask} would tell of: {_listed(need)}.")  # fmt: skip
    elif bare.any():
        yield (f"{int(bare.sum()):,} of {len(told):,} messages have no event rows. What is counted "
               "of the gateway, decisions and delays is of the others alone, and these may have "
               "been picked for what happened to them.")  # fmt: skip


def _unanswered(diagnosis: Diagnosis) -> list[str]:
    """Name what no tree that asks for it could tell of any message."""
    ends = diagnosis.outcomes
    return [name for tree, name in _ASKED.items() if ends[tree].isin(_OPEN).all()]


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _alike(diagnosis: Diagnosis) -> Iterator[str]:
    if "disposition" not in diagnosis.trees:
        return
    ends = diagnosis.outcomes["disposition"].unique()
    if len(ends) == 1 and ends[0] not in _GOOD:
        yield (f"All of them ended alike ({load_outcomes()[ends[0]].title}). If only such mail was "
               "exported, no share says how often it happens, and good mail to compare it with is "
               "not here.")  # fmt: skip


def _one_side(diagnosis: Diagnosis) -> Iterator[str]:
    for column, where in (("recipient", "to"), ("sender", "from")):
        names = pd.Series(diagnosis.messages[column].unique()).str.casefold()
        if names.eq(names.iloc[0]).fillna(False).all():
            yield (f"All of it is mail {where} one {column}: whether others have the same is not "
                   "in it.")  # fmt: skip


def _cut(diagnosis: Diagnosis) -> Iterator[str]:
    problems = diagnosis.facts.trace.problems
    cut = problems[problems["kind"].eq("limit")]
    if len(cut):
        yield (f"An input has exactly {cut['text'].iloc[0]}, where the service stops: mail is "
               "missing, and what is near the cut may lack its other journey.")  # fmt: skip


def _span(diagnosis: Diagnosis, times: pd.Series) -> Iterator[str]:
    first, last = times.min(), times.max()
    if pd.isna(first):
        return
    missing = " The first and the last of it may lack their other journey."
    told = missing if diagnosis.facts.gateway.makes_two_journeys else ""
    yield (f"It came in from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC: what was before "
           f"and what came after is not in it.{told}")  # fmt: skip
