"""Write up the case that is shown: a folder that another person can read and check."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as w

from tracekit import case as cases
from tracekit.diagnosis import Case, Walk
from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input
from tracekit.render import EMPTY, bullets, paragraph, stack, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, label_width, row
from tracekit.widgets.work import Work

_HOW = ("Writes a folder with the case as a page, as Markdown, as findings and events, with the "
        "inputs and their sums, so that a colleague can check it with “tracekit verify”. Answers "
        "and notes of your walk are carried in, marked as a person's. It holds names and subjects: "
        "keep it as private as the trace.")  # fmt: skip
_FIELDS = {
    "ticket": ("Ticket", "may stay empty", "The number of the ticket, printed at the top"),
    "author": ("Written by", "may stay empty", "Your name, printed at the top"),
    "reported": ("User said", "in the user's words", "What the user reported"),
    "expected": ("Expected", "in the user's words", "What the user expected instead"),
}


class WriteUp(w.VBox):
    """A few words and a folder; `value` is what was written last, or None.

    `source` gives what was read, to be kept beside the case, and the gateway as it was chosen;
    `walk` the walk of the message.

    >>> WriteUp(lambda: (b"", "inky"), lambda: None).value is None
    True
    """

    def __init__(
        self,
        source: Callable[[], tuple[MessageTrace | Input, str]],
        walk: Callable[[], Walk | None],
    ):
        self._source, self._walk = source, walk
        self._case: Case | None = None
        self._written: cases.Written | None = None
        self._fields = {name: label_width(w.Text(description=label, placeholder=hint, tooltip=tip))
                        for name, (label, hint, tip) in _FIELDS.items()}  # fmt: skip
        self._folder = label_width(
            w.Text(description="Folder", tooltip="A new folder for the write-up, on this computer")
        )
        self._notebook, self._pdf = (
            w.Checkbox(value=on, description=words, tooltip=tip, indent=False,
                       layout=w.Layout(width="auto"))
            for on, words, tip in ((False, "with a notebook", "case.ipynb, to run again"),
                                   (False, "with a PDF", "case.pdf, where a Chromium is found"))
        )  # fmt: skip
        self._said, self._work = Panel(), Work()
        go = button("Write up this case", "Write all files into the folder", self._write,
                    button_style="primary")  # fmt: skip
        super().__init__([Panel(paragraph(_HOW)), row(*self._fields.values()), self._folder,
                          row(go, self._notebook, self._pdf), self._work, self._said])  # fmt: skip

    @property
    def value(self) -> cases.Written | None:
        """The folder that was written last, and its files."""
        return self._written

    def show(self, case: Case) -> None:
        """Belong to another message; what was typed about the last one is let go."""
        same = self._case is not None and self._case.message_id == case.message_id
        self._case = case
        if not same:
            self._folder.value = f"cases/{_plain(case.subject) or 'case'}"
            self._said.show(EMPTY)
            for name in ("ticket", "reported", "expected"):
                self._fields[name].value = ""

    def _write(self) -> None:
        case, said = self._case, {n: field.value.strip() for n, field in self._fields.items()}
        folder, walk = self._folder.value.strip(), self._walk()
        walks = [walk] if walk and walk.trail else []
        source, said["gateway"] = self._source()
        parts = cases.Parts(self._notebook.value, self._pdf.value)

        def work(tick: Callable) -> cases.Written:
            tick("the case", 0, 0)
            return _written(case, source, folder, walks, parts, said)

        self._work.do("Writing", work, self._tell)

    def _tell(self, written: cases.Written) -> None:
        self._written = written
        place = visible(str(written.folder.resolve()), 400)
        self._said.show(
            stack(
                paragraph(place, "Written"),
                paragraph("Open case.html in a browser to read it, or send the whole folder on."),
                bullets(written.files),
            )
        )  # fmt: skip)

    def __repr__(self) -> str:
        return f"WriteUp({self._written})"


def _written(
    case: Case, source: MessageTrace | Input, folder: str, walks: Sequence[Walk],
    parts: cases.Parts, said: dict[str, str],
) -> cases.Written:  # fmt: skip
    if not folder:
        raise InputError("folder", "no folder is named", "name a new one, such as cases/4711")
    facts = case.diagnosis.facts
    known = {"complaint": case.complaint, "complete": facts.complete,
             "taken": facts.taken.isoformat() if facts.taken is not None else None}  # fmt: skip
    named = {"message_id": case.message_id, "recipient": case.recipient}
    return cases.write(
        source, Path(folder).expanduser(), walks=walks, parts=parts,
        **{name: text for name, text in named.items() if isinstance(text, str)}, **known, **said,
    )  # fmt: skip


def _plain(subject: object) -> str:
    """A subject as the name of a folder: letters and figures only."""
    words = re.findall(r"[A-Za-z0-9]+", subject[:200]) if isinstance(subject, str) else []
    return "-".join(words).lower()[:40].strip("-")
