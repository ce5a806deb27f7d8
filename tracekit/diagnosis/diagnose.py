"""Diagnose one message or a hundred thousand: five trees, walked for all messages at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from tracekit.diagnosis.case import AMBIGUOUS, Case, Step
from tracekit.errors import UnknownNameError
from tracekit.evidence import QUESTIONS, Evidence, Facts
from tracekit.evidence.base import is_yes
from tracekit.evidence.waiting import waits
from tracekit.knowledge import (
    Gateway,
    Tree,
    load_complaints,
    load_gateway,
    load_outcomes,
    load_trees,
)
from tracekit.model import MessageTrace

# Later trees ask where the message is and whether the gateway saw it.
ORDER = ("gateway", "disposition", "decision", "delay", "copies")


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What the five trees found for every message and recipient of a trace.

    `outcomes`: message_id, recipient, subject and one column a tree. `strength`: on the same index,
    how far each outcome is proved: shown, consistent with, cannot tell. `pairs`: what each journey
    is. `messages`: the messages by number. Every frame has the message number as index, but pairs.
    """

    facts: Facts
    outcomes: pd.DataFrame
    strength: pd.DataFrame
    answers: Mapping[str, Evidence]
    trees: tuple[str, ...]

    @property
    def trace(self) -> MessageTrace:
        """The trace that was diagnosed."""
        return self.facts.trace

    @property
    def messages(self) -> pd.DataFrame:
        """One row a message and recipient."""
        return self.facts.messages

    @property
    def pairs(self) -> pd.DataFrame:
        """What each journey is: outbound, return, direct, loop or unknown."""
        return self.facts.pairs

    def case(self, message_id: str | None = None, recipient: str | None = None) -> Case:
        """Return one message: its steps, their evidence, and how() in words.

        Without arguments: the first message. Raises UnknownNameError if it is not in the trace.
        """
        return case_of(self, self.number_of(message_id, recipient))

    def cases(self) -> list[Case]:
        """Return every message as a case, in the order of the trace."""
        return [case_of(self, number) for number in self.messages.index]

    def number_of(self, message_id: str | None = None, recipient: str | None = None) -> int:
        """Return the number of a message; the first one when nothing is said."""
        fits = self.messages
        if message_id is not None:
            fits = fits[fits["message_id"].fillna("") == message_id]
        if recipient is not None:
            fits = fits[fits["recipient"].fillna("").str.casefold() == recipient.casefold()]
        if fits.empty:
            known = (self.messages["message_id"].fillna("?") + " for "
                     + self.messages["recipient"].fillna("?")).tolist()  # fmt: skip
            raise UnknownNameError(
                "message", f"{message_id or ''} {recipient or ''}".strip(), known[:10]
            )
        return int(fits.index[0])

    def __repr__(self) -> str:
        return f"Diagnosis({len(self.messages)} messages, gateway {self.facts.gateway.name!r})"


def diagnose(
    trace: MessageTrace,
    gateway: str | Gateway = "inky",
    complaint: str | None = None,
    *,
    complete: bool | None = None,
    taken: pd.Timestamp | None = None,
    late_after: float = 5.0,
) -> Diagnosis:
    """Walk the five trees for every message of a trace.

    `gateway`: name of a profile, path of one, or a profile. `complaint`: what the user reports, an
    id of knowledge/complaints.toml; its trees come first. `complete`: whether every record of the
    messages is in the trace, if you know. `taken`: when the trace was made (aware timestamp).
    `late_after`: minutes the whole way may take. Raises UnknownNameError for an unknown name.

    >>> diagnose(MessageTrace.empty()).outcomes.empty
    True
    """
    profile = gateway if isinstance(gateway, Gateway) else load_gateway(gateway)
    facts = Facts.of(trace, profile, complaint=_complaint(complaint), complete=complete,
                     taken=taken, late_after=late_after)  # fmt: skip
    answers: dict[str, Evidence] = {}
    outcomes, strength = {}, {}
    for name in ORDER:
        outcome, weak = _walk(load_trees()[name], facts, answers)
        outcomes[name], strength[name] = outcome, _strengths(outcome, weak)
        facts = replace(facts, found={**facts.found, name: outcome})
    who = facts.messages[["message_id", "recipient", "subject"]]
    return Diagnosis(
        facts, who.assign(**outcomes), pd.DataFrame(strength, index=who.index), answers,
        _tree_order(complaint),
    )  # fmt: skip


def _complaint(name: str | None) -> str | None:
    if name is not None and name not in load_complaints():
        raise UnknownNameError("complaint", name, sorted(load_complaints()))
    return name


def _tree_order(complaint: str | None) -> tuple[str, ...]:
    first = load_complaints()[complaint].trees if complaint else ()
    return tuple(dict.fromkeys([*first, *ORDER]))


def answer(name: str, facts: Facts, answers: dict[str, Evidence]) -> Evidence:
    """Answer a question once for all trees."""
    if name not in answers:
        answers[name] = QUESTIONS[name](facts)
    return answers[name]


def _walk(tree: Tree, facts: Facts, answers: dict[str, Evidence]) -> tuple[pd.Series, pd.Series]:
    """Move all messages through a tree; return each one's outcome and whether it is weak."""
    messages = facts.messages
    at = np.full(len(messages), tree.start, dtype=object)
    at[messages["ambiguous"].to_numpy(dtype=bool)] = "cannot-tell"
    weak = ~messages["whole"].to_numpy(dtype=bool)
    # Where a report broke off, what it would have said next is not known.
    broken = weak.copy()
    for name in _order(tree.name):
        here = np.flatnonzero(at == name)
        if not len(here):
            continue
        node, found = tree.nodes[name], answer(tree.nodes[name].evidence, facts, answers)
        yes, unsure = is_yes(found.answer)[here], found.answer.isna().to_numpy()[here]
        at[here] = np.where(unsure, node.cannot_tell, np.where(yes, node.yes, node.no))
        weak[here] = broken[here] | (yes & is_yes(found.weak)[here])
    return pd.Series(at, index=messages.index, dtype="str"), pd.Series(weak, index=messages.index)


@cache
def _order(name: str) -> tuple[str, ...]:
    return tuple(_topological(load_trees()[name]))


def _topological(tree: Tree) -> list[str]:
    """Order the nodes so that every exit leads forward."""
    order: list[str] = []
    waiting = [tree.start]
    seen: set[str] = set()
    while waiting:
        name = waiting[-1]
        later = [e for e in tree.nodes[name].exits.values() if e in tree.nodes and e not in seen]
        if name in seen or not later:
            waiting.pop()
            if name not in order:
                order.append(name)
            seen.add(name)
        else:
            waiting.append(later[0])
    return order[::-1]


def _strengths(outcome: pd.Series, weak: pd.Series) -> pd.Series:
    """The most a trace can claim for an outcome, lowered where the last answer is weak."""
    most = outcome.map({name: o.strength for name, o in load_outcomes().items()})
    return most.mask(weak & most.eq("shown"), "consistent with").astype("str")


def case_of(diagnosis: Diagnosis, number: int) -> Case:
    """Retrace the steps of one message."""
    facts = diagnosis.facts
    steps = [s for name in diagnosis.trees for s in _steps(load_trees()[name], diagnosis, number)]
    journeys = facts.journeys[facts.journeys["message"] == number]
    listed = waits(facts)
    row = diagnosis.outcomes.loc[number]
    return Case(
        message_id=row["message_id"], recipient=row["recipient"], subject=row["subject"],
        outcomes={t: row[t] for t in diagnosis.trees},
        strength={t: diagnosis.strength.at[number, t] for t in diagnosis.trees},
        steps=tuple(steps), trace=_part(facts.trace, journeys["journey"]), gateway=facts.gateway,
        pairs=facts.pairs[facts.pairs["journey"].isin(journeys["journey"])],
        waits=listed[listed["message"] == number], notes=_notes(facts, number),
    )  # fmt: skip


def _part(trace: MessageTrace, numbers: pd.Series) -> MessageTrace:
    """Keep some journeys, with the row labels of the whole trace."""
    return replace(
        trace,
        journeys=trace.journeys[trace.journeys["journey"].isin(numbers)],
        events=trace.events[trace.events["journey"].isin(numbers)],
        problems=trace.problems[trace.problems["journey"].isin(numbers)],
    )


def _steps(tree: Tree, diagnosis: Diagnosis, number: int) -> list[Step]:
    if bool(diagnosis.messages.at[number, "ambiguous"]):
        node = tree.nodes[tree.start]
        return [Step(tree.name, node.id, node.question, node.why, "cannot tell", AMBIGUOUS,
                     pd.DataFrame(), "cannot-tell", "cannot tell")]  # fmt: skip
    steps, name = [], tree.start
    while name in tree.nodes:
        step = propose(tree, name, diagnosis, number)
        steps.append(step)
        name = step.leads_to
    return steps


def propose(tree: Tree, name: str, diagnosis: Diagnosis, number: int) -> Step:
    """Return what the trace answers at one node for one message."""
    node = tree.nodes[name]
    found = answer(node.evidence, diagnosis.facts, diagnosis.answers)
    reply = found.answer.get(number, pd.NA)
    said = "cannot tell" if pd.isna(reply) else "yes" if reply else "no"
    labels = found.proof[found.proof["message"] == number] if said == "yes" else found.proof[:0]
    weak = said == "yes" and bool(found.weak.get(number, False))
    strength = said if said == "cannot tell" else "consistent with" if weak else "shown"
    return Step(tree.name, name, node.question, node.why, said, found.because.get(number, ""),
                proof_rows(diagnosis.facts, labels), node.exits[said], strength, node.ask,
                node.references)  # fmt: skip


def proof_rows(facts: Facts, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a proof as they are in the trace, events before journeys."""
    events = facts.trace.events.loc[labels.loc[labels["table"] == "events", "row"].unique()]
    journeys = facts.trace.journeys.loc[labels.loc[labels["table"] == "journeys", "row"].unique()]
    shown = ["table", "journey", "seq", "time", "time_text", "event", "detail", "source", "line"]
    as_rows = journeys.assign(table="journeys", event="Status", detail=journeys["status_text"],
                              time=journeys["received"])  # fmt: skip
    return pd.concat(
        [events.assign(table="events").reindex(columns=shown), as_rows.reindex(columns=shown)],
        ignore_index=True,
    ).astype({"journey": "Int64", "seq": "Int64", "line": "Int64"})


def _notes(facts: Facts, number: int) -> tuple[str, ...]:
    """What a person should know beside the outcomes."""
    events = facts.events[facts.events["message"] == number]
    notes = []
    other = events[events["event"].eq("Send external") & ~events["hand_over"] & ~events["final"]]
    for host in other["host"].dropna().unique():
        notes.append(f"It was also handed to {host}, which is not {facts.gateway.title}: "
                     "another service (signature, encryption ...) is in the path.")  # fmt: skip
    unlisted = events.loc[events["rule_role"].eq("unknown"), "rule_name"].dropna().unique()
    for rule in unlisted:
        notes.append(f"The rule {rule!r} looks like one of {facts.gateway.title}'s, but its part "
                     "is not known; it decided nothing here.")  # fmt: skip
    matched = events.loc[events["rule_name"].notna() & events["rule_role"].isna() & events["final"],
                         "rule_name"].unique()  # fmt: skip
    if len(matched):
        listed = ", ".join(repr(rule) for rule in matched)
        notes.append(f"Also matched, which does not prove that they acted: {listed}.")
    return tuple(notes)
