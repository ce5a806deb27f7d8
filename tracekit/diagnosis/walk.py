"""The guided walk: one tree, one message, one question at a time; it never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracekit.diagnosis.case import Case
from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.proof import propose
from tracekit.diagnosis.reasons import how_walked, why_asked
from tracekit.diagnosis.step import Step
from tracekit.diagnosis.trail import Change, resumed, saved, taken_on
from tracekit.knowledge import Node, Outcome, Tree, load_tree
from tracekit.knowledge.loader import outcome_for
from tracekit.model import MessageTrace


@dataclass(frozen=True, eq=False)
class Answered:
    """One step of the trail: the node, the answer, whether trace or person gave it, and why.

    `who`: the name of the person, where one was said.
    """

    step: Step
    answer: str
    by: str
    reason: str = ""
    who: str = ""


@dataclass(frozen=True, eq=False)
class Walk:
    """Where a person stands in a tree, and how they came there.

    `changes`: what a resumed trail, or more of the trace, changed in it.

    >>> from tracekit import diagnose, parse
    >>> walk = Walk.start(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")), "gateway")
    >>> walk.question
    'Is there any event to go by?'
    >>> walk.answer("yes").node
    'g-kind'
    """

    diagnosis: Diagnosis
    number: int
    tree_name: str
    node: str
    trail: tuple[Answered, ...] = ()
    changes: tuple[Change, ...] = ()

    @classmethod
    def start(
        cls,
        diagnosis: Diagnosis | Case,
        tree: str = "gateway",
        message_id: str | None = None,
        recipient: str | None = None,
    ) -> Walk:
        """Stand at the first question of a tree, for a case, the first message or the one named.

        Raises UnknownNameError if the tree or the message is not known.
        """
        first = load_tree(tree).start
        if isinstance(diagnosis, Case):
            return cls(diagnosis.diagnosis, diagnosis.number, tree, first)
        return cls(diagnosis, diagnosis.number_of(message_id, recipient), tree, first)

    @property
    def tree(self) -> Tree:
        """The tree that is walked."""
        return load_tree(self.tree_name)

    @property
    def finished(self) -> bool:
        """True when an outcome is reached."""
        return self.node not in self.tree.nodes

    @property
    def outcome(self) -> Outcome | None:
        """The outcome, once it is reached."""
        kind = self.diagnosis.facts.gateway.kind
        return outcome_for(self.node, kind) if self.finished else None

    @property
    def strength(self) -> str:
        """How far the outcome is proved; an answer that a person gave makes it at most a fit."""
        if not self.finished:
            return ""
        most = self.outcome.strength
        whole = bool(self.diagnosis.messages.loc[self.number, ["whole", "one_end"]].all())
        yes = [a.step.strength for a in self.trail if a.answer == "yes"]
        doubtful = not whole or yes[-1:] == ["consistent with"]
        doubtful |= any(a.by == "person" for a in self.trail)
        return "consistent with" if most == "shown" and doubtful else most

    @property
    def _node(self) -> Node:
        return self.tree.nodes[self.node]

    @property
    def question(self) -> str:
        """The question at this place, or the outcome's title."""
        return self.outcome.title if self.finished else self._node.question

    @property
    def purpose(self) -> str:
        """Why this is asked, in general; empty at the end."""
        return "" if self.finished else self._node.why

    @property
    def evidence(self) -> Step | None:
        """What the trace answers here, with its rows."""
        return None if self.finished else propose(self.tree, self.node, self.diagnosis, self.number)

    def why(self) -> str:
        """Explain this place: why it is asked and what the trace answers, with rows and sources.

        At the end: what the outcome follows from.
        """
        return why_asked(self)

    def how(self) -> str:
        """Tell the walk so far: each question, its answer, who gave it, and why."""
        return how_walked(self)

    def answer(self, answer: str | None = None, reason: str = "", who: str = "") -> Walk:
        """Go on with the trace's answer (None), or with a person's: yes, no or cannot tell.

        An answer that differs from the trace's is kept as the person's, with the reason.
        Raises ValueError for any other word, or when the walk has ended.
        """
        step = self.evidence
        if step is None:
            raise ValueError("The walk has ended. Go back, or start again.")
        given = answer or step.answer
        if given not in self._node.exits:
            raise ValueError(f"{given!r} is no answer. Answer yes, no or cannot tell.")
        by = "trace" if given == step.answer else "person"
        trail = (*self.trail, Answered(step, given, by, reason, who))
        onward = step.leads_to if by == "trace" else self._node.exits[given]
        return replace(self, node=onward, trail=trail, changes=())

    def finish(self) -> Walk:
        """Go on with the trace's answers until an outcome is reached."""
        walk = self
        while not walk.finished:
            walk = walk.answer()
        return walk

    def back(self) -> Walk:
        """Return to the question before this one."""
        if not self.trail:
            return self
        before = self.trail[-1].step.node
        return replace(self, node=before, trail=self.trail[:-1], changes=())

    def restart(self) -> Walk:
        """Return to the first question."""
        return replace(self, node=self.tree.start, trail=(), changes=())

    def to_dict(self) -> dict:
        """Return the walk as plain values that can be written as JSON.

        Each answer has its node, whether trace or person gave it, the reason and the name; the
        inputs are named with their sums.
        """
        return saved(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, object] | str, diagnosis: Diagnosis) -> Walk:
        """Resume a saved walk (its values, or its JSON) on the same trace, or one with more in it.

        What a person answered stays; what the trace now answers otherwise is in `changes`. Raises
        InputError where it is no saved walk, UnknownNameError where the message is not there.

        >>> from tracekit import diagnose, parse
        >>> walk = Walk.start(diagnose(parse("12/6/2022, 12:31 PM | Receive | x"))).answer()
        >>> Walk.from_dict(walk.to_dict(), walk.diagnosis).node == walk.node
        True
        """
        return resumed(cls, told, diagnosis)

    def with_trace(self, trace: MessageTrace) -> Walk:
        """Take another trace in on the spot and go on, with the trail kept.

        What the trace now answers otherwise is in `changes`. Raises UnknownNameError where the
        message is not there any more.
        """
        return taken_on(self, trace)
