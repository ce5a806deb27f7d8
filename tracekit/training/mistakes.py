"""Where in a scenario's file a mistake is, as a person would name it: table, field, line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracekit.errors import KnowledgeError


@dataclass(frozen=True)
class Found:
    """A mistake: what is wrong, in which field of which table; `number` counts tables alike."""

    what: str
    field: str
    table: str = ""
    number: int = 0

    def error(self, file: str, text: str) -> KnowledgeError:
        """Name the mistake with its file and line."""
        named = f"{self.table} {self.number + 1}, " if self.table else ""
        line = _line(text, self)
        return KnowledgeError(file, f"{named}field {self.field}{line}", self.what)


def _line(text: str, found: Found) -> str:
    start, end = 0, len(text)
    if found.table:
        heads = [m.start() for m in re.finditer(rf"(?m)^\[\[?{found.table}\]?\]", text)]
        if found.number >= len(heads):
            return ""
        start = heads[found.number]
        after = re.compile(r"(?m)^\[").search(text, start + 1)
        end = after.start() if after else end
    field = re.search(rf"(?m)^{re.escape(found.field)}\s?=", text[start:end])
    if not field and not found.table:
        return ""
    return f", line {text.count(chr(10), 0, start + (field.start() if field else 0)) + 1}"
