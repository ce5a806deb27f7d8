"""Practice: deal cases from a set of scenarios, one after the other, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from tracekit.errors import InputError, UnknownNameError
from tracekit.training.attempt import Attempt
from tracekit.training.dealing import deal
from tracekit.training.exercise import Exercise
from tracekit.training.loader import ScenarioSet, load_scenarios
from tracekit.training.record import History, append, entry_of, read_record
from tracekit.training.schedule import order
from tracekit.training.schema import Scenario


class Practice:
    """Cases for one trainee: the same seed deals the same cases; without one, nobody else's.

    `level` (1 to 3) and `tags` choose among the scenarios; `scenarios`: a folder of one's own, or
    a loaded set. `varied=False` deals them as they are written. `record`: the file that keeps what
    was handed in; with it, what was missed comes first. Raises InputError where nothing fits.

    >>> practice = Practice(seed=7, level=1)
    >>> practice.deal().dealt.scenario.level
    1
    """

    def __init__(
        self,
        seed: int | None = None,
        level: int | None = None,
        tags: Iterable[str] = (),
        scenarios: str | Path | ScenarioSet | None = None,
        trainee: str = "",
        varied: bool = True,
        record: str | Path | None = None,
    ):
        self.seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
        self.trainee, self.varied, self.record = trainee, varied, record
        given = isinstance(scenarios, ScenarioSet)
        self.set = scenarios if given else load_scenarios(scenarios)
        self.chosen = sorted(_chosen(self.set.scenarios.values(), level, frozenset(tags)))
        if not self.chosen:
            known = sorted({tag for one in self.set.scenarios.values() for tag in one.tags})
            raise InputError(
                "scenarios",
                "none fits this level and these tags",
                f"choose a level from 1 to 3 and among these tags: {', '.join(known)}",
            )
        self._dealt: list[str] = []

    def deal(self, name: str | None = None) -> Exercise:
        """Deal the next case, or the scenario of this id. Raises UnknownNameError."""
        if name is not None and name not in self.set.scenarios:
            raise UnknownNameError("scenario", name, sorted(self.set.scenarios))
        name = name or self.next_name()
        seed = self.seed * 10_000 + len(self._dealt)
        self._dealt.append(name)
        dealt = deal(self.set, name, seed if self.varied else None)
        return Exercise(dealt, Attempt(name, dealt.seed, self.trainee))

    def next_name(self) -> str:
        """The scenario that comes next: what was missed or is due, or all in turn."""
        turn, place = divmod(len(self._dealt), len(self.chosen))
        mixed = random.Random(f"{self.seed} {turn}").sample(self.chosen, len(self.chosen))  # noqa: S311
        if self.record is None:
            return mixed[place]
        found = order(self.set.scenarios, mixed, self.history())
        return min(found, key=lambda name: self._dealt[-1:] == [name])

    def history(self) -> History:
        """What this trainee handed in before; nothing where no record is kept."""
        return read_record(self.record).of(self.trainee) if self.record else History()

    def keep(self, exercise: Exercise) -> None:
        """Write an exercise that was handed in to the record, if one is kept."""
        if self.record is not None:
            append(self.record, [entry_of(exercise.attempt, exercise.grade)])

    def resume(self, text: str) -> Exercise:
        """Take up an exercise that was saved as JSON. Raises InputError, UnknownNameError."""
        attempt = Attempt.from_json(text)
        if attempt.scenario not in self.set.scenarios:
            raise UnknownNameError("scenario", attempt.scenario[:60], sorted(self.set.scenarios))
        return Exercise(deal(self.set, attempt.scenario, attempt.seed), attempt)


def _chosen(found: Iterable[Scenario], level: int | None, tags: frozenset[str]) -> list[str]:
    return [one.id for one in found
            if level in (None, one.level) and tags <= set(one.tags)]  # fmt: skip
