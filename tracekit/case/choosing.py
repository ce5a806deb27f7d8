"""Which message of a trace a case is about."""

from __future__ import annotations

import msgspec
import pandas as pd

from tracekit.case.options import Options
from tracekit.diagnosis import Case, Diagnosis, diagnose
from tracekit.diagnosis.case import case_of
from tracekit.errors import UnknownNameError
from tracekit.model import MessageTrace


def judged(trace: MessageTrace, options: Options) -> Diagnosis:
    """Diagnose a trace as the options say."""
    taken = pd.Timestamp(options.taken).tz_convert("UTC") if options.taken else None
    return diagnose(trace, options.gateway, options.complaint, complete=options.complete,
                    taken=taken, late_after=options.late_after)  # fmt: skip


def chosen(diagnosis: Diagnosis, options: Options) -> Case:
    """Return the message that is asked for; its id may lack the angle brackets.

    Raises UnknownNameError if it is not there.
    """
    fits = fitting(diagnosis, options.message_id, options.recipient)
    if options.number >= len(fits):
        asked = f"{options.message_id or 'message'} number {options.number}"
        raise UnknownNameError("message", asked, _listed(diagnosis))
    return case_of(diagnosis, fits[options.number])


def fitting(diagnosis: Diagnosis, message_id: str | None, recipient: str | None) -> list[int]:
    """Return the numbers of the messages with this id and recipient; None is any."""
    messages = diagnosis.messages
    if message_id is not None:
        known = messages["message_id"].fillna("")
        wanted = [message_id, f"<{message_id}>"]
        messages = messages[known.eq(next((w for w in wanted if known.eq(w).any()), message_id))]
    if recipient is not None:
        folded = messages["recipient"].fillna("").str.casefold()
        messages = messages[folded.eq(recipient.casefold())]
    if messages.empty:
        asked = " for ".join(filter(None, (message_id, recipient))) or "the first"
        raise UnknownNameError("message", asked, _listed(diagnosis))
    return [int(number) for number in messages.index]


def named(options: Options, case: Case) -> Options:
    """Name the message that was taken, so that the same one is taken again."""
    told = {"message_id": case.message_id, "recipient": case.recipient}
    known = {name: None if pd.isna(value) else str(value) for name, value in told.items()}
    fits = fitting(case.diagnosis, **known)
    return msgspec.structs.replace(options, **known, number=fits.index(case.number))


def _listed(diagnosis: Diagnosis) -> list[str]:
    told = diagnosis.messages[["message_id", "recipient"]].head(10).fillna("?")
    return told.agg(" for ".join, axis=1).tolist()
