"""Text inside text: percent, base64, entities, quoted-printable and encoded words."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

Redacted = Callable[[str], str]
# Runs of references to characters, in each of the writings.
_ENTITIES = re.compile(r"&#(?:[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_ESCAPES = re.compile(r"\\u([0-9A-Fa-f]{4})")
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2}){3,}")
_PAIRS = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{2}([ :,])[0-9A-Fa-f]{2}"
                    r"(?:\1[0-9A-Fa-f]{2}){2,}(?![0-9A-Fa-f])")  # fmt: skip
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]{0,4000})\?=")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
# Signs that mean something to the grammars around them stay as they are referred to.
_STRUCTURE = frozenset("<>&\"';|=()[]{}\r\n\t \\,")


def plain_references(text: str) -> str:
    r"""Write out the characters that a text only refers to, so that words can be seen.

    >>> plain_references("&#97;nn\\u0061 =61=6E=6E=61")
    'anna anna'
    """
    if "&#" in text:
        text = _ENTITIES.sub(_entity, text)
    if "\\u" in text:
        text = _ESCAPES.sub(lambda m: _letter(chr(int(m[1], 16)), m[0]), text)
    return _QUOTED.sub(_quoted, text) if "=" in text else text


def _entity(found: re.Match) -> str:
    number = found[0][2:-1]
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return _letter(chr(code), found[0]) if code < 0x110000 else ""


def _letter(sign: str, written: str) -> str:
    return written if sign in _STRUCTURE else sign


def _quoted(found: re.Match) -> str:
    signs = bytes.fromhex(found[0].replace("=", "")).decode("utf-8", "replace")
    return "".join(found[0][:3] if s in _STRUCTURE else s for s in signs)


def hide_pairs(text: str, number: Redacted) -> str:
    """Give runs of single bytes in hexadecimal (`61 6e 6e 61`) a pseudonym."""
    return _PAIRS.sub(lambda m: number(m[0]), text)


def encoded_word(found: re.Match, redacted: Redacted) -> str:
    """Redact inside one encoded word of a header (RFC 2047)."""
    try:
        if found[2] in "bB":
            raw = base64.b64decode(found[3] + "==")
        else:
            raw = binascii.a2b_qp(found[3], header=True)
        told = raw.decode(found[1].partition("*")[0], "replace")
    except (ValueError, LookupError):
        told = found[3]
    signs = base64.b64encode(redacted(told).encode("utf-8", "replace")).decode()
    return f"=?utf-8?B?{signs}?="


def percent(text: str, redacted: Redacted, depth: int = 3) -> str | None:
    """Redact a piece that is percent-encoded, once or several times; None where it is not."""
    if "%" not in text or not _PERCENT.search(text):
        return None
    told, times = text, 0
    while times < depth and _PERCENT.search(told):
        told, times = unquote(told), times + 1
    told = redacted(told)
    for _ in range(times):
        told = quote(told, safe="/:?=&;,+@!$'()*~" if times == 1 and "/" in text else "")
    return told


def base64_text(text: str, redacted: Redacted) -> str | None:
    """Redact text that is base64 of text; None where it is not."""
    if not _BASE64.fullmatch(text):
        return None
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    wide = len(raw) > 3 and raw[1::2].count(0) > len(raw) // 3
    code = "utf-16-le" if wide else "utf-8"
    try:
        told = raw.decode(code)
    except UnicodeDecodeError:
        return None
    if not told.isprintable() or sum(c.isalnum() for c in told) < len(told) / 2:
        return None
    url = "-" in text or "_" in text
    sign = base64.urlsafe_b64encode if url else base64.b64encode
    drawn = sign(redacted(told).encode(code)).decode()
    return drawn if "=" in text or len(plain) % 4 == 0 else drawn.rstrip("=")
