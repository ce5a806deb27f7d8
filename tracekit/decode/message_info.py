"""message_info: how long each server and component held a message."""

from __future__ import annotations

import re
from functools import cache

import msgspec
import pandas as pd

from tracekit.knowledge.files import load_bundled

FILE = "latency.toml"
COLUMNS = ("row", "server", "stage", "component", "parent", "depth", "seconds")
DEEPEST = 50
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z)"
                   r"(?=;|\Z)")  # fmt: skip
_SERVER = re.compile(r"(?:\A|(?<=;))L?SRV=([^:;=|()]{1,255}):")
_TOTAL = re.compile(r"TOTAL(?:-([A-Z]{1,10}))?=([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_PART = re.compile(r"([^=|();]{1,120})=([0-9]{1,9}(?:\.[0-9]{1,9})?)|([|()])")

# What may stand before each sign: TOTAL-HUB=1|A=1(B=1|C=1)|D=1
_BEFORE = {
    "|": ("total", "name", ")"),
    "(": ("name",),
    ")": ("name", ")"),
    "name": ("|", "("),
}


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stage: what stands behind TOTAL-."""

    name: str
    meaning: str
    sample: str
    source: str


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One whole value, how many parts it has, and the name of the deepest one."""

    text: str
    parts: int
    deepest: str
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/latency.toml."""

    stage: list[Stage]
    sample: list[Sample]


@cache
def load_stages() -> Book:
    """Load the stages and samples of message_info.

    >>> load_stages().stage[0].name
    'SUB'
    """
    return load_bundled(Book, FILE)


def originated(text: str) -> str | None:
    """Return the time at which the message originated, as it stands, in UTC; None without one.

    >>> originated("2022-09-19T15:02:29.211Z;SRV=a.example.com:TOTAL-HUB=0.1")
    '2022-09-19T15:02:29.211Z'
    """
    found = _TIME.match(text)
    return found[1] if found else None


def latency(text: str) -> list[dict[str, object]]:
    """Return what each component took, in order of the text.

    Keys: `server`, `stage` (SUB, FE, HUB, DEL or None), `path` (names from the outermost to this
    one; empty for the total of the server), `seconds`, `level` (0 for the total). A part that is
    not of the form, and all behind it on the same server, is not read; no other server's parts
    are. The value of a RECEIVE row, a code of the authentication, gives nothing. Linear; parts
    deeper than DEEPEST are left out.

    >>> [(p["path"], p["seconds"]) for p in latency("SRV=a:TOTAL-HUB=0.3|CAT=0.2(CATRS=0.1)")]
    [((), 0.3), (('CAT',), 0.2), (('CAT', 'CATRS'), 0.1)]
    """
    starts = list(_SERVER.finditer(text))
    ends = [start.start() - 1 for start in starts[1:]] + [len(text)]
    return [part for start, end in zip(starts, ends, strict=False)
            for part in _server(text, start, end)]  # fmt: skip


def _server(text: str, start: re.Match, end: int) -> list[dict[str, object]]:
    total = _TOTAL.match(text, start.end(), end)
    if not total:
        return []
    found, names, at, last = [_part(start, total, ())], [""], total.end(), "total"
    while piece := _PART.match(text, at, end):
        sign, at = piece[3] or "name", piece.end()
        if last not in _BEFORE[sign] or (sign == ")" and len(names) < 2):
            break
        if sign == "(":
            names.append("")
        elif sign == ")":
            names.pop()
        elif sign == "name":
            names[-1] = " ".join(piece[1].split())
            if len(names) <= DEEPEST:
                found.append(_part(start, total, tuple(names), piece[2]))
        last = sign
    return found


def _part(start: re.Match, total: re.Match, path: tuple[str, ...], seconds: str = "") -> dict:
    return {"server": start[1], "stage": total[1], "path": path,
            "seconds": float(seconds or total[2]), "level": len(path)}  # fmt: skip


def latencies(column: pd.Series) -> pd.DataFrame:
    """Return what each component took in a column of message_info, one row a part.

    `row` is the index label; `component` is TOTAL at depth 0; `parent` is missing at depth 0 and
    1; `depth` Int64, `seconds` float64, the rest text.

    >>> frame = latencies(pd.Series(["SRV=a:TOTAL-HUB=0.3|CAT=0.2"]))
    >>> frame[["component", "seconds"]].to_numpy().tolist()
    [['TOTAL', 0.3], ['CAT', 0.2]]
    """
    rows = [
        (label, part["server"], part["stage"], *_place(part["path"]), part["seconds"])
        for label, text in column.dropna().items()
        for part in latency(str(text))
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = dict.fromkeys(("server", "stage", "component", "parent"), "str")
    return frame.astype({**texts, "depth": "Int64", "seconds": "float64"})


def _place(path: tuple[str, ...]) -> tuple[str, str | None, int]:
    """Component, parent and depth."""
    return (path[-1] if path else "TOTAL", path[-2] if len(path) > 1 else None, len(path))
