"""SPF, DKIM, DMARC and compauth, from the Authentication-Results that Microsoft wrote.

Microsoft's form names no server in front: `spf=pass (sender IP is ...) smtp.mailfrom=...; dkim=...
header.d=...;dmarc=... action=...;compauth=... reason=...` (ms-headers); the older one has the
recipient's domain between the parts. ARC's names mx.microsoft.com. Only fields above Microsoft's
entrance line count (see trust.py), and of those the topmost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracekit.readers.headers.blocks import Block
from tracekit.readers.headers.known import is_microsoft_host, known
from tracekit.readers.headers.lexing import without_comments
from tracekit.readers.headers.lines import Field
from tracekit.readers.headers.trust import single

METHODS = ("spf", "dkim", "dmarc", "compauth", "arc")
_PLAIN = ("authentication-results", "x-ms-exchange-authentication-results")
_SEALED = ("arc-authentication-results",)
_METHOD = re.compile(
    r"\s*([A-Za-z][A-Za-z0-9-]{0,30})(?:/[0-9]{1,3})?\s{0,3}=\s{0,3}([A-Za-z]{1,20})(?![\w.-])"
)
_REASON = re.compile(r"\breason=([0-9]{3})(?![\w.-])")
_INSTANCE = re.compile(r"\s*i\s{0,3}=\s{0,3}[0-9]{1,3}\s*")


@dataclass(frozen=True)
class Results:
    """One field as read: the server it names, or "", and (method, result, reason) in order."""

    server: str
    found: tuple[tuple[str, str, str], ...]

    @property
    def microsoft(self) -> bool:
        """True for Microsoft's form: no server named, or one of Microsoft's."""
        if not self.server:
            return bool(self.found)
        known_server = self.server.casefold() in known().authentication_servers
        return known_server or is_microsoft_host(self.server)

    def of(self, method: str) -> list[str]:
        """Return the distinct results of a method, in order."""
        return list(dict.fromkeys(result for name, result, _ in self.found if name == method))


def read_results(value: str) -> Results:
    """Read one Authentication-Results or ARC-Authentication-Results value.

    >>> read_results("mx.example.net 1; spf=pass smtp.mailfrom=a; dkim=none (x; spf=fail)")
    Results(server='mx.example.net', found=(('spf', 'pass', ''), ('dkim', 'none', '')))
    """
    parts = without_comments(value).split(";")
    if _INSTANCE.fullmatch(parts[0]):
        parts = parts[1:]
    server = ""
    if parts and not _METHOD.match(parts[0]):
        words = parts.pop(0).split()
        server = words[0] if words else "?"
    return Results(server, tuple(_found(parts)))


def _found(parts: list[str]) -> Iterator[tuple[str, str, str]]:
    for part in parts:
        match = _METHOD.match(part)
        if match and match[1].casefold() in METHODS:
            result, reason = match[2].casefold(), _REASON.search(part)
            if result in known().results:
                yield match[1].casefold(), result, reason[1] if reason else ""


def authentication(block: Block, entrance: Field | None) -> tuple[dict[str, str], list[tuple]]:
    """Return what Microsoft found, and (field, reason) for what was not counted.

    Several DKIM results are all given, in order; any other method that has two is left out.
    """
    plain = [(one, read_results(one.value)) for one in block.all(*_PLAIN)]
    sealed = [(one, read_results(one.value)) for one in block.all(*_SEALED)]
    limit = entrance.order if entrance else 0
    inside = [(o, r) for o, r in plain if o.order < limit and r.microsoft]
    outside = [o for o, r in plain if o.order >= limit and r.microsoft]
    doubts = [(one, _why(entrance)) for one in outside]
    chosen = inside[0] if inside else None
    found = _columns(*chosen, doubts) if chosen else {}
    seals = [(o, r) for o, r in sealed if o.order < limit and r.microsoft]
    if "arc" not in found and seals:
        found |= {k: v for k, v in _columns(*seals[0], doubts).items() if k == "arc"}
    return found, doubts


def _why(entrance: Field | None) -> str:
    if entrance is None:
        return ("These authentication results were not counted: above them stands no Received line "
                "by which Microsoft took the message in, so they may be anybody's. Paste the whole "
                "header of the message as it lies in the Microsoft 365 mailbox.")  # fmt: skip
    return ("These authentication results were not counted: they stand below line "
            f"{entrance.line}, by which Microsoft took the message in, so they came with the "
            "message: its sender or an earlier server wrote them.")  # fmt: skip


def _columns(one: Field, results: Results, doubts: list[tuple]) -> dict[str, str]:
    found = {}
    for method in METHODS:
        values = results.of(method)
        if method == "dkim" and values:
            found[method] = ", ".join(values)
        elif len(values) == 1:
            found[method] = values[0]
        elif values:
            doubts.append((one, f"It gives {method} more than once, with different results, so "
                           "none was taken."))  # fmt: skip
    reasons = [reason for name, _, reason in results.found if name == "compauth"]
    if "compauth" in found and (reason := single(reasons)):
        found["compauth_reason"] = reason
    return found
