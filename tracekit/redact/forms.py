"""The writings in which an identity may have got into a file."""

from __future__ import annotations

import base64
import json
import quopri
from urllib.parse import quote

SHORTEST = 3  # what is shorter stands in any file by chance


def forms_of(identity: str) -> dict[str, set[bytes]]:
    """Return how an identity reads in each encoding; letters' case plays no part in most.

    >>> sorted(forms_of("Anna")["percent, every byte"])[0]
    b'%41%4E%4E%41'
    """
    found: dict[str, set[bytes]] = {}
    for text in dict.fromkeys((identity, identity.lower(), identity.upper(), identity.title())):
        for name, written in _writings(text):
            if len(written) >= SHORTEST:
                found.setdefault(name, set()).add(written)
    return found


def _writings(text: str):
    raw, wide = text.encode("utf-8", "replace"), text.encode("utf-16-le", "replace")
    yield "plain", raw
    yield "upper case", text.upper().encode("utf-8", "replace")
    yield "lower case", text.lower().encode("utf-8", "replace")
    yield "percent", quote(text, safe="").encode()
    yield "percent, every byte", "".join(f"%{b:02X}" for b in raw).encode()
    yield "percent twice", quote(quote(text, safe=""), safe="").encode()
    yield "quoted-printable", quopri.encodestring(raw).replace(b"=\n", b"")
    yield "quoted-printable, every byte", "".join(f"={b:02X}" for b in raw).encode()
    yield "encoded word", quopri.encodestring(raw, header=True).replace(b" ", b"_")
    yield "entities, decimal", "".join(f"&#{ord(c)};" for c in text).encode()
    yield "entities, hexadecimal", "".join(f"&#x{ord(c):x};" for c in text).encode()
    yield "JSON escapes", json.dumps(text)[1:-1].encode()
    yield "JSON escapes, every sign", "".join(f"\\u{ord(c):04x}" for c in text).encode()
    yield "hexadecimal", raw.hex().encode()
    yield "hexadecimal of utf-16", wide.hex().encode()
    yield "hexadecimal in pairs", raw.hex(" ").encode()
    yield "utf-16", wide
    yield "reversed", text[::-1].encode("utf-8", "replace")
    yield "punycode", _punycode(text)
    yield "defanged", text.replace(".", "[.]").replace("@", "[@]").encode("utf-8", "replace")
    yield "@ as =", text.replace("@", "=").encode("utf-8", "replace")
    yield "@ as _", text.replace("@", "_").encode("utf-8", "replace")
    yield "dots as dashes", text.replace(".", "-").encode("utf-8", "replace")
    for start in range(3):
        yield "base64", _base64(raw, start)
        yield "base64url", _base64(raw, start).replace(b"+", b"-").replace(b"/", b"_")
        yield "base64 of utf-16", _base64(wide, start)


def _base64(raw: bytes, start: int) -> bytes:
    """The signs that are the same whatever stands around the bytes."""
    coded = base64.b64encode(b"\0" * start + raw)
    return coded[(0, 2, 3)[start] : (start + len(raw)) * 8 // 6]


def _punycode(text: str) -> bytes:
    """Host names write other letters so; plain letters are the same as before."""
    try:
        labels = text.rpartition("@")[2].lower().split(".")
        coded = [x if x.isascii() else "xn--" + x.encode("punycode").decode() for x in labels]
    except UnicodeError:
        return b""
    return b"" if text.isascii() else ".".join(coded).encode()


# Case matters in these writings and plays no part in the others.
EXACT = frozenset({"base64", "base64url", "base64 of utf-16"})
