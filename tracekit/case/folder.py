"""A folder that is there whole or not at all: written beside its place, then swapped in."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracekit.case.sums import sha256_of
from tracekit.errors import InputError

MANIFEST = "manifest.json"
# What JupyterLab and systems put into a folder when it is looked at.
_LEFT = {".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini"}
_ADVICE = "name another folder, move it away, or say overwrite"


@contextmanager
def swapped(target: Path, overwrite: bool = False) -> Iterator[Path]:
    """Give a new folder to write into; when all went well it takes the place of `target`.

    Until then, and whenever the run is interrupted, `target` is as it was. Raises InputError where
    `target` holds something that no write-up put there, or that was changed since.
    """
    target = Path(os.path.abspath(target))
    restore(target)
    check(target, overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-writing-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755 & ~_umask())
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    before = _before(target)
    if target.exists():
        target.rename(before)
    fresh.rename(target)
    shutil.rmtree(before, ignore_errors=True)


def restore(target: Path) -> None:
    """Put back what an interruption between the two renames left aside."""
    before = _before(target)
    if before.is_dir() and not target.exists():
        before.rename(target)
    elif before.is_dir():
        shutil.rmtree(before, ignore_errors=True)


def _before(target: Path) -> Path:
    return target.with_name(f".{target.name}-before")


def check(target: Path, overwrite: bool) -> None:
    """Refuse a place whose content somebody may miss."""
    if not target.exists() or (overwrite and (target / MANIFEST).is_file()):
        return
    if not target.is_dir():
        raise InputError(str(target), "this is a file", "name a folder")
    there = set(_files(target))
    if not there:
        return
    known = _known(target)
    if known is None:
        raise InputError(str(target), "the folder holds something else", _ADVICE)
    strange = sorted(there - set(known) - {MANIFEST})
    changed = [n for n, digest in known.items() if (target / n).is_file()
               and sha256_of(target / n) != digest]  # fmt: skip
    for names, what in ((strange, "was added to"), (changed, "was changed in")):
        if names:
            raise InputError(str(target), f"{names[0]} {what} the write-up that is there", _ADVICE)


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not _LEFT & set(inside.parts):
            yield inside.as_posix()


def _known(target: Path) -> dict[str, str] | None:
    """Name the files of a manifest with their sums; None where there is no manifest of ours."""
    try:
        told = json.loads((target / MANIFEST).read_bytes())
        listed = [*told["inputs"], *told["outputs"]]
        return {entry["file"]: entry["sha256"] for entry in listed}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
