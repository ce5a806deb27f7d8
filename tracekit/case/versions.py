"""With what a write-up was made: versions, and sums of the knowledge and of the code."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from tracekit import __version__


@cache
def made_with() -> dict[str, str]:
    """Return tracekit, Python and every package that tracekit needs, with their versions.

    >>> list(made_with())[:2]
    ['tracekit', 'Python']
    """
    return {"tracekit": f"{__version__} ({_sum_of_code()[:12]})",
            "Python": platform.python_version(), **_packages()}  # fmt: skip


def _packages() -> dict[str, str]:
    """The packages of the requirements without extras, sorted; numpy, which pandas brings, too."""
    try:
        told = requires("tracekit") or []
    except PackageNotFoundError:  # run from a checkout that was not installed
        told = ["pandas", "pyarrow", "altair", "vl-convert-python", "msgspec"]
    plain = [line for line in told if "extra ==" not in line]
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in plain} | {"numpy"}
    return {name: version(name) for name in sorted(names, key=str.casefold)}


def _sum_of_code() -> str:
    """One sum over the code and the knowledge of tracekit, by which two copies are told apart."""
    root = Path(str(files("tracekit")))
    digest = hashlib.sha256()
    paths = (p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".txt") and p.is_file())
    for path in sorted(paths, key=lambda p: p.relative_to(root).as_posix()):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + text + b"\0")
    return digest.hexdigest()
