"""A part of a panel that is opened and closed with a button, so that every key can reach it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.widgets.parts import button

_SHUT, _OPEN = "▸ ", "▾ "


class Fold(w.VBox):
    """A title to press, and what it shows and hides; `value` says whether it is open.

    ipywidgets' own accordion answers to the mouse alone. `then` is called when it was opened.

    >>> Fold("More", w.VBox()).value
    False
    """

    def __init__(
        self,
        title: str,
        inside: w.Widget,
        opened: bool = False,
        then: Callable[[], object] = lambda: None,
    ):
        self._title, self._then, self._inside = title, then, w.VBox([inside])
        self._inside.layout.padding = "0 0 .6em 1em"
        self._knob = button(title, "", self._turn)
        super().__init__([self._knob, self._inside])
        self.add_class("tracekit-fold")
        self._show(opened)

    @property
    def value(self) -> bool:
        """Is it open?"""
        return self._inside.layout.display is None

    def turn(self, opened: bool) -> None:
        """Open or close it."""
        self._show(opened)

    def _turn(self) -> None:
        self._show(not self.value)
        if self.value:
            self._then()

    def _show(self, opened: bool) -> None:
        self._inside.layout.display = None if opened else "none"
        self._knob.description = (_OPEN if opened else _SHUT) + self._title
        self._knob.tooltip = f"{'Hide' if opened else 'Show'}: {self._title}"
