"""Names of files and folders that are safe on every system, whatever a stranger called theirs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

import pandas as pd

_LONGEST = 80
_CUT = 64  # room for a number, so that a name that was made here is never cut again
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_DOTS = re.compile(r"\.{2,}")
# Names that Windows keeps for devices, with any ending.
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt")
                                                    for n in range(10))))  # fmt: skip


def safe_name(text: str, other: str = "input") -> str:
    """Return a file name made of letters, digits, dots, dashes and underscores.

    >>> safe_name("../../etc/passwd"), safe_name("con.txt"), safe_name("Bericht für Ödön.txt")
    ('passwd', 'x-con.txt', 'Bericht-f-r-d-n.txt')
    """
    last = PurePosixPath(text.replace("\\", "/")).name
    name = _DOTS.sub(".", _OTHER.sub("-", last)).strip("-. ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST:
        name = stem[:_CUT] + dot + ending[:8] if dot else name[:_CUT]
    if name.split(".")[0].casefold() in _DEVICES:
        name = f"x-{name}"
    return name.strip("-. ") or other


def unique(names: Iterable[str]) -> list[str]:
    """Number names that are the same but for capitals, which one folder cannot hold twice.

    >>> unique(["a.txt", "A.txt", "a.txt"])
    ['a.txt', 'A-2.txt', 'a-3.txt']
    """
    taken: set[str] = set()
    done = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        tried, number = name, 1
        while tried.casefold() in taken:
            number += 1
            tried = f"{stem}-{number}{ending}"
        taken.add(tried.casefold())
        done.append(tried)
    return done


def case_name(message_id: object, recipient: object) -> str:
    """Return the name of a case's folder: what a person knows it by, and a sum that makes it one.

    >>> case_name("<1213727060.57@batch1m.example.net>", "alex@example.org")
    '1213727060.57-batch1m.example.net-dab7786b'
    """
    known = ["" if pd.isna(part) else str(part) for part in (message_id, recipient)]
    key = "\0".join([known[0], known[1].casefold()])
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    words = _DOTS.sub(".", _OTHER.sub("-", known[0][:200])).strip("-.")[:44].strip("-.")
    return f"{words or 'message'}-{digest}"
