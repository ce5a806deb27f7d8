"""What an answer is: yes, no or cannot tell for each message, and the rows that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.evidence.facts import Facts


@dataclass(frozen=True, eq=False)
class Evidence:
    """One question answered for all messages at once.

    `answer`: boolean Series by message number, missing = cannot tell. `proof`: rows that prove it
    (message, table, row: the label in that table). `because`: reason in words by message.
    `weak`: by message, True where the answer only fits the trace and other evidence must settle it.
    """

    answer: pd.Series
    proof: pd.DataFrame
    because: pd.Series
    weak: pd.Series


def any_event(
    facts: Facts, mask: pd.Series, yes: str, no: str, *, unknown: pd.Series | None = None
) -> Evidence:
    """Answer yes for the messages that have an event in `mask`; those events are the proof.

    Where none is in the mask the answer is no, but cannot tell where a report broke off or
    `unknown` (by message) says so.
    """
    rows = facts.events[mask.fillna(False).astype(bool).to_numpy()]
    return _any(facts, rows, "events", yes, no, unknown)


def any_journey(
    facts: Facts, mask: pd.Series, yes: str, no: str, *, unknown: pd.Series | None = None
) -> Evidence:
    """Answer yes for the messages that have a journey in `mask`; those journeys are the proof."""
    rows = facts.journeys[mask.fillna(False).astype(bool).to_numpy()]
    return _any(facts, rows, "journeys", yes, no, unknown)


def either(first: Evidence, second: Evidence) -> Evidence:
    """Answer yes where one of two does; keep the proof of both."""
    only_second = second.answer.fillna(False) & ~first.answer.fillna(False)
    return Evidence(
        first.answer | second.answer,
        pd.concat([first.proof, second.proof], ignore_index=True),
        second.because.where(only_second, first.because),
        weaker(second).where(only_second, weaker(first)),
    )


def weaker(evidence: Evidence) -> pd.Series:
    """Return where an answer is weak."""
    return evidence.weak.fillna(False).astype(bool)


def told(facts: Facts, answer: pd.Series, yes: str, no: str, na: str = "") -> Evidence:
    """Answer without rows: from what a person said, from the profile, or from another tree."""
    answer = answer.reindex(facts.messages.index).astype("boolean")
    return Evidence(answer, no_proof(), reasons(answer, yes, no, na), _never(facts))


def cannot_tell(facts: Facts, why: str) -> Evidence:
    """Answer that no message trace of this kind can tell."""
    return told(facts, pd.Series(pd.NA, index=facts.messages.index), "", "", why)


def weakened(evidence: Evidence, where: pd.Series | bool, because: str = "") -> Evidence:
    """Lower the strength of a yes where `where` (by message) says so, and say why."""
    if isinstance(where, bool):
        where = pd.Series(where, index=evidence.answer.index)
    where = where.reindex(evidence.answer.index).fillna(False).astype(bool)
    shown = evidence.answer.fillna(False).astype(bool) & where
    text = evidence.because.where(~shown, evidence.because + " " + because) if because else None
    return Evidence(
        evidence.answer, evidence.proof,
        evidence.because if text is None else text, weaker(evidence) | where,
    )  # fmt: skip


def no_proof() -> pd.DataFrame:
    """Return a proof without rows."""
    return pd.DataFrame({"message": pd.Series(dtype="int64"), "table": pd.Series(dtype="str"),
                         "row": pd.Series(dtype="int64")})  # fmt: skip


def reasons(answer: pd.Series, yes: str, no: str, na: str = "") -> pd.Series:
    """Say for each answer why."""
    texts = {True: yes, False: no}
    missing = na or "The trace does not say."
    return pd.Series(
        [missing if pd.isna(a) else texts[bool(a)] for a in answer], index=answer.index, dtype="str"
    )


def _never(facts: Facts) -> pd.Series:
    return pd.Series(False, index=facts.messages.index)


def _any(
    facts: Facts, rows: pd.DataFrame, name: str, yes: str, no: str, unknown: pd.Series | None
) -> Evidence:
    proof = pd.DataFrame({
        "message": rows["message"].to_numpy(), "table": name, "row": rows.index.to_numpy(),
    })  # fmt: skip
    found = pd.Series(facts.messages.index.isin(rows["message"]), index=facts.messages.index)
    dark = ~facts.messages["whole"] if unknown is None else ~facts.messages["whole"] | unknown
    answer = found.astype("boolean").mask(dark & ~found)
    na = "A report broke off or has no events, so the trace cannot say no."
    return Evidence(answer, proof, reasons(answer, yes, no, na), _never(facts))
