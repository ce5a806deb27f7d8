"""Values of JSON as the text of a cell, exactly as they are printed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from tracekit.knowledge.formats import fold, load_formats

# What Windows PowerShell 5.1 wraps around a list or a time whose object carries more members.
_WRAPPERS = {"count", "displayhint", "datetime"}
_TICKS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
# What a record in another one takes from it, where it does not say it itself.
INHERITED = ("MessageTraceId", "MessageId", "SenderAddress", "RecipientAddress")
_EPOCH = datetime(1970, 1, 1)


class Number(str):
    """A number, as it is printed: 1e5 stays 1e5, and no digit is lost."""


def decoder(note_twice: Callable[[str], None]) -> json.JSONDecoder:
    """Return a decoder that keeps numbers as printed, and tells of names that come twice."""

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            note_twice(Counter(name for name, _ in pairs).most_common(1)[0][0])
        return found

    return json.JSONDecoder(
        object_pairs_hook=members, parse_float=Number, parse_int=Number, parse_constant=Number
    )


def cell(value: object) -> str | None:
    """Write a value as a cell: a list of texts with semicolons, what is nested as compact JSON.

    >>> cell(["a", "b"]), cell({"a": [Number("1e5")]}), cell(True), cell("/Date(1000)/")
    ('a;b', '{"a":[1e5]}', 'true', '1970-01-01T00:00:01Z')
    """
    if isinstance(value, dict) and _is_wrapped(value):
        value = next(inner for name, inner in value.items() if name.casefold() == "value")
    if isinstance(value, Number):
        return None if value == "NaN" else str(value)
    if value is None or isinstance(value, str):
        return utc(value) if value and value.startswith("/Date(") else value
    if isinstance(value, list) and all(type(item) is str for item in value):
        return ";".join(value)
    return compact(value)


def _is_wrapped(value: dict) -> bool:
    names = {name.casefold() for name in value}
    return "value" in names and len(names) > 1 and names <= {"value", *_WRAPPERS}


def compact(value: object) -> str:
    """Write a value as JSON without blanks; it may be nested no deeper than DEEPEST."""
    if isinstance(value, dict):
        members = (f"{compact(name)}:{compact(inner)}" for name, inner in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def utc(text: str) -> str:
    """Write the milliseconds of `/Date(...)/` as a time in UTC; other text stays.

    >>> utc("/Date(1658751973240)/")
    '2022-07-25T12:26:13.240Z'
    """
    match = _TICKS.fullmatch(text)
    try:
        time = _EPOCH + timedelta(milliseconds=int(match[1])) if match else None
    except OverflowError:
        return text
    if time is None:
        return text
    return time.isoformat(timespec="milliseconds" if time.microsecond else "seconds") + "Z"


@cache
def _message_ids() -> frozenset[str]:
    return frozenset(fold(name) for name in load_formats().columns["message_id"])


def unescape_ids(record: dict[str, object], note: Callable[[str], None]) -> dict[str, object]:
    r"""Undo a second escaping of the Message-ID, as log shippers leave it.

    >>> unescape_ids({"MessageId": r"\u003ca@example.com\u003e"}, print)
    a Message-ID was escaped twice
    {'MessageId': '<a@example.com>'}
    """
    twice = {name: _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
             for name, value in record.items()
             if isinstance(value, str) and value.startswith(("\\u003c", "\\u003C"))
             and fold(name) in _message_ids()}  # fmt: skip
    if twice:
        note("a Message-ID was escaped twice")
    return {**record, **twice}


def ids_of(record: dict[str, object], kind: str) -> dict[str, object]:
    """Return the ids that the records in a record take from it.

    >>> ids_of({"id": "1", "recipientAddress": "a@example.com", "size": "2"}, "graph-list")
    {'MessageTraceId': '1', 'RecipientAddress': 'a@example.com'}
    """
    named = {fold(name): value for name, value in record.items()}
    if kind == "graph-list":
        named.setdefault("messagetraceid", named.get("id"))
    return {name: named[fold(name)] for name in INHERITED if named.get(fold(name))}
