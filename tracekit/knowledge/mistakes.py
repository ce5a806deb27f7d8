"""Every mistake of a file that a person writes, not the first alone: each with line and field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Union, get_args, get_origin

import msgspec

from tracekit.errors import KnowledgeError, KnowledgeErrors

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_AT = re.compile(r", line (\d+)$")
_HEAD = re.compile(r"(?m)^[ \t]*\[{1,2}[ \t]*[A-Za-z_]")
# The fields that name an entry.
_NAMES = ("id", "name", "match", "network", "verdict", "title")
_WORDS = {
    "`int`": "a whole number", "`str`": "a text in quotes", "`bool`": "true or false",
    "`array`": "a list in [brackets]", "`object`": "a table", "`float`": "a number with a dot",
    "`null`": "nothing", "`date`": "a date", "`datetime`": "a date", "`time`": "a time",
}  # fmt: skip


def find_mistakes(data: dict, kind: type[msgspec.Struct]) -> list[tuple[str, str]]:
    """Return what in parsed TOML does not fit a kind of record: where, as a path, and what.

    >>> from tracekit.knowledge.schema import Ask
    >>> find_mistakes({"id": 1, "txt": "a"}, Ask)[0]
    ('.id', 'Expected a text in quotes, got a whole number')
    """
    return list(_in_part(data, kind, ""))


def told(found: Iterable[tuple[str, str]], data: dict, file: str, text: str) -> KnowledgeError:
    """Make one error of mistakes, which are pairs of path and what, in the order of the file."""
    placed = [(place_of(path, data, text), what) for path, what in found]
    placed.sort(key=lambda pair: int(m[1]) if (m := _AT.search(pair[0])) else 0)
    errors = [KnowledgeError(file, place, what) for place, what in placed]
    return errors[0] if len(errors) == 1 else KnowledgeErrors(errors)


def place_of(path: str, data: dict, text: str) -> str:
    """Name a place as a person would: the entry, the field and its line.

    >>> text = '[[rules]]\\nmatch = "A"\\nrole = 1'
    >>> place_of(".rules[0].role", {"rules": [{"match": "A"}]}, text)
    "rules 'A', field role, line 3"
    """
    steps = [name or int(number) for name, number in _STEP.findall(path)]
    if not steps:
        return "the whole file"
    key, rest = str(steps[0]), steps[1:]
    number = rest.pop(0) if rest and isinstance(rest[0], int) else None
    field = str(rest[0]) if rest else ""
    line = _line_of(text, _part(text, key, number or 0), field) or _line_of_key(text, key)
    if number is None:
        return (f"{key}.{field}" if field else key) + line
    entry = data[key][number]
    named = [v for n in _NAMES if isinstance(entry, dict) and isinstance(v := entry.get(n), str)]
    name = repr(named[0][:100]) if named else f"number {number + 1}"
    return f"{key} {name}" + (f", field {field}" if field else "") + line


def _in_part(value: object, kind: object, path: str) -> Iterator[tuple[str, str]]:
    """Walk along the kind, which is a few levels deep, whatever stands in the file."""
    table, items = _table(kind), _items(kind)
    if table and isinstance(value, dict):
        yield from _in_table(value, table, path)
    elif table:
        needed = [f.encode_name for f in msgspec.structs.fields(table) if f.required]
        yield path, f"Expected a table with {', '.join(needed)}, got {_name(value)}"
    elif items and isinstance(value, list):
        for number, part in enumerate(value):
            yield from _in_part(part, items, f"{path}[{number}]")
    elif items:
        name = path.lstrip(".")
        yield path, f"Expected tables that begin with [[{name}]], got {_name(value)}"
    else:
        yield from _in_value(value, kind, path)


def _in_table(value: dict, table: type, path: str) -> Iterator[tuple[str, str]]:
    fields = {f.encode_name: f for f in msgspec.structs.fields(table)}
    for name, part in value.items():
        if name in fields:
            yield from _in_part(part, fields[name].type, f"{path}.{name}")
        else:
            near = get_close_matches(name, fields, n=1, cutoff=0.7)
            meant = f"; perhaps {near[0]!r} is meant" if near else ""
            yield f"{path}.{_one(name)}", f"unknown field `{_one(name)}`{meant}"
    missing = [name for name, f in fields.items() if f.required and name not in value]
    if missing:
        yield path, f"it lacks {', '.join(missing)}"


def _in_value(value: object, kind: object, path: str) -> Iterator[tuple[str, str]]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        said = str(error).partition(" - at ")[0]
        for word, plain in _WORDS.items():
            said = said.replace(word, plain)
        options = get_args(kind) if all(isinstance(a, str) for a in get_args(kind)) else ()
        yield path, said + (f"; it can be: {', '.join(sorted(options))}" if options else "")
    except (RecursionError, OverflowError):
        yield path, "this value is too large"


def _table(kind: object) -> type[msgspec.Struct] | None:
    """The record in a kind: itself, or in `Record | None`."""
    parts = get_args(kind) if isinstance(kind, UnionType) or get_origin(kind) is Union else (kind,)
    return next((p for p in parts if isinstance(p, type) and issubclass(p, msgspec.Struct)), None)


def _items(kind: object) -> type[msgspec.Struct] | None:
    """The record of which a kind is a list, if it is one."""
    return _table(get_args(kind)[0]) if get_origin(kind) is tuple else None


def _name(value: object) -> str:
    known = {int: "`int`", str: "`str`", bool: "`bool`", list: "`array`", dict: "`object`",
             float: "`float`"}  # fmt: skip
    return _WORDS.get(known.get(type(value), ""), f"a {type(value).__name__}")


def _one(name: str) -> str:
    return re.sub(r"[.\[\]\s]+", "_", name)[:60]


def _part(text: str, key: str, number: int) -> tuple[int, int]:
    """Where in the text the nth table of a name begins and ends, its header included."""
    head = rf"(?m)^[ \t]*\[{{1,2}}[ \t]*{re.escape(key)}[ \t]*\]{{1,2}}"
    starts = [m.start() for m in re.finditer(head, text)]
    if number >= len(starts):
        return (0, 0)
    after = _HEAD.search(text, text.find("\n", starts[number]) + 1 or len(text))
    return starts[number], after.start() if after else len(text)


def _line_of(text: str, part: tuple[int, int], field: str) -> str:
    """Say on which line of a table a field stands, or where the table begins."""
    start, end = part
    if start == end:
        return ""
    begun = _key(field).search(text, start, end) if field else None
    return _line(text, begun.start() if begun else start)


def _line_of_key(text: str, key: str) -> str:
    begun = _key(key).search(text)
    return _line(text, begun.start()) if begun else ""


def _key(name: str) -> re.Pattern:
    return re.compile(rf"(?m)^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*[=.]")


def _line(text: str, at: int) -> str:
    return f", line {text.count(chr(10), 0, at) + 1}"
