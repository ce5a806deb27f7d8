"""The groups of an overview: where messages can be, in a few words."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_outcomes
from tracekit.knowledge.schema import Entry

_FILE = "overview.toml"


class Group(Entry, frozen=True, kw_only=True):
    """Outcomes of the disposition tree that an overview shows as one."""

    title: str
    colour: str
    outcomes: tuple[str, ...]


class _Groups(Entry, frozen=True, kw_only=True):
    group: tuple[Group, ...]


@cache
def load_groups() -> tuple[Group, ...]:
    """Load the groups; raise KnowledgeError where an outcome is in none, or in two.

    >>> load_groups()[1].title
    'Kept from the inbox'
    """
    groups = load_bundled(_Groups, _FILE).group
    grouped = [name for group in groups for name in group.outcomes]
    known = {o.id for o in load_outcomes().values() if "disposition" in o.trees}
    for name in sorted(known ^ set(grouped)):
        raise KnowledgeError(_FILE, name, "every outcome of the disposition tree is in one group")
    for name in grouped:
        if grouped.count(name) > 1:
            raise KnowledgeError(_FILE, name, "it is in two groups")
    return groups
