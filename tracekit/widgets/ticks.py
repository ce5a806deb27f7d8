"""A list to tick: every choice in full, one click each, by mouse or by keyboard."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets


class Ticks(anywidget.AnyWidget):
    """Choices to tick; `value` is the tuple of the chosen names, in the order of the list.

    `options` are pairs of words and name, the words cleaned as all that comes from a trace;
    `description` is the question above them. With `one`, at most one can be chosen.

    >>> ticks = Ticks("Which?", [("A row", "1.1"), ("Another", "1.2")])
    >>> ticks.value = ["1.2", "1.1"]
    >>> ticks.value
    ('1.1', '1.2')
    """

    _esm = Path(__file__).with_name("ticks.js")
    description = traitlets.Unicode().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    value = traitlets.Tuple().tag(sync=True)
    one = traitlets.Bool().tag(sync=True)
    disabled = traitlets.Bool().tag(sync=True)

    def __init__(self, description: str, options: list[tuple[str, str]] = (), one: bool = False):
        super().__init__(description=description, options=list(map(list, options)), one=one)

    @traitlets.validate("value")
    def _known(self, proposal: dict) -> tuple[str, ...]:
        """Keep what can be chosen, in the order of the list."""
        found = tuple(name for _, name in self.options if name in set(proposal["value"]))
        return found[:1] if self.one else found

    @traitlets.observe("options")
    def _others(self, _: dict) -> None:
        self.value = self.value
