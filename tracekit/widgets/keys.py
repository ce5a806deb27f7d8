"""A panel without a mouse: its keys stay with it, its focus is kept, its news are spoken."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from tracekit.render import visible

_MOST = 600  # letters; more is read in the panel


class Keys(anywidget.AnyWidget):
    """An unseen part of a panel: put it among the children that are used without a mouse.

    JupyterLab takes a key outside a text box for a command of the notebook, an arrow for another
    cell: so its own settings say (Settings, Keyboard Shortcuts). Where a control is hidden or
    disabled while it has the focus, the next one gets it. What `say` is given, a screen reader
    speaks.

    >>> keys = Keys()
    >>> keys.say("3 of 12 messages")
    >>> keys.said
    '3 of 12 messages'
    """

    _esm = Path(__file__).with_name("keys.js")
    # Every panel that is used with keys looks like the desk.
    _css = Path(__file__).with_name("desk.css")
    said = traitlets.Unicode("").tag(sync=True)

    def say(self, words: str) -> None:
        """Tell people who listen what has changed; it is text, whatever it holds."""
        self.said = visible(words, _MOST)
