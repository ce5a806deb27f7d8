"""One diagnosed message: its outcomes, its steps with their proof, and what to ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracekit.combine.bounce_messages import told_by_bounce_alone
from tracekit.diagnosis import reasons, telling
from tracekit.diagnosis.absences import Absence, absences
from tracekit.diagnosis.answered import told_events
from tracekit.diagnosis.decisive import answer_of, nobody_answered
from tracekit.diagnosis.display import Told
from tracekit.diagnosis.letters import letter
from tracekit.diagnosis.notes import contradictions, notes
from tracekit.diagnosis.proof import ask_of, steps_of
from tracekit.diagnosis.step import DOUBTS, Step
from tracekit.diagnosis.summary import summary
from tracekit.diagnosis.telling import row_lines
from tracekit.evidence.filtering import verdicts
from tracekit.evidence.waits import waits
from tracekit.knowledge import Gateway, Outcome, load_complaints, load_outcomes, load_trees
from tracekit.knowledge.loader import load_asks, outcome_for
from tracekit.knowledge.schema import Contradiction
from tracekit.model import MessageTrace

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis

__all__ = ["Case", "Step", "case_of", "row_lines"]
# Where a message is that reached no mailbox and will not.
# Where nothing was put into a mailbox here that could be searched for it.
_NO_MAILBOX = ("expanded", "redirected", "resolved-elsewhere", "suppressed-automatic-reply",
               "with-the-gateway")  # fmt: skip
_NOT_DELIVERED = ("bounced", "deleted", "rejected-at-the-door")


@dataclass(frozen=True, eq=False)
class Case(Told):
    """One message for one recipient: outcomes, how far they are proved, and the way there.

    Subject, rules and details are as strangers wrote them: pass text through tracekit.render
    before it is shown. `diagnosis` and `number` say where the case is from.
    """

    message_id: str
    recipient: str
    subject: str
    outcomes: dict[str, str]
    strength: dict[str, str]
    steps: tuple[Step, ...]
    trace: MessageTrace
    gateway: Gateway
    pairs: pd.DataFrame
    waits: pd.DataFrame
    notes: tuple[str, ...] = ()
    absences: tuple[Absence, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    complaint: str | None = None
    diagnosis: Diagnosis | None = None
    number: int = 0

    def steps_of(self, tree: str) -> tuple[Step, ...]:
        """Return the steps of one tree."""
        return tuple(step for step in self.steps if step.tree == tree)

    @property
    def is_told_by_bounce_alone(self) -> bool:
        """Is no record of the message here, only a bounce?"""
        return bool(told_by_bounce_alone(self.trace.journeys, self.trace.events).all())

    def outcome(self, tree: str) -> Outcome:
        """Return the outcome of a tree, in the words for the kind of this gateway."""
        return outcome_for(self.outcomes[tree], self.gateway.kind)

    def asks(self) -> list[str]:
        """Return what to ask for, once each, to settle the outcomes that are not shown."""
        if any(step.because in DOUBTS for step in self.steps):
            return [*dict.fromkeys(step.ask for step in self.steps)]
        found = [self._passed_on(tree) for tree in self.outcomes]
        found += [part for tree in self._to_settle() for part in self._asks_of(tree)]
        return [*dict.fromkeys(filter(None, found))]

    def _to_settle(self) -> list[str]:
        """The trees whose outcome is not shown, and is worth settling for this message."""
        # Without event rows nothing else can be settled before they are here.
        if self.outcomes["gateway"] == "trace-empty":
            fresh = self.steps_of("disposition")[-1].node == "d-status"
            return ["disposition"] * fresh + ["gateway"]
        asked = load_complaints()[self.complaint].trees if self.complaint else ()
        # What was never delivered was not late, and not there twice.
        idle = {"delay", "copies"} if self.outcomes["disposition"] in _NOT_DELIVERED else set()
        idle |= {"decision"} if self._has_no_mailbox() else set()
        idle -= set(asked) - {"decision"}
        return [t for t, sure in self.strength.items() if sure != "shown" and t not in idle]

    def _has_no_mailbox(self) -> bool:
        """Did nobody decide against it, and does it lie in no mailbox here?"""
        nobody = self.outcomes["decision"] == "no-adverse-decision"
        return nobody and self.outcomes["disposition"] in _NO_MAILBOX

    def _passed_on(self, tree: str) -> str:
        """What is asked of another side although the outcome is shown; its answer stands in it."""
        outcome = load_outcomes()[self.outcomes[tree]]
        if not outcome.pass_on or self.diagnosis is None:
            return ""
        said = answer_of(self, tree)
        silent = not said and outcome.pass_on_unanswered and nobody_answered(self, tree)
        name = outcome.pass_on_unanswered if silent else outcome.pass_on
        return ask_of(load_asks()[name], self.diagnosis, self.number, said.told() if said else "")

    def _asks_of(self, tree: str) -> tuple[str, ...]:
        """What would settle one outcome, and how to get it; nothing where nobody has to act."""
        name = self.outcomes[tree]
        if (tree, name, self.gateway.kind) == ("gateway", "cannot-tell", "none"):
            known = self.diagnosis is not None and self.diagnosis.facts.no_gateway
            return () if known else (load_asks()["gateway-profile"],)
        outcome, last = load_outcomes()[name], self.steps_of(tree)[-1]
        if outcome.strength == "cannot tell":
            steps = self.steps_of(tree)[2:] if tree == "decision" else ()
            open_ones = [step.ask for step in steps if step.answer == "cannot tell"]
            return self._not_given((last.ask or outcome.settle, *open_ones))
        asked = load_complaints()[self.complaint].trees if self.complaint else ()
        if outcome.owner == "nobody" and tree not in asked:
            return ()
        if self.diagnosis is None or not outcome.settle_ask:
            return (outcome.settle,)
        if tree == "decision" and outcome.settle_ask == "headers" and self._has_verdict():
            return ()
        how = ask_of(load_asks()[outcome.settle_ask], self.diagnosis, self.number)
        return outcome.settle, how

    def _not_given(self, asks: tuple[str, ...]) -> tuple[str, ...]:
        """Ask for the rule that marked the message instead of the headers where SFV is known."""
        if self.diagnosis is None or not self._has_verdict():
            return asks
        asked, number = load_asks(), self.number
        headers = ask_of(asked["headers"], self.diagnosis, number)
        rule = ask_of(asked["marking-rule"], self.diagnosis, number)
        marked = verdicts(self.diagnosis.facts).get(number) == "SKS"
        instead = rule if marked else ""
        found = [instead if ask == headers else ask for ask in asks]
        return tuple(filter(None, found))

    def _has_verdict(self) -> bool:
        """Is what the filter noted of the message (SFV) known already?"""
        return pd.notna(verdicts(self.diagnosis.facts).get(self.number))

    def summary(self) -> str:
        """Say in at most five sentences, for a customer, what happened and what to do."""
        return summary(self)

    def reply(self) -> str:
        """Write a reply to the customer with what the trace can prove."""
        return letter(self, "reply")

    def escalation(self, to: str) -> str:
        """Write to the support of the "gateway" or of "microsoft".

        Where the trace does not involve them, the text says so. Raises UnknownNameError for
        another name.
        """
        return letter(self, to)

    @cached_property
    def told_events(self) -> list[tuple[tuple[int, int], dict]]:
        """Each event of the message, with what was decoded from it, by journey and number."""
        return told_events(self.trace.events)

    def answers(self) -> str:
        """Say in a line for each tree what was found, and what to do first."""
        return telling.answers(self)

    def how(self) -> str:
        """Explain the diagnosis: the conclusion, each step with its rows, what is still open."""
        return telling.how(self)

    def why(self, tree: str | None = None) -> str:
        """Say what each outcome rests on, or that of one tree, with its rows, node ids and sources.

        Raises UnknownNameError where there is no such tree.
        """
        return reasons.why(self, tree)

    def to_dict(self) -> dict:
        """Return the case as plain values that can be written as JSON (docs/commands.md)."""
        from tracekit.render.records import case_record

        return case_record(self)

    def to_markdown(self) -> str:
        """Return the case as a Markdown page; what strangers wrote stands in code spans."""
        from tracekit.render.pages import case_page

        return case_page(self)

    def __repr__(self) -> str:
        told = ", ".join(f"{tree}: {name}" for tree, name in self.outcomes.items())
        return f"Case({told})"


def case_of(diagnosis: Diagnosis, number: int) -> Case:
    """Retrace the steps of one message."""
    facts = diagnosis.facts
    steps = [s for name in diagnosis.trees for s in steps_of(load_trees()[name], diagnosis, number)]
    journeys = facts.journeys.of_message(number, ["journey"])["journey"]
    row, listed = diagnosis.outcomes.loc[number], waits(facts)
    return Case(
        message_id=row["message_id"], recipient=row["recipient"], subject=row["subject"],
        outcomes={tree: row[tree] for tree in diagnosis.trees},
        strength={tree: diagnosis.strength.loc[number, tree] for tree in diagnosis.trees},
        steps=tuple(steps), trace=_part(facts.trace, journeys), gateway=facts.gateway,
        pairs=facts.pairs[facts.pairs["journey"].isin(journeys)],
        waits=listed[listed["message"] == number], notes=notes(facts, number),
        absences=absences(facts, number), contradictions=contradictions(facts, number),
        complaint=facts.complaint, diagnosis=diagnosis, number=number,
    )  # fmt: skip


def _part(trace: MessageTrace, numbers: pd.Series) -> MessageTrace:
    """Keep some journeys, with the row labels of the whole trace."""
    kept = {name: getattr(trace, name) for name in ("journeys", "events", "problems")}
    return replace(trace, **{name: _told_of(t, numbers) for name, t in kept.items()})


def _told_of(table: pd.DataFrame, numbers: pd.Series) -> pd.DataFrame:
    """Keep the rows of some journeys; rows that stand together cost nothing to take."""
    at = np.flatnonzero(table["journey"].isin(numbers))
    together = len(at) and at[-1] - at[0] + 1 == len(at)
    return table.iloc[at[0] : at[-1] + 1] if together else table.iloc[at]
