"""Values as a console prints them: wrapped over lines, cut off, or as a list in braces."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tracekit.knowledge.formats import fold, load_formats
from tracekit.readers.containers.console_lines import Line

CUT = ("...", "…")
# Columns of formats.toml whose value is of use only as a whole, and those that hold no blank.
_EXACT = ("time", "message_id", "network_message_id", "internal_message_id", "sender", "recipient",
          "related_recipient", "return_path", "status", "event", "size_bytes", "from_ip", "to_ip",
          "client_ip", "server_ip", "original_client_ip", "action", "rule")  # fmt: skip
_UNBROKEN = ("message_id", "network_message_id", "internal_message_id", "sender", "from_ip",
             "to_ip", "client_ip", "server_ip", "original_client_ip", "client_hostname",
             "server_hostname", "return_path")  # fmt: skip
# Properties of Get-MessageTrackingLog that are lists (Microsoft Learn, Get-MessageTrackingLog).
_LISTS = {"recipients", "reference", "recipientstatus"}


@cache
def _folded(keys: tuple[str, ...]) -> frozenset[str]:
    columns = load_formats().columns
    return frozenset(fold(name) for key in keys for name in columns[key])


def is_exact(name: str) -> bool:
    """Tell whether a column's value is of no use when it is cut off."""
    return fold(name) in _folded(_EXACT)


def is_cut(name: str, value: str) -> bool:
    """Tell whether a value was cut off of which only the whole is of use."""
    return is_exact(name) and (value.endswith(CUT) or value.startswith(CUT))


def is_unbroken(name: str) -> bool:
    """Tell whether a column's value never holds a blank."""
    return fold(name) in _folded(_UNBROKEN) or fold(name) == "recipientaddress"


class Wrap(NamedTuple):
    """How a console wrapped its lines.

    width: of its longest line; the console is as wide as that, or wider. blanks: the blank at
    which a line was broken still stands at its end. hard: it broke lines anywhere, as PowerShell
    does in most languages.
    """

    width: int = 0
    blanks: bool = False
    hard: bool = False


def wrap_of(found: list[Line]) -> Wrap:
    """Return how the lines of a text were wrapped, by those that are continued."""
    full = [line for line in found if line.text]
    wrapped = [line for line, following in pairwise(found)
               if line.text and following.text.startswith(" " * 6)]  # fmt: skip
    lengths = [len(line.text) for line in wrapped]
    blanks = [line for line in full if line.blank]
    # An empty value ends with a blank, too; where every line does, another program added it.
    kept = any(line.text.endswith(" :") for line in blanks) or any(line.blank for line in wrapped)
    hard = len(lengths) > 3 and min(lengths) >= max(lengths) - 1
    width = max((len(line.text) for line in full if _is_of_a_list(line)), default=0)
    return Wrap(width, kept and len(blanks) < 0.9 * len(full), hard)


def _is_of_a_list(line: Line) -> bool:
    return " :" in line.text[:80] or line.text.startswith(" " * 6)


def joined(name: str, pieces: list[tuple[str, bool]], width: int, wrap: Wrap) -> str:
    """Join the pieces of a wrapped value, each with whether a blank stood at its end.

    PowerShell breaks behind a blank, which it prints, or inside a word that is longer than a line;
    in most languages anywhere (StringManipulationHelper.GenerateLines). A console loses the blanks
    when text is copied: then a line that is full was broken inside a long word.

    >>> joined("Subject", [("Good", False), ("morning", False)], 7, Wrap())
    'Good morning'
    >>> joined("MessageId", [("<a@b", False), (".c>", False)], 4, Wrap())
    '<a@b.c>'
    """
    if is_unbroken(name):
        return "".join(piece.strip() for piece, _ in pieces)
    text = [pieces[0][0]]
    for (before, blank), (piece, _) in pairwise(pieces):
        hard = wrap.hard or (wrap.blanks and not blank)
        in_a_word = not (wrap.blanks and blank) and _is_full(before, piece, width, hard)
        text += [piece] if in_a_word else [" ", piece]
    return "".join(text).strip()


def _is_full(before: str, piece: str, width: int, hard: bool) -> bool:
    word = len(before) - (before.rfind(" ") + 1) + len(piece.split(" ", 1)[0])
    return len(before) >= width and (hard or word > width)


def listed(name: str, value: str) -> tuple[str, bool]:
    """Write a list in braces with semicolons; tell whether the console left out its end.

    >>> listed("Recipients", "{a@example.com, b@example.com...}")
    ('a@example.com;b@example.com', True)
    """
    if fold(name) not in _LISTS or not (value.startswith("{") and value.endswith("}")):
        return value, False
    inner = value[1:-1].strip()
    cut = inner.endswith(CUT)
    for mark in CUT:
        inner = inner.removesuffix(mark).rstrip(", ")
    return inner if fold(name) == "recipientstatus" else inner.replace(", ", ";"), cut
