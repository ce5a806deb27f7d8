"""What to practise next: outcomes as cards of the FSRS algorithm, replayed from the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

from fsrs import Card, Rating, Scheduler

from tracekit.training.record import Entry, History
from tracekit.training.schema import Scenario

# A skill is a tree and its right outcome.
Name = tuple[str, str]


def cards(history: History) -> dict[Name, Card]:
    """Replay a record: a card for each outcome that was asked, with its next day."""
    found: dict[Name, Card] = {}
    for entry in history.entries:
        when = _when(entry)
        if when is None:
            continue
        for skill in entry.skills:
            name = (skill.tree, skill.right)
            card = found.get(name) or Card(card_id=len(found) + 1, due=when)
            found[name], _ = _scheduler().review_card(card, rating(entry, skill.kind), when)
    return found


@cache
def _scheduler() -> Scheduler:
    # Without steps of minutes: somebody comes back another day. Without chance: the same record,
    # the same days.
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def rating(entry: Entry, kind: str) -> Rating:
    """Rate an answer: again where it was missed, hard where it took hints or was not exact."""
    if kind not in ("right", "too_sure", "not_sure_enough"):
        return Rating.Again
    return Rating.Good if kind == "right" and not entry.hints else Rating.Hard


def order(
    scenarios: Mapping[str, Scenario],
    names: Iterable[str],
    history: History,
    now: datetime | None = None,
) -> list[str]:
    """Order scenarios: outcomes that were missed last time, then those that are due, new, known.

    Among equals the one that was dealt the longest time ago comes first, in the given order. The
    last one comes last, so that nobody gets the same case twice in a row.
    """  # fmt: skip
    now = now or datetime.now(UTC)
    known, missed = cards(history), _missed(history)
    dealt = {entry.scenario: n for n, entry in enumerate(history.entries)}
    last = history.entries[-1].scenario if history.entries else ""
    return sorted(names, key=lambda name: (
        name == last, *_urgency(scenarios[name], known, missed, now), dealt.get(name, -1))
    )  # fmt: skip


def _missed(history: History) -> set[Name]:
    """Outcomes that were not known the last time they were asked."""
    latest = {(skill.tree, skill.right): rating(entry, skill.kind)
              for entry in history.entries for skill in entry.skills}  # fmt: skip
    return {name for name, rated in latest.items() if rated == Rating.Again}


def _urgency(
    scenario: Scenario, known: Mapping[Name, Card], missed: set[Name], now: datetime
) -> tuple[int, float]:
    """Missed (0), due (1, the least remembered first), new (2, the easy first), known (3)."""
    mine = [(answer.tree, answer.outcome) for answer in scenario.answer]
    if missed & set(mine):
        return (0, 0.0)
    here = [known[name] for name in mine if name in known]
    recalled = [_scheduler().get_card_retrievability(card, now) for card in here]
    if any(card.due <= now for card in here):
        return (1, min(recalled))
    if len(here) < len(mine):
        return (2, float(scenario.level))
    return (3, min(recalled))


def _when(entry: Entry) -> datetime | None:
    try:
        found = datetime.fromisoformat(entry.when)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
