"""Messages that are reports about other messages, and so are no mail to be counted with them."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence import Facts
from tracekit.knowledge.patterns import load_report_signs


def are_reports(facts: Facts) -> pd.Series:
    """Mark bounces, receipts, automatic replies and journal reports, by their sender.

    They have no return path, or a mail system sent them. The subject plays no part.
    """
    senders = facts.messages["sender"].fillna("").str.casefold()
    known = load_report_signs().senders
    returned_to_nobody = facts.journeys["return_path"].eq("<>").fillna(False)
    return senders.str.startswith(known) | facts.has_journey(returned_to_nobody)


def say_bounces(facts: Facts) -> pd.Series:
    """Mark the messages whose subject is one of a report that mail was not delivered: a hint."""
    subjects = facts.messages["subject"].fillna("").str.casefold()
    return subjects.str.startswith(load_report_signs().bounces)
