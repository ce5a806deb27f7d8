"""Ready-made texts about a case: to the customer, to the gateway's support, to Microsoft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.summary import summary
from tracekit.diagnosis.telling import row_lines
from tracekit.errors import UnknownNameError
from tracekit.knowledge.texts import ReadyText, load_texts
from tracekit.text import one_line

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_MOST_ROWS = 20
# The place in our files, which the other side does not have; a command or a path in our portals;
# and who told us.
_PLACE = re.compile(r" \(line \d+ of [^|]{0,500}\)$")
_HOW = re.compile(r"PowerShell|admin center|portal| > ")
_SAID = re.compile(r"\bYou said that (\w)")
_NOT_INVOLVED = (
    "The trace does not show that {title} is concerned: nothing in it was done by them. "
    "What it shows: {summary}"
)
_ASKED_IN_IT = "Ask the gateway's support"
_PARTIES = {"gateway": "the email gateway", "microsoft": "Microsoft"}


def letter(case: Case, name: str) -> str:
    """Write a ready-made text (reply, gateway or microsoft) with what the case can prove.

    Plain text; what strangers wrote is in one line and bounded. Where the trace does not involve
    the party, the text says so instead of asking it. Raises UnknownNameError for another name.
    """
    if name not in load_texts():
        raise UnknownNameError("text", name, list(load_texts()))
    text = load_texts()[name]
    if not text.concerns(set(case.outcomes.values())):
        return _NOT_INVOLVED.format(title=_PARTIES[name], summary=_summary(case, text))
    parts = [_PARTS[part](case, text) for part in text.parts]
    return "\n\n".join([text.opening, *filter(None, parts), text.closing]) + "\n"


def _facts(case: Case, text: ReadyText) -> str:
    """The ids to search for, as the trace gives them."""
    journeys = case.trace.journeys
    told = {
        "Message-ID": case.message_id,
        "Network message id": _listed(journeys["network_message_id"]),
        "Sender": _listed(journeys["sender"]),
        "Recipient": case.recipient,
        "Subject": case.subject,
        "Received": _received(case),
    }
    lines = [f"{name}: {_plain(value)}" for name, value in told.items() if _plain(value)]
    return "\n".join(["The message", *(f"  {line}" for line in lines)])


def _received(case: Case) -> str:
    times = case.trace.journeys["received"].dropna().unique()[:4]
    return "; ".join(f"{t:%Y-%m-%d %H:%M} UTC" for t in times)


def _about(case: Case, text: ReadyText) -> str:
    """Which mail is meant, so that the customer can tell."""
    told = {
        "Subject": case.subject,
        "From": _listed(case.trace.journeys["sender"]),
        "To": case.recipient,
        "Received": _received(case).partition(";")[0],
    }
    return "\n".join(f"  {name}: {_plain(v)}" for name, v in told.items() if _plain(v))


def _rows(case: Case, text: ReadyText) -> str:
    """The event rows that prove the outcomes, once each, in the words of the trace."""
    proof = [step.rows for step in case.steps if len(step.rows)]
    if not proof:
        return ""
    rows = pd.concat(proof, ignore_index=True)
    rows = rows[rows["table"] == "events"].drop_duplicates(["journey", "seq"])
    order = case.pairs.set_index("journey")["pass_number"]
    rows = rows.assign(way=rows["journey"].map(order)).sort_values(["way", "seq"], kind="stable")
    rows = rows.head(_MOST_ROWS)
    lines = [_plain(_PLACE.sub("", line), 300) for line in row_lines(rows, _MOST_ROWS)]
    if not lines:
        return ""
    zone = _listed(case.trace.journeys["utc_offset"])
    head = "What the trace shows (times as printed" + (f", UTC{zone})" if zone else ")")
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _questions(case: Case, text: ReadyText) -> str:
    asked = text.questions(set(case.outcomes.values()))
    return "\n".join(["Our questions", *(f"  - {q}" for q in asked)]) if asked else ""


def _missing(case: Case, text: ReadyText) -> str:
    """What is not known yet; not how an admin of ours would look it up, or ask whom this is to."""
    asked = [ask for ask in case.asks() if not _HOW.search(ask)]
    if text.id == "gateway":
        asked = [ask for ask in asked if not ask.startswith(_ASKED_IN_IT)]
    return "\n".join(["What would settle it", *(f"  - {ask}" for ask in asked)]) if asked else ""


def _summary(case: Case, text: ReadyText) -> str:
    """The summary for somebody who did not say anything himself."""
    return _SAID.sub(lambda found: found[1].upper(), summary(case))


_PARTS = {"about": _about, "summary": _summary, "facts": _facts, "rows": _rows,
          "questions": _questions, "missing": _missing}  # fmt: skip


def _listed(column: pd.Series) -> str:
    return ", ".join(map(str, column.dropna().unique()[:4]))


def _plain(value: object, limit: int = 200) -> str:
    """Text of a stranger in one line, without signs that are not seen, and bounded."""
    if value is None or pd.isna(value):
        return ""
    shown = "".join(c for c in one_line(str(value)) if c.isprintable())
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
