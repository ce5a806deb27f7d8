"""The objects of Export-Clixml, built while its XML is read; each is given up when it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracekit.readers.containers.json_nodes import DEEPEST
from tracekit.readers.containers.json_values import compact
from tracekit.readers.containers.sorting import Sorter

# Elements that hold the members or the items of the object around them ([MS-PSRP] 2.2.5.2).
_MEMBERS, _ITEMS = {"Props", "MS", "DCT"}, {"LST", "IE", "QUE", "STK"}
_IGNORED = {"TN", "T", "TNRef"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# A value that is referred to is kept if it is as short as this: a reference never grows an input.
LONGEST_REFERENCE = 200


@dataclass(slots=True)
class _Element:
    """One element that is open: its members and items so far, and its text."""

    tag: str
    name: str = ""
    reference: str = ""
    line: int = 0
    members: dict[str, object] = field(default_factory=dict)
    items: list[object] | None = None
    shown: str | None = None
    plain: object = None
    plain_tag: str = ""
    text: list[str] = field(default_factory=list)


class Objects:
    """The target of an XML parser; it gives records to the sorter, with their lines."""

    def __init__(self, sorter: Sorter, first_line: int) -> None:
        self.sorter = sorter
        self.first_line = first_line
        self.line_now: Callable[[], int] = lambda: 1
        self.path: list[_Element] = []
        self.too_deep = 0
        self.references: dict[str, str | None] = {}

    @property
    def open_line(self) -> int:
        """The line of the record that is open, or 0; a list around the records is none."""
        for element, inner in zip(self.path, [*self.path[1:], None], strict=True):
            if element.tag == "Obj" and not (inner and inner.tag in _ITEMS):
                return element.line
        return 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element; what is nested too deep is passed over."""
        if self.too_deep or len(self.path) >= DEEPEST:
            self.too_deep += 1
            return
        self.path.append(_Element(
            tag.rpartition("}")[2], unescape(attributes.get("N", "")), attributes.get("RefId", ""),
            self.first_line + self.line_now() - 1))  # fmt: skip

    def data(self, text: str) -> None:
        """Take text."""
        if self.path and not self.too_deep:
            self.path[-1].text.append(text)

    def end(self, tag: str) -> None:
        """Leave an element, and give its value to the object around it."""
        if self.too_deep:
            self.too_deep -= 1
            if not self.too_deep:
                self._told_too_deep()
            return
        element = self.path.pop()
        if element.tag in _IGNORED or not self.path:
            return
        parent = self.path[-1]
        if element.tag in _MEMBERS | _ITEMS:
            _pass_on(element, parent)
        elif element.tag == "ToString":
            parent.shown = unescape("".join(element.text))
        elif element.tag == "En":
            parent.members[str(element.members.get("Key"))] = element.members.get("Value")
        elif not (element.tag == "Obj" and self._is_record(element)):
            self._give(element, parent)

    def close(self) -> None:
        """Do nothing: every record was given when it ended."""

    def _told_too_deep(self) -> None:
        line = self.first_line + self.line_now() - 1
        self.sorter.problem(line, "", f"A value nested deeper than {DEEPEST} levels was not read.")

    def _told_stray(self, value: object, line: int) -> None:
        if value:
            reason = "This stands among the records, and is none."
            self.sorter.problem(line, cell(value), reason, "unknown-text")

    def _is_record(self, element: _Element) -> bool:
        """Take an object that is a record; one of no known kind is so only if it stands alone."""
        if not element.members:
            return False
        alone = not any(outer.name for outer in [*self.path, element])
        if not alone and not self.sorter.kind(element.members):
            return False
        record = {name: cell(value) for name, value in element.members.items()}
        self.sorter.add(record, element.line)
        return True

    def _give(self, element: _Element, parent: _Element) -> None:
        value = self._value(element)
        if element.reference and element.tag == "Obj":
            text = cell(value)
            if text is None or len(text) <= LONGEST_REFERENCE:
                self.references[element.reference] = text
        if parent.tag in _ITEMS:
            parent.items = parent.items or []
            parent.items.append(value)
        elif parent.tag == "Objs":
            self._told_stray(value, element.line)
        elif element.name:
            parent.members.setdefault(element.name, value)
        else:
            parent.plain, parent.plain_tag = value, element.tag

    def _value(self, element: _Element) -> object:
        if element.tag == "Nil":
            return None
        if element.tag == "Ref":
            return self._referred(element)
        if element.tag != "Obj":
            return unescape("".join(element.text))
        if element.items is not None:
            return element.items
        # An enumeration shows its word and holds its number; a time shows the reader's culture.
        if element.plain_tag == "DT" or (element.plain_tag and element.shown is None):
            return element.plain
        return element.shown if element.shown is not None else element.members or None

    def _referred(self, element: _Element) -> str | None:
        if element.reference not in self.references:
            reason = "A value refers to another one that is long or missing, and was not read."
            self.sorter.problem(element.line, element.name, reason)
        return self.references.get(element.reference)


def _pass_on(element: _Element, parent: _Element) -> None:
    for name, value in element.members.items():
        parent.members.setdefault(name, value)
    if element.tag in _ITEMS:
        parent.items = element.items or []


def unescape(text: str) -> str:
    r"""Undo the escapes of a text of PowerShell's XML.

    >>> unescape("a_x000D__x000A_b_x005F_x_xD83D__xDE00_")
    'a\r\nb_x😀'
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def cell(value: object) -> str | None:
    """Write a value as a cell: a list of texts with semicolons, what is nested as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return compact(value)
