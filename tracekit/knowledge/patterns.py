"""The patterns that a tenant's messages may show, checked."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.checks import check_sources
from tracekit.knowledge.files import by_id, load_bundled
from tracekit.knowledge.gateway_entries import Role
from tracekit.knowledge.loader import load_outcomes, load_references
from tracekit.knowledge.schema import Entry

_FILE = "patterns.toml"


class Happening(Entry, frozen=True, kw_only=True):
    """What may happen to a message: outcomes of the trees, or rows."""

    id: str
    outcomes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    unshown: bool = False
    elsewhere: bool = False
    about: str = ""
    journeys: bool = False


class Pattern(Entry, frozen=True, kw_only=True):
    """A happening that messages with one value in common may show more than others."""

    id: str
    happening: str
    dimension: str
    sentence: str
    group: str = ""
    not_roles: tuple[Role, ...] = ()
    look_at: str
    sources: tuple[str, ...]


class Reports(Entry, frozen=True, kw_only=True):
    """How mail about other mail is known: senders (an address, or its beginning), subjects."""

    senders: tuple[str, ...]
    bounces: tuple[str, ...]
    source: str


class _Book(Entry, frozen=True, kw_only=True):
    reports: Reports
    happening: tuple[Happening, ...]
    pattern: tuple[Pattern, ...]


@cache
def load_happenings() -> dict[str, Happening]:
    """Load what may happen to a message by id; each names outcomes of a tree, or events.

    >>> load_happenings()["bounced"].outcomes
    ('bounced', 'rejected-at-the-door')
    """
    happenings = by_id(load_bundled(_Book, _FILE).happening, _FILE)
    for name, happening in happenings.items():
        if bool(happening.outcomes) == bool(happening.events):
            raise KnowledgeError(_FILE, f"happening {name!r}", "give either outcomes or events")
        for outcome in happening.outcomes:
            known = load_outcomes().get(outcome)
            if known is None or len(known.trees) != 1:
                raise KnowledgeError(_FILE, f"happening {name!r}, field outcomes",
                                     f"{outcome!r} is no outcome of one tree")  # fmt: skip
    return happenings


@cache
def load_patterns() -> dict[str, Pattern]:
    """Load the patterns by id, in the order in which one of several is told.

    >>> load_patterns()["connector-defers"].dimension
    'connector'
    """
    patterns = by_id(load_bundled(_Book, _FILE).pattern, _FILE)
    check_sources(_FILE, {p.id: p.sources for p in patterns.values()}, load_references())
    for name, pattern in patterns.items():
        if pattern.happening not in load_happenings():
            raise KnowledgeError(_FILE, f"pattern {name!r}, field happening",
                                 f"there is no happening {pattern.happening!r}")  # fmt: skip
    return patterns


@cache
def load_report_signs() -> Reports:
    """Load how mail about other mail is known.

    >>> "<>" in load_report_signs().senders
    True
    """
    return load_bundled(_Book, _FILE).reports
