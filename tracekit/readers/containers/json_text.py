"""The objects of a JSON text, one level at a time, with the line of each."""

from __future__ import annotations

import re
from bisect import bisect_right

from tracekit.readers.containers.json_nodes import DEEPEST, Node
from tracekit.readers.containers.json_values import decoder
from tracekit.text import line_starts

_NAME = re.compile(r'"([^"\\\r\n]{1,100})"\s{0,20}:')


class Unread(Exception):
    """A piece that is no whole JSON; the message says why, in plain words."""


class JsonText:
    """A text, and the values that stand at its nodes. `twice` has the names that came twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.twice: list[str] = []
        self._starts = line_starts(text)
        self._decode = decoder(self.twice.append).decode

    def line(self, place: int) -> int:
        """Return the line of a place, from 1."""
        return bisect_right(self._starts, place)

    def shell(self, node: Node) -> tuple[dict[str, object], dict[str, Node]]:
        """Return the members of an object, and those of them that are nodes, unread.

        Raises Unread for one that is cut off or is no JSON.
        """
        pieces, done = [], node.start
        for number, inner in enumerate(node.nodes):
            pieces += [self.text[done : inner.start], f"[{number}]"]
            done = inner.end or len(self.text)
        self._whole(node)
        cells = self._value("".join([*pieces, self.text[done : node.end]]))
        if not node.nodes:
            return cells, {}
        places = {name: int(value[0]) for name, value in cells.items() if isinstance(value, list)}
        return cells, {name: node.nodes[number] for name, number in places.items()}

    def value(self, node: Node) -> object:
        """Return all that stands at a node. Raises Unread, also for what is nested too deep."""
        self._whole(node)
        if node.deep:
            raise Unread(f"it is nested deeper than {DEEPEST} levels")
        return self._value(self.text[node.start : node.end])

    def _whole(self, node: Node) -> None:
        if not node.end or any(not inner.end for inner in node.nodes):
            raise Unread("its end is missing")

    def _value(self, text: str) -> object:
        try:
            return self._decode(text)
        except RecursionError:
            raise Unread(f"it is nested deeper than {DEEPEST} levels") from None
        except ValueError as error:
            raise Unread(f"it is no valid JSON ({getattr(error, 'msg', error)})") from None

    def first_names(self, node: Node) -> list[str]:
        """Return names that stand in an object before its first node, even if it is broken."""
        end = node.nodes[0].start if node.nodes else node.end or len(self.text)
        return _NAME.findall(self.text, node.start, min(end, node.start + 10_000))
