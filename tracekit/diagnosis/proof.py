"""Retrace the steps of one message: what each question answered, and the rows that prove it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.step import AMBIGUOUS, Step
from tracekit.evidence import QUESTIONS, Evidence, Facts
from tracekit.evidence.base import Proof, no_proof
from tracekit.evidence.facts import once
from tracekit.knowledge import Tree
from tracekit.knowledge.filling import fill, fillings
from tracekit.model import table

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis

_SHOWN = ["journey", "seq", "time", "time_text", "event", "detail", "source", "line"]
_TYPES = {"journey": "Int64", "seq": "Int64", "line": "Int64"}


def answer(name: str, facts: Facts, answers: dict[str, Evidence]) -> Evidence:
    """Answer a question once for all trees."""
    if name not in answers:
        answers[name] = QUESTIONS[name](facts)
    return answers[name]


def steps_of(tree: Tree, diagnosis: Diagnosis, number: int) -> list[Step]:
    """Return the steps of one message through a tree; one step if its report is ambiguous."""
    if bool(diagnosis.messages.loc[number, "ambiguous"]):
        return [propose(tree, tree.start, diagnosis, number)]
    steps, name = [], tree.start
    while name in tree.nodes:
        steps.append(propose(tree, name, diagnosis, number))
        name = steps[-1].leads_to
    return steps


def propose(tree: Tree, name: str, diagnosis: Diagnosis, number: int) -> Step:
    """Return what the trace answers at one node for one message."""
    node, facts = tree.nodes[name], diagnosis.facts
    if bool(diagnosis.messages.loc[number, "ambiguous"]):
        return Step(tree.name, node.id, node.question, node.why, "cannot tell", AMBIGUOUS,
                    _no_rows().copy(deep=False), "cannot-tell", "cannot tell")  # fmt: skip
    found = answer(node.evidence, facts, diagnosis.answers)
    at = facts.messages.index.get_loc(number)
    said = found.word(at)
    weak = said == "yes" and bool(found.weak[at])
    strength = said if said == "cannot tell" else "consistent with" if weak else "shown"
    rows = proof_rows(facts, found.proof if said == "yes" else no_proof(), number)
    return Step(tree.name, name, node.question, node.why, said, found.because[at], rows,
                node.exits[said], strength, _ask(node.ask, diagnosis, number), node.references
    )  # fmt: skip


def _ask(text: str, diagnosis: Diagnosis, number: int) -> str:
    """What to ask for, with this message's ids, addresses and days in it."""
    return fill(text, words_of(diagnosis.facts, number)) if "{" in text else text


def words_of(facts: Facts, number: int) -> dict[str, str]:
    """Return the words for the placeholders of one message, worked out once for all its steps."""
    known = _known_words(facts)
    if number not in known:
        who = facts.messages.loc[number]
        mine = facts.journeys.loc[facts.journeys["message"] == number, ["sender", "received"]]
        known[number] = fillings(who["message_id"], who["recipient"], mine)
    return known[number]


@once
def _known_words(facts: Facts) -> dict[int, dict[str, str]]:
    return {}


def proof_rows(facts: Facts, proof: Proof, number: int) -> pd.DataFrame:
    """Return the rows that prove an answer, as they are in the trace: events before journeys."""
    of, parts = proof.rows_of(number), []
    for name, shown in (("events", _shown_events), ("journeys", _shown_journeys)):
        if len(of[name]):
            parts.append(shown(facts).take(shown(facts).index.get_indexer(of[name])))
    if not parts:
        return _no_rows().copy(deep=False)
    return pd.concat(parts, ignore_index=True) if parts[1:] else parts[0].reset_index(drop=True)


@once
def _shown_events(facts: Facts) -> pd.DataFrame:
    return facts.trace.events.assign(table="events")[["table", *_SHOWN]]


@once
def _shown_journeys(facts: Facts) -> pd.DataFrame:
    said = facts.trace.journeys
    rows = said[["journey", "source", "line"]].assign(
        table="journeys", event="Status", detail=said["status_text"].fillna(said["progress"]),
        time=said["received"],
    )  # fmt: skip
    return rows.reindex(columns=["table", *_SHOWN]).astype(_TYPES)


@cache
def _no_rows() -> pd.DataFrame:
    shown = table("events")[_SHOWN]
    return shown.assign(table=pd.Series(dtype="str"))[["table", *_SHOWN]].astype(_TYPES)
