"""The record of practice: one JSON object a line, in a file that never leaves the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tracekit.errors import InputError
from tracekit.training.attempt import Attempt
from tracekit.training.grading import Grade

# Names another place for the record.
VARIABLE = "TRACEKIT_RECORD"


class Skill(msgspec.Struct, frozen=True):
    """One tree of a case: what was right, what was named, and the kind of answer."""

    tree: str
    right: str
    named: str
    kind: str


class Entry(msgspec.Struct, frozen=True):
    """One case that was handed in. `when` in UTC; `seconds` it took; `confidence` in percent."""

    when: str
    trainee: str
    scenario: str
    seed: int | None
    points: float
    skills: tuple[Skill, ...]
    seconds: float = 0.0
    hints: int = 0
    confidence: int = 0
    exam: str = ""


@dataclass(frozen=True)
class History:
    """Entries in the order of the file, and how many lines could not be read."""

    entries: tuple[Entry, ...] = ()
    unread: int = 0

    def of(self, trainee: str) -> History:
        """Keep the entries of one person."""
        return History(tuple(e for e in self.entries if e.trainee == trainee), self.unread)


def default_record() -> Path:
    """Where the record is: what TRACEKIT_RECORD names, or practice.jsonl in ~/.tracekit.

    >>> default_record().suffix
    '.jsonl'
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path.home() / ".tracekit" / "practice.jsonl"


def entry_of(attempt: Attempt, found: Grade, exam: str = "") -> Entry:
    """Sum a graded attempt up in one entry."""
    skills = tuple(Skill(one.tree, one.right, one.named, one.kind) for one in found.trees)
    return Entry(attempt.committed, attempt.trainee, attempt.scenario, attempt.seed, found.points,
                 skills, attempt.seconds, attempt.hints, attempt.confidence or 0, exam)  # fmt: skip


def append(path: str | Path, entries: Iterable[Entry]) -> None:
    """Add entries at the end, in one write; a torn last line is closed first.

    Raises InputError where the file cannot be written.
    """
    path = Path(path)
    lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torn = path.exists() and path.stat().st_size and not _last(path).endswith(b"\n")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, (b"\n" if torn else b"") + lines)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise InputError(str(path), f"the record cannot be written ({error.strerror})",
                         f"name another file with {VARIABLE} or --record") from None  # fmt: skip


def read_record(path: str | Path) -> History:
    """Read a record; a line that cannot be read is counted, nothing else is lost.

    A record that is not there yet is empty. Raises InputError where it cannot be read.
    """
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        return History()
    except OSError as error:
        raise InputError(str(path), f"the record cannot be read ({error.strerror})",
                         "name a file") from None  # fmt: skip
    entries, unread = [], 0
    for line in filter(None, (line.strip() for line in raw.splitlines())):
        try:
            entries.append(msgspec.json.decode(line, type=Entry))
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            unread += 1
    return History(tuple(entries), unread)


def _last(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)
