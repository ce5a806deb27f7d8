"""Search files for identities that should not be in them, in every writing."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from tracekit.errors import InputError
from tracekit.redact.forms import EXACT, SHORTEST, forms_of
from tracekit.redact.search import Needles

COLUMNS = ("file", "identity", "form", "count", "offset")
MOST = 200 << 20  # bytes of one file, unpacked
_DEEPEST = 3


def find_leaks(files: Iterable[str | Path], identities: Iterable[str]) -> pd.DataFrame:
    """Return where identities stand in files; one row for each file, identity and writing.

    Columns: file, identity (its number in the list, from 1: the text itself is never repeated),
    form, count, offset (first byte). Packed parts (zip, xlsx, gzip) are opened, file names are
    searched too. Raises InputError for a file that cannot be read and for an empty list.

    >>> find_leaks([], ["anna@contoso.com"]).empty
    True
    """
    wanted = _prepared(tuple(identity.strip() for identity in identities))
    rows = [row for path in files for name, data in _parts(Path(path))
            for row in wanted.find(data, name)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


class Identities:
    """The writings of a list of identities, ready to be looked for."""

    def __init__(self, listed: tuple[str, ...]):
        known: dict[tuple[int, bool, bytes], str] = {}
        for number, identity in enumerate(listed, 1):
            for name, written in forms_of(identity).items():
                for form in {w if name in EXACT else _small(w) for w in written}:
                    known[number, name in EXACT, form] = name
        self._wanted = {exact: {} for exact in (True, False)}
        for (number, exact, form), name in known.items():
            self._wanted[exact].setdefault(form, []).append((number, name))
        self._needles = {exact: Needles(forms) for exact, forms in self._wanted.items()}
        self._forms = {exact: list(forms) for exact, forms in self._wanted.items()}

    def find(self, data: bytes, name: str = "") -> list[tuple]:
        """Return a row for each identity and writing that stands in the data; see `find_leaks`."""
        small = _small(data)
        rows = self._rows(True, data, name)
        rows += self._rows(False, small, name)
        if b"\\u" in small:
            rows += self._rows(False, _small(_unescaped(small)), name)
        if b"\0" in data:
            rows += self._rows(False, small.replace(b"\0", b""), name)
        first = {row[1:3]: row for row in reversed(rows)}
        return sorted(first.values(), key=lambda row: row[1:3])

    def _rows(self, exact: bool, data: bytes, name: str) -> list[tuple]:
        forms = self._forms[exact]
        return [(name, number, form, count, at)
                for needle, (count, at) in self._needles[exact].find(data).items()
                for number, form in self._wanted[exact][forms[needle]]]  # fmt: skip


@lru_cache(4)
def _prepared(listed: tuple[str, ...]) -> Identities:
    short = [number for number, text in enumerate(listed, 1) if 0 < len(text) < SHORTEST]
    if short or not any(listed):
        found = f"line {short[0]} has less than {SHORTEST} signs" if short else "it is empty"
        raise InputError("The list of identities", found,
                         "write one address, name or host a line")  # fmt: skip
    return Identities(listed)


def _small(data: bytes) -> bytes:
    """Fold case, of letters beyond ASCII too, where the bytes are text."""
    try:
        return data.decode("utf-8").lower().encode("utf-8", "surrogatepass")
    except UnicodeError:
        return data.lower()


_ESCAPE = re.compile(rb"\\+u([0-9a-f]{4})")


def _unescaped(small: bytes) -> bytes:
    """Write out escapes of JSON, also of JSON inside JSON, where each has more backslashes."""
    wide = _ESCAPE.sub(lambda m: chr(int(m[1], 16)).encode("utf-8", "surrogatepass"), small)
    text = wide.decode("utf-8", "surrogatepass" if _is_text(wide) else "replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeError:
        return False
    return True


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        found = f"it cannot be read ({error.strerror})"
        raise InputError(str(path), found, "check the path") from None
    yield f"{path.name} (its name)", path.name.encode("utf-8", "replace")
    yield from _unpacked(str(path), data, 0)


def _unpacked(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """The data itself and what is packed in it; too much of it is refused."""
    yield name, data
    if depth >= _DEEPEST:
        return
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                yield from _unpacked(f"{name} (unpacked)", _all(packed, name), depth + 1)
        elif data[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for number, entry in enumerate(packed.infolist(), 1):
                    yield f"{name}, part {number} (its name)", entry.filename.encode()
                    with packed.open(entry) as part:
                        inside = _all(part, name)
                    yield from _unpacked(f"{name}, part {number}", inside, depth + 1)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise InputError(name, f"it cannot be unpacked ({error})", "unpack it by hand") from None


def _all(packed: io.BufferedIOBase, name: str) -> bytes:
    data = packed.read(MOST + 1)
    if len(data) > MOST:
        raise InputError(name, "it unpacks to more than 200 MB", "unpack it and name its parts")
    return data
