"""Paste or upload traces, and see at once what was read."""

from __future__ import annotations

import ipywidgets as w
import pandas as pd

from tracekit.combine import combine
from tracekit.model import MessageTrace
from tracekit.model.described import described
from tracekit.readers.front import Progress, parse
from tracekit.render import Html, html_table, note, paragraph, stack, visible
from tracekit.render.panel import Panel
from tracekit.widgets.file_chooser import FileChooser
from tracekit.widgets.keys import Keys
from tracekit.widgets.parts import button, row, told

_HOW = (
    "Paste what “Copy report text” gave you, for every result of the search, one after the other. "
    "Nothing leaves this computer."
)
_JOURNEYS = ["journey", "subject", "sender", "recipient", "status", "message_id", "source", "line"]
_EVENTS = {"journey": "Journey", "seq": "No.", "time_text": "Time as printed", "event": "Event",
           "detail": "Detail", "line": "Line"}  # fmt: skip
_PROBLEMS = ["line", "text", "reason"]


def _events(trace: MessageTrace) -> pd.DataFrame:
    return trace.events.assign(detail=described(trace.events))


class PasteBox(w.VBox):
    """A box to paste traces into; `value` is the MessageTrace that was read.

    >>> PasteBox("Dear all").value.problems["kind"].tolist()
    ['unreadable']
    """

    def __init__(self, text: str = ""):
        self._trace = MessageTrace.empty()
        self._text = w.Textarea(
            # A lone surrogate has no UTF-8 form: with one, the whole panel would not be sent.
            value=text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
            description="Trace text",
            placeholder="Subject: ... Sender: ... Recipient: ...",
            tooltip="The copied report text, one or several reports",
            rows=10,
            layout=w.Layout(width="auto"),
        )
        self._files = FileChooser()
        self._said, self._shown = Panel(), Panel()
        read = told(self._said, self._read)
        self._button = button("Read", "Read the text and the files", read, button_style="primary")
        controls = row(self._files, self._button)
        super().__init__([Panel(paragraph(_HOW)), self._text, controls, self._said, self._shown,
                          Keys()])  # fmt: skip
        if text:
            read()

    @property
    def value(self) -> MessageTrace:
        """What was read last; an empty trace before that."""
        return self._trace

    def _read(self) -> None:
        self._trace = read_inputs(self._text.value, self._files.value)
        self._shown.show(what_was_read(self._trace))

    def __repr__(self) -> str:
        return f"PasteBox({self._trace!r})"


def read_inputs(text: str, files: tuple = (), tick: Progress | None = None) -> MessageTrace:
    """Read the pasted text and the chosen files as one trace; `tick` as `progress` of `read`.

    >>> read_inputs("").journeys.empty
    True
    """
    given = [("pasted text", text.encode("utf-8", "surrogatepass"))] if text.strip() else []
    given += [(visible(file["name"], 120), bytes(file["content"])) for file in files]
    total, done, parts = sum(len(raw) for _, raw in given), 0, []
    for name, raw in given:
        if tick:
            tick(name, done, total)
        done += len(raw)
        parts.append(parse(raw, name))
    return combine(parts)


def what_was_read(trace: MessageTrace) -> Html:
    """Return counts, problems and tables of a trace.

    >>> what_was_read(MessageTrace.empty()).text
    'Nothing was read yet: paste a trace or choose a file, then press Read.'
    """
    if trace.sources.empty and trace.journeys.empty and trace.problems.empty:
        return paragraph("Nothing was read yet: paste a trace or choose a file, then press Read.")
    parts = [paragraph(_counts(trace), strong=True)]
    if len(trace.problems):
        parts.append(note("Some of the text could not be understood; it is kept here.", "Look"))
        parts.append(html_table(trace.problems, _PROBLEMS, "Problems"))
    if trace.journeys["ambiguous"].fillna(False).any():
        parts.append(
            note("Some of it can mean two things: nothing is concluded from that. See Problems.")
        )
    if len(trace.journeys):
        parts.append(html_table(trace.journeys, _JOURNEYS, "Journeys"))
    if len(trace.events):
        parts.append(html_table(_events(trace), _EVENTS, "Events"))
    return stack(*parts)


def _counts(trace: MessageTrace) -> str:
    things = (
        (len(trace.journeys), "journey"),
        (len(trace.events), "event"),
        (len(trace.problems), "problem"),
    )
    return "Read: " + ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in things) + "."
