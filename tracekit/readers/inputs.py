"""What people hand over, one input after the other: paths, folders, patterns, bytes, open files."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import IO

from tracekit.errors import InputError
from tracekit.readers.given import Given, Unread, unopened
from tracekit.readers.kinds import is_skipped

Input = str | bytes | Path | IO | Iterable
_LONGEST_NAME = 255
_PATTERN_SIGNS = frozenset("*?[")


def inputs(
    source: Input, is_trace: Callable[[str], bool], **how: object
) -> Iterator[Given | Unread]:
    """Give every input that `source` names or holds; `how` says how to read them.

    A str is a path or a pattern such as exports/*.csv, unless it has line breaks or `is_trace`
    recognises it. Of a folder every file is given, hidden ones excepted. Archives are given as they
    are: see `archives.opened`. Raises InputError for what does not exist or cannot be opened.

    >>> [given.name for given in inputs(b"Dear all", lambda text: False)]
    ['bytes']
    """
    if isinstance(source, bytes | bytearray | memoryview):
        yield Given("bytes", bytes(source), **how)
    elif isinstance(source, str) and _reads_as_text(source, is_trace):
        yield Given("text", _encoded(source), **how)
    elif isinstance(source, str | os.PathLike):
        yield from _files(Path(source), how)
    elif hasattr(source, "read"):
        yield _open_file(source, how)
    else:
        for one in source:
            yield from inputs(one, is_trace, **how)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _reads_as_text(source: str, is_trace: Callable[[str], bool]) -> bool:
    """A path has one line and short parts; a report that lost its line breaks is recognised."""
    if "\n" in source or "\r" in source or "\0" in source:
        return True
    if max(map(len, source.replace("\\", "/").split("/"))) > _LONGEST_NAME:
        return True
    return not os.path.exists(source) and is_trace(source)


def _files(path: Path, how: dict[str, object]) -> Iterator[Given | Unread]:
    path = path if os.path.exists(path) else path.expanduser()
    if os.path.isdir(path):
        yield from _folder(path, how)
    elif _PATTERN_SIGNS & set(str(path)) and not os.path.exists(path):
        yield from _matches(path, how)
    else:
        yield _file(path, how)


def _matches(pattern: Path, how: dict[str, object]) -> Iterator[Given | Unread]:
    fixed = len(list(takewhile(lambda part: not glob.has_magic(part), pattern.parts)))
    found = [Path(name) for name in sorted(glob.glob(str(pattern), recursive=True))]
    found = [path for path in found if not is_skipped(path.parts[fixed:])]
    files = [path for path in found if path.is_file()]
    folders = [path for path in found if path.is_dir()]
    if not files and not folders:
        raise InputError(str(pattern), "no file fits this pattern",
                         "check it; * stands for any part of a name, ** for folders")  # fmt: skip
    for path in files:
        yield _inside(path, how)
    for path in folders if not files else ():
        yield from _folder(path, how)


def _folder(folder: Path, how: dict[str, object]) -> Iterator[Given | Unread]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise unopened(str(folder), PermissionError(13, "Permission denied"))
    inside = [path for path in _walk(folder) if path.is_file()]
    if not inside:
        raise InputError(str(folder), "this folder holds no file to read",
                         "put the traces there, as text or as exports")  # fmt: skip
    for path in inside:
        yield _inside(path, how)


def _walk(folder: Path) -> Iterator[Path]:
    """Every path below a folder in a fixed order, without those that nobody wrote."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_skipped((name,)))
        yield from (Path(place, name) for name in sorted(files) if not is_skipped((name,)))


def _inside(path: Path, how: dict[str, object]) -> Given | Unread:
    """A file that was found, not named: one that cannot be opened does not cost the others."""
    try:
        return _file(path, how)
    except InputError as error:
        return Unread(str(path), f"Not read: {error.found}. What to do: {error.advice}.")


def _file(path: Path, how: dict[str, object]) -> Given:
    try:
        with path.open("rb") as stream:
            if not stream.seekable():  # a pipe can be read once only
                return Given(str(path), stream.read(), **how)
    except OSError as error:
        raise unopened(str(path), error) from None
    return Given(str(path), path=path, **how)


def _open_file(stream: IO, how: dict[str, object]) -> Given:
    """All of an open file, wherever it was read to; of a text file the bytes below it."""
    name = getattr(stream, "name", None)
    name = str(name) if isinstance(name, str | os.PathLike) else "open file"
    try:
        if stream.seekable():
            stream.seek(0)
            stream = getattr(stream, "buffer", stream)
        content = stream.read() or b""
    except UnicodeDecodeError:
        raise InputError(name, "it was opened as text of another encoding",
                         'open it with mode "rb", or give its name') from None  # fmt: skip
    except (OSError, ValueError):
        raise InputError(name, "this open file cannot be read",
                         "open it again for reading, or give its name") from None  # fmt: skip
    return Given(name, _encoded(content) if isinstance(content, str) else bytes(content), **how)
