"""Pages of what a diagnosis points at: what is missing, what does not fit, what many share."""

from __future__ import annotations

from collections.abc import Iterator

from tracekit.knowledge.filling import fill
from tracekit.knowledge.headings import DO, LOOKS, WHAT, WHY
from tracekit.knowledge.loader import load_absences, load_contradictions
from tracekit.knowledge.patterns import Pattern, load_happenings, load_patterns
from tracekit.knowledge.schema import Absence, Contradiction


def pages_of_signs() -> Iterator[dict]:
    """Make the pages of absences, contradictions and patterns, by their ids."""
    yield from map(_absence, load_absences().values())
    yield from map(_contradiction, load_contradictions().values())
    yield from map(_pattern, load_patterns().values())


def _absence(absence: Absence) -> dict:
    return {
        "name": absence.id, "kind": "absence", "title": absence.sentence, "also": (),
        WHAT: ("Something that one would expect and that the trace lacks.", absence.sentence),
        WHY: tuple(f"Possible reason {n}: {r.why}" for n, r in enumerate(absence.reason, 1)),
        LOOKS: ("It is no row: it is told beside the answers of a diagnosis.",),
        DO: tuple(f"What would show reason {n}: {fill(r.tells)}"
                  for n, r in enumerate(absence.reason, 1)),
        "references": (absence.source,),
    }  # fmt: skip


def _contradiction(contradiction: Contradiction) -> dict:
    return {
        "name": contradiction.id, "kind": "contradiction", "title": contradiction.sentence,
        "also": (), WHAT: ("Two things in one message that do not fit.", contradiction.sentence),
        WHY: ("One of the two is not what it seems: an answer built on it alone may be wrong.",),
        LOOKS: ("It is told beside the answers of a diagnosis.",),
        DO: (contradiction.check,), "references": (contradiction.source,),
    }  # fmt: skip


def _pattern(pattern: Pattern) -> dict:
    shared = pattern.dimension.replace("_", " ")
    happened = load_happenings()[pattern.happening]
    return {
        "name": pattern.id, "kind": "pattern", "title": f"what messages with one {shared} share",
        "also": (), WHAT: (f"In a table of many messages, one {shared} stands out.",
                           f"Told as: {pattern.sentence}"),
        WHY: ("It points at a place to look; it proves nothing about one message.",),
        LOOKS: (*happened.outcomes, *happened.events), DO: (pattern.look_at,),
        "references": ("tracekit-reasoning",),
    }  # fmt: skip
