"""Ready-made texts about a case: to the customer, to the gateway's support, to Microsoft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.decisive import answer_of
from tracekit.diagnosis.quoting import plain
from tracekit.diagnosis.summary import summary
from tracekit.diagnosis.telling import row_lines
from tracekit.errors import UnknownNameError
from tracekit.knowledge.texts import ReadyText, load_texts

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_MOST_ROWS, _LONGEST = 20, 800
# The place in our files, which the other side does not have; a command or a path in our portals;
# and who told us.
_PLACE = re.compile(r" \(line \d+ of [^|]{0,500}\)$")
_HOW = re.compile(r"PowerShell|admin center|portal| > |\b(?:Get|Start|Search)-[A-Z]")
_SAID = re.compile(r"\bYou said that (\w)")
_NOT_INVOLVED = (
    "The trace does not show that {title} is the one to ask{untouched}. What it shows: {summary}"
)
_UNTOUCHED = ": nothing in it was done by them"
_TOO_EARLY = "It is too early to ask {title}. What the trace shows: {summary}"
_NOT_YET = "Nobody has to do anything yet"  # as summaries.toml has it
_ASKED_IN_IT = "Ask the gateway's support"
_PARTIES = {"gateway": "the email gateway", "microsoft": "Microsoft"}


def letter(case: Case, name: str) -> str:
    """Write a ready-made text (reply, gateway or microsoft) with what the case can prove.

    Plain text; what strangers wrote is in one line and bounded. Where the trace does not involve
    the party, or it is too early, the text says so instead of asking it.
    Raises UnknownNameError for another name.
    """
    if name not in load_texts():
        raise UnknownNameError("text", name, list(load_texts()))
    text = load_texts()[name]
    if name in _PARTIES and (told := _not_asked(case, text)):
        return told
    parts = [_PARTS[part](case, text) for part in text.parts]
    opening = text.of_bounce if case.is_told_by_bounce_alone else text.opening
    return "\n\n".join([opening, *filter(None, parts), text.closing]) + "\n"


def _not_asked(case: Case, text: ReadyText) -> str:
    """What is said in place of a letter to somebody who is not, or not yet, the one to ask."""
    told = {"title": _PARTIES[text.id], "summary": _summary(case, text)}
    if not text.concerns(set(case.outcomes.values())):
        shown = {name for tree, name in case.outcomes.items() if case.strength[tree] == "shown"}
        untouched = _UNTOUCHED if shown & set(text.untouched) else ""
        return _NOT_INVOLVED.format(untouched=untouched, **told)
    return _TOO_EARLY.format(**told) if _NOT_YET in told["summary"] else ""


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
    lines = [f"{name}: {plain(value)}" for name, value in told.items() if plain(value)]
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
    return "\n".join(f"  {name}: {plain(v)}" for name, v in told.items() if plain(v))


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
    lines = [plain(_PLACE.sub("", line), _LONGEST) for line in row_lines(_in_utc(rows), _MOST_ROWS,
                                                                         _LONGEST)]  # fmt: skip
    if not lines:
        return ""
    head = "What the bounce says" if case.is_told_by_bounce_alone else "What the trace shows"
    return "\n".join([head + _clock(case, rows), *(f"  {line}" for line in lines)])


def _clock(case: Case, rows: pd.DataFrame) -> str:
    """Which times the rows have: in UTC where all are known; nothing where none has one."""
    if rows["time"].notna().all():
        return " (times in UTC)"
    zone = _listed(case.trace.journeys["utc_offset"])
    said = f", UTC{zone}" if zone else ", zone not known"
    return f" (times as printed{said})" if rows["time_text"].notna().any() else ""


def _in_utc(rows: pd.DataFrame) -> pd.DataFrame:
    """Write the times in UTC, which the logs of the other side are searched by, where all are."""
    if rows["time"].isna().any():
        return rows
    whole = rows["time"].dt.second.eq(0).all()
    form = "%Y-%m-%d %H:%M" if whole else "%Y-%m-%d %H:%M:%S"
    return rows.assign(time_text=rows["time"].dt.strftime(form) + " UTC")


def _answer(case: Case, text: ReadyText) -> str:
    """What the server that stopped or delayed it answered, in its own words."""
    told = (answer_of(case, tree) for tree in ("decision", "delay", "gateway"))
    said = next(filter(None, told), None)
    if said is None or not said.words:
        return ""
    return f"The answer word for word\n  {said.told()}"


def _questions(case: Case, text: ReadyText) -> str:
    nodes = {step.node for step in case.steps if step.answer == "yes"}
    asked = text.questions(set(case.outcomes.values()), case.gateway.kind, nodes)
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


_PARTS = {"about": _about, "answer": _answer, "summary": _summary, "facts": _facts, "rows": _rows,
          "questions": _questions, "missing": _missing}  # fmt: skip


def _listed(column: pd.Series) -> str:
    return ", ".join(map(str, column.dropna().unique()[:4]))
