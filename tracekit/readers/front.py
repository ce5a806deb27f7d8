"""The front door: any input to one MessageTrace."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from tracekit.combine import combine
from tracekit.errors import InputError
from tracekit.model import MessageTrace, table
from tracekit.readers import READERS
from tracekit.text import decode, one_line

LARGEST = 100 * 1024 * 1024
_HEAD = 256 * 1024
_SUFFIXES = {".txt", ".text", ".md", ".log", ".csv", ".json", ".html", ".eml"}


def parse(
    text: str | bytes,
    name: str = "text",
    *,
    dayfirst: bool | None = None,
    utc_offset: str | None = None,
) -> MessageTrace:
    """Read the message traces in a text, whatever stands around them; never fails on content.

    What cannot be understood is in `problems`, with its place and the reason; a text that holds no
    trace at all gives no journey and one problem. `dayfirst` settles dates that can be read two
    ways, `utc_offset` (such as "-05:00") the zone of reports that name none.

    >>> parse("Dear all").problems["kind"].tolist()
    ['unreadable']
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    head = decode(raw[:_HEAD]).text
    declined = []
    for reader in READERS:
        why_not = reader.sniff(head) and reader.sniff(decode(raw).text)
        if not why_not:
            options = {"dayfirst": dayfirst, "utc_offset": utc_offset}
            return combine([reader.parse(raw, name, **options)])
        declined.append(f"{reader.NAME}: {why_not}")
    return _unreadable(raw, name, declined)


def _unreadable(raw: bytes, name: str, declined: list[str]) -> MessageTrace:
    decoded = decode(raw)
    whole = {"source": name, "offset": 0, "length": len(raw)}
    found = "the input is empty" if not decoded.text.strip() else "; ".join(declined)
    problem = {
        **whole,
        "line": 1,
        "kind": "unreadable",
        "text": one_line(decoded.text[:2000])[:500],
        "reason": f"No message trace found ({found}). Expected the text that \"Copy report text\" "
        "gives in the Exchange admin center, Message trace, side panel of a result: paste all of "
        "it, for every result of the search.",
    }  # fmt: skip
    source = {"source": name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw),
              "encoding": decoded.encoding, "rows": 0, "journeys": 0}  # fmt: skip
    empty = MessageTrace.empty()
    return MessageTrace(
        journeys=empty.journeys,
        events=empty.events,
        problems=table("problems", [problem]),
        sources=table("sources", [source]),
        spans=table("spans", [{**whole, "kind": "problem"}] if raw else []),
    )


Input = str | bytes | Path | IO | Iterable


def read(
    source: Input, *, dayfirst: bool | None = None, utc_offset: str | None = None
) -> MessageTrace:
    """Read a file, a folder, several of them, bytes, an open file, or the pasted text itself.

    Raises InputError when a path does not exist, cannot be opened or is too large. Content that is
    no trace is no error: see `parse`.

    >>> read(b"12/6/2022, 12:31 PM | Receive | x").events["event"].tolist()
    ['Receive']
    """
    options = {"dayfirst": dayfirst, "utc_offset": utc_offset}
    return combine([parse(raw, name, **options) for name, raw in _inputs(source)])


def _inputs(source: Input) -> Iterator[tuple[str, bytes]]:
    if isinstance(source, bytes | bytearray | memoryview):
        yield "bytes", bytes(source)
    elif isinstance(source, Path):
        yield from _files(source)
    elif isinstance(source, str):
        yield from _text_or_path(source)
    elif hasattr(source, "read"):
        content = source.read()
        name = str(getattr(source, "name", "open file"))
        told = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        yield name, told
    else:
        for one in source:
            yield from _inputs(one)


def _text_or_path(source: str) -> Iterator[tuple[str, bytes]]:
    if _reads_as_text(source):
        yield "text", source.encode("utf-8", "surrogatepass")
    else:
        yield from _files(Path(source))


def _reads_as_text(source: str) -> bool:
    """A path has one line and is short; a report that lost its line breaks is recognised."""
    if "\n" in source or "\r" in source or "\0" in source or len(source) > 1000:
        return True
    return not Path(source).exists() and any(not r.sniff(source) for r in READERS)


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
        if not inside:
            raise InputError(str(path), "this folder holds no file of a known kind",
                             "put the traces there as .txt files")  # fmt: skip
        for one in inside:
            yield str(one), _bytes(one)
    else:
        yield str(path), _bytes(path)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(str(path), "the file is larger than 100 MB",
                             "split it, or export a shorter time range")  # fmt: skip
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "there is no such file or folder",
                         "check the name, or paste the trace itself") from None  # fmt: skip
    except OSError as error:
        raise InputError(
            str(path),
            f"it cannot be opened ({error.strerror})",
            "check that you may read it and that no other program holds it",
        ) from None
