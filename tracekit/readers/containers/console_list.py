"""One record of Format-List: names, a colon, values, and lines that continue a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracekit.knowledge.formats import fold
from tracekit.readers.containers.console_lines import Line
from tracekit.readers.containers.console_rewrap import had_no_room, marked_as_cut, rest_of_value
from tracekit.readers.containers.console_values import Wrap, is_cut, joined, listed

_NAME = re.compile(r"[^\W\d][\w .@#()/\-]{0,63}")


@dataclass
class Item:
    """A property: its name, its line, the column of its colon, its value by lines.

    Each piece of the value is given with whether a blank stood at its end.
    """

    name: str
    line: int
    colon: int
    pieces: list[tuple[str, bool]]
    is_rewrapped: bool = False

    @property
    def is_padded(self) -> bool:
        """Whether more than one blank stands before the colon."""
        return self.colon > len(self.name) + 1


def item_of(line: Line) -> Item | None:
    """Read `Name : value`; a blank stands before the colon, and behind it.

    >>> item_of(Line(1, "Status   : Delivered")).name
    'Status'
    """
    at = line.text.find(" :", 0, 80)
    if at < 1 or line.text[at + 2 : at + 3] not in ("", " "):
        return None
    name = line.text[:at].rstrip()
    if not _NAME.fullmatch(name):
        return None
    return Item(name, line.number, at + 1, [(line.text[at + 3 :].strip(), line.blank)])


@dataclass
class Record:
    """The properties of one record, in order, and its lines as printed."""

    items: list[Item] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    is_padded: bool = False

    def fits(self, item: Item) -> bool:
        """Tell whether a property belongs to this record: a new name, its colon below the others.

        Where blanks were folded, each colon follows its name.
        """
        if not self.items or fold(item.name) in self.names:
            return not self.items
        return item.colon == self.items[0].colon or not (self.is_padded or item.is_padded)

    def add(self, item: Item, line: Line) -> None:
        """Add a property."""
        self.items.append(item)
        self.names.add(fold(item.name))
        self.is_padded |= item.is_padded
        self.lines.append(line.text)

    def continues(self, line: Line) -> bool:
        """Tell whether a line stands below the last value, as its next piece does."""
        if not self.items or not line.text:
            return False
        indent = len(line.text) - len(line.text.lstrip())
        return indent >= self.items[-1].colon + 2

    def extend(self, line: Line) -> None:
        """Add a piece to the last value."""
        item = self.items[-1]
        item.pieces.append((line.text[item.colon + 2 :], line.blank))
        self.lines.append(line.text)

    def go_on(self, stray: list[Line], longest: int | None = None) -> bool:
        """Take lines as the rest of the last value, which a mail program broke; return if so.

        `longest`, of the lines of the text, is given where nothing of the record follows: then
        they must have had no room. A detail that has lost its rest is marked as cut off.
        """
        item = self.items[-1]
        value = " ".join(filter(None, (piece.strip() for piece, _ in item.pieces)))
        rest = rest_of_value(item.name, value, stray)
        if not rest or (longest and not had_no_room(rest, self.lines[-1], longest)):
            text, blank = item.pieces[-1]
            item.pieces[-1] = (marked_as_cut(item.name, text), blank)
            return False
        item.pieces = [(piece, True) for piece in (value, rest) if piece]
        item.is_rewrapped = True
        self.lines += [line.text for line in stray]
        return True

    def cells(self, wrap: Wrap) -> tuple[dict[str, str], list[str]]:
        """Return the cells, and the names of those that the console cut off."""
        cells, cut = {}, []
        for item in self.items:
            how = Wrap(blanks=True) if item.is_rewrapped else wrap
            whole = joined(item.name, item.pieces, how.width - item.colon - 2, how)
            value, lacks_end = listed(item.name, whole)
            if not lacks_end and is_cut(item.name, value):
                lacks_end, value = True, ""
            if lacks_end:
                cut.append(item.name)
            cells[item.name] = value
        return cells, cut
