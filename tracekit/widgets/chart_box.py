"""A picture whose marks filter, with the same choices as a list, its words and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import ipywidgets as w

from tracekit.charts.sheet import Drawing
from tracekit.render import EMPTY, html_table, paragraph, stack, visible
from tracekit.render.panel import Panel
from tracekit.widgets.filled_chart import FilledChart
from tracekit.widgets.fold import Fold
from tracekit.widgets.parts import label_width
from tracekit.widgets.session import View

_NONE = -1  # a list that is set to None shows nothing at all
_ALL = ("all messages", _NONE)
_TABLE = {"label": "What", "count": "Messages"}
_MOST_OFFERED, _MOST_TOLD = 700, 200


class ChartBox(w.VBox):
    """One drawing; `then` is called with the choices of the mark that is clicked or chosen.

    A mark that is chosen already is let go. `what` names the list beside the picture.

    >>> ChartBox("Rule", print).value is None
    True
    """

    def __init__(self, what: str, then: Callable[..., None]):
        self._then, self._quiet = then, False
        self._drawing: Drawing | None = None
        self._chart: FilledChart | None = None
        self._list = label_width(w.Dropdown(
            options=[_ALL], description=what,
            tooltip=f"{what}: choose what to see, as a click on the picture does",
        ))  # fmt: skip
        self._list.observe(self._listed, "value")
        self._told = Panel()
        self._more = Fold(f"{what}: in words and as a table", self._told, then=self._tell)
        super().__init__([self._list, self._more])

    @property
    def value(self) -> dict | None:
        """The choices of the mark that is pointed out; None where none is."""
        return None if self._list.value == _NONE else self._choice(self._list.value)

    def show(self, drawing: Drawing, chosen: dict | None = None) -> None:
        """Draw; `chosen`: the choices that are on, by name."""
        self._drawing, self._quiet = drawing, True
        if self._chart is None or self._chart.template is not drawing.template:
            self._chart = FilledChart(drawing, self._picked)
            self.children = (self._chart, self._list, self._more)
        else:
            self._chart.fill(drawing)
        marks = drawing.marks
        labels = [f"{visible(label, 90)} ({count:,})" if isinstance(count, int) else label
                  for label, count in zip(marks["label"], marks["count"], strict=True)]  # fmt: skip
        labels = labels[:_MOST_OFFERED]
        self._list.options = [_ALL, *((label, n) for n, label in enumerate(labels))]
        self._list.value = self._on(chosen or {})
        self._list.disabled = not labels
        self._quiet = False
        self._told.show(EMPTY)
        self._tell()

    def _on(self, chosen: dict) -> int:
        """The mark whose choices are all on, the most exact one."""
        offered = self._drawing.marks["choice"].head(_MOST_OFFERED)
        wanted = [(len(choice), n) for n, choice in enumerate(offered)
                  if all(chosen.get(name) == value for name, value in choice.items())]  # fmt: skip
        return max(wanted, key=lambda pair: pair[0])[1] if wanted else _NONE

    def _choice(self, mark: int) -> dict:
        return self._drawing.marks["choice"].iloc[mark]

    def _picked(self, drawing: Drawing, row: dict) -> None:
        mark = row.get("mark")
        if isinstance(mark, int) and 0 <= mark < len(drawing.marks):
            self._take(drawing.marks["choice"].iloc[mark])

    def _listed(self, change: dict) -> None:
        if self._quiet:
            return
        if change["new"] != _NONE:
            self._then(**self._choice(change["new"]))
        elif change["old"] != _NONE:
            self._then(**_off(self._choice(change["old"])))

    def _take(self, choice: dict) -> None:
        self._then(**(_off(choice) if choice == self.value else choice))

    def _tell(self) -> None:
        """Words and table are made when they are looked at."""
        if not self._more.value or self._drawing is None or self._told.value:
            return
        marks = self._drawing.marks.head(_MOST_TOLD)
        table = html_table(marks, _TABLE) if len(marks) else EMPTY
        self._told.show(stack(paragraph(self._drawing.told), table))


def _off(choice: dict) -> dict:
    """The same choices, not made."""
    return {field.name: field.default for field in fields(View) if field.name in choice}
