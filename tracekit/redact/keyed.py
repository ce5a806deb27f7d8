"""The key of a redaction, and what is drawn from it: HMAC-SHA256 of a kind and a value."""

from __future__ import annotations

import hashlib
import hmac

from tracekit.errors import InputError

SHORTEST = 16
_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"


class Key:
    """A secret; the same key gives the same pseudonyms, and without it no guess can be tried out.

    >>> Key("an example, at least this long").letters("word", "anna") == Key(
    ...     "an example, at least this long").letters("word", "anna")
    True
    """

    def __init__(self, secret: bytes | str):
        told = secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
        usable = isinstance(told, bytes | bytearray) and len(told) >= SHORTEST
        if not usable or len(set(told)) < 5:
            found = f"it has {len(told)} bytes" if isinstance(told, bytes) else "it is no text"
            if usable:
                found = "it repeats the same few signs"
            raise InputError("The key", found, f"give at least {SHORTEST} bytes that nobody can "
                             'guess, such as those of python3 -c "import secrets; '
                             'print(secrets.token_hex(32))"')  # fmt: skip
        self._base = hmac.new(bytes(told), digestmod=hashlib.sha256)

    def digest(self, kind: str, value: str) -> bytes:
        """Return 32 bytes that depend on the key, the kind and the value."""
        drawn = self._base.copy()
        drawn.update(f"{kind}\0{value}".encode("utf-8", "surrogatepass"))
        return drawn.digest()

    def letters(self, kind: str, value: str, length: int = 10) -> str:
        """Return small letters and the digits 2 to 7; ten of them are 50 bits."""
        return "".join(_SIGNS[byte & 31] for byte in self.digest(kind, value)[:length])

    def digits(self, kind: str, value: str, length: int) -> str:
        """Return as many digits."""
        number = int.from_bytes(self.digest(kind, value), "big")
        return str(number % 10 ** min(length, 60)).zfill(length)

    def hexadecimal(self, kind: str, value: str, length: int) -> str:
        """Return as many hexadecimal digits, at most 64."""
        return self.digest(kind, value).hex()[:length].ljust(length, "0")

    def fingerprint(self) -> str:
        """Return eight signs by which its holder tells one key from another."""
        return self.digest("fingerprint", "").hex()[:8]
