"""The parts of the way of a message, as a delay waterfall shows them."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.files import load_bundled
from tracekit.knowledge.loader import load_references
from tracekit.knowledge.schema import Entry

_FILE = "stages.toml"


class Stage(Entry, frozen=True, kw_only=True):
    """One part of the way: which waits belong to it, and what is said where nothing shows.

    `hidden` is said where rows are there that may be this part, and do not tell.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    always: bool
    silent: str
    hidden: str = ""
    source: str


class _Stages(Entry, frozen=True, kw_only=True):
    stage: tuple[Stage, ...]


@cache
def load_stages() -> dict[str, Stage]:
    """Load the parts of the way by id; raise KnowledgeError for a source or a double that is wrong.

    >>> list(load_stages())[:2]
    ['before', 'first']
    """
    stages = load_bundled(_Stages, _FILE).stage
    for field in ("kinds", "roles"):
        names = [name for stage in stages for name in getattr(stage, field)]
        for name in {name for name in names if names.count(name) > 1}:
            raise KnowledgeError(_FILE, name, f"it is in the {field} of two stages")
    for stage in stages:
        if stage.source not in load_references():
            raise KnowledgeError(_FILE, stage.id, f"there is no reference {stage.source!r}")
        if stage.always and not stage.silent:
            raise KnowledgeError(_FILE, stage.id, "it is always shown and has no words for silence")
    return {stage.id: stage for stage in stages}
