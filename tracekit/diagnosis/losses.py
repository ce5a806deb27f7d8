"""What is told where data loss prevention (DLP) decided, and not a mail flow rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.answered import places_of
from tracekit.diagnosis.quoting import quoted
from tracekit.diagnosis.step import Step
from tracekit.evidence.dlp import are_dlp
from tracekit.knowledge.sentences import load_summaries

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case


def dlp_sentence(case: Case, step: Step) -> str:
    """Say which DLP rule decided; nothing where the rows of a step are not of DLP alone."""
    rows, words = _rows(case, step), load_summaries().dlp
    if rows.empty:
        return ""
    named = _once(rows["rule_name"])
    if named:
        return words.named.format(name=quoted(named))
    likely = _once(_rules(case, rows)["rule_name"])
    told = words.several if likely[1:] else words.likely if likely else words.sentence
    return told.format(name=quoted(likely))


def dlp_next(case: Case, step: Step) -> str:
    """Say who acts on what DLP did; nothing where the rows of a step are not of DLP alone."""
    rows, words = _rows(case, step), load_summaries().dlp
    if rows.empty:
        return ""
    own = rows[rows["rule_name"].notna()]
    policies = _once((own if len(own) else _rules(case, rows))["dlp_policy"])
    return words.next_named.format(name=quoted(policies)) if policies else words.next


def _rows(case: Case, step: Step) -> pd.DataFrame:
    """The event rows of a step, if all that prove it are of DLP."""
    events = case.diagnosis.facts.events if case.diagnosis is not None else case.trace.events[:0]
    if case.diagnosis is None or step.rows["table"].ne("events").any():
        return events[:0]
    mine = events[events["message"].eq(case.number)]
    at = set(places_of(step.rows))
    mine = mine[[place in at for place in places_of(mine)]]
    return mine if are_dlp(case.diagnosis.facts)[mine.index].all() else mine[:0]


def _rules(case: Case, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of DLP rules in the journeys of some rows."""
    events = case.trace.events
    return events[events["journey"].isin(rows["journey"]) & events["event"].eq("DLP rule")]


def _once(names: pd.Series) -> list[str]:
    return [*dict.fromkeys(name for name in names.dropna() if name)]
