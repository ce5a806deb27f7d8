"""Where a desk takes its traces from: pasted text, chosen files, a path, or a sample."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeVar

import ipywidgets as w

from tracekit.combine import combine
from tracekit.model import MessageTrace
from tracekit.readers.front import read
from tracekit.readers.inputs import Input
from tracekit.render import paragraph
from tracekit.render.panel import Panel
from tracekit.samples import sample_text
from tracekit.widgets.file_chooser import FileChooser
from tracekit.widgets.parts import button, row
from tracekit.widgets.paste_box import read_inputs, what_was_read
from tracekit.widgets.work import Tick, Work

Made = TypeVar("Made")
_SAMPLE = "inky-two-journeys"
_HOW = (
    "Paste what “Copy report text” gave you, for every result of the search, one after the other; "
    "or choose exported files; or name a file, folder or zip. Then press Read. Nothing leaves this "
    "computer."
)


class _Named(io.BytesIO):
    """A chosen file with its name, as `tracekit.read` takes open files."""

    def __init__(self, content: bytes, name: str):
        super().__init__(content)
        self.name = name


class InputBox(w.VBox):
    """Text, files and a path; `then` is called with what `prepare` made of the trace that was read.

    `prepare` works beside the panel, as reading does; without it `then` gets the trace.
    `paths=False` leaves the path out, where other people use the page.

    >>> InputBox(lambda trace: None).value.journeys.empty
    True
    """

    def __init__(
        self,
        then: Callable[[Made], None],
        paths: bool = True,
        prepare: Callable[[MessageTrace, Tick], Made] = lambda trace, tick: trace,
    ):
        self._then, self._prepare, self._trace = then, prepare, MessageTrace.empty()
        self._given: list[Input] = []
        self._text = w.Textarea(
            description="Trace text", placeholder="Subject: ... Sender: ... Recipient: ...",
            tooltip="The copied report text, one or several reports", rows=7,
            layout=w.Layout(width="auto"),
        )  # fmt: skip
        self._files = FileChooser()
        self._path = w.Text(
            description="Path", placeholder="a file, folder, zip, or exports/*.csv",
            tooltip="Where the traces are on this computer",
            layout=w.Layout(width="30em", max_width="100%"),
        )  # fmt: skip
        self._said, self._work = Panel(), Work()
        read_button = button(
            "Read", "Read the text, the files and the path", self._read, button_style="primary"
        )
        sample = button(
            "Try a sample", "Read a bundled trace: one message, twice through Microsoft 365",
            lambda: self.read(sample_text(_SAMPLE)),
        )  # fmt: skip
        controls = [self._files, *([self._path] if paths else []), read_button, sample]
        super().__init__([Panel(paragraph(_HOW)), self._text, row(*controls), self._work,
                          self._said])  # fmt: skip

    @property
    def value(self) -> MessageTrace:
        """What was read last; an empty trace before that."""
        return self._trace

    @property
    def given(self) -> list[Input]:
        """What was read last, as it was given, to be kept beside a write-up."""
        return self._given

    def read(self, source: Input) -> None:
        """Read anything that `tracekit.read` takes, as if it had been named here."""
        given = list(source) if isinstance(source, list | tuple) else [source]
        self._begin(given, lambda tick: read(source, progress=tick))

    def _read(self) -> None:
        text, files, path = self._text.value, self._files.value, self._path.value.strip()

        def all_of_it(tick: Tick) -> MessageTrace:
            parts = [read_inputs(text, files, tick)]
            if path:
                parts.append(read(path, progress=tick))
            return combine(parts) if len(parts) > 1 else parts[0]

        named = [_Named(file["content"], file["name"]) for file in files]
        self._begin([*([text] if text.strip() else []), *named, *([path] if path else [])],
                    all_of_it)  # fmt: skip

    def _begin(self, given: list[Input], reading: Callable[[Tick], MessageTrace]) -> None:
        def work(tick: Tick) -> tuple[list[Input], MessageTrace, Made | None]:
            trace = reading(tick)
            return given, trace, self._prepare(trace, tick) if len(trace.journeys) else None

        self._work.do("Reading", work, self._take)

    def _take(self, found: tuple[list[Input], MessageTrace, Made | None]) -> None:
        """Keep what was read; what holds no journey is told here and changes nothing else."""
        given, self._trace, made = found
        if made is None:
            self._said.show(what_was_read(self._trace))
            return
        self._given = given
        self._clear()
        self._then(made)

    def _clear(self) -> None:
        """What was read need not be read again with the next one."""
        self._said.show(paragraph(""))
        self._text.value, self._path.value = "", ""
        self._files.clear()

    def __repr__(self) -> str:
        return f"InputBox({self._trace!r})"
