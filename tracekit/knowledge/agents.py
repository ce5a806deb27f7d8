"""The agents that write custom_data, their groups and keys, and what their codes mean."""

from __future__ import annotations

from functools import cache

import msgspec

from tracekit.knowledge.files import load_bundled

FILE = "custom_data.toml"


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a record and what stands under it."""

    name: str
    meaning: str


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of record of an agent: `S:AGENT=GROUP|key=value`.

    `opaque` names keys whose values strangers write, such as a file name; `made` says that the
    samples are made up after a description, because no real one is public.
    """

    head: str
    meaning: str
    source: str
    keys: list[Key]
    samples: list[str]
    opaque: list[str] = []
    made: bool = False


class Agent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One agent; `decisive` agents change what is said about a message."""

    name: str
    meaning: str
    group: list[Group]
    decisive: bool = True


class Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One property of a message: `S:NAME=value`."""

    name: str
    meaning: str
    sample: str
    source: str
    decisive: bool = False


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code: the agent and key it stands under, and what it says."""

    agent: str
    key: str
    code: str
    meaning: str
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/custom_data.toml."""

    agent: list[Agent]
    property: list[Property]
    code: list[Code]


@cache
def load_agents() -> Book:
    """Load the agents, properties and codes of custom_data.

    >>> load_agents().agent[0].name
    'SFA'
    """
    return load_bundled(Book, FILE)


@cache
def decisive_names() -> frozenset[str]:
    """Return the names, in small letters, of the items that decide what is said of a message."""
    book = load_agents()
    return frozenset(entry.name.lower() for entry in [*book.agent, *book.property]
                     if entry.decisive)  # fmt: skip


@cache
def _opaque() -> dict[tuple[str, str], tuple[str, ...]]:
    return {(agent.name.lower(), group.head.lower()): tuple(group.opaque)
            for agent in load_agents().agent for group in agent.group
            if group.opaque}  # fmt: skip


def opaque_keys(name: str, head: str) -> tuple[str, ...]:
    """Name the keys of a record whose values strangers write; both names in small letters.

    >>> opaque_keys("ama", "ev"), opaque_keys("ama", "sum")
    (('name', 'file'), ())
    """
    return _opaque().get((name, head), ())


@cache
def _codes() -> dict[tuple[str, str, str], str]:
    return {(c.agent.lower(), c.key.lower(), c.code.lower()): c.meaning
            for c in load_agents().code}  # fmt: skip


def code_meaning(agent: str, key: str, code: str) -> str | None:
    """Say what a code means; None where no source tells.

    >>> code_meaning("AMA", "action", "b")
    'The message was blocked.'
    """
    return _codes().get((agent.lower(), key.lower(), code.lower()))
