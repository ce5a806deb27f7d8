"""The front door: any input to one MessageTrace."""

from __future__ import annotations

from collections.abc import Iterator

from tracekit.combine import combine
from tracekit.model import MessageTrace, table
from tracekit.readers import READERS
from tracekit.readers.given import LARGEST_TEXT, Given
from tracekit.readers.inputs import Input, inputs
from tracekit.text import decode, one_line


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
    return combine([read_one(Given(name, raw, dayfirst=dayfirst, utc_offset=utc_offset))])


def read(
    source: Input, *, dayfirst: bool | None = None, utc_offset: str | None = None
) -> MessageTrace:
    """Read a file, a folder, several of them, bytes, an open file, or the pasted text itself.

    Raises InputError when a path does not exist, cannot be opened or is too large. Content that is
    no trace is no error: see `parse`.

    >>> read(b"12/6/2022, 12:31 PM | Receive | x").events["event"].tolist()
    ['Receive']
    """
    found = inputs(source, _is_trace, dayfirst=dayfirst, utc_offset=utc_offset)
    return combine([read_one(given) for given in found])


def read_one(given: Given) -> MessageTrace:
    """Read one input with the first reader that takes it."""
    declined = []
    for reader, why_not in _asked(given):
        if not why_not:
            return reader.parse(given)
        declined.append(f"{reader.NAME}: {why_not}")
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
    whole = {"source": given.name, "offset": 0, "length": given.size}
    found = "; ".join(dict.fromkeys(declined))
    problem = {
        **whole,
        "line": 1,
        "kind": "unreadable",
        "text": one_line(given.head_text[:2000])[:500],
        "reason": f"No message trace found ({found if given.head.strip() else 'it is empty'}). "
        "Expected the text that \"Copy report text\" gives in the Exchange admin center, Message "
        "trace, side panel of a result: paste all of it, for every result of the search. Exports "
        "of the portal, of the cmdlets and of Microsoft Graph are read as well.",
    }  # fmt: skip
    source = {"source": given.name, "sha256": given.sha256, "bytes": given.size,
              "encoding": decode(given.head).encoding, "rows": 0, "journeys": 0,
              "coverage": 0.0 if given.size else 1.0}  # fmt: skip
    empty = MessageTrace.empty()
    return MessageTrace(
        journeys=empty.journeys,
        events=empty.events,
        problems=table("problems", [problem]),
        sources=table("sources", [source]),
        spans=table("spans", [{**whole, "kind": "problem"}] if given.size else []),
    )
