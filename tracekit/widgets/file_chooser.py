"""Choose files of any size: they come piece by piece, so that no server loses a large one."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as w
import traitlets

from tracekit.render import EMPTY, alert, paragraph, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, row

# Everything chosen is held in memory; what is larger is read from its place by the path box.
LARGEST = 200 * 1024 * 1024
_TOO_LARGE = "With it the chosen files have more than 200 MB. What to do: name its path instead."


class _Pieces(anywidget.AnyWidget):
    """The file control of the browser, and what it sends."""

    _esm = Path(__file__).with_name("file_chooser.js")
    words = traitlets.Unicode("Files").tag(sync=True)
    hint = traitlets.Unicode("Saved reports and exports, several at once").tag(sync=True)


class FileChooser(w.VBox):
    """Chosen files; `value` is a tuple of {"name": ..., "content": bytes}, in the order chosen.

    >>> FileChooser().value
    ()
    """

    def __init__(self):
        self._files: list[dict[str, object]] = []
        self._coming: tuple[str, bytearray] | None = None
        self._pieces, self._said = _Pieces(), Panel()
        self._pieces.on_msg(lambda _, told, buffers: self._take(told, buffers))
        self._remove = button("Remove files", "Let the chosen files go", self.clear)
        self._remove.layout.display = "none"
        super().__init__([row(self._pieces, self._remove), self._said])

    @property
    def value(self) -> tuple[dict[str, object], ...]:
        """The files that have arrived as a whole."""
        return tuple(self._files)

    def clear(self) -> None:
        """Let all files go."""
        self._files, self._coming = [], None
        self._pieces.send("stop")
        self._show()

    def _take(self, told: dict, buffers: list) -> None:
        what, name = told.get("what"), str(told.get("name", ""))
        if what == "begin" and self._held() + int(told.get("size", 0)) > LARGEST:
            self._stop(name, _TOO_LARGE)
            return
        if what == "begin":
            self._coming = (name, bytearray())
        elif what == "piece" and self._coming:
            self._coming[1].extend(buffers[0])
            if self._held() > LARGEST:
                self._stop(self._coming[0], _TOO_LARGE)
                return
        elif what == "end" and self._coming:
            self._keep(*self._coming)
        elif what == "lost":
            self._stop(name, "The browser could not read this file. What to do: choose it again, "
                       "or name its path.")  # fmt: skip
            return
        self._pieces.send("next")

    def _held(self) -> int:
        coming = len(self._coming[1]) if self._coming else 0
        return coming + sum(len(file["content"]) for file in self._files)

    def _keep(self, name: str, content: bytearray) -> None:
        """Keep a file that has arrived; the same name again takes the place of the first."""
        self._files = [file for file in self._files if file["name"] != name]
        self._files.append({"name": name, "content": bytes(content)})
        self._coming = None
        self._show()

    def _stop(self, name: str, why: str) -> None:
        self._coming = None
        self._pieces.send("stop")
        self._show()
        self._said.show(alert(why, visible(name, 120)))

    def _show(self) -> None:
        names = ", ".join(f"{visible(f['name'], 80)} ({_size(f['content'])})" for f in self._files)
        self._said.show(paragraph(names, "Chosen") if names else EMPTY)
        self._remove.layout.display = None if names else "none"


def _size(content: bytes) -> str:
    size = len(content)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
