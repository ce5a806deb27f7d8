"""The page of an address that gets journal reports for a gateway."""

from __future__ import annotations

from collections.abc import Iterator

from tracekit.knowledge.gateway import Gateway
from tracekit.knowledge.headings import DO, LIKELY, LOOKS, WHAT, WHY


def pages_of_journal_address(name: str, gateway: Gateway) -> Iterator[dict]:
    """Make the page of an address that a profile knows by its pattern."""
    for entry in gateway.journal_addresses:
        if entry.matches(name):
            yield {
                "name": name, "kind": "gateway address", "also": (),
                "title": f"where journal reports for {gateway.title} go",
                WHAT: (entry.meaning, LIKELY if entry.likely else ""),
                WHY: ("A journal report is a copy for the service, and no hand-over.",),
                LOOKS: entry.samples[:3], DO: ("Get-JournalRule shows which mail goes there.",),
                "references": (entry.source,),
            }  # fmt: skip
