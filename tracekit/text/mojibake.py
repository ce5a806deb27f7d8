"""Repair text whose UTF-8 bytes were once read in another code page."""

from __future__ import annotations

import re
from functools import cache

from tracekit.text.places import Text

# Code pages that turn the portal's U+200E marks into letters. The first one made the damage in
# the published article: windows-874, and windows-1252 for the bytes that 874 leaves undefined.
CODE_PAGES = ("cp874", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256",
              "cp1257", "cp1258", "cp437", "cp850", "mac_roman", "latin-1")  # fmt: skip

# Third bytes (after E2 80) of marks, quotation marks, dashes, the ellipsis and the narrow blank.
_THIRD_BYTES = bytes([0x8E, 0x8F, 0x9C, 0x9D, 0x98, 0x99, 0x93, 0x94, 0xA6, 0xAF])


@cache
def _letters(page: str) -> dict[int, str]:
    """Map the bytes 80 to FF to the characters this code page shows for them."""
    return {byte: letter for byte in range(0x80, 0x100) if (letter := _letter(byte, page))}


@cache
def _bytes(page: str) -> dict[str, int]:
    return {letter: byte for byte, letter in _letters(page).items()}


def _letter(byte: int, page: str) -> str:
    for name in (page, "cp1252"):
        try:
            return bytes([byte]).decode(name)
        except UnicodeDecodeError:
            continue
    return chr(byte)


@cache
def _damage(page: str) -> re.Pattern:
    """Match one character in its damaged form, or a mark that lost its last byte."""
    letters = _letters(page)

    def some(first: int, last: int) -> str:
        return "[" + re.escape("".join(letters[b] for b in range(first, last + 1))) + "]"

    tail = some(0x80, 0xBF)
    whole = (f"{some(0xC2, 0xDF)}{tail}|{some(0xE0, 0xEF)}{tail}{{2}}"
             f"|{some(0xF0, 0xF4)}{tail}{{3}}")  # fmt: skip
    return re.compile(f"(?P<whole>{whole})|{re.escape(letters[0xE2] + letters[0x80])}")


@cache
def _signs(page: str) -> tuple[str, ...]:
    """List the damaged marks that prove this code page, damaged once or twice."""
    once = [_misread(bytes([0xE2, 0x80, third]), page) for third in _THIRD_BYTES]
    return (*once, *(_misread(sign.encode("utf-8"), page) for sign in once))


def _misread(utf8: bytes, page: str) -> str:
    letters = _letters(page)
    return "".join(letters.get(byte) or chr(byte) for byte in utf8)


def damaged_page(text: str) -> str | None:
    """Return the code page that a text was misread in, or None.

    >>> damaged_page("â€Ž226.16â€Ž KB")
    'cp1252'
    """
    if text.isascii():
        return None
    return next((p for p in CODE_PAGES if any(sign in text for sign in _signs(p))), None)


def repair_mojibake(text: Text) -> tuple[Text, list[str]]:
    """Undo the misreading wherever it shows; return the text and a note for each round.

    >>> repair_mojibake(Text.of("โ€ŽIPWโ€Ž"))[0].value
    '\\u200eIPW\\u200e'
    """
    notes = []
    for _ in range(3):  # text can be damaged twice
        page = damaged_page(text.value)
        if page is None:
            break
        marks = sum(text.value.count(sign) for sign in _signs(page))
        text = text.sub(_damage(page), lambda match, page=page: _repaired(match, page))
        notes.append(f"repaired {marks} marks misread as {page}")
    return text, notes


def _repaired(match: re.Match, page: str) -> str:
    if not match["whole"]:
        return "”"  # its last byte is gone: most likely a closing quotation mark
    try:
        return bytes(_bytes(page)[letter] for letter in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
