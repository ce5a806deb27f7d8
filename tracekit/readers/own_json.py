"""A trace that tracekit itself wrote as JSON (`to_json`): every table, as it was.

The tables keep the names of the inputs that they were first read from, and so does the receipt.
"""

from __future__ import annotations

import re

import msgspec
import pandas as pd

from tracekit.model import MessageTrace, table
from tracekit.model.columns import FLAG, INTEGER, LOCAL_TIME, SHARE, TEXT, UTC_TIME, Column
from tracekit.model.tables import TABLES
from tracekit.readers.given import Given

NAME = "tracekit-json"
VERSION = 1
_HEAD = re.compile(r'\s{0,20}\{\s{0,20}"tracekit":\s{0,20}\{')


class Sheet(msgspec.Struct, forbid_unknown_fields=True):
    """One table: its columns, and its rows with a value for each of them."""

    columns: list[str]
    rows: list[list[str | int | float | bool | None]]


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    tracekit: dict[str, int]
    tables: dict[str, Sheet]


def sniff(head: str) -> str:
    """Return "" if a text is a trace that tracekit wrote, else why not.

    >>> sniff('{"tracekit": {"version": 1}, "tables": {}}'), sniff('{"value": []}')
    ('', 'no tables of tracekit')
    """
    return "" if _HEAD.match(head) else "no tables of tracekit"


def parse(given: Given) -> MessageTrace:
    """Read the tables back; what is no such file gives one problem and no journey.

    Raises InputError when the file cannot be opened or is larger than 100 MB.

    >>> parse(Given("a", b'{"tracekit": {"version": 1}, "tables": {}}')).events.empty
    True
    """
    try:
        return _trace(msgspec.json.decode(given.decoded.text.encode("utf-8"), type=Written))
    except (ValueError, TypeError, OverflowError) as error:
        return _refused(given, " ".join(str(error).split())[:200])


def _trace(written: Written) -> MessageTrace:
    if written.tracekit.get("version") != VERSION:
        raise ValueError("it was written by another version of tracekit")
    unknown = sorted(set(written.tables) - set(TABLES))
    if unknown:
        raise ValueError(f"there is no table {unknown[0]!r}")
    return MessageTrace(**{
        name: _table(name, columns, written.tables.get(name) or Sheet([], []))
        for name, columns in TABLES.items()
    })  # fmt: skip


def _table(name: str, columns: tuple[Column, ...], sheet: Sheet) -> pd.DataFrame:
    wrong = {len(row) for row in sheet.rows} - {len(sheet.columns)}
    if wrong or len(set(sheet.columns)) < len(sheet.columns):
        raise ValueError(f"the rows of {name} do not fit its columns")
    values = dict(zip(sheet.columns, zip(*sheet.rows, strict=True), strict=False))
    known = {c.name: c.dtype for c in columns}
    more = [n for n in sheet.columns if n not in known]
    if more and name != "extra":
        raise ValueError(f"{name} has no column {more[0]!r}")
    empty = [None] * len(sheet.rows)
    done = {n: _typed(values.get(n, empty), t, f"{name}.{n}") for n, t in known.items()}
    done |= {n: _typed(values.get(n, empty), _kind(values.get(n, empty)), n) for n in more}
    return pd.DataFrame(done) if done else table(name)


def _typed(values: list, dtype: str, place: str) -> pd.Series:
    kinds = {TEXT: str, INTEGER: int, SHARE: float | int, FLAG: bool, UTC_TIME: str,
             LOCAL_TIME: str}[dtype]  # fmt: skip
    for row, value in enumerate(values, 1):
        fits = value is None or isinstance(value, kinds)
        if not fits or (isinstance(value, bool) and dtype != FLAG):
            raise ValueError(f"{place}, row {row}: {value!r} does not fit")
    if dtype in (UTC_TIME, LOCAL_TIME):
        times = pd.to_datetime(pd.Series(values, dtype=object), utc=dtype == UTC_TIME,
                               format="ISO8601")  # fmt: skip
        return times.astype(dtype)
    return pd.Series(pd.array(list(values), dtype=dtype))


def _kind(values: list) -> str:
    """Further columns are text; those of an older pandas are numbers or flags throughout."""
    kinds = {type(value) for value in values if value is not None}
    return {int: INTEGER, bool: FLAG, float: SHARE}[kinds.pop()] if len(kinds) == 1 and kinds <= {
        int, bool, float} else TEXT  # fmt: skip


def _refused(given: Given, why: str) -> MessageTrace:
    reason = f"This is a trace that tracekit wrote, and it is damaged: {why}. Write it again."
    problem = {"source": given.name, "line": 1, "kind": "unreadable", "reason": reason,
               "offset": 0, "length": given.size}  # fmt: skip
    source = {"source": given.name, "format": NAME, "sha256": given.sha256, "bytes": given.size,
              "rows": 0, "journeys": 0, "coverage": 0.0}  # fmt: skip
    span = {"source": given.name, "offset": 0, "length": given.size, "kind": "problem"}
    tables = {"problems": [problem], "sources": [source], "spans": [span]}
    return MessageTrace(**{name: table(name, tables.get(name, ())) for name in TABLES})
