"""One tree to be answered in practice: the question, its answers, the outcome and its rows."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.knowledge import load_outcomes, load_tree
from tracekit.render.panel import Panel
from tracekit.training import Exercise
from tracekit.widgets.parts import ONE_AT_A_TIME, button, label_width, row
from tracekit.widgets.practice_pages import question_page, row_choices
from tracekit.widgets.ticks import Ticks

PROOF = "Which rows prove it? Tick them."
_SURE = [("Say how far it is proved", ""), ("Shown by rows", "shown"),
         ("Fits the trace", "consistent with"), ("Cannot tell", "cannot tell")]  # fmt: skip
_ANSWERS = {"yes": "Yes", "no": "No", "cannot tell": "Cannot tell"}
# What a person does with an exercise, as a step to another one.
Step = Callable[[Exercise], Exercise]


class TreePractice(w.VBox):
    """The answers to one tree; `value` is its name. Every step is given to `then`.

    `hint` is called with the tree when a hint is wanted.
    """

    def __init__(self, tree: str, then: Callable[[Step], None], hint: Callable[[str], None]):
        self._tree, self._then, self._quiet = tree, then, False
        self._page = Panel()
        self._knobs = [
            button(words, f"Answer this question with: {words.lower()}",
                   lambda said=said: then(lambda e: e.answer(tree, said)))
            for said, words in _ANSWERS.items()
        ]  # fmt: skip
        moves = [button("Back", "Take the last answer back", lambda: then(lambda e: e.back(tree))),
                 button("Hint", "Costs points; not in an exam", lambda: hint(tree))]  # fmt: skip
        self._outcome, self._sure, self._rows = _outcomes(tree), _strength(), Ticks(PROOF)
        for control, step in ((self._outcome, Exercise.name), (self._sure, Exercise.claim),
                              (self._rows, Exercise.cite)):  # fmt: skip
            control.observe(self._forward(step), "value")
        super().__init__([self._page, row(*self._knobs, *moves), row(self._outcome, self._sure),
                          self._rows])  # fmt: skip

    @property
    def value(self) -> str:
        """The name of the tree."""
        return self._tree

    def show(self, exercise: Exercise, hint: str = "") -> None:
        """Show where an exercise stands in this tree."""
        told, done = exercise.told(self._tree), bool(exercise.attempt.committed)
        self._quiet = True
        words = load_tree(self._tree).title
        self._page.show(question_page(exercise, self._tree, words, hint))
        self._rows.options = row_choices(exercise)
        self._outcome.value, self._sure.value = told.outcome, told.strength or ""
        self._rows.value = told.rows
        for control in (self._outcome, self._sure, self._rows):
            control.disabled = done
        for knob in self._knobs:
            knob.disabled = done or bool(told.outcome)
        self._quiet = False

    def _forward(self, step: Callable) -> Callable:
        def changed(change: dict) -> None:
            with ONE_AT_A_TIME:
                if not self._quiet and change["new"] != "":
                    self._then(lambda exercise: step(exercise, self._tree, change["new"]))

        return changed


def _outcomes(tree: str) -> w.Dropdown:
    known = load_outcomes()
    named = [(known[name].title, name) for name in load_tree(tree).outcomes]
    return label_width(w.Dropdown(
        options=[("Answer the questions, or name the outcome", ""), *named],
        description="Outcome", tooltip="The outcome that you come to",
    ))  # fmt: skip


def _strength() -> w.Dropdown:
    return label_width(w.Dropdown(
        options=_SURE, description="Proved", tooltip="How far the trace proves the outcome",
    ))  # fmt: skip
