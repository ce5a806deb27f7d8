"""One case being worked on: the trainee answers, and nothing is answered for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pandas as pd
from msgspec.structs import replace as changed

from tracekit.errors import TracekitError, UnknownNameError
from tracekit.knowledge import load_outcomes, load_tree
from tracekit.knowledge.loader import load_asks
from tracekit.training.attempt import Attempt, TreeAnswer
from tracekit.training.dealing import Dealt
from tracekit.training.feedback import Lesson, feedback
from tracekit.training.grading import Grade, grade
from tracekit.training.hints import HINTS, hint
from tracekit.training.rows import numbered


class PracticeError(TracekitError, ValueError):
    """Something cannot be done at this point of an exercise; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """A dealt case and what was answered so far; every step gives a new one.

    >>> from tracekit.training import Practice
    >>> exercise = Practice(seed=1).deal("textbook-pair")
    >>> exercise.question("gateway")
    'Is there any event to go by?'
    >>> exercise.answer("gateway", "yes").node("gateway")
    'g-kind'
    """

    dealt: Dealt
    attempt: Attempt
    hints_allowed: bool = True

    @property
    def words(self) -> str:
        """The complaint, as the user says it."""
        return self.dealt.words

    @property
    def text(self) -> str:
        """What was pasted; strangers wrote it: it goes through tracekit.render before a screen."""
        return self.dealt.text

    @property
    def known(self) -> tuple[str, ...]:
        """What is known beside the trace."""
        return self.dealt.known

    @property
    def asks(self) -> dict[str, str]:
        """What one could ask for, by id."""
        return {name: self.dealt.ask_text(name) for name in self.dealt.asks}

    @property
    def trees(self) -> tuple[str, ...]:
        """The trees that are asked."""
        return self.dealt.trees

    @property
    def rows(self) -> pd.DataFrame:
        """What can be cited, each row with its name; a Status that nobody gave is left out."""
        rows = numbered(self.dealt.rendered.trace)
        return rows[rows["event"].ne("Status") | rows["detail"].fillna("").ne("")]

    @property
    def options(self) -> tuple[str, ...]:
        """What one could tell the customer."""
        return self.dealt.options

    def told(self, tree: str) -> TreeAnswer:
        """What was answered in a tree so far."""
        self._known(tree)
        return self.attempt.trees.get(tree, TreeAnswer())

    def node(self, tree: str) -> str:
        """Where the trainee stands in a tree: a node, or an outcome."""
        trail = self.told(tree).trail
        if not trail:
            return load_tree(tree).start
        last, said = trail[-1]
        return load_tree(tree).nodes[last].exits[said]

    def question(self, tree: str) -> str:
        """The question where the trainee stands; empty at an outcome."""
        node = load_tree(tree).nodes.get(self.node(tree))
        return node.question if node else ""

    def question_of(self, tree: str, node: str) -> str:
        """The question of a node of a tree."""
        return load_tree(tree).nodes[node].question

    def why(self, tree: str) -> str:
        """Why the question is asked where the trainee stands; empty at an outcome."""
        node = load_tree(tree).nodes.get(self.node(tree))
        return node.why if node else ""

    def answer(self, tree: str, said: str) -> Exercise:
        """Answer the question of a tree with yes, no or cannot tell."""
        node = self.node(tree)
        if node not in load_tree(tree).nodes:
            raise PracticeError("You are at an outcome. Go back to answer otherwise.")
        if said not in ("yes", "no", "cannot tell"):
            raise PracticeError(f"{said[:60]!r} is no answer. Answer yes, no or cannot tell.")
        told = changed(self.told(tree), trail=(*self.told(tree).trail, (node, said)))
        then = self._with(tree, told)
        end = then.node(tree)
        return then if end in load_tree(tree).nodes else then.name(tree, end)

    def back(self, tree: str) -> Exercise:
        """Take the last answer in a tree back."""
        told = self.told(tree)
        return self._with(tree, changed(told, trail=told.trail[:-1], outcome="", strength=None))

    def name(self, tree: str, outcome: str) -> Exercise:
        """Name the outcome of a tree, walked to or not. Raises UnknownNameError."""
        known = load_tree(tree).outcomes
        if outcome not in known:
            raise UnknownNameError("outcome of this tree", outcome[:60], sorted(known))
        sure = "cannot tell" if load_outcomes()[outcome].strength == "cannot tell" else None
        return self._with(tree, changed(self.told(tree), outcome=outcome, strength=sure))

    def claim(self, tree: str, strength: str) -> Exercise:
        """Say how far the trace proves the outcome: shown, consistent with or cannot tell."""
        if strength not in ("shown", "consistent with", "cannot tell"):
            raise PracticeError("Say shown, consistent with or cannot tell.")
        return self._with(tree, changed(self.told(tree), strength=strength))

    def cite(self, tree: str, rows: Iterable[str]) -> Exercise:
        """Mark the rows that prove the outcome of a tree, by their names."""
        known = set(self.rows["row"])
        wanted = tuple(dict.fromkeys(rows))
        for row in wanted:
            if row not in known:
                raise UnknownNameError("row", row[:60], sorted(known, key=_place))
        return self._with(tree, changed(self.told(tree), rows=wanted))

    def ask(self, names: Iterable[str]) -> Exercise:
        """Choose what to ask for, by ids of asks.toml; none: nothing has to be asked."""
        wanted = tuple(dict.fromkeys(names))
        for name in wanted:
            if name not in load_asks():
                raise UnknownNameError("thing to ask for", name[:60], sorted(load_asks()))
        return self._changed(ask=wanted)

    def tell(self, number: int, note: str = "") -> Exercise:
        """Choose what to tell the customer, from 0; `note`: the same in one's own words."""
        if not 0 <= number < len(self.options):
            raise PracticeError(f"Choose one of {len(self.options)}.")
        return self._changed(tell=number, note=note[:4000])

    def confident(self, percent: int) -> Exercise:
        """Say how sure you are that the first tree's outcome is right: 0 to 100."""
        if not 0 <= percent <= 100:
            raise PracticeError("Say how sure you are in percent, 0 to 100.")
        return self._changed(confidence=percent)

    def hint(self, tree: str | None = None) -> tuple[Exercise, str]:
        """Take a hint for a tree (the first); it costs points. Raises PracticeError in an exam."""
        tree = tree or self.trees[0]
        self._known(tree)
        if not self.hints_allowed:
            raise PracticeError("There are no hints in an exam.")
        if self.attempt.hints >= HINTS:
            raise PracticeError("There are no more hints for this case.")
        return self._changed(hints=self.attempt.hints + 1), hint(self.dealt, self.attempt, tree)

    def missing(self) -> list[str]:
        """List what has to be said before the answer can be shown."""
        asked = {tree: f'"{load_tree(tree).title}"' for tree in self.trees}
        open_ = [f"the outcome for {asked[tree]}" for tree in asked if not self.told(tree).outcome]
        open_ += [f"how far it is proved, for {asked[tree]}" for tree in asked
                  if self.told(tree).outcome and not self.told(tree).strength]  # fmt: skip
        if self.attempt.tell is None:
            open_.append("what to tell the customer")
        return open_ + ([] if self.attempt.confidence is not None else ["how sure you are"])

    def commit(self, seconds: float = 0.0, now: datetime | None = None) -> Exercise:
        """Hand the answers in; after that nothing can be changed. Raises PracticeError."""
        if self.missing():
            raise PracticeError(f"This is still open: {'; '.join(self.missing())}.")
        now = now or datetime.now(UTC)
        return self._changed(committed=now.isoformat(timespec="seconds"), seconds=seconds)

    @property
    def grade(self) -> Grade:
        """The points; only once the answers are handed in. Raises PracticeError before."""
        if not self.attempt.committed:
            raise PracticeError("Hand your answers in first; then the answer is shown.")
        return grade(self.dealt, self.attempt)

    def lessons(self) -> list[Lesson]:
        """What to learn from it; only once the answers are handed in."""
        return feedback(self.dealt, self.attempt, self.grade)

    def _known(self, tree: str) -> None:
        if tree not in self.trees:
            raise UnknownNameError("tree of this case", tree[:60], list(self.trees))

    def _with(self, tree: str, told: TreeAnswer) -> Exercise:
        self._known(tree)
        return self._changed(trees={**self.attempt.trees, tree: told})

    def _changed(self, **fields) -> Exercise:
        if self.attempt.committed:
            raise PracticeError("These answers are handed in. Deal another case.")
        return replace(self, attempt=changed(self.attempt, **fields))

    def __repr__(self) -> str:
        # What is right stays out of sight, in a notebook too.
        state = "handed in" if self.attempt.committed else "not handed in"
        return f"Exercise({self.attempt.scenario}, {state})"


def _place(row: str) -> tuple[int, ...]:
    return tuple(int(part) for part in row.split("."))


def model_answer(exercise: Exercise) -> Exercise:
    """Answer as the scenario says: for tests and for teachers. Not handed in yet."""
    dealt = exercise.dealt
    for right in dealt.answers:
        for step in dealt.case.steps_of(right.tree):
            exercise = exercise.answer(right.tree, step.answer)
        rows = [dealt.rendered.labels[label][0] for label in right.proof]
        exercise = exercise.claim(right.tree, right.strength).cite(right.tree, rows)
    told = dealt.options.index(dealt.fill(dealt.tell.right))
    return exercise.ask(dealt.ask.right[:1]).tell(told).confident(90)
