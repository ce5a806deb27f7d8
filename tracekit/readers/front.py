"""The front door: any input to one MessageTrace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tracekit.combine import combine
from tracekit.errors import InputError
from tracekit.model import MessageTrace, table
from tracekit.readers import READERS, report_text
from tracekit.readers.archives import opened
from tracekit.readers.commands import with_commands
from tracekit.readers.given import LARGEST_TEXT, Given, Unread
from tracekit.readers.headers.reader import with_headers
from tracekit.readers.inputs import Input, inputs
from tracekit.readers.mixed import parse_console, parse_json, parse_markdown, parse_table
from tracekit.readers.structured.reader import CSV, JSON, MARKDOWN, POWERSHELL
from tracekit.readers.told_by_bounces import with_bounce
from tracekit.text import decode, one_line

Progress = Callable[[str, int, int], object]
# The formats that people paste, and that a bounce may stand in or be.
_PASTED = {POWERSHELL: parse_console, CSV: parse_table, JSON: parse_json, MARKDOWN: parse_markdown}
_TEXTS = ("report-text", "headers", "fragment")


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
    return read_all([Given(name, raw, dayfirst=dayfirst, utc_offset=utc_offset)], None)


def read(
    source: Input,
    *,
    dayfirst: bool | None = None,
    utc_offset: str | None = None,
    progress: Progress | None = None,
) -> MessageTrace:
    """Read files, folders, patterns such as exports/*.csv, archives, bytes, an open file, or text.

    Several of them may stand in a list. Of a folder every file is tried, of a zip every member;
    what cannot be read is a row in `problems`. `progress` is called with the name of the input that
    is read next, the bytes read before it and the bytes in all. Raises InputError when a path does
    not exist, or the only input cannot be opened or is too large. Content that is no trace is no
    error: see `parse`.

    >>> read(b"12/6/2022, 12:31 PM | Receive | x").events["event"].tolist()
    ['Receive']
    """
    found = inputs(source, _is_trace, dayfirst=dayfirst, utc_offset=utc_offset)
    return read_all(list(found), progress)


def read_all(found: list[Given | Unread], progress: Progress | None = None) -> MessageTrace:
    """Read inputs that are at hand already, archives as well, and join them."""
    parts = [part for one in _told(found, progress) for part in _parts(one, alone=len(found) == 1)]
    return combine(parts)


def _told(found: list[Given | Unread], progress: Progress | None) -> Iterator[Given | Unread]:
    """Tell before each input how far it is, and at the end."""
    total, done = sum(one.size for one in found) if progress else 0, 0
    for one in found:
        if progress:
            progress(one.name, done, total)
            done += one.size
        yield one
    if progress and found:
        progress(found[-1].name, total, total)


def _parts(one: Given | Unread, alone: bool) -> Iterator[MessageTrace]:
    """Read one input, which may be an archive; only an input that stands alone raises."""
    if isinstance(one, Unread):
        yield _unread(one)
        return
    for member in opened(one):
        try:
            yield _unread(member) if isinstance(member, Unread) else read_one(member)
        except InputError as error:
            if alone and member is one:
                raise
            yield _unread(Unread(member.name, f"Not read: {error.found}. What to do: "
                                 f"{error.advice}."))  # fmt: skip


def read_one(given: Given) -> MessageTrace:
    """Read one input with the first reader that takes it."""
    declined = []
    for reader, why_not in _asked(given):
        if not why_not:
            trace = _PASTED.get(reader, reader.parse)(given)
            if reader in _PASTED and trace.sources["format"].str.contains("powershell").any():
                trace = with_commands(trace, given)
            holds_reports = trace.sources["format"].str.startswith(report_text.NAME).any()
            trace = with_headers(trace, given) if holds_reports else trace
            return with_bounce(trace, given) if holds_reports or reader.NAME in _TEXTS else trace
        declined.append(why_not)
    return _unreadable(given, declined)


def _asked(given: Given) -> Iterator[tuple[object, str]]:
    """Ask each reader by the first piece; if none takes it, by all of a text of bounded size."""
    head = given.head_text
    yield from ((reader, reader.sniff(head)) for reader in READERS)
    if len(given.head) < given.size <= LARGEST_TEXT:
        yield from ((reader, reader.sniff(given.text)) for reader in READERS)


def _is_trace(text: str) -> bool:
    return any(not reader.sniff(text) for reader in READERS)


def _unreadable(given: Given, declined: list[str]) -> MessageTrace:
    # What only lacks the signs of a format says nothing; what comes close to one does.
    far = ("no ", "there is no ", "this looks like ", "the first line ")
    near = dict.fromkeys(why.rstrip(".") for why in declined if not why.startswith(far))
    found = f" ({'; '.join(near)})" if near else ""
    if not given.head.strip():
        found = " (it is empty)"
    return _without_trace(
        given.name,
        given,
        f"No message trace found{found}. "
        'Expected the text that "Copy report text" gives in the Exchange admin center, Message '
        "trace, side panel of a result: paste all of it, for every result of the search. Exports "
        "of the portal, of the cmdlets and of Microsoft Graph are read as well.",
        one_line(given.head_text[:2000])[:500],
        decode(given.head).encoding,
    )


def _unread(unread: Unread) -> MessageTrace:
    return _without_trace(unread.name, unread.given, unread.reason)


def _without_trace(
    name: str,
    given: Given | None,
    reason: str,
    text: str | None = None,
    encoding: str | None = None,
) -> MessageTrace:
    """Account for an input that gave nothing: one problem, one source, all of its bytes."""
    size = given.size if given else None
    problem = {"source": name, "line": 1 if given else None, "kind": "unreadable", "text": text,
               "reason": reason, "offset": 0 if given else None, "length": size}  # fmt: skip
    source = {"source": name, "sha256": given.sha256 if given else None, "bytes": size,
              "encoding": encoding, "rows": 0, "journeys": 0,
              "coverage": 1.0 if size == 0 else 0.0}  # fmt: skip
    span = {"source": name, "offset": 0, "length": size, "kind": "problem"}
    return replace(
        MessageTrace.empty(),
        problems=table("problems", [problem]),
        sources=table("sources", [source]),
        spans=table("spans", [span] if size else []),
    )
