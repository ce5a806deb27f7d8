"""Text that remembers, through every repair, where each piece came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """A text after repairs, which can tell where each place lies in the text before them.

    >>> text = Text.of("a  b").replace([(1, 3, " ")])
    >>> text.value, text.before(2)
    ('a b', 3)
    """

    value: str
    passes: tuple[_Pass, ...] = ()

    @classmethod
    def of(cls, value: str) -> Text:
        """Wrap an untouched text."""
        return cls(value)

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> Text:
        """Return a new text with `(start, end, replacement)` edits made; they must be in order."""
        edits = [e for e in edits if self.value[e[0] : e[1]] != e[2]]
        if not edits:
            return self
        pieces, done, at, step = [], 0, 0, _Pass()
        for start, end, new in edits:
            pieces += [self.value[done:start], new]
            at += start - done
            step.add(at, start, end, len(new))
            at += len(new)
            done = end
        pieces.append(self.value[done:])
        return Text("".join(pieces), (*self.passes, step))

    def sub(self, pattern: re.Pattern, new) -> Text:
        """Return a new text with each match replaced; `new` is a string or takes the match."""
        make = new if callable(new) else lambda match: new
        return self.replace((m.start(), m.end(), make(m)) for m in pattern.finditer(self.value))

    def before(self, place: int) -> int:
        """Return where `place` lay in the original text."""
        for step in reversed(self.passes):
            place = step.before(place)
        return place


@dataclass(frozen=True)
class _Pass:
    """One round of edits, by the place in the new text where each one begins."""

    new: list[int] = field(default_factory=list)
    edits: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, at: int, start: int, end: int, length: int) -> None:
        self.new.append(at)
        self.edits.append((start, end, length))

    def before(self, place: int) -> int:
        index = bisect_right(self.new, place) - 1
        # A deleted piece has no place of its own: what follows it begins at its end,
        # what precedes it ends at its start.
        if index < 0:
            return place
        start, end, length = self.edits[index]
        inside = place - self.new[index]
        if inside >= length:
            return end + inside - length
        return start if inside == 0 else start + min(inside, end - start)


_LINE_END = re.compile("\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    r"""Return the places where the lines of a text begin; only CR, LF and CRLF end a line.

    >>> line_starts("a\r\nb\x85c")
    [0, 3]
    """
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def one_line(text: str) -> str:
    r"""Fold line breaks and runs of blanks to one blank.

    >>> one_line(" a \r\n  b ")
    'a b'
    """
    return " ".join(text.split())
