"""Where a desk takes its traces from: pasted text, chosen files, or a path."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.combine import combine
from tracekit.model import MessageTrace
from tracekit.readers.front import read
from tracekit.render import EMPTY, paragraph, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, row, told
from tracekit.widgets.paste_box import read_inputs, what_was_read

_HOW = (
    "Paste what “Copy report text” gave you, for every result of the search, one after the other; "
    "or choose exported files; or name a file, folder or zip. Nothing leaves this computer."
)
_LARGE = "Files up to 9 MB; name the path of a larger one."


class InputBox(w.VBox):
    """Text, files and a path; `then` is called with the trace that was read.

    `paths=False` leaves the path out, where other people use the page.

    >>> InputBox(lambda trace: None).value.journeys.empty
    True
    """

    def __init__(self, then: Callable[[MessageTrace], None], paths: bool = True):
        self._then, self._trace = then, MessageTrace.empty()
        self._text = w.Textarea(
            description="Trace text", placeholder="Subject: ... Sender: ... Recipient: ...",
            tooltip="The copied report text, one or several reports", rows=7,
            layout=w.Layout(width="auto"),
        )  # fmt: skip
        self._files = w.FileUpload(
            description="Choose files", tooltip=f"Saved reports and exports. {_LARGE}",
            multiple=True, layout=w.Layout(width="auto"),
        )  # fmt: skip
        self._path = w.Text(
            description="Path", placeholder="a file, folder, zip, or exports/*.csv",
            tooltip="Where the traces are on this computer", layout=w.Layout(width="30em"),
        )  # fmt: skip
        self._said = Panel()
        self._read_button = button(
            "Read", "Read the text, the files and the path", self._read, button_style="primary"
        )
        controls = [self._read_button, self._files, *([self._path] if paths else [])]
        hint = Panel(paragraph(_LARGE))
        super().__init__([Panel(paragraph(_HOW)), self._text, row(*controls, hint), self._said])

    @property
    def value(self) -> MessageTrace:
        """What was read last; an empty trace before that."""
        return self._trace

    def _read(self) -> None:
        self._read_button.disabled = True
        try:
            told(self._said, self._read_all)()
        finally:
            self._read_button.disabled = False

    def _read_all(self) -> None:
        parts = [read_inputs(self._text.value, self._files.value)]
        if self._path.value.strip():
            parts.append(read(self._path.value.strip(), progress=self._progress))
        self._trace = combine(parts) if len(parts) > 1 else parts[0]
        self._said.show(EMPTY if len(self._trace.journeys) else what_was_read(self._trace))
        if len(self._trace.journeys):
            self._then(self._trace)

    def _progress(self, name: str, done: int, total: int) -> None:
        share = f", {100 * done // total} % done" if total else ""
        self._said.show(paragraph(f"Reading {visible(name, 80)}{share} ..."))

    def __repr__(self) -> str:
        return f"InputBox({self._trace!r})"
