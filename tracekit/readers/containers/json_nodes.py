"""Where the objects and lists of JSON begin and end, in text that may be cut off or broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Levels that are told apart (an envelope, its list, a record, a list in it, its records), and the
# deepest nesting that is read at all.
LEVELS, DEEPEST = 6, 64
# Up to the next bracket that stands in no string. A string of JSON never holds a line break: one
# that is not closed ends with its line, so that the damage does not spread.
_BRACKET = re.compile(
    r'[^"{}\[\]]*+(?:"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"?+[^"{}\[\]]*+)*+([{}\[\]]|\Z)'
)
_PARTNER = {"}": "{", "]": "["}
_BETWEEN = re.compile(r"[\s,;\ufeff\x1e]*\Z")


@dataclass(slots=True)
class Node:
    """An object or a list: its place, its end (0: it has none), and what stands in it.

    `deep` says that it is nested deeper than is read.
    """

    start: int
    sign: str
    end: int = 0
    deep: bool = False
    nodes: list[Node] = field(default_factory=list)


def documents(text: str) -> Iterator[Node]:
    r"""Find every JSON document of a text, in order; every character is looked at once.

    A document begins a line, or follows another one. One that is cut off has no end: it reaches to
    the end of the text, or to a later line that begins a document where none can stand.

    >>> [(n.start, n.end) for n in documents('{"a": [1]}\n{"b": "\n{"c": 3}')]
    [(0, 10), (11, 0), (19, 27)]
    """
    opened = _Opened()
    done = 0
    for match in _BRACKET.finditer(text):
        place, sign = match.start(1), match[1]
        if not sign:
            break
        before = text[done:place].rstrip(" \t")
        done = place + 1
        closes = sign in _PARTNER
        found = opened.close(sign, done) if closes else opened.open(sign, place, before)
        if found:
            yield found
    if opened.path:
        yield opened.path[0]


class _Opened:
    """The objects and lists that are open at a place: their signs, and those that are nodes."""

    def __init__(self) -> None:
        self.signs: list[str] = []
        self.path: list[Node] = []
        self.last = "\n"

    def open(self, sign: str, place: int, before: str) -> Node | None:
        """Enter an object or list; return a document that is cut off here."""
        begins_line = before.endswith(("\n", "\r", "\ufeff")) or (not before and self.last == "\n")
        cut = None
        if self.signs:
            if begins_line and not self._may_stand(before):
                cut = self.path[0]
                self.signs, self.path = [], []
        elif not (begins_line or (self.last != "\n" and _BETWEEN.match(before))):
            self.last = ""
            return None
        self._enter(Node(place, sign))
        return cut

    def _may_stand(self, before: str) -> bool:
        """Tell whether the grammar allows an object or list here."""
        sign = before.strip()[-1:] or self.last
        return sign == ":" if self.signs[-1] == "{" else sign in "[,"

    def _enter(self, node: Node) -> None:
        if len(self.signs) == len(self.path) < LEVELS:
            if self.path:
                self.path[-1].nodes.append(node)
            self.path.append(node)
        self.signs.append(node.sign)
        self.last = node.sign
        if len(self.signs) > DEEPEST:
            for open_node in self.path:
                open_node.deep = True

    def close(self, sign: str, end: int) -> Node | None:
        """Leave an object or list; return the document that ends here."""
        partner = _PARTNER[sign]
        if partner not in self.signs[-DEEPEST:]:
            return None
        while True:
            closed = self.signs.pop()
            node = self.path.pop() if len(self.path) > len(self.signs) else None
            if closed == partner:
                break
        self.last = sign
        if node is None:
            return None
        node.end = end
        return None if self.signs else node
