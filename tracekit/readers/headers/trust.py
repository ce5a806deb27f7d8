"""What in a message header Microsoft wrote, and what a stranger may have written.

Every server puts its own lines on top. So the lines above the Received line by which Microsoft 365
took the message in from outside are Microsoft's, and everything below came with the message. That
line is the topmost one whose `by` is a Microsoft server and which either is an edge server
(*.mail.protection.outlook.com) or has a stranger in `from`; all lines above it must be by Microsoft
servers too. `from` alone never helps: it is what the other side called itself. Where the newest
line is not Microsoft's, or there is none, nothing can be told apart and no verdict is taken.
"""

from __future__ import annotations

from tracekit.readers.headers.blocks import Block
from tracekit.readers.headers.known import is_edge_host, is_microsoft_host
from tracekit.readers.headers.lines import Field
from tracekit.readers.headers.received import Hop


def entrance(block: Block, hops: list[Hop]) -> Field | None:
    """Return the Received field by which Microsoft 365 took the message in, or None.

    `hops` are the Received fields of the block as read, in the same order (newest first).

    >>> from tracekit.readers.headers.blocks import find_blocks
    >>> block = find_blocks("Received: from a by b.example.net; x\\nSubject: c")[0]
    >>> entrance(block, [Hop(from_host="a", by_host="b.example.net")]) is None
    True
    """
    last = None
    for one, hop in zip(block.all("received"), hops, strict=True):
        if not is_microsoft_host(hop.by_host):
            return last
        last = one
        if is_edge_host(hop.by_host) or not is_microsoft_host(hop.from_host):
            return one
    return last


def single(values: list[str]) -> str | None:
    """Return the one value that all agree on; None for none and for two.

    >>> single(["a", "", "a"]), single(["a", "b"])
    ('a', None)
    """
    distinct = set(values) - {""}
    return distinct.pop() if len(distinct) == 1 else None
