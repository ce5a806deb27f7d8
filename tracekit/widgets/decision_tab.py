"""Who decided: the ladder, and a button for each rung that lights its rows in the timeline."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.diagnosis import Case
from tracekit.diagnosis.ladder import ladder
from tracekit.render.panel import Panel
from tracekit.widgets.case_pages import ladder_page
from tracekit.widgets.parts import button, row


class DecisionTab(w.VBox):
    """The ladder of a message; `light` is called with the name of an actor.

    >>> DecisionTab(print).value is None
    True
    """

    def __init__(self, light: Callable[[str], None]):
        self._light, self._case = light, None
        self._page, self._buttons = Panel(), row()
        super().__init__([self._buttons, self._page])

    @property
    def value(self) -> Case | None:
        """The message that is shown."""
        return self._case

    def show(self, case: Case) -> None:
        """Show the ladder of a message."""
        self._case = case
        told = ladder(case)
        rungs = [(r.actor, r.title) for r in told.itertuples() if r.rows["seq"].notna().any()]
        self._buttons.children = [
            button(f"Rows of: {title}", f"Mark the rows of {title} in the timeline",
                   lambda actor=actor: self._light(actor)) for actor, title in rungs
        ]  # fmt: skip
        self._page.show(ladder_page(case))
