"""Identities that nobody has, and the writings in which they are planted."""

from __future__ import annotations

import base64
import itertools
import quopri
from urllib.parse import quote

KEY = "a key for tests, long enough"
_BEGIN = ["Qovar", "Zemil", "Vraku", "Jolth", "Wexin", "Byqua", "Gufri", "Kjamo", "Plowe", "Truvy"]
_END = ["nsk", "dorp", "lli", "quist", "zov", "märk", "bjo", "stath", "wyn", "ffe"]
NAMES = ["".join(pair) for pair in itertools.product(_BEGIN, _END)]


def _person(number: int) -> list[str]:
    """Six identities that belong together: address, name, domain, host, tenant, file."""
    given, family = NAMES[number], NAMES[(number * 7 + 13) % 100]
    plain, last = (name.lower().replace("ä", "a") for name in (given, family))
    domain = f"{last}{number}corp.com"
    return [
        f"{plain}.{last}@{domain}",
        f"{given} {family}",
        domain,
        f"srv{plain}.{domain}",
        f"{plain}tenant{number}",
        f"{family}-Vertrag{number}.docx",
    ]


PEOPLE = [_person(number) for number in range(100)]
IDENTITIES = [identity for person in PEOPLE for identity in person]


def _base64(text: str, before: str) -> str:
    return base64.b64encode((before + text).encode()).decode()


def _word(text: str) -> str:
    coded = quopri.encodestring(text.encode(), header=True).decode().replace("=\n", "")
    return f"=?utf-8?Q?{coded}?="


# Sixteen ways in which a text stands in a field.
WRITINGS = {
    "plain": str,
    "upper": str.upper,
    "lower": str.lower,
    "percent": lambda t: quote(t, safe=""),
    "percent twice": lambda t: quote(quote(t, safe=""), safe=""),
    "base64": lambda t: _base64(t, ""),
    "base64, one later": lambda t: _base64(t, "x"),
    "base64, two later": lambda t: _base64(t, "xy"),
    "base64url": lambda t: base64.urlsafe_b64encode(t.encode()).decode(),
    "quoted-printable": lambda t: "".join(f"={b:02X}" for b in t.encode()),
    "encoded word": _word,
    "entities": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "hex entities": lambda t: "".join(f"&#x{ord(c):x};" for c in t),
    "JSON escapes": lambda t: "".join(f"\\u{ord(c):04x}" for c in t),
    "hex of utf-16": lambda t: t.encode("utf-16-le").hex(),
    "reversed": lambda t: t[::-1],
}
