"""Search files for identities that should not be in them, in every writing."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from tracekit.errors import InputError
from tracekit.redact.forms import EXACT, SHORTEST, forms_of

COLUMNS = ("file", "identity", "form", "count", "offset")
MOST = 200 << 20  # bytes of one file, unpacked
_DEEPEST = 3
INDEXED = 4  # first bytes by which a needle is looked up before it is searched for


def find_leaks(files: Iterable[str | Path], identities: Iterable[str]) -> pd.DataFrame:
    """Return where identities stand in files; one row for each file, identity and writing.

    Columns: file, identity (its number in the list, from 1: the text itself is never repeated),
    form, count, offset (first byte). Packed parts (zip, xlsx, gzip) are opened, file names are
    searched too. Raises InputError for a file that cannot be read and for an empty list.

    >>> find_leaks([], ["anna@contoso.com"]).empty
    True
    """
    needles = _needles(identities)
    rows = [row for path in files for name, data in _parts(Path(path))
            for row in find_in_bytes(data, needles, name)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _needles(identities: Iterable[str]) -> list[tuple[int, str, bytes]]:
    listed = [identity.strip() for identity in identities]
    short = [number for number, text in enumerate(listed, 1) if 0 < len(text) < SHORTEST]
    if short or not any(listed):
        found = f"line {short[0]} has less than {SHORTEST} signs" if short else "it is empty"
        raise InputError("The list of identities", found,
                         "write one address, name or host a line")  # fmt: skip
    known = {}
    for number, identity in enumerate(listed, 1):
        for name, written in forms_of(identity).items():
            for form in {w if name in EXACT else _small(w) for w in written}:
                known[number, name in EXACT, form] = name
    return [(number, name, form) for (number, _, form), name in known.items()]


def find_in_bytes(
    data: bytes, needles: list[tuple[int, str, bytes]], name: str = ""
) -> Iterator[tuple]:
    """Give a row for each needle that stands in the data; see `find_leaks`."""
    exact, small = data, _small(data)
    squeezed = small.replace(b"\0", b"") if b"\0" in data else b""
    starts = {id(hay): _starts(hay) for hay in (exact, small, squeezed)}
    for number, form, needle in needles:
        for hay in (exact,) if form in EXACT else (small, squeezed):
            known = len(needle) < INDEXED or _start(needle) in starts[id(hay)]
            if known and (at := hay.find(needle)) >= 0:
                yield name, number, form, hay.count(needle), at
                break


def _small(data: bytes) -> bytes:
    """Fold case, of letters beyond ASCII too, where the bytes are text."""
    try:
        return data.decode("utf-8").lower().encode("utf-8", "surrogatepass")
    except UnicodeError:
        return data.lower()


def _starts(data: bytes) -> set[int]:
    """Every four bytes that stand somewhere in the data, as one number each."""
    signs = np.frombuffer(data, np.uint8).astype(np.uint32)
    if len(signs) < INDEXED:
        return set()
    four = signs[:-3] << 24 | signs[1:-2] << 16 | signs[2:-1] << 8 | signs[3:]
    return set(np.unique(four).tolist())


def _start(needle: bytes) -> int:
    return int.from_bytes(needle[:INDEXED], "big")


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
