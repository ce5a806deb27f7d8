"""Keys pressed in a panel choose and press there, instead of moving between JupyterLab's cells."""

from __future__ import annotations

from pathlib import Path

import anywidget


class Keys(anywidget.AnyWidget):
    """An unseen part of a panel: put it among the children whose keys are to stay with them.

    JupyterLab takes a key outside a text box for a command of the notebook, an arrow for another
    cell: so its own settings say (Settings, Keyboard Shortcuts).

    >>> Keys().layout.display
    'none'
    """

    _esm = Path(__file__).with_name("keys.js")

    def __init__(self):
        super().__init__()
        self.layout.display = "none"
