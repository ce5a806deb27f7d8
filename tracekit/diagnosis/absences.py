"""What one would expect of a message and its trace lacks, with the reasons, likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

from tracekit.diagnosis.proof import words_of
from tracekit.evidence import Facts
from tracekit.evidence.absences import ABSENCES
from tracekit.evidence.facts import once
from tracekit.knowledge.filling import fill
from tracekit.knowledge.loader import load_absences


@dataclass(frozen=True)
class Absence:
    """Something that is not in the trace. `reasons`: pairs of why, and what would tell it apart.

    The first reason is the likeliest. `id` is one of knowledge/absences.toml.
    """

    id: str
    sentence: str
    reasons: tuple[tuple[str, str], ...]
    source: str

    def lines(self) -> list[str]:
        """Return the absence and a line for each reason."""
        return [f"{self.sentence} Possible reasons, the likeliest first:", *(
            f"{n}. {why} What would show it: {tells}."
            for n, (why, tells) in enumerate(self.reasons, 1))]  # fmt: skip


def absences(facts: Facts, number: int) -> tuple[Absence, ...]:
    """Say what one message lacks, with its ids and addresses filled into the commands."""
    if facts.messages["ambiguous"][number]:
        return ()
    missing = [name for name, found in ABSENCES.items() if once(found)(facts)[number]]
    if not missing:
        return ()
    words = words_of(facts, number)
    return tuple(_absence(name, words) for name in missing)


def _absence(name: str, words: dict[str, str]) -> Absence:
    entry = load_absences()[name]
    reasons = tuple((r.why, fill(r.tells, words)) for r in entry.reason)
    return Absence(name, entry.sentence, reasons, entry.source)
