"""What a write-up keeps beside it, so that it can be made again: inputs, walks, own files."""

from __future__ import annotations

import shutil
from pathlib import Path

from tracekit.case.manifest import Kept, kept
from tracekit.case.notebook import walk_names
from tracekit.case.outputs import as_bytes
from tracekit.case.story import Story
from tracekit.case.template import template_text

INPUT = "input"
APPENDIX = "appendix.txt"


def keep(story: Story, folder: Path) -> list[Kept]:
    """Write the inputs of a story into a folder; return what was written."""
    names = [*_inputs(story, folder), *_walks(story, folder), *_own(story, folder)]
    return [kept(name, folder / name) for name in names]


def _inputs(story: Story, folder: Path) -> list[str]:
    (folder / INPUT).mkdir()
    for file in story.material.files:
        with file.open() as given, (folder / INPUT / file.name).open("wb") as out:
            shutil.copyfileobj(given, out)
    return [f"{INPUT}/{file.name}" for file in story.material.files]


def _walks(story: Story, folder: Path) -> list[str]:
    names = [f"walks/{name}" for name in walk_names(story)]
    if names:
        (folder / "walks").mkdir()
    for name, told in zip(names, story.walks, strict=True):
        (folder / name).write_bytes(as_bytes(told.text))
    return names


def _own(story: Story, folder: Path) -> list[str]:
    """The appendix, and a gateway or a template that came from a file."""
    texts = {APPENDIX: story.appendix} if story.appendix is not None else {}
    options, settled = story.options, story.settled
    if settled.gateway == "gateway.toml":
        texts[settled.gateway] = Path(options.gateway).read_text("utf-8-sig")
    if settled.template == "template.toml":
        texts[settled.template] = template_text(options.template)
    for name, text in texts.items():
        (folder / name).write_bytes(as_bytes(text))
    return list(texts)
