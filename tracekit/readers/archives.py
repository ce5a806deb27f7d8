"""Zip and gzip: members as inputs of their own, in memory only and within bounds.

Measured traps: 48 KB that hold 50 MB, members that share their bytes (CVE-2024-0450), headers that
lie about a size, directories of a million members, names such as ../../x. So nothing is written to
a disk, a name is only a label, and sizes, ratio, number and depth are bounded.
"""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from tracekit.readers.given import Given, Unread
from tracekit.readers.kinds import is_skipped, why_no_archive, why_no_text

LARGEST_UNPACKED = 1024**3
MOST_MEMBERS = 1000
MOST_RATIO = 200
_DEEPEST = 2
# Below this size a high ratio is only repetition.
_HARMLESS = 16 * 1024**2
_LARGEST_DIRECTORY = 4 * 1024**2
_BLOCK = 1024**2
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP_START = b"\x1f\x8b\x08"
# What zipfile, gzip and zlib raise on damaged bytes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
           NotImplementedError, RuntimeError, OverflowError)  # fmt: skip
_DAMAGED = "Not read: it is damaged or cut off. What to do: pack it again, or give the files."
_UNPACK = "What to do: unpack it and give the files."


@dataclass
class _Room:
    """What may still be unpacked from one input."""

    left: int = LARGEST_UNPACKED
    members: int = MOST_MEMBERS


class _RefusedError(Exception):
    """A member is not unpacked; the message says why."""


def opened(given: Given) -> Iterator[Given | Unread]:
    """Give the input itself, or one after the other what a zip or gzip holds.

    What cannot be read is an `Unread` with the reason; the other members are still given.

    >>> [one.name for one in opened(Given("a.txt", b"Dear all"))]
    ['a.txt']
    """
    yield from _opened(given, _Room(), 0)


def _opened(given: Given, room: _Room, depth: int) -> Iterator[Given | Unread]:
    head = given.head[:1024]
    unpack = _zip if head.startswith(_ZIP_STARTS) else _gzip if head[:3] == _GZIP_START else None
    if unpack is None:
        reason = why_no_text(given.head, given.name)
        yield Unread(given.name, reason, given) if reason else given
    elif depth == _DEEPEST:
        yield Unread(given.name, f"Not read: an archive in an archive in an archive. {_UNPACK}",
                     given)  # fmt: skip
    else:
        yield from unpack(given, room, depth + 1)


def _zip(given: Given, room: _Room, depth: int) -> Iterator[Given | Unread]:
    with given.open() as stream:
        try:
            archive = zipfile.ZipFile(_Bounded(stream))
        except _RefusedError as error:
            yield Unread(given.name, str(error), given)
            return
        except _DAMAGE:
            yield Unread(given.name, _DAMAGED, given)
            return
        reason = why_no_archive(set(archive.namelist())) or _trap(archive)
        if reason:
            yield Unread(given.name, reason, given)
        else:
            yield from _members(archive, given, room, depth)


def _members(
    archive: zipfile.ZipFile, given: Given, room: _Room, depth: int
) -> Iterator[Given | Unread]:
    wanted = [m for m in archive.infolist() if not m.is_dir() and not is_skipped(_parts(m))]
    if not wanted:
        yield Unread(given.name, "Not read: this archive holds no file. What to do: pack the "
                     "traces again.", given)  # fmt: skip
    for number, member in enumerate(wanted):
        if room.members == 0:
            yield Unread(given.name, f"{len(wanted) - number} of its {len(wanted)} files were not "
                         f"read: more than {MOST_MEMBERS:,} in one archive. {_UNPACK}")  # fmt: skip
            return
        room.members -= 1
        name = f"{given.name}/{'/'.join(_parts(member))}"
        try:
            raw = _unpacked(archive, member, room)
        except _RefusedError as error:
            yield Unread(name, str(error))
        except _DAMAGE:
            yield Unread(name, _DAMAGED)
        else:
            yield from _opened(given.inside(name, raw), room, depth)


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    parts = member.filename.replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".", ".."))


def _trap(archive: zipfile.ZipFile) -> str:
    """Members that share bytes make a small archive endless."""
    places = sorted((m.header_offset, m.compress_size) for m in archive.infolist())
    ends = [offset + 30 + size for offset, size in places]
    if any(end > place for end, (place, _) in zip(ends, places[1:], strict=False)):
        return f"Not read: its files share their bytes, as in a trap. {_UNPACK}"
    return ""


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: _Room) -> bytes:
    if member.flag_bits & 1:
        raise _RefusedError("Not read: it is locked with a password. What to do: unpack it and "
                       "give the file.")  # fmt: skip
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _RefusedError("Not read: it is packed in an unusual way. What to do: pack it again "
                       "as an ordinary zip.")  # fmt: skip
    _allow(member.file_size, member.compress_size, room)
    with archive.open(member) as stream:
        # zipfile gives no byte more than the header tells, and checks the sum at the end.
        raw = b"".join(iter(lambda: stream.read(_BLOCK), b""))
    if len(raw) != member.file_size:
        raise zipfile.BadZipFile(member.filename)
    room.left -= len(raw)
    return raw


def _gzip(given: Given, room: _Room, depth: int) -> Iterator[Given | Unread]:
    try:
        with given.open() as stream:
            raw = _inflated(stream, room)
    except _RefusedError as error:
        yield Unread(given.name, str(error), given)
    except _DAMAGE:
        yield Unread(given.name, _DAMAGED, given)
    else:
        yield from _opened(given.inside(given.name, raw), room, depth)


def _inflated(stream: IO[bytes], room: _Room) -> bytes:
    blocks, size = [], 0
    with gzip.GzipFile(fileobj=stream) as packed:
        while block := packed.read(_BLOCK):
            blocks.append(block)
            size += len(block)
            _allow(size, stream.tell(), room)
    room.left -= size
    return b"".join(blocks)


def _allow(size: int, packed: int, room: _Room) -> None:
    if size > _HARMLESS and size > MOST_RATIO * packed:
        raise _RefusedError("Not read: it unpacks to more than "
                       f"{MOST_RATIO} times its size, as in a trap. {_UNPACK}")  # fmt: skip
    if size > room.left:
        raise _RefusedError("Not read: the archive unpacks to more than "
                       f"{LARGEST_UNPACKED // 1024**3} GB. {_UNPACK}")  # fmt: skip


class _Bounded:
    """A stream that gives no more than a directory of many thousand members at once."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable
        self.close = stream.close

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(_LARGEST_DIRECTORY + 1 if size < 0 else size)
        if max(size, len(data)) > _LARGEST_DIRECTORY:
            raise _RefusedError(f"Not read: it holds too many files. {_UNPACK}")
        return data
