"""Encoded words of headers (RFC 2047) to text; what cannot be decoded stays as it is printed."""

from __future__ import annotations

import binascii
import re

from tracekit.readers.headers.known import known

# Real mail has words far longer than the 75 characters of RFC 2047; the text stops at the next "?".
_WORD = re.compile(
    r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z0-9-]{1,20})?\?([bBqQ])\?([^?\r\n]{0,4000})\?="
)
_ESCAPED = re.compile(rb"=([0-9A-Fa-f]{2})")
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Words of one character that was split over two of them are decoded together, up to this size.
_LARGEST = 64 * 1024


def decode_words(text: str) -> str:
    """Decode the encoded words of a header value; line breaks that they hide become a blank.

    >>> decode_words("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?B?IQ==?= =?x-no?Q?a?=")
    'Grüße! =?x-no?Q?a?='
    """
    if "=?" not in text:
        return text
    pieces, done, began, open_set, held, size = [], 0, 0, "", [], 0

    def close() -> None:
        if held:
            pieces.append(_text(b"".join(held), open_set) or text[began:done])
            held.clear()

    for match in _WORD.finditer(text):
        charset, raw = match[1].casefold(), _bytes(match[2], match[3])
        if raw is None or charset not in known().charsets:
            continue
        between = text[done : match.start()]
        if held and not between.strip() and charset == open_set and size < _LARGEST:
            size += len(raw)
        else:
            apart = "" if held and not between.strip() else between
            close()
            pieces.append(apart)
            began, open_set, size = match.start(), charset, len(raw)
        held.append(raw)
        done = match.end()
    close()
    return "".join([*pieces, text[done:]])


def _bytes(encoding: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), raw.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return None


def _text(raw: bytes, charset: str) -> str:
    try:
        decoded = raw.decode(charset)
    except (UnicodeError, LookupError):
        return ""
    return _BREAKS.sub(" ", re.sub("[\ud800-\udfff]", "\ufffd", decoded))
