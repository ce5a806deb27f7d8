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
from tracekit.render import EMPTY, Html, paragraph, stack
from tracekit.render.panel import Panel
from tracekit.samples import sample_text
from tracekit.widgets.clue_page import clue_page, has_clues, ids_of, is_bounce_alone
from tracekit.widgets.file_chooser import FileChooser
from tracekit.widgets.parts import button, row
from tracekit.widgets.paste_box import read_inputs, what_was_read
from tracekit.widgets.work import Tick, Work

Made = TypeVar("Made")
_SAMPLE = "inky-two-journeys"
_HOW = (
    "Paste what “Copy report text” gave you, for every result of the search, one after the other; "
    "or choose exported files; or name a file, folder or zip. Then press Read. A bounce, or the "
    "headers of the mail, can be pasted too. Nothing leaves this computer."
)
_BELOW = "What stands below is unchanged: it is what was read before."
_MOST_LOOKED_AT = 300_000  # bytes of a file in which a bounce is looked for


class _Named(io.BytesIO):
    """A chosen file with its name, as `tracekit.read` takes open files."""

    def __init__(self, content: bytes, name: str):
        super().__init__(content)
        self.name = name


class InputBox(w.VBox):
    """Text, files and a path; `then` is called with what `prepare` made of the trace that was read.

    `prepare` works beside the panel, as reading does; without it `then` gets the trace.
    `paths=False` leaves the path out, where other people use the page. `present` gives the trace
    that is worked on: headers of its messages are taken in, other ones wait for their trace. With
    `cleared` there are buttons to add to it and to clear it away.

    >>> InputBox(lambda trace: None).value.journeys.empty
    True
    """

    def __init__(
        self,
        then: Callable[[Made], None],
        paths: bool = True,
        prepare: Callable[[MessageTrace, Tick], Made] = lambda trace, tick: trace,
        present: Callable[[], MessageTrace] = MessageTrace.empty,
        cleared: Callable[[], None] | None = None,
    ):
        self._then, self._prepare, self._trace = then, prepare, MessageTrace.empty()
        self._present, self._cleared, self._adds = present, cleared, False
        self._clue = EMPTY
        self._given: list[Input] = []
        self._waiting: list[tuple[list[Input], MessageTrace]] = []
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
        more = [] if cleared is None else [
            button("Add to what is here", "Read this beside what was read before",
                   lambda: self._read(adds=True)),
            button("Clear the desk", "Put away what was read, for another case", self._put_away),
        ]  # fmt: skip
        controls = [self._files, *([self._path] if paths else []), read_button, *more, sample]
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

    @property
    def clue(self) -> Html:
        """What a bounce without its trace says, and the search that finds it; else nothing."""
        return self._clue

    @property
    def adds(self) -> bool:
        """Was it asked that what is read last is added to what is here?"""
        return self._adds

    def read(self, source: Input) -> None:
        """Read anything that `tracekit.read` takes, as if it had been named here."""
        given = list(source) if isinstance(source, list | tuple) else [source]
        self._adds = False
        self._begin(given, lambda tick: read(source, progress=tick))

    def _read(self, adds: bool = False) -> None:
        text, files, path = self._text.value, self._files.value, self._path.value.strip()
        self._adds = adds

        def all_of_it(tick: Tick) -> MessageTrace:
            parts = [read_inputs(text, files, tick)]
            if path:
                parts.append(read(path, progress=tick))
            return combine(parts) if len(parts) > 1 else parts[0]

        named = [_Named(file["content"], file["name"]) for file in files]
        looked_at = "\n".join([text, *(_words(file["content"]) for file in files)])
        self._begin([*([text] if text.strip() else []), *named, *([path] if path else [])],
                    all_of_it, looked_at)  # fmt: skip

    def _begin(
        self, given: list[Input], reading: Callable[[Tick], MessageTrace], text: str = ""
    ) -> None:
        here, waiting = self._present(), list(self._waiting)

        def work(tick: Tick) -> tuple[list[Input], MessageTrace, Made | None]:
            trace = reading(tick)
            if not (len(trace.journeys) or ids_of(trace, text) & ids_of(here)):
                return given, trace, None
            whole = combine([*(kept for _, kept in waiting), trace]) if waiting else trace
            before = [one for kept, _ in waiting for one in kept]
            return [*before, *given], whole, self._prepare(whole, tick)

        self._work.do("Reading", work, lambda found: self._take(*found, text))

    def _take(self, given: list[Input], trace: MessageTrace, made: Made | None, text: str) -> None:
        """Keep what was read; what holds no journey is told here and changes nothing else."""
        self._trace = trace
        if made is not None:
            self._given, self._waiting = given, []
            self._clue = clue_page(trace, text) if is_bounce_alone(trace) else EMPTY
            self._clear()
            self._then(made)
        elif has_clues(trace):
            self._waiting.append((given, trace))
            self._clear()
            self._said.show(stack(clue_page(trace, text), self._below()))
        else:
            self._said.show(stack(what_was_read(trace), self._below()))

    def _below(self) -> Html:
        return paragraph(_BELOW) if len(self._present().journeys) else EMPTY

    def _put_away(self) -> None:
        self._waiting = []
        self._clear()
        self._cleared()

    def _clear(self) -> None:
        """What was read need not be read again with the next one."""
        self._said.show(paragraph(""))
        self._text.value, self._path.value = "", ""
        self._files.clear()

    def __repr__(self) -> str:
        return f"InputBox({self._trace!r})"


def _words(content: bytes) -> str:
    return bytes(content[:_MOST_LOOKED_AT]).decode("utf-8", "replace")
