"""What the Status sentence of a report says beside its status: a folder, and that a rule did it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import has_an_end
from tracekit.knowledge import Sentence, find_sentence
from tracekit.knowledge.terms import find_status


@once
def status_folder(facts: Facts) -> pd.Series:
    """Return the folder that the Status sentence names, by journey; empty where it names none."""
    return _by_sentence(facts, lambda said: said.folder, "").astype("str")


@once
def status_place(facts: Facts) -> pd.Series:
    """Return the folder, or the quarantine, that the Status names by a sentence or by its word."""
    words = facts.journeys["status_text"].dropna().unique()
    held = [word for word in words if find_status(word) == "Quarantined"]
    held = facts.journeys["status_text"].isin(held) | facts.journeys["status"].eq("Quarantined")
    return status_folder(facts).where(~held, "quarantine")


@once
def says_quarantine(facts: Facts) -> pd.Series:
    """Mark the journeys whose Status says quarantine, and whose rows do not say how they ended."""
    return status_place(facts).eq("quarantine") & ~has_an_end(facts)


@once
def says_a_rule_did_it(facts: Facts) -> pd.Series:
    """Mark the last journeys whose Status says that a mail flow rule did it, and not which one."""
    journeys = facts.journeys
    said = _by_sentence(facts, lambda said: said.by_rule, False).astype(bool)
    return said & journeys["mail_flow_rule"].isna() & journeys["final"]


def _by_sentence(facts: Facts, told: Callable[[Sentence], object], nothing: object) -> pd.Series:
    """Return what the Status sentence tells, by journey; `nothing` where it is not known."""
    texts = facts.journeys["status_text"]
    codes, unique = pd.factorize(texts)
    known = [told(found) if (found := _sentence(text)) else nothing for text in unique]
    return pd.Series(np.array([*known, nothing], dtype=object)[codes], index=texts.index)


def _sentence(text: str) -> Sentence | None:
    # The pane of 2020 prints "We found your message" before the sentence that matters.
    return find_sentence(text.removeprefix("We found your message").strip()) or find_sentence(text)
