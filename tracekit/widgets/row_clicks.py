"""Rows of a table that can be clicked on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as w


class RowClicks(anywidget.AnyWidget):
    """An unseen part that stands right after a panel with one table; `then` gets the row's place.

    The panel before that one shows what is told about the row: it is brought into sight.

    >>> RowClicks(w.HTML(), print).layout.display
    'none'
    """

    _esm = Path(__file__).with_name("row_clicks.js")
    _css = Path(__file__).with_name("desk.css")

    def __init__(self, table: w.DOMWidget, then: Callable[[int], None]):
        super().__init__()
        self.layout.display = "none"
        table.add_class("tracekit-rows")
        self._then = then
        self.on_msg(self._clicked)

    def _clicked(self, _widget: object, message: object, _buffers: object) -> None:
        row = message.get("row") if isinstance(message, dict) else None
        if isinstance(row, int) and row >= 0:
            self._then(row)
            self.send({"shown": row})
