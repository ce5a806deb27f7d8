"""Read a knowledge file into checked entries, and say where it is wrong."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec

from tracekit.errors import KnowledgeError

T = TypeVar("T", bound=msgspec.Struct)
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_ITEM = re.compile(r"^\.(?P<key>\w+)\[(?P<number>\d+)\](?P<rest>.*)$")


@cache
def bundled_text(name: str) -> str:
    """Return the text of a file that ships with tracekit, by its name below `knowledge/`.

    >>> bundled_text("complaints.toml").startswith("#")
    True
    """
    return files("tracekit.knowledge").joinpath(name).read_text(encoding="utf-8")


def bundled_names(folder: str) -> list[str]:
    """Return the names of the TOML files of a folder, without their ending, sorted.

    >>> bundled_names("trees")
    ['copies', 'decision', 'delay', 'disposition', 'gateway']
    """
    found = files("tracekit.knowledge").joinpath(folder).iterdir()
    return sorted(Path(f.name).stem for f in found if f.name.endswith(".toml"))


_UNKNOWN = re.compile(r"unknown field `([^`]{1,60})`")


def parse_toml(text: str, file: str) -> dict:
    """Parse TOML; a mistake is named with its file and line."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise KnowledgeError(file, "as TOML", "lists stand too deep in one another") from None
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(file, "as TOML", str(error)) from None
    except ValueError:  # Python's own limit of the digits of a number
        raise KnowledgeError(file, "as TOML", "a number in it is too long") from None


def convert(data: object, kind: type[T], file: str, text: str = "") -> T:
    """Turn parsed TOML into a checked record; a mistake is named with file, field and line."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        found = _PLACE.match(str(error))
        place = _place(found["path"] or "", data, text)
        unknown = _UNKNOWN.search(found["what"])
        if unknown and "line" not in place.rpartition(",")[2]:
            place += line_of("\n" + text, f"\n{unknown[1]} =")
        what = found["what"] + _meant(kind, found["path"] or "", unknown)
        raise KnowledgeError(file, place, what) from None


def _meant(kind: type, path: str, unknown: re.Match | None) -> str:
    """What could have been meant: the values of a closed list, or the nearest field."""
    schema = msgspec.json.schema(kind)
    fields = [f for part in schema.get("$defs", {}).values()
              for f in part.get("properties", {}).items()]  # fmt: skip
    if unknown:
        near = get_close_matches(unknown[1], [name for name, _ in fields], n=1, cutoff=0.75)
        return f"; perhaps {near[0]!r} is meant" if near and near[0] != unknown[1] else ""
    name = re.sub(r"\[[^\]]*\]", "", path).rpartition(".")[2]
    lists = [rules["enum"] for field, rules in fields if field == name and "enum" in rules]
    return f"; it can be: {', '.join(map(str, lists[0]))}" if lists else ""


def load_bundled(kind: type[T], file: str) -> T:
    """Read a file that ships with tracekit into one checked record.

    >>> class Months(msgspec.Struct):
    ...     months: dict[str, list[str]]
    >>> load_bundled(Months, "dates.toml").months["1"][0]
    'jan'
    """
    text = bundled_text(file)
    return convert(parse_toml(text, file), kind, file, text)


def parse_entries(text: str, kind: type[T], key: str, file: str) -> tuple[T, ...]:
    """Parse a file that is one array of tables, `[[key]]`, into records of one kind.

    >>> from tracekit.knowledge.schema import Reference
    >>> [entry] = parse_entries('[[x]]\\nid = "a"\\ntitle = "b"', Reference, "x", "x.toml")
    >>> entry.id, entry.title
    ('a', 'b')
    """
    shape = msgspec.defstruct(
        "File", [(key, tuple[kind, ...])], frozen=True, forbid_unknown_fields=True
    )
    return getattr(convert(parse_toml(text, file), shape, file, text), key)


def by_id(entries: tuple[T, ...], file: str, field: str = "id") -> dict[str, T]:
    """Key entries by a field; two of one name are an error."""
    keyed: dict[str, T] = {}
    for entry in entries:
        name = getattr(entry, field)
        if name in keyed:
            raise KnowledgeError(file, name, f"there are two entries with this {field}")
        keyed[name] = entry
    return keyed


def line_of(text: str, needle: str) -> str:
    """Say on which line a piece of text first stands, as ', line 7', or nothing."""
    before, found, _ = text.partition(needle) if needle else ("", "", "")
    return f", line {before.count(chr(10)) + 1}" if found else ""


def _place(path: str, data: object, text: str) -> str:
    """Name the place of a mistake as a person would: entry by id, field, line."""
    item = _ITEM.match(path)
    if item is None:
        field = path.lstrip(".")
        return field + line_of("\n" + text, f"\n{field} =") if field else "the whole file"
    key, number = item["key"], int(item["number"])
    entry = data[key][number]
    name = entry.get("id") or entry.get("name") or entry.get("match") or f"number {number + 1}"
    starts = [m.start() for m in re.finditer(rf"(?m)^\[\[{key}\]\]", text)]
    line = text.count("\n", 0, starts[number]) + 1 if number < len(starts) else 0
    field = f", field {item['rest'].lstrip('.')}" if item["rest"] else ""
    return f"{key} {name!r}{field}" + (f", line {line}" if line else "")
