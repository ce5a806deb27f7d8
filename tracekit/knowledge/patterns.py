"""The patterns that a tenant's messages may show, checked."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.loader import load_entries, load_outcomes
from tracekit.knowledge.schema import Entry

_FILE = "patterns.toml"


class Pattern(Entry, frozen=True, kw_only=True):
    """An outcome, or rows, that messages with one value in common may show more than others."""

    id: str
    dimension: str
    tree: str = ""
    outcomes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    unshown: bool = False
    about: str = ""
    sentence: str
    group: str = ""
    look_at: str


@cache
def load_patterns() -> dict[str, Pattern]:
    """Load the patterns by id; an outcome must be one that its tree can end in.

    >>> load_patterns()["connector-defers"].dimension
    'connector'
    """
    patterns = load_entries(_FILE, Pattern, "pattern")
    for name, pattern in patterns.items():
        if bool(pattern.tree) == bool(pattern.events):
            raise KnowledgeError(_FILE, f"pattern {name!r}", "give either tree or events")
        for outcome in pattern.outcomes:
            known = load_outcomes().get(outcome)
            if known is None or pattern.tree not in known.trees:
                raise KnowledgeError(_FILE, f"pattern {name!r}, field outcomes",
                                     f"{outcome!r} is no outcome of {pattern.tree!r}")  # fmt: skip
    return patterns
