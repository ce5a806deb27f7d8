"""What one would expect of a message and its trace lacks, with the reasons, likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

from tracekit.diagnosis.proof import is_after, is_logged, words_of
from tracekit.evidence import Facts
from tracekit.evidence.absences import ABSENCES
from tracekit.evidence.facts import once
from tracekit.knowledge.filling import fill, fill_in, last_day
from tracekit.knowledge.loader import load_absences, load_limits
from tracekit.knowledge.schema import Reason


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
    return tuple(_absence(name, facts, number) for name in missing)


def _absence(name: str, facts: Facts, number: int) -> Absence:
    """Fill the reasons in, without those that an outcome of the message rules out."""
    entry, logged, words = load_absences()[name], is_logged(facts, number), words_of(facts, number)
    found = {facts.outcome(tree)[number] for tree in facts.found}
    told = [(r.why, r.on_premises if logged and r.on_premises else _tells(r, facts, words))
            for r in entry.reason
            if not found & set(r.not_with) and (not r.only_with or found & set(r.only_with))
            ]  # fmt: skip
    reasons = tuple((why, fill_in(tells, words)) for why, tells in told)
    return Absence(name, entry.sentence, reasons, entry.source)


def _tells(reason: Reason, facts: Facts, words: dict[str, str]) -> str:
    """What would tell a reason apart, or what is left of it once no search reaches the message."""
    limit = load_limits().get(reason.limit)
    until = last_day(words, limit.days) if limit else None
    if until is None or not is_after(facts, until):
        return reason.tells
    return fill(limit.tells, {"until": f"{until:%Y-%m-%d}"})
