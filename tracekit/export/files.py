"""Write one file whole or not at all, with the same bytes each time."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from tracekit.errors import InputError


def write_text(path: str | Path, text: str) -> Path:
    """Write UTF-8 with LF; an interrupted run leaves what was there before.

    Raises InputError where the file cannot be written.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tracekit-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n", errors="replace") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError as error:
        raise InputError(str(path), f"it cannot be written ({error.strerror})",
                         "name a file in a folder that you may write to") from None  # fmt: skip
    return target


def json_text(told: object, indent: int | None = 1) -> str:
    """Return JSON of ASCII signs in a fixed order.

    >>> json_text({"a": "é"}, None)
    '{"a":"\\\\u00e9"}\\n'
    """
    separators = (",", ":") if indent is None else None
    return json.dumps(told, indent=indent, separators=separators, allow_nan=False) + "\n"
