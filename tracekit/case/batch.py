"""A write-up for each message of a folder, with an index page; one that fails stops no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tracekit.case.choosing import judged
from tracekit.case.concealed import conceal
from tracekit.case.folder import MANIFEST, swapped
from tracekit.case.index import Entry, index_files, together_files
from tracekit.case.manifest import manifest
from tracekit.case.material import Material, gather
from tracekit.case.names import case_name, unique
from tracekit.case.notebook import running_kernel
from tracekit.case.options import Options
from tracekit.case.parts import Parts, fill
from tracekit.case.pdf import print_where_possible
from tracekit.case.story import Story, tell_from
from tracekit.diagnosis import Diagnosis
from tracekit.diagnosis.case import case_of
from tracekit.errors import TracekitError
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input
from tracekit.render import Html

Progress = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Batch:
    """A written batch: its folder, and one entry a message, those that failed with the reason."""

    folder: Path
    entries: tuple[Entry, ...]

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The messages that could not be written up."""
        return tuple(entry for entry in self.entries if entry.failure)


def write_all(
    source: MessageTrace | Input | Material,
    out: str | Path,
    *,
    parts: Parts = Parts(),  # noqa: B008  (it does not change)
    overwrite: bool = False,
    progress: Progress | None = None,
    key: bytes | str | None = None,
    shift: pd.Timedelta | None = None,
    together: bool = False,
    **options: object,
) -> Batch:
    """Write one case for each message and recipient into folders below `out`, and an index page.

    `progress` is called before each message with its number, how many there are, and its folder.
    Every case is whole in itself: it holds the inputs that concern its message. `together` adds
    one document with all of them, all-cases.html and .md (and .pdf where `parts` ask for it and a
    Chromium is found). `key` and `shift` redact all of them, as in `tell`. Raises InputError
    where nothing can be read, or `out` holds something else.

    >>> import tempfile
    >>> folder, report = tempfile.mkdtemp(), b"12/6/2022, 12:31 PM | Receive | x"
    >>> len(write_all(report, folder, parts=Parts(notebook=False, pdf=False)).entries)
    1
    """
    said = Options(**options)
    if key is not None:
        done = conceal(source, said, key, shift)
        source, said = done.material, done.options
    material = gather(source, said.dayfirst, said.utc_offset)
    diagnosis = judged(material.trace, said)
    with swapped(Path(out), overwrite) as fresh:
        with running_kernel() if parts.notebook else nullcontext() as kernel:
            each = _each(material, diagnosis, said, fresh, parts, kernel, progress)
            done = [(entry, _told(story) if together else None) for entry, story in each]
        entries = tuple(entry for entry, _ in done)
        files = index_files(entries)
        if together:
            files |= together_files(entries, [told for _, told in done if told])
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if together and parts.pdf:
            print_where_possible(fresh / "all-cases.html", fresh / "all-cases.pdf")
        (fresh / MANIFEST).write_bytes(manifest(Options(), "", (), fresh))
    return Batch(Path(out), entries)


def _each(
    material: Material,
    diagnosis: Diagnosis,
    options: Options,
    folder: Path,
    parts: Parts,
    kernel: object,
    progress: Progress | None,
) -> Iterator[tuple[Entry, Story | None]]:
    messages = diagnosis.messages
    names = unique(map(case_name, messages["message_id"], messages["recipient"]))
    for done, (number, name) in enumerate(zip(messages.index, names, strict=True)):
        if progress:
            progress(done, len(names), name)
        case = case_of(diagnosis, number)
        target = folder / name
        target.mkdir()
        try:
            story = tell_from(material, case, options)
            fill(story, target, parts, kernel)
        except TracekitError as error:
            shutil.rmtree(target)
            yield Entry.of(name, case, str(error)), None
        else:
            yield Entry.of(name, story.case), story


def _told(story: Story | None) -> tuple[Html, str] | None:
    """Return a case as it stands in the document of all; the pictures of the story go."""
    return (story.whole(), story.markdown()) if story else None
