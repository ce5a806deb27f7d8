"""Where a detail ends: at the next row, the foot, a blank line before prose, or the cut."""

from __future__ import annotations

import re

from tracekit.decode import is_complete
from tracekit.readers.clock import stamp_pattern
from tracekit.text import one_line

_BLANK_LINE = re.compile(r"\n[ \t|]{0,4}\n")
_FOOT_WORDS = "more information message id:< message size | from ip | to ip"
_STAMP_PART = re.compile(r"\s[0-9][0-9/.\-:, APMapm]{0,24}$")
_HELP_TAIL = re.compile(r"(?:\s|^)(?:More info(?:r)?mation|ADDITIONAL PROPERTIES)[\s:|*]{0,6}$",
                        re.IGNORECASE)  # fmt: skip


def detail_end(text: str, start: int, limit: int, last: bool) -> int:
    """Return where the detail that begins at `start` ends; what follows up to `limit` is prose.

    `last` says that no event row and no foot follows.
    """
    blank = _BLANK_LINE.search(text, start, limit)
    while blank:
        if not text[blank.end() : limit].strip():
            return limit
        head = one_line(text[start : blank.start()]).strip("| ")
        if is_complete(head) or (last and head):
            return blank.start()
        blank = _BLANK_LINE.search(text, blank.end(), limit)
    return limit


def cut_at(text: str, start: int, end: int) -> int | None:
    """Return where an unfinished row or foot begins in the last detail of a cut-off input."""
    for stamp in stamp_pattern().finditer(text, max(start, end - 160), end):
        if stamp.start() > start and len(text[stamp.end() : end].strip()) <= 45:
            return stamp.start()
    tail = _HELP_TAIL.search(text, max(start, end - 40), end)
    if tail:
        return tail.start()
    return _partial(text, start, end)


def _partial(text: str, start: int, end: int) -> int | None:
    """Find a piece of a date or of the foot's first words behind a complete sentence."""
    for blank in reversed([m.start() for m in re.finditer(r"\s", text[max(start, end - 70) : end])]):
        place = max(start, end - 70) + blank
        rest = one_line(text[place:end]).casefold()
        if rest and (_FOOT_WORDS.startswith(rest) or _STAMP_PART.match(f" {rest}")):
            if is_complete(one_line(text[start:place]).strip("| ")):
                return place
    return None
