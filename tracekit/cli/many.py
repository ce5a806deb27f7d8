"""Many diagnosed messages on a terminal: a line each, and what they have in common."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis import Diagnosis, triage
from tracekit.diagnosis.listing import Listing
from tracekit.knowledge import load_outcomes, load_trees
from tracekit.render import text_table, visible
from tracekit.text import one_line

# So many messages are told in full; so many lines are read by somebody.
MANY, _LINES = 10, 200
_TREES = {"where": "disposition", "who": "decision", "passed": "gateway"}
_ARRIVED = ("in-inbox", "delivered-folder-unknown", "sent-outside", "expanded", "cannot-tell")
_LONGEST = {"sender": 34, "recipient": 34, "subject": 30}
_HOW = """\
One of them in full, with its reasons: the same command with --number N, --message-id ID or
--recipient ADDRESS. All of them in full: --all. As rows for a spreadsheet: tracekit triage
--format csv; for programs: --format json."""


def as_lines(diagnosis: Diagnosis) -> str:
    """Return a line a message, the outcomes counted, what stands out, and how to see one."""
    listing = Listing(diagnosis)
    found = visible(triage(diagnosis).how(), limit=None, lines=True)
    told = [diagnosis.because, *_lines(listing.messages), found, _HOW]
    return "\n\n".join(filter(None, told))


def _lines(messages: pd.DataFrame) -> list[str]:
    """The table, and above it which messages it has, where there are too many for all."""
    if len(messages) <= _LINES:
        return [_table(messages)]
    bad = messages[~messages["where"].isin(_ARRIVED)]
    which = "that did not simply arrive" if len(bad) else "that were read"
    rows = (bad if len(bad) else messages).head(_LINES)
    count = len(bad) if len(bad) else len(messages)
    shown = f"{count:,} messages" if len(rows) == count else f"{len(rows):,} of {count:,} messages"
    return [f"{shown} {which}, the oldest first.", _table(rows)]


def _table(messages: pd.DataFrame) -> str:
    """One line a message. An outcome that all of them share is only counted, below the table."""
    outcomes = load_outcomes()
    told = [name for name in _TREES if name == "where" or len(messages[name].unique()) > 1]
    columns = {"number": "No.", "received": "Received (UTC)", "sender": "From", "recipient": "To",
               "subject": "Subject", "status": "Status"}  # fmt: skip
    columns |= {name: load_trees()[_TREES[name]].title for name in told}
    shown = messages.rename_axis("number").reset_index()
    cut = {name: shown[name].map(lambda text, most=most: _short(text, most))
           for name, most in _LONGEST.items()}  # fmt: skip
    titles = {name: shown[name].map({n: o.title for n, o in outcomes.items()}) for name in told}
    times = shown["received"].dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
    return text_table(shown.assign(received=times, **cut, **titles), columns)


def _short(text: object, most: int) -> str:
    whole = "" if pd.isna(text) else one_line(str(text))
    return whole if len(whole) <= most else whole[: most - 1] + "…"
