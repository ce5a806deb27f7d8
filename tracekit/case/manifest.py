"""The manifest: sums of every input and output, versions, options; the only place with a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tracekit.case.options import Options
from tracekit.case.outputs import json_bytes
from tracekit.case.sums import sha256_of
from tracekit.case.versions import made_with
from tracekit.errors import InputError

FORMAT = 1
# A PDF holds times of its making.
_VARIES = frozenset({"case.pdf"})


class Kept(msgspec.Struct, frozen=True):
    """A file: its name, size and sum; whether it is there, and the same each time it is made."""

    file: str
    bytes: int
    sha256: str
    kept: bool = True
    reproducible: bool = True


class Manifest(msgspec.Struct, frozen=True):
    """What manifest.json holds."""

    format: int
    generated: str
    options: Options
    template_sha256: str
    versions: dict[str, str]
    inputs: tuple[Kept, ...]
    outputs: tuple[Kept, ...]


def manifest(options: Options, template: str, inputs: Iterable[Kept], folder: Path) -> bytes:
    """Return the manifest of a folder that is written but for it; `template`: its text."""
    known = tuple(inputs)
    names = {entry.file for entry in known}
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    told = [(p.relative_to(folder).as_posix(), p) for p in files]
    outputs = tuple(kept(name, path) for name, path in told if name not in names)
    now = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    digest = hashlib.sha256(template.encode()).hexdigest()
    whole = Manifest(FORMAT, now, options, digest, made_with(), known, outputs)
    return json_bytes(msgspec.to_builtins(whole))


def kept(name: str, path: Path, there: bool = True) -> Kept:
    """Describe one file."""
    return Kept(name, path.stat().st_size, sha256_of(path), there, name not in _VARIES)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a write-up. Raises InputError where there is none, or a broken one."""
    try:
        raw = (folder / "manifest.json").read_bytes()
    except OSError:
        raise InputError(str(folder), "there is no manifest.json: this is no write-up",
                         "name the folder that holds it") from None  # fmt: skip
    try:
        return msgspec.convert(json.loads(raw), Manifest)
    except (ValueError, RecursionError) as error:
        raise InputError(str(folder / "manifest.json"), f"it cannot be read ({error})"[:300],
                         "take it from the one who made the write-up") from None  # fmt: skip
