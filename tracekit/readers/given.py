"""One input as it was given: bytes in memory or a file, with what a reader may ask of it."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from tracekit.errors import InputError
from tracekit.text import Decoded, decode

HEAD = 256 * 1024
LARGEST_TEXT = 100 * 1024 * 1024
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Given:
    """An input: its name, its bytes or its file, and how the person says to read it.

    `dayfirst` settles dates that can be read two ways, `utc_offset` (such as "-05:00") the zone of
    times that name none. A file is opened only when it is asked for, and never changed.

    >>> Given("a.txt", b"Dear all").text
    'Dear all'
    """

    name: str
    raw: bytes | None = None
    path: Path | None = None
    dayfirst: bool | None = None
    utc_offset: str | None = None

    def open(self) -> IO[bytes]:
        """Open the input from its first byte."""
        if self.raw is not None or self.path is None:
            return io.BytesIO(self.raw or b"")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise unopened(self.name, error) from None

    def inside(self, name: str, content: bytes) -> Given:
        """Return what stood in this input, to be read the same way."""
        return Given(name, content, None, self.dayfirst, self.utc_offset)

    @cached_property
    def size(self) -> int:
        """Size in bytes."""
        with self.open() as stream:
            return stream.seek(0, io.SEEK_END)

    @cached_property
    def head(self) -> bytes:
        """The first 256 KB."""
        with self.open() as stream:
            return stream.read(HEAD)

    @cached_property
    def head_text(self) -> str:
        """The first 256 KB as text."""
        return decode(self.head).text

    @cached_property
    def bytes(self) -> bytes:
        """All bytes. Raises InputError for a file too large to be a pasted text."""
        if self.raw is not None:
            return self.raw
        if self.size > LARGEST_TEXT:
            raise InputError(self.name, "the file is larger than 100 MB and not a CSV export",
                             "split it, or export a shorter time range as CSV")  # fmt: skip
        with self.open() as stream:
            return stream.read()

    @cached_property
    def decoded(self) -> Decoded:
        """All of it as text, with its encoding."""
        return decode(self.bytes)

    @property
    def text(self) -> str:
        """All of it as text."""
        return self.decoded.text

    def begin_sha256(self) -> None:
        """Begin to compute `sha256` beside the reading, which keeps one core busy."""
        pool = ThreadPoolExecutor(1)
        self.__dict__["_digest"] = pool.submit(self._sha256)
        pool.shutdown(wait=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        begun = self.__dict__.get("_digest")
        return begun.result() if begun else self._sha256()

    def _sha256(self) -> str:
        digest = hashlib.sha256()
        with self.open() as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()


@dataclass(frozen=True)
class Unread:
    """An input that cannot be read: its name, why and what to do, and its bytes if it has any.

    >>> Unread("a.png", "Not read: it is a picture (PNG).").size
    0
    """

    name: str
    reason: str
    given: Given | None = None

    @property
    def size(self) -> int:
        """Size in bytes; 0 where they could not be had."""
        return self.given.size if self.given else 0


def unopened(name: str, error: OSError) -> InputError:
    """Say in plain words why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return InputError(name, "there is no such file or folder",
                          "check the name, or paste the trace itself")  # fmt: skip
    return InputError(name, f"it cannot be opened ({error.strerror})",
                      "check that you may read it and that no other program holds it")  # fmt: skip
