"""Repair pasted text: mojibake, direction marks, quoting, escaping, blanks."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from tracekit.text.markup import entities
from tracekit.text.mojibake import repair_mojibake
from tracekit.text.places import Text

_LINE_ENDS = re.compile("\r\n?")
_BLANKS = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000\u1680\x85\u2028\u2029\x0b\x0c\x1c-\x1f]|&nbsp;"
)
_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
                    "|&(?:lrm|rlm|#8206|#8207|#[xX]200[eEfF]);")  # fmt: skip
_NOT_TEXT = re.compile("[\ud800-\udfff]")
_QUOTE = re.compile(r"^(?:[ \t]{0,8}>){1,20} ?", re.MULTILINE)
_WIDE = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" ?([\t\n]) ?")


def repair(original: str) -> tuple[Text, list[str]]:
    """Make pasted text regular without losing the place of anything; say what was done.

    >>> text, notes = repair("> a\\u200e\\u00a0b\\r\\n> c")
    >>> text.value, notes
    ('a b\\nc', ['removed the quote marks'])
    """
    text = Text.of(original).sub(_LINE_ENDS, "\n")
    text, notes = repair_mojibake(text)
    text = text.sub(_NOT_TEXT, "\ufffd").sub(_BLANKS, " ").sub(_MARKS, "")
    text = text.sub(_WIDE, " ").sub(_AROUND_BREAK, lambda match: match[1])
    unquoted = _unquote(text)
    if unquoted is not text:
        notes.append("removed the quote marks")
    return unquoted, notes


def _unquote(text: Text) -> Text:
    """Take the `>` of quoted mail away.

    A line that holds nothing but `>` between unquoted lines may close a wrapped Message-ID.
    """
    quotes = list(_QUOTE.finditer(text.value))
    return text.replace(
        (m.start(), m.end(), "")
        for before, m, after in zip_longest([None, *quotes][: len(quotes)], quotes, quotes[1:])
        if _line(text.value, m).strip(" \t>") or _adjacent(text.value, before, m, after)
    )


def _line(text: str, match: re.Match) -> str:
    end = text.find("\n", match.end())
    return text[match.start() : end if end >= 0 else len(text)]


def _adjacent(text: str, before: re.Match | None, here: re.Match, after: re.Match | None) -> bool:
    end = here.start() + len(_line(text, here)) + 1
    follows = after is not None and after.start() == end
    precedes = before is not None and before.start() + len(_line(text, before)) + 1 == here.start()
    return follows or precedes


_ESCAPED = re.compile(r"-&(?:amp;){0,3}gt;|ID ?: ?&(?:amp;){0,3}lt;|&(?:amp;){0,3}lt;(?:div|br)\b"
                      r"|rule: ?&(?:amp;){0,3}(?:#x27|#39|apos|quot);")  # fmt: skip
_PLAIN = re.compile(r"Received {0,3}->|ID ?: ?<|<div>|<br ?/?>")


def unescape_html(text: Text, cuts: list[int]) -> tuple[Text, list[str]]:
    """Resolve entities in each region between `cuts` that was HTML-escaped as a whole.

    >>> unescape_html(Text.of("Message ID:&lt;a@b&gt;"), [])[0].value
    'Message ID:<a@b>'
    """
    notes = []
    for _ in range(3):  # escaping happens twice, seldom three times
        edits = [e for start, end in _regions(text, cuts) for e in entities(text.value, start, end)]
        if not edits:
            break
        cuts = _moved(cuts, edits)
        text = text.replace(edits)
        notes = ["resolved HTML escapes"]
    return text, notes


def _regions(text: Text, cuts: list[int]) -> list[tuple[int, int]]:
    edges = [0, *cuts, len(text.value)]
    return [
        (start, end)
        for start, end in pairwise(edges)
        if _ESCAPED.search(text.value, start, end) and not _PLAIN.search(text.value, start, end)
    ]


def _moved(cuts: list[int], edits: list[tuple[int, int, str]]) -> list[int]:
    """Shift the cuts by what the edits before them shorten; one sweep over both."""
    moved, shift, index = [], 0, 0
    for cut in cuts:
        while index < len(edits) and edits[index][0] < cut:
            start, end, new = edits[index]
            shift += len(new) - (end - start)
            index += 1
        moved.append(cut + shift)
    return moved


_MARK_LIKE = re.compile(r"^([^\x20-\x7e]{1,3}|\?{1,3})(.*?)\1$", re.DOTALL)


def strip_stray_marks(value: str) -> str:
    """Take away the same odd characters at both ends: marks that some program mangled.

    >>> strip_stray_marks("?IPW?"), strip_stray_marks("why?")
    ('IPW', 'why?')
    """
    value = value.strip()
    match = _MARK_LIKE.match(value)
    return match[2].strip() if match else value
