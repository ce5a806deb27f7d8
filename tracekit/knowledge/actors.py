"""Who can decide what becomes of a message, and the questions that tell whether they did."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_outcomes, load_references, load_trees
from tracekit.knowledge.schema import Entry

_FILE = "actors.toml"
# Outcomes of the decision tree that name nobody.
_NOBODY = {"no-adverse-decision", "cannot-tell"}


class Actor(Entry, frozen=True, kw_only=True):
    """One who can decide: the questions that show it, and the outcomes that name it."""

    id: str
    title: str
    about: str
    stops: tuple[str, ...]
    lets: tuple[str, ...]
    outcomes: tuple[str, ...]
    always: bool
    source: str


class _Actors(Entry, frozen=True, kw_only=True):
    actor: tuple[Actor, ...]


@cache
def load_actors() -> dict[str, Actor]:
    """Load the actors by id; raise KnowledgeError where a question or an outcome is left out.

    >>> list(load_actors())[0]
    'gateway'
    """
    actors = {actor.id: actor for actor in load_bundled(_Actors, _FILE).actor}
    asked = {node.evidence for node in load_trees()["decision"].nodes.values()}
    for actor in actors.values():
        for name in {*actor.stops, *actor.lets} - asked:
            raise KnowledgeError(_FILE, actor.id, f"the tree decision does not ask {name!r}")
        if actor.source not in load_references():
            raise KnowledgeError(_FILE, actor.id, f"there is no reference {actor.source!r}")
    named = {name for actor in actors.values() for name in actor.outcomes}
    known = {o.id for o in load_outcomes().values() if "decision" in o.trees} - _NOBODY
    for name in sorted(named ^ known):
        raise KnowledgeError(_FILE, name, "every outcome of the tree decision names an actor")
    return actors
