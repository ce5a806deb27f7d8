"""Bytes to text: which encoding it is, and which byte each character came from."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

_BOMS = (  # the longer mark first: the UTF-32 mark begins like the UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True)
class Decoded:
    """Text decoded from bytes: the text, its encoding, bytes in all, bytes of the leading mark."""

    text: str
    encoding: str
    size: int
    mark: int = 0

    def byte_offsets(self) -> np.ndarray:
        """Return the first byte of every character, and one entry more for the end.

        >>> decode("aé!".encode()).byte_offsets().tolist()
        [0, 1, 3, 4]
        """
        if self.text.isascii() and not self.encoding.startswith("utf-16"):
            return np.arange(self.mark, self.mark + len(self.text) + 1)
        points = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        widths = _WIDTHS[self.encoding](points)
        ends = self.mark + np.cumsum(widths, dtype=np.int64)
        return np.minimum(np.concatenate([[self.mark], ends]), self.size)


def _utf8_widths(points: np.ndarray) -> np.ndarray:
    wide = 1 + (points > 0x7F) + (points > 0x7FF).astype(int) + (points > 0xFFFF)
    # A byte that is not UTF-8 was read as one lone surrogate.
    return np.where((points >= 0xDC80) & (points <= 0xDCFF), 1, wide)


_WIDTHS = {
    "utf-8": _utf8_widths,
    "utf-16-le": lambda points: 2 + 2 * (points > 0xFFFF),
    "utf-16-be": lambda points: 2 + 2 * (points > 0xFFFF),
    "windows-1252": lambda points: np.ones(len(points), dtype=int),
}


def decode(raw: bytes) -> Decoded:
    """Decode bytes whatever they are: UTF-8, UTF-16 with or without a mark, else Windows-1252.

    Never fails: in UTF-8 a byte that does not belong becomes one lone surrogate.

    >>> decode("Größe".encode("utf-16-le")).encoding
    'utf-16-le'
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _decode_as(raw, encoding, len(mark))
    return _decode_as(raw, _utf16_without_mark(raw) or _utf8_or_1252(raw), 0)


def _decode_as(raw: bytes, encoding: str, mark: int) -> Decoded:
    body = raw[mark:]
    if encoding == "utf-8":
        return Decoded(body.decode("utf-8", "surrogateescape"), encoding, len(raw), mark)
    if encoding == "windows-1252":
        return Decoded(body.decode("latin-1").translate(_C1_AS_1252), encoding, len(raw))
    even = body[: len(body) // 2 * 2].decode(encoding, "surrogatepass")
    # A file cut in the middle of a character: the odd byte must not vanish.
    return Decoded(even + ("\ufffd" if len(body) % 2 else ""), encoding, len(raw), mark)


_C1_AS_1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def _utf16_without_mark(raw: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte (CSS-Exchange reads it so too)."""
    head = raw[:4096]
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > 0.6 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _utf8_or_1252(raw: bytes) -> str:
    """A few stray bytes are damage to UTF-8; many are another encoding."""
    text = raw.decode("utf-8", "surrogateescape")
    if text.isascii():
        return "utf-8"
    stray = len(_ESCAPED_BYTE.findall(text))
    return "utf-8" if 2 * stray <= len(_BEYOND_ASCII.findall(text)) else "windows-1252"
