"""The names and kinds of the properties in the Data of an event's details (MEP)."""

from __future__ import annotations

from functools import cache

import msgspec

from tracekit.knowledge.files import load_bundled

FILE = "mep.toml"


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One attribute that holds a value, and what it holds."""

    name: str
    meaning: str
    source: str


class Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One property by its Name: the kind of its value, what it says, a value of it."""

    name: str
    kind: str
    meaning: str
    sample: str
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/mep.toml."""

    kind: list[Kind]
    property: list[Property]


@cache
def load_properties() -> Book:
    """Load the kinds and names of MEP properties.

    >>> load_properties().kind[0].name
    'String'
    """
    return load_bundled(Book, FILE)
