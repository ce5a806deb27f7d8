"""What a notebook shows of a case, a diagnosis or a comparison that stands alone in a cell."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Case, Comparison, Diagnosis, Routes, Triage
from tracekit.knowledge import load_outcomes
from tracekit.render.explained import findings
from tracekit.render.html import Html, folded, paragraph, stack, verbatim
from tracekit.render.tables import html_table

_HOW = "How this was found: every question with its rows, and what to ask for"


def shown(found: Case | Diagnosis | Comparison | Triage | Routes) -> Html:
    """Return in short what was found: of one message the summary, the five answers and, folded
    away, how they were found.

    >>> from tracekit import diagnose, parse
    >>> shown(diagnose(parse("12/6/2022, 12:31 PM | Receive | x"))).html.count("<details")
    1
    """
    if isinstance(found, Diagnosis):
        return _diagnosis(found)
    if isinstance(found, Case):
        told = folded(_HOW, verbatim(found.how()))
        return stack(paragraph(found.summary()), findings(found), told)
    more = ["", *found.lines()] if isinstance(found, Comparison) else []
    return verbatim("\n".join([found.how(), *more]))


def _diagnosis(found: Diagnosis) -> Html:
    """One message as its case; of many, how many of them are where."""
    if len(found.messages) == 1:
        return shown(found.case())
    counts = found.outcomes["disposition"].value_counts()
    table = pd.DataFrame({
        "Messages": counts.to_numpy(), "Where": [load_outcomes()[i].title for i in counts.index],
    })  # fmt: skip
    told = (f"{len(found.messages):,} messages. case(message_id, recipient) opens one of them, "
            "triage(...) says what they have in common.")  # fmt: skip
    return stack(paragraph(told), html_table(table, caption="Where they are"))
