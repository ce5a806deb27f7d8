"""What a file is that holds no text to read, by how it begins: knowledge/file_kinds.toml."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

import msgspec

from tracekit.knowledge.files import load_bundled
from tracekit.text import decode

_MOST = 64 * 1024
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of file, how to know it, and what to give in its place."""

    title: str
    advice: str
    source: str
    starts: tuple[str, ...] = ()
    at: int = 0
    endings: tuple[str, ...] = ()
    member: str = ""

    @property
    def reason(self) -> str:
        """The sentence about such a file."""
        return f"Not read: it is {self.title}. What to do: {self.advice}."


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/file_kinds.toml."""

    skipped_names: frozenset[str]
    skipped_beginnings: tuple[str, ...]
    kind: tuple[Kind, ...]


@cache
def load_kinds() -> Book:
    """Load the kinds of files that are not read.

    >>> load_kinds().kind[0].title
    'an Excel workbook'
    """
    return load_bundled(Book, "file_kinds.toml")


def why_no_text(head: bytes, name: str = "") -> str:
    """Return "" if a file that begins so may hold text, else what it is and what to do.

    >>> why_no_text(b"Dear all")
    ''
    >>> why_no_text(b"%PDF-1.7")[:31]
    'Not read: it is a PDF document.'
    """
    for kind in load_kinds().kind:
        begins = any(head.startswith(bytes.fromhex(s), kind.at) for s in kind.starts)
        if begins and (not kind.endings or name.casefold().endswith(kind.endings)):
            return kind.reason
    if _is_full_of_controls(decode(head[:_MOST]).text):
        return ("Not read: it holds no text. What to do: give the text of the trace, or an export "
                "as CSV or JSON.")  # fmt: skip
    return ""


def why_no_archive(members: Container[str]) -> str:
    """Return "" if a zip with these members is a plain archive, else what it is and what to do.

    >>> why_no_archive(["a.txt"])
    ''
    """
    return next((k.reason for k in load_kinds().kind if k.member and k.member in members), "")


def is_skipped(parts: tuple[str, ...]) -> bool:
    """Tell whether a path inside a folder or an archive is one that nobody wrote.

    >>> is_skipped((".git", "config")), is_skipped(("export", "desktop.ini"))
    (True, True)
    >>> is_skipped(("export", "a.b.csv"))
    False
    """
    book = load_kinds()
    hidden = any(part.startswith(book.skipped_beginnings) for part in parts)
    return hidden or any(part.casefold() in book.skipped_names for part in parts)


def _is_full_of_controls(text: str) -> bool:
    """Text has next to none; zeros do not count, for a crash fills the end of a log with them."""
    found, rest = len(_CONTROLS.findall(text)), len(text) - text.count("\0")
    return found > 50 and found > 0.03 * rest
