"""The files of one write-up, put into an empty folder; which of them are made is a choice."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from tracekit.case.folder import MANIFEST
from tracekit.case.kept import INPUT, keep
from tracekit.case.manifest import manifest
from tracekit.case.notebook import notebook_bytes, running_kernel
from tracekit.case.outputs import outputs
from tracekit.case.pdf import print_where_possible
from tracekit.case.story import Story
from tracekit.case.template import template_text


@dataclass(frozen=True)
class Parts:
    """Which parts of a write-up are made beside those that always are, and what is kept.

    `notebook`: case.ipynb, which takes a few seconds. `pdf`: case.pdf, where a Chromium is found.
    `copy`: the inputs, in the folder input; without it a verification must be told where they are.
    """

    notebook: bool = True
    pdf: bool = True
    copy: bool = True


def fill(story: Story, folder: Path, parts: Parts, kernel: object | None = None) -> None:
    """Write every file of a case into a folder that is empty; the manifest last."""
    inputs = keep(story, folder)
    if parts.notebook:
        with nullcontext(kernel) if kernel else running_kernel() as manager:
            (folder / "case.ipynb").write_bytes(notebook_bytes(story, folder, manager))
    for name, content in outputs(story).items():
        (folder / name).write_bytes(content)
    if parts.pdf:
        print_where_possible(folder / "case.html", folder / "case.pdf")
    if not parts.copy:
        shutil.rmtree(folder / INPUT)
        inputs = [replace(e, kept=not e.file.startswith(f"{INPUT}/")) for e in inputs]
    plan = template_text(story.options.template)
    (folder / MANIFEST).write_bytes(manifest(story.settled, plan, inputs, folder))
