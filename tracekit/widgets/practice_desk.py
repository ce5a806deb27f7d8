"""Practice in a notebook: a case, the questions, and feedback once the answers are handed in."""

from __future__ import annotations

import time

import ipywidgets as w

from tracekit.knowledge import load_tree
from tracekit.render import EMPTY, heading, paragraph, visible
from tracekit.render.panel import Panel
from tracekit.training import Exercise, Practice
from tracekit.widgets.fold import Fold
from tracekit.widgets.keys import Keys
from tracekit.widgets.parts import button, row, told
from tracekit.widgets.practice_pages import (
    ask_choices,
    case_page,
    lessons_page,
    tell_choices,
)
from tracekit.widgets.ticks import Ticks
from tracekit.widgets.tree_practice import Step, TreePractice

ASK = "What has to be asked for? Nothing ticked: nothing is open. (Commands are for an admin.)"
TELL = "What do you tell the customer?"


class PracticeDesk(w.VBox):
    """Cases to practise on, one after the other; `value` is the Exercise as it stands.

    Nothing is answered for the trainee. What is handed in goes to the record of the practice, if it
    keeps one; without a `practice` cases of all levels are dealt and nothing is kept.

    >>> PracticeDesk().value.attempt.committed
    ''
    """

    def __init__(self, practice: Practice | None = None, scenario: str | None = None):
        self._practice = practice or Practice()
        self._said, self._case, self._lessons, self._how_sure = (Panel() for _ in range(4))
        self._paste = w.Textarea(rows=12, disabled=True, layout=w.Layout(width="100%"))
        self._asks, self._tell = Ticks(ASK), Ticks(TELL, one=True)
        self._sure = w.IntSlider(value=50, description="In percent", min=0, max=100, step=5)
        self._trees: list[TreePractice] = []
        self._where = w.VBox([])
        self._hand_in = button("Hand in", "Show me what is right; nothing can be changed then",
                               self._commit, button_style="primary")  # fmt: skip
        again = button("Another case", "Deal the next case", lambda: self._deal())
        paste = Fold("The paste as it came", self._paste)
        super().__init__([
            self._case, paste, self._where, Panel(heading("What next?", 3)), self._asks,
            self._tell, self._how_sure, self._sure, row(self._hand_in, again), self._said,
            self._lessons, Keys(),
        ])  # fmt: skip
        self._deal(scenario)

    @property
    def value(self) -> Exercise:
        """The exercise as it stands; once it is handed in with its grade and lessons."""
        return self._exercise

    def _deal(self, scenario: str | None = None) -> None:
        self._exercise, self._began = self._practice.deal(scenario), time.monotonic()
        self._case.show(case_page(self._exercise))
        first = load_tree(self._exercise.trees[0]).title
        asked = f"How sure are you of your outcome for “{first}”?"
        self._how_sure.show(paragraph(asked, strong=True))
        self._paste.value = visible(self._exercise.text, None, True)
        self._asks.options = ask_choices(self._exercise)
        self._asks.value = ()
        self._tell.options = tell_choices(self._exercise)
        self._tell.value = ()
        self._trees = [TreePractice(t, self._do, self._hint) for t in self._exercise.trees]
        self._where.children = self._trees
        self._lessons.show(EMPTY)
        self._said.show(EMPTY)
        self._show()

    def _do(self, step: Step) -> None:
        """Take a step, or say why it cannot be taken."""

        def forward() -> None:
            self._exercise = step(self._exercise)
            self._show()

        told(self._said, forward)()

    def _hint(self, tree: str) -> None:
        def forward() -> None:
            self._exercise, words = self._exercise.hint(tree)
            self._show(tree, words)

        told(self._said, forward)()

    def _show(self, tree: str = "", hint: str = "") -> None:
        for page in self._trees:
            page.show(self._exercise, hint if page.value == tree else "")
        done = bool(self._exercise.attempt.committed)
        for control in (self._asks, self._tell, self._sure, self._hand_in):
            control.disabled = done

    def _commit(self) -> None:
        told(self._said, self._handed_in)()

    def _handed_in(self) -> None:
        chosen = self._exercise.ask(self._asks.value).confident(self._sure.value)
        if self._tell.value:
            chosen = chosen.tell(int(self._tell.value[0]))
        self._exercise = chosen.commit(seconds=round(time.monotonic() - self._began, 1))
        self._show()
        self._lessons.show(lessons_page(self._exercise))
        self._practice.keep(self._exercise)

    def __repr__(self) -> str:
        return f"PracticeDesk({self._exercise.dealt.scenario.id})"
