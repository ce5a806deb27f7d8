"""What an answer is: yes, no or cannot tell for each message, and the rows that prove it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from tracekit.evidence.facts import Facts

BROKEN_OFF = "A report broke off, so what it does not show may have been there."
NOT_OPENED = "A record of it is here without its events, so what they would show is not known."
_UNSAID = "The trace does not say."
NO_EVENTS = "There are no event rows of its way, so what they would show is not known."


@dataclass(frozen=True, eq=False)
class Proof:
    """The rows that prove an answer, as three columns: message number, table, label in that table.

    >>> len(no_proof() + no_proof())
    0
    """

    message: np.ndarray
    table: np.ndarray
    row: np.ndarray

    @classmethod
    def of(cls, table: str, message: np.ndarray, row: np.ndarray) -> Proof:
        """Rows of one table."""
        return cls(message, np.full(len(row), table, dtype=object), row)

    def __len__(self) -> int:
        return len(self.row)

    def __add__(self, other: Proof) -> Proof:
        if not len(self) or not len(other):
            return self if len(self) else other
        return Proof(*(np.concatenate([getattr(self, name), getattr(other, name)])
                       for name in ("message", "table", "row")))  # fmt: skip

    def rows_of(self, number: int) -> dict[str, np.ndarray]:
        """Return the labels of one message's rows, each once, by table."""
        mine = self.message == number
        tables, rows = self.table[mine], self.row[mine]
        return {name: pd.unique(rows[tables == name]) for name in ("events", "journeys")}


@dataclass(frozen=True, eq=False)
class Evidence:
    """One question answered for all messages at once, in the order of facts.messages.

    `yes`: the answer is yes; `unknown`: the trace cannot tell; neither: it is no. `proof`: rows
    that prove it. `because`: the reason in words. `weak`: the answer only fits the trace, and other
    evidence must settle it.
    """

    yes: np.ndarray
    unknown: np.ndarray
    proof: Proof
    because: np.ndarray
    weak: np.ndarray

    def word(self, place: int) -> str:
        """Return the answer for one message: yes, no or cannot tell."""
        return "yes" if self.yes[place] else "cannot tell" if self.unknown[place] else "no"


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
    one, two = first.yes, second.yes
    # A reason is the second's where its yes, or its not knowing, decides.
    decides = (two | (second.unknown & ~first.unknown)) & ~one
    return Evidence(
        one | two,
        (first.unknown | second.unknown) & ~(one | two),
        first.proof + second.proof,
        np.where(decides, second.because, first.because),
        (~one | first.weak) & (~two | second.weak) & (one | two),
    )


def is_yes(mask: pd.Series) -> np.ndarray:
    """Return where a mask is true; what is missing is not."""
    return mask.array.to_numpy(dtype=bool, na_value=False)


def told(facts: Facts, answer: pd.Series, yes: str, no: str, na: str = "") -> Evidence:
    """Answer without rows: from what a person said, from the profile, or from another tree.

    `answer`: by message; missing = cannot tell.
    """
    if answer.index is not facts.messages.index:
        answer = answer.reindex(facts.messages.index)
    there, unknown = is_yes(answer), answer.array.isna()
    because = _said([no, yes, na or _UNSAID], np.where(unknown, 2, there))
    return Evidence(there, unknown, no_proof(), because, np.zeros(len(answer), dtype=bool))


def cannot_tell(facts: Facts, why: str) -> Evidence:
    """Answer that no message trace of this kind can tell."""
    return told(facts, pd.Series(pd.NA, index=facts.messages.index, dtype="boolean"), "", "", why)


def weakened(
    evidence: Evidence, where: pd.Series | np.ndarray | bool, because: str = ""
) -> Evidence:
    """Lower the strength of a yes where `where` (by message) says so, and say why."""
    there = np.zeros(len(evidence.yes), dtype=bool) | (
        is_yes(where) if isinstance(where, pd.Series) else where)  # fmt: skip
    text, said = evidence.because, evidence.yes & there
    if because and said.any():
        text = text.copy()
        text[said] += " " + because
    return replace(evidence, because=text, weak=evidence.weak | there)


def only_where(evidence: Evidence, where: pd.Series) -> Evidence:
    """Answer no where a sign is not asked for: others settle there what it does not say."""
    asked = is_yes(where)
    return replace(evidence, yes=evidence.yes & asked, unknown=evidence.unknown & asked)


def positive(evidence: Evidence) -> Evidence:
    """Answer no instead of cannot tell: what a sign does not say takes nothing from the others."""
    return replace(evidence, unknown=np.zeros(len(evidence.yes), dtype=bool))


def unsettled(evidence: Evidence, where: np.ndarray, because: str) -> Evidence:
    """Answer that the trace cannot tell where `where` says so, for a reason."""
    return replace(
        evidence,
        yes=evidence.yes & ~where,
        unknown=evidence.unknown | where,
        because=np.where(where, because, evidence.because),
    )


@cache
def no_proof() -> Proof:
    """Return a proof without rows."""
    nothing = np.zeros(0, dtype=np.int64)
    return Proof.of("", nothing, nothing)


def _said(texts: list[str], codes: np.ndarray) -> np.ndarray:
    """One of a few texts for each message; as objects, for they are the same few ones."""
    return np.array(texts, dtype=object)[codes]


def _any(
    facts: Facts, table: str, mask: pd.Series, yes: str, no: str, unknown: pd.Series | bool,
    na: str, within: str,
) -> Evidence:  # fmt: skip
    rows, index = getattr(facts, table), facts.messages.index
    there = is_yes(mask)
    found, proof = np.zeros(len(index), dtype=bool), no_proof()
    if there.any():
        of = rows["message"].to_numpy()[there]
        proof = Proof.of(table, of, rows.index.to_numpy()[there])
        found = np.isin(index.to_numpy(), of)
    whole = facts.messages[within].to_numpy(dtype=bool)
    unknown = unknown if isinstance(unknown, bool) else is_yes(unknown)
    dark = (~whole | unknown) & ~found
    codes = found.astype(int)
    if dark.any():
        codes = np.where(dark, np.where(whole, 2, _why_not_whole(facts)), codes)
    because = _said([no, yes, na or _UNSAID, BROKEN_OFF, NOT_OPENED, NO_EVENTS], codes)
    return Evidence(found, dark, proof, because, np.zeros(len(index), dtype=bool))


def _why_not_whole(facts: Facts) -> np.ndarray:
    """Tell which text of `_any` says why the rows of a message are not all here."""
    cut, has_way = (facts.messages[name].to_numpy(dtype=bool) for name in ("cut", "has_way"))
    return np.select([cut, has_way], [3, 4], default=5)
