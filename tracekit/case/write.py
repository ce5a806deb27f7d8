"""Write a case to a folder: all of its files, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracekit.case.folder import swapped
from tracekit.case.parts import Parts, fill
from tracekit.case.story import Story, tell
from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input


@dataclass(frozen=True)
class Written:
    """A write-up on the disk: its folder and the names of its files."""

    folder: Path
    files: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.files)


def write(
    source: MessageTrace | Input | Story,
    out: str | Path,
    *,
    walks: Sequence[object] = (),
    appendix: str | Path | None = None,
    parts: Parts = Parts(),  # noqa: B008  (it does not change)
    overwrite: bool = False,
    **options: object,
) -> Written:
    """Write one case into the folder `out`; a write-up that is there is replaced as a whole.

    `source`, `walks`, `appendix` and `options` as for `tell`, or a story that was told. With
    a `key` (and a `shift`) among the options the case is redacted: nothing of the original is in
    it. Raises InputError where `out` holds something else, or the message must be named.

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> report = b"12/6/2022, 12:31 PM | Receive | x"
    >>> write(report, folder, parts=Parts(notebook=False, pdf=False)).files[:2]
    ('case.html', 'case.md')
    """
    story = source if isinstance(source, Story) else tell(source, walks=walks, appendix=appendix,
                                                          **options)  # fmt: skip
    if not isinstance(source, Story) and options.get("message_id") is None:
        _only_one(story)
    with swapped(Path(out), overwrite) as fresh:
        fill(story, fresh, parts)
    return Written(Path(out), names_in(Path(out)))


def names_in(folder: Path) -> tuple[str, ...]:
    """Return the files of a folder by name, those of folders in it last."""
    found = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return tuple(sorted(found, key=lambda name: (name.count("/"), name)))


def _only_one(story: Story) -> None:
    others = story.case.diagnosis.messages
    if len(others) > 1:
        raise InputError("message_id", f"the inputs hold {len(others)} messages or recipients",
                         "say which one, or write them all with write_all")  # fmt: skip
