"""Put a walk away as text, or in a file, and take it up again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import ipywidgets as w

from tracekit.diagnosis import Walk
from tracekit.errors import InputError
from tracekit.render import EMPTY, paragraph
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, label_width, row, told

_HOW = ("Save writes the walk below, to be copied, and into the file if one is named. Resume takes "
        "it up again on the trace that is open here.")  # fmt: skip
_MOST = 5_000_000  # letters of a saved walk; nobody has answered as much


class WalkKeeper(w.VBox):
    """Save and resume; `value` is the text of the saved walk.

    `current` gives the walk as it stands; `resume` is called with a text. `paths=False` leaves the
    file out.

    >>> WalkKeeper(lambda: None, print).value
    ''
    """

    def __init__(
        self,
        current: Callable[[], Walk | None],
        resume: Callable[[str], None],
        paths: bool = True,
    ):
        self._current, self._then = current, resume
        self._said = Panel()
        self._text = w.Textarea(
            description="Saved walk", rows=5, layout=w.Layout(width="auto"),
            placeholder="press Save, or paste a saved walk here and press Resume",
            tooltip="The walk as text (JSON): copy it, or paste one that was saved before",
        )  # fmt: skip
        self._path = label_width(w.Text(
            description="File", placeholder="walk.json (may stay empty)",
            tooltip="A file on this computer to save the walk into, or to resume it from",
        ))  # fmt: skip
        moves = row(
            button("Save walk", "Write the walk down as text", told(self._said, self._save)),
            button("Resume walk", "Take up the walk that is in the text or the file",
                   told(self._said, self._resume)),
            *([self._path] if paths else []),
        )  # fmt: skip
        super().__init__([Panel(paragraph(_HOW)), self._text, moves, self._said])

    @property
    def value(self) -> str:
        """The saved walk as JSON; empty before the first."""
        return self._text.value

    def _save(self) -> None:
        walk = self._current()
        if walk is None:
            raise InputError("walk", "there is no walk yet", "read a trace first")
        self._text.value = json.dumps(walk.to_dict(), indent=1, ensure_ascii=False)
        if self._path.value.strip():
            self._write(Path(self._path.value.strip()))

    def _write(self, path: Path) -> None:
        if path.exists() and not _is_walk(path):
            raise InputError(path.name, "this file is there and is no saved walk",
                             "name another file; nothing was overwritten")  # fmt: skip
        try:
            path.write_text(self._text.value + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError(path.name, f"it cannot be written ({error.strerror})",
                             "name a file in a folder that is yours") from None  # fmt: skip
        self._said.show(paragraph(f"Saved in {path.name}."))

    def _resume(self) -> None:
        named = self._path.value.strip()
        text = self._text.value.strip() or (_read(Path(named)) if named else "")
        if not text:
            raise InputError("walk", "there is nothing to resume", "paste a saved walk, or name "
                             "its file")  # fmt: skip
        self._then(text)
        self._said.show(EMPTY)


def _read(path: Path) -> str:
    """Return the text of a saved walk."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_MOST)
    except (OSError, UnicodeError):
        raise InputError(path.name, "it cannot be read as text", "check its name, or paste the "
                         "saved walk") from None  # fmt: skip


def _is_walk(path: Path) -> bool:
    try:
        saved = json.loads(_read(path))
    except (InputError, ValueError, RecursionError):
        return False
    return isinstance(saved, dict) and {"tree", "trail"} <= set(saved)
