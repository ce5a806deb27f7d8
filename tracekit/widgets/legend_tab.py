"""The legend at the desk: what is in the message, and the explanation of one name."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.diagnosis import Case
from tracekit.diagnosis.legend import legend
from tracekit.render import EMPTY, visible
from tracekit.render.legend import explanation_page, legend_table
from tracekit.render.panel import Panel


class LegendTab(w.VBox):
    """Every event, status and code of a message; `value` is the name that is explained.

    `then` is called with the choice. A click, or an arrow key, on a name explains it.

    >>> LegendTab(print).value is None
    True
    """

    def __init__(self, then: Callable[..., None]):
        self._then, self._quiet = then, False
        self._names = w.Select(
            description="Explain", rows=8, layout=w.Layout(width="auto"),
            tooltip="Choose a name with the arrow keys or a click: all that is known about it",
        )  # fmt: skip
        self._names.observe(self._chosen, "value")
        self._page, self._table = Panel(), Panel()
        super().__init__([self._names, self._page, self._table])

    @property
    def value(self) -> str | None:
        """The name that is explained."""
        return self._names.value

    def show(self, case: Case, name: str = "") -> None:
        """Show what is in a message; explain `name` if it is there, else the first one."""
        told = legend(case)
        self._quiet = True
        self._names.options = [
            (f"{visible(r.name, 60)} · {r.title or r.kind} ({r.times})", r.asked)
            for r in told.rename_axis("n").reset_index(drop=True).itertuples(index=False)
        ]
        asked = told["asked"].tolist()
        self._names.value = name if name in asked else asked[0] if asked else None
        self._quiet = False
        self._table.show(legend_table(told))
        self._explain()

    def _chosen(self, change: dict) -> None:
        if not self._quiet:
            self._explain()
            self._then(name=change["new"] or "")

    def _explain(self) -> None:
        self._page.show(explanation_page(self._names.value) if self._names.value else EMPTY)
