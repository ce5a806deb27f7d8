"""What is told once: of patterns that the same messages show, the one that explains them all."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.knowledge.patterns import Pattern, load_happenings, load_patterns

_SAME, _AS_MUCH, _SHARE = 0.9, 0.8, 0.5
# An address is on its domain's side; where mail goes and by which way are often one thing.
_SIDES = {"sender": "from", "sender_domain": "from", "rule": "rule", "time": "time"}
_PLACES = {"connector", "host", "time"}
_WIDER = {
    "sender": {"sender_domain", *_PLACES}, "sender_domain": _PLACES,
    "recipient": {"recipient_domain", *_PLACES}, "recipient_domain": _PLACES,
    "host": {"recipient_domain", "connector", "time"}, "connector": {"time"}, "rule": _PLACES,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Found:
    """One pattern that was found; the fields are those of `Triage.patterns`.

    `share`: how much of what it is about is concerned, in its span of time if it has one.
    `grouped`: it is about several values.
    """

    pattern: Pattern
    value: str
    hits: int
    of: int
    other_hits: int
    others: int
    since: object
    until: object
    sentence: str
    messages: tuple[int, ...]
    share: float
    grouped: bool = False

    @property
    def about(self) -> str:
        """What happened, as far as two patterns say the same."""
        happening = load_happenings()[self.pattern.happening]
        return happening.about or happening.id

    @property
    def side(self) -> str:
        """Whether it is about who sent it, where it went, a rule, or a time."""
        return _SIDES.get(self.pattern.dimension, "to")


def without_echoes(found: list[Found]) -> list[Found]:
    """Keep what explains most, those of most messages first.

    A domain with one address is named by the address, several addresses by their domain; a server
    that one connector alone leads to, by the connector; a sender in an outage by the outage.
    """
    place = {name: number for number, name in enumerate(load_patterns())}

    def order(one: Found) -> tuple:
        is_time = one.pattern.dimension == "time"
        return -len(one.messages), is_time, one.grouped, place[one.pattern.id]

    kept: list[Found] = []
    for one in sorted(found, key=order):
        if not any(_explains(other, one) for other in kept):
            kept.append(one)
    return [one for one in kept if not _is_its_parts(one, kept) and not _is_thinner(one, kept)]


def _explains(wide: Found, one: Found) -> bool:
    if wide.about != one.about:
        return False
    if _are_same(wide, one):
        return _tell_the_same(wide, one) and wide.share >= _AS_MUCH * one.share
    within = len(set(wide.messages) & set(one.messages)) >= _SAME * len(one.messages)
    return within and _is_wider(wide, one) and wide.share >= _AS_MUCH * one.share


def _is_thinner(one: Found, kept: list[Found]) -> bool:
    """Whether another value has the same messages, and nothing beside them, but this one has."""
    return any(_are_same(one, other) and one.about == other.about
               and one.share < _AS_MUCH * other.share for other in kept)  # fmt: skip


def _are_same(one: Found, other: Found) -> bool:
    """Whether two are about the same messages, give or take one of ten."""
    both = len(set(one.messages) & set(other.messages))
    return both >= _SAME * max(len(one.messages), len(other.messages))


def _tell_the_same(wide: Found, one: Found) -> bool:
    """A sender and a rule are two things to know of the same messages."""
    sides = {wide.side, one.side}
    return len(sides) == 1 or "time" in sides or (
        bool({wide.pattern.dimension, one.pattern.dimension} & _PLACES) and "from" not in sides
    )  # fmt: skip


def _is_wider(wide: Found, one: Found) -> bool:
    dimension = one.pattern.dimension
    same = (wide.pattern.dimension, wide.value) == (dimension, one.value)
    return same or wide.pattern.dimension in _WIDER.get(dimension, ())


def _is_its_parts(wide: Found, kept: list[Found]) -> bool:
    """Whether a few of its addresses, which are named, are all that is the matter with a domain."""
    name = wide.pattern.dimension.removesuffix("_domain")
    parts = [one for one in kept if one.about == wide.about and one.pattern.dimension == name
             and set(one.messages) <= set(wide.messages)]  # fmt: skip
    if name == wide.pattern.dimension or not parts or pd.notna(wide.since) or pd.notna(wide.until):
        return False
    hits = wide.hits - sum(one.hits for one in parts)
    of = wide.of - sum(one.of for one in parts)
    return hits < _SHARE * max(of, 1)
