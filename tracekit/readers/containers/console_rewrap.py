"""Values that a mail program wrapped anew: the rest stands in the next line, at its beginning."""

from __future__ import annotations

from tracekit.decode import is_complete
from tracekit.knowledge.formats import fold, load_formats
from tracekit.readers.containers.console_lines import Line
from tracekit.readers.containers.console_values import CUT, is_exact, is_unbroken


def is_detail(name: str) -> bool:
    """Tell whether a column holds the detail of an event.

    >>> is_detail("Detail"), is_detail("Status")
    (True, False)
    """
    return fold(name) in map(fold, load_formats().columns["detail"])


def rest_of_value(name: str, value: str, stray: list[Line]) -> str:
    """Return lines below a value as its rest; nothing where they cannot be that.

    A detail that is a whole sentence has a rest only where it is one with it as well.

    >>> rest_of_value("Detail", "Message quarantined in:", [Line(2, "DefaultFolderType:X")])
    'DefaultFolderType:X'
    >>> rest_of_value("Detail", "The message was submitted.", [Line(2, "Look here!")])
    ''
    """
    rest = " ".join(line.text.strip() for line in stray)
    if is_unbroken(name):
        return "" if " " in rest else rest
    if is_detail(name):
        return "" if is_complete(value) and not is_complete(f"{value} {rest}") else rest
    return "" if is_exact(name) else rest


def had_no_room(rest: str, above: str, longest: int) -> bool:
    """Tell whether the first word of a line had no room in the line above it.

    `longest`: how many characters the longest line of the text has.

    >>> had_no_room("was not", "a line that is full", 20), had_no_room("was not", "short", 20)
    (True, False)
    """
    return len(above) + 1 + len(rest.split(" ", 1)[0]) > longest


def marked_as_cut(name: str, value: str) -> str:
    """Mark a detail that is no whole sentence as a console does that cut it off: its rest is lost.

    >>> marked_as_cut("Detail", "Message sent to")
    'Message sent to...'
    """
    lost = is_detail(name) and value and not is_complete(value) and not value.endswith(CUT)
    return value + CUT[0] if lost else value
