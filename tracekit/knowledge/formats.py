"""The kinds of structured inputs, and what their columns are called: knowledge/formats.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

import msgspec

from tracekit.knowledge.files import load_bundled

_SIGNS = re.compile(r"[\s_\-\"'\ufeff\u200e#]")
_BRACKET = re.compile(r"[(\[]")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One kind of table: the columns it needs, what a row of it is, and what it cannot contain."""

    id: str
    title: str
    rows: str
    zone: str
    names: dict[str, str]
    needs: list[list[str]]
    limits: list[int]
    cannot_contain: str
    sources: list[str]
    unless: list[str] = []
    unless_written: list[str] = []

    def name(self, container: str) -> str:
        """Return the name of the format of such a table in a container (csv, json, ...)."""
        return self.names.get(container) or self.names["*"]

    def missing(self, folded: set[str]) -> list[str]:
        """Return the first name of each group of columns that is not among these folded names."""
        groups = zip(self.needs, self._folded, strict=True)
        return [group[0] for group, names in groups if names.isdisjoint(folded)]

    @cached_property
    def _folded(self) -> list[set[str]]:
        return [{fold(name) for name in group} for group in self.needs]

    def bars(self, folded: set[str], written: set[str]) -> bool:
        """Tell whether a name stands here that no table of this kind has."""
        return not (self._barred.isdisjoint(folded) and written.isdisjoint(self.unless_written))

    @cached_property
    def _barred(self) -> set[str]:
        return {fold(name) for name in self.unless}


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/formats.toml."""

    kind: list[Kind]
    internal_connectors: list[str]
    columns: dict[str, list[str]]
    headerless: dict[str, list[str]]


@cache
def load_formats() -> Book:
    """Load the kinds of structured inputs.

    >>> load_formats().kind[0].id
    'extended'
    """
    return load_bundled(Book, "formats.toml")


def fold(name: str) -> str:
    """Return a column's name as it is compared: no case, blanks, dashes, underscores or quotes.

    A zone in brackets, as in "Date (UTC-05:00)" or "TimeGenerated [UTC]", is no part of the name.

    >>> fold('"Message-Trace ID"'), fold("Date (UTC-05:00)"), fold("TimeGenerated [UTC]")
    ('messagetraceid', 'date', 'timegenerated')
    """
    return _SIGNS.sub("", _BRACKET.split(name, maxsplit=1)[0] or name).casefold()


@cache
def column_names() -> frozenset[str]:
    """Return every name of a column that is known, folded.

    >>> "messagetraceid" in column_names()
    True
    """
    book = load_formats()
    needed = (name for kind in book.kind for group in kind.needs for name in group)
    lists = (*book.columns.values(), *book.headerless.values(), needed)
    return frozenset(fold(name) for names in lists for name in names)


def kind_of(names: Iterable[str]) -> Kind | None:
    """Return the kind of a table with these columns, or None.

    >>> kind_of(["Received", "SenderAddress", "RecipientAddress", "Status"]).id
    'trace'
    """
    written = set(names)
    folded = {fold(name) for name in written}
    for kind in load_formats().kind:
        if not kind.missing(folded) and not kind.bars(folded, written):
            return kind
    return None


def nearest_kind(names: Iterable[str]) -> tuple[Kind, list[str]] | None:
    """Return the kind that these columns come closest to, with those that are missing.

    None where less than half of what a kind needs is there.

    >>> kind, missing = nearest_kind(["Received", "SenderAddress", "Status"])
    >>> missing
    ['RecipientAddress']
    """
    folded = {fold(name) for name in names}
    found = [(len(kind.missing(folded)) / len(kind.needs), kind) for kind in load_formats().kind]
    share, kind = min(found, key=lambda pair: pair[0])
    return (kind, kind.missing(folded)) if share <= 0.5 else None
