"""What people hand over, one input after the other: paths, folders, bytes, text, open files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from tracekit.errors import InputError
from tracekit.readers.given import Given, unopened

Input = str | bytes | Path | IO | Iterable
_SUFFIXES = {".txt", ".text", ".md", ".log", ".csv", ".json", ".html", ".eml"}


def inputs(source: Input, is_trace: Callable[[str], bool], **how: object) -> Iterator[Given]:
    """Give every input that `source` names or holds; `how` says how to read them.

    A str is a path, unless it has line breaks or `is_trace` recognises it. Raises InputError for
    what cannot be opened.

    >>> [given.name for given in inputs(b"Dear all", lambda text: False)]
    ['bytes']
    """
    if isinstance(source, bytes | bytearray | memoryview):
        yield Given("bytes", bytes(source), **how)
    elif isinstance(source, Path):
        yield from _files(source, how)
    elif isinstance(source, str):
        if _reads_as_text(source, is_trace):
            yield Given("text", _encoded(source), **how)
        else:
            yield from _files(Path(source), how)
    elif hasattr(source, "read"):
        content = source.read()
        name = str(getattr(source, "name", "open file"))
        yield Given(name, _encoded(content) if isinstance(content, str) else content, **how)
    else:
        for one in source:
            yield from inputs(one, is_trace, **how)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _reads_as_text(source: str, is_trace: Callable[[str], bool]) -> bool:
    """A path has one line and is short; a report that lost its line breaks is recognised."""
    if "\n" in source or "\r" in source or "\0" in source or len(source) > 1000:
        return True
    return not Path(source).exists() and is_trace(source)


def _files(path: Path, how: dict[str, object]) -> Iterator[Given]:
    if not path.is_dir():
        yield _file(path, how)
        return
    inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
    if not inside:
        raise InputError(str(path), "this folder holds no file of a known kind",
                         "put the traces there as .txt files")  # fmt: skip
    for one in inside:
        yield _file(one, how)


def _file(path: Path, how: dict[str, object]) -> Given:
    try:
        path.open("rb").close()
    except OSError as error:
        raise unopened(str(path), error) from None
    return Given(str(path), path=path, **how)
