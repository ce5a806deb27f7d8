"""What an answer is: yes, no or cannot tell for each message, and the rows that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from tracekit.evidence.facts import Facts

BROKEN_OFF = "A report broke off, so what it does not show may have been there."
_UNSAID = "The trace does not say."
NO_EVENTS = "There are no event rows of its way, so what they would show is not known."


@dataclass(frozen=True, eq=False)
class Evidence:
    """One question answered for all messages at once.

    `answer`: boolean Series by message number, missing = cannot tell. `proof`: rows that prove it
    (message, table, row: the label in that table). `because`: reason in words by message (objects).
    `weak`: by message, True where the answer only fits the trace and other evidence must settle it.
    """

    answer: pd.Series
    proof: pd.DataFrame
    because: pd.Series
    weak: pd.Series


def any_event(
    facts: Facts,
    mask: pd.Series,
    yes: str,
    no: str,
    *,
    unknown: pd.Series | bool = False,
    na: str = "",
    within: str = "whole",
) -> Evidence:
    """Answer yes for the messages that have an event in `mask`; those events are the proof.

    Where none is in the mask the answer is no, but cannot tell where the record is not `within`
    (a column of facts.messages), or where `unknown` (by message) says so, for the reason `na`.
    """
    return _any(facts, "events", mask, yes, no, unknown, na, within)


def any_journey(
    facts: Facts,
    mask: pd.Series,
    yes: str,
    no: str,
    *,
    unknown: pd.Series | bool = False,
    na: str = "",
    within: str = "whole",
) -> Evidence:
    """Answer yes for the messages that have a journey in `mask`; those journeys are the proof."""
    return _any(facts, "journeys", mask, yes, no, unknown, na, within)


def journeys_with(
    facts: Facts, journeys: pd.Series, shown_by: pd.Series, yes: str, no: str
) -> Evidence:
    """Answer yes for the messages that have a journey in `journeys`.

    Proof are its events in `shown_by`; the journey's Status where it has none of them.
    """
    of = facts.journeys.loc[journeys.to_numpy(dtype=bool), "journey"]
    rows = facts.events["journey"].isin(of) & shown_by
    bare = journeys & ~facts.journeys["journey"].isin(facts.events.loc[is_yes(rows), "journey"])
    return either(any_event(facts, rows, yes, no), any_journey(facts, bare, yes, no))


def either(first: Evidence, second: Evidence) -> Evidence:
    """Answer yes where one of two does; keep the proof of both."""
    one, two = is_yes(first.answer), is_yes(second.answer)
    # A reason is the second's where its yes, or its not knowing, decides.
    unsure = second.answer.isna().to_numpy() & ~first.answer.isna().to_numpy()
    because = second.because.where((two | unsure) & ~one, first.because)
    weak = (~one | is_yes(first.weak)) & (~two | is_yes(second.weak)) & (one | two)
    return Evidence(
        first.answer | second.answer, _joined(first.proof, second.proof), because,
        pd.Series(weak, index=first.answer.index),
    )  # fmt: skip


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    if second.empty:
        return first
    return second if first.empty else pd.concat([first, second], ignore_index=True)


def is_yes(answer: pd.Series) -> np.ndarray:
    """Return where an answer is yes."""
    return answer.to_numpy(dtype=bool, na_value=False)


def told(facts: Facts, answer: pd.Series, yes: str, no: str, na: str = "") -> Evidence:
    """Answer without rows: from what a person said, from the profile, or from another tree."""
    answer = answer.reindex(facts.messages.index).astype("boolean")
    return Evidence(answer, no_proof(), reasons(answer, yes, no, na), _never(facts))


def cannot_tell(facts: Facts, why: str) -> Evidence:
    """Answer that no message trace of this kind can tell."""
    return told(facts, pd.Series(pd.NA, index=facts.messages.index, dtype="boolean"), "", "", why)


def weakened(evidence: Evidence, where: pd.Series | bool, because: str = "") -> Evidence:
    """Lower the strength of a yes where `where` (by message) says so, and say why."""
    index = evidence.answer.index
    there = np.full(len(index), where) if isinstance(where, bool) else is_yes(where.reindex(index))
    text = evidence.because
    said = is_yes(evidence.answer) & there
    if because and said.any():
        text = text.copy()
        text[said] = text[said] + " " + because
    weak = pd.Series(is_yes(evidence.weak) | there, index=index)
    return Evidence(evidence.answer, evidence.proof, text, weak)


@cache
def _empty_proof() -> pd.DataFrame:
    return pd.DataFrame({"message": pd.Series(dtype="int64"), "table": pd.Series(dtype="str"),
                         "row": pd.Series(dtype="int64")})  # fmt: skip


def no_proof() -> pd.DataFrame:
    """Return a proof without rows."""
    return _empty_proof().copy()


def reasons(answer: pd.Series, yes: str, no: str, na: str = "") -> pd.Series:
    """Say for each answer why."""
    codes = np.where(answer.isna().to_numpy(), 2, is_yes(answer))
    return _said([no, yes, na or _UNSAID], codes, answer.index)


def _said(texts: list[str], codes: np.ndarray, index: pd.Index) -> pd.Series:
    """One of a few texts for each message; as objects, for they are the same few ones."""
    return pd.Series(np.array(texts, dtype=object)[codes], index=index, dtype=object)


def _never(facts: Facts) -> pd.Series:
    return pd.Series(False, index=facts.messages.index)


def _any(
    facts: Facts, table: str, mask: pd.Series, yes: str, no: str, unknown: pd.Series | bool,
    na: str, within: str,
) -> Evidence:  # fmt: skip
    rows, index = getattr(facts, table), facts.messages.index
    there = is_yes(mask)
    of = rows["message"].to_numpy()[there]
    proof = pd.DataFrame({"message": of, "table": table, "row": rows.index.to_numpy()[there]})
    whole = facts.messages[within].to_numpy(dtype=bool)
    found = np.isin(index.to_numpy(), of)
    dark = unknown if isinstance(unknown, bool) else is_yes(unknown)
    answer = pd.Series(pd.arrays.BooleanArray(found, (~whole | dark) & ~found), index=index)
    has_way = facts.messages["has_way"].to_numpy(dtype=bool)
    why = np.where(whole, 2, np.where(has_way, 3, 4))
    codes = np.where(answer.isna().to_numpy(), why, found)
    because = _said([no, yes, na or _UNSAID, BROKEN_OFF, NO_EVENTS], codes, index)
    return Evidence(answer, proof, because, _never(facts))
