"""What an answer is: yes, no or cannot tell for each message, and the rows that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.evidence.facts import Facts

BROKEN_OFF = "A report broke off or has no events, so what it does not show may have been there."


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
    facts: Facts,
    mask: pd.Series,
    yes: str,
    no: str,
    *,
    unknown: pd.Series | bool = False,
    na: str = "",
) -> Evidence:
    """Answer yes for the messages that have an event in `mask`; those events are the proof.

    Where none is in the mask the answer is no, but cannot tell where a report broke off or where
    `unknown` (by message) says so, for the reason `na`.
    """
    rows = facts.events[mask.fillna(False).astype(bool).to_numpy()]
    return _any(facts, rows, "events", yes, no, unknown, na)


def any_journey(
    facts: Facts,
    mask: pd.Series,
    yes: str,
    no: str,
    *,
    unknown: pd.Series | bool = False,
    na: str = "",
) -> Evidence:
    """Answer yes for the messages that have a journey in `mask`; those journeys are the proof."""
    rows = facts.journeys[mask.fillna(False).astype(bool).to_numpy()]
    return _any(facts, rows, "journeys", yes, no, unknown, na)


def either(first: Evidence, second: Evidence) -> Evidence:
    """Answer yes where one of two does; keep the proof of both."""
    one, two = first.answer.fillna(False), second.answer.fillna(False)
    # A reason is the second's where its yes, or its not knowing, decides.
    of_second = (two | second.answer.isna()) & ~one & first.answer.notna() | (two & ~one)
    weak = weaker(first).where(one, True) & weaker(second).where(two, True)
    return Evidence(
        first.answer | second.answer,
        pd.concat([first.proof, second.proof], ignore_index=True),
        second.because.where(of_second.astype(bool), first.because),
        weak & (one | two).astype(bool),
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
    facts: Facts,
    rows: pd.DataFrame,
    name: str,
    yes: str,
    no: str,
    unknown: pd.Series | bool,
    na: str,
) -> Evidence:
    proof = pd.DataFrame({
        "message": rows["message"].to_numpy(), "table": name, "row": rows.index.to_numpy(),
    })  # fmt: skip
    found = pd.Series(facts.messages.index.isin(rows["message"]), index=facts.messages.index)
    whole = facts.messages["whole"]
    answer = found.astype("boolean").mask((~whole | unknown) & ~found)
    because = reasons(answer, yes, no, na).mask(answer.isna() & ~whole, BROKEN_OFF)
    return Evidence(answer, proof, because, _never(facts))
