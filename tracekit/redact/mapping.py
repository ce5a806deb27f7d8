"""The way back: a map of pseudonyms that the key holder keeps."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from tracekit.errors import InputError
from tracekit.redact.redact import Redaction

# A pseudonym as it stands in a text: a drawn word with its reserved ending, an id, an address.
_SHAPE = re.compile(r"[A-Za-z][A-Za-z2-7]{10}(?:[.-]example(?![A-Za-z0-9]))?|"
                    r"[0-9A-Fa-f][0-9A-Fa-f.:-]{4,63}", re.ASCII | re.IGNORECASE)  # fmt: skip
WARNING = ("This file names everybody whom the redaction hides. Keep it where the key is kept, and "
           "never send it with the redacted files.")  # fmt: skip


def reveal(text: str, pseudonyms: dict[str, str]) -> str:
    """Return a text with the pseudonyms of a map turned back; what the map lacks stays.

    >>> reveal("from dabcdefghij.example", {"dabcdefghij": "contoso.com"})
    'from contoso.com'
    """
    folded = {name.casefold(): original for name, original in pseudonyms.items()}
    return _SHAPE.sub(lambda m: _original(m[0], pseudonyms, folded), text)


def _original(found: str, exact: dict[str, str], folded: dict[str, str]) -> str:
    bare = re.sub(r"[.-]example\Z", "", found, flags=re.IGNORECASE)
    for name in (found, bare):
        if name in exact or name.casefold() in folded:
            rest = "" if bare[:1].casefold() == "d" else found[len(name) :]
            return exact.get(name, folded.get(name.casefold(), name)) + rest
    return found


def write_map(path: str | Path, done: Redaction) -> Path:
    """Write the map of a redaction, readable by its owner alone; an existing file is not touched.

    Raises InputError if there is such a file already.
    """
    target = Path(path)
    told = {"warning": WARNING, "key": done.fingerprint, "pseudonyms": done.pseudonyms}
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        advice = "give the name of a new file in a folder that is there"
        raise InputError(
            str(path), f"the map cannot be written ({error.strerror})", advice
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1, ensure_ascii=True)
    return target


def read_map(path: str | Path) -> dict[str, str]:
    """Read a map back; raises InputError if the file is none."""
    try:
        return dict(json.loads(Path(path).read_text("utf-8"))["pseudonyms"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            str(path), "it is no map of pseudonyms", "give the file of --map"
        ) from None
