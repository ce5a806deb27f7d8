"""Where a detail ends: at the next row, the foot, a blank line before prose, or the cut."""

from __future__ import annotations

import re
from itertools import islice

from tracekit.decode import is_complete
from tracekit.readers.clock import stamp_pattern
from tracekit.text import one_line

_BLANK_LINE = re.compile(r"\n[ \t|]{0,4}\n")
_FOOT_WORDS = "more information message id:< message size | from ip | to ip"
# The beginning of a printed time, and of the foot, right before the end of an input.
_STAMP_PART = re.compile(
    r"(?:[0-9]{1,2}|20[0-9]{2})(?:[/.-][0-9]{0,4}){0,2}(?:,? ?[0-9]{0,2}(?:[:.][0-9]{0,2})?)?"
)
_HELP = r"(?:More info(?:r)?mation|ADDITIONAL PROPERTIES)"
_FOOT_PART = re.compile(
    rf"(?:\s|^)(?:{_HELP}[\s:|*]{{0,6}}|(?:{_HELP}[\s:|*]{{1,6}})?"
    r"Message ID\*{0,2} ?:?\*{0,2}[\s|]{0,4}(?:<[^<>\s]{0,500}|[^\s<>|]{0,500})?)$",
    re.IGNORECASE,
)
_PARAGRAPHS = 20  # a detail has at most so many
_SENTENCE_END = tuple(".)>]}'\"")


def detail_end(text: str, start: int, limit: int, last: bool) -> int:
    """Return where the detail that begins at `start` ends; what follows up to `limit` is prose.

    `last` says that no event row and no foot follows.
    """
    full = start + len(text[start:limit].rstrip())
    for blank in islice(_BLANK_LINE.finditer(text, start, limit), _PARAGRAPHS):
        if blank.end() > full:
            return limit
        head = one_line(text[start : blank.start()]).strip("| ")
        if is_complete(head) or (last and head):
            return blank.start()
    return limit


def cut_at(text: str, start: int, end: int) -> int | None:
    """Return where an unfinished row or foot begins in the last detail of a cut-off input."""
    for stamp in stamp_pattern().finditer(text, max(start, end - 160), end):
        if stamp.start() > start and len(text[stamp.end() : end].strip()) <= 45:
            return stamp.start()
    tail = _FOOT_PART.search(text, max(start, end - 600), end)
    if tail:
        return tail.start()
    return _partial(text, start, end)


def _partial(text: str, start: int, end: int) -> int | None:
    """Find a piece of a date or of the foot's first words behind a whole sentence."""
    base = max(start, end - 70)
    for blank in re.finditer(r"\s", text[base:end]):
        place = base + blank.start()
        rest = one_line(text[place:end]).casefold()
        if rest and (_FOOT_WORDS.startswith(rest) or _STAMP_PART.fullmatch(rest)):
            before = one_line(text[start:place]).strip("| ")
            if before.endswith(_SENTENCE_END) or is_complete(before) or text[place] == "\n":
                return place
    return None
