"""Deal a case: a scenario as written, or varied by a seed and checked against diagnose()."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from tracekit.diagnosis import Case
from tracekit.knowledge import load_gateway
from tracekit.knowledge.filling import fill, fillings
from tracekit.knowledge.loader import load_asks
from tracekit.training.agreement import cited, one_case, wrong_answers
from tracekit.training.loader import ScenarioSet
from tracekit.training.passes import Pass, passes
from tracekit.training.rendering import (
    FLAT,
    FORMATS,
    REPORT,
    CannotRenderError,
    Rendered,
    render,
    render_passes,
)
from tracekit.training.schema import Answer, Ask, Scenario, Tell, Without
from tracekit.training.varying import (
    Change,
    another_message,
    choices,
    draw_change,
    with_rule,
)
from tracekit.training.words import fill_words, values_of

# Tries of a seed before a case is dealt as it was written; each tries less than the one before.
TRIES = 5
# Of how many things to ask for one chooses.
CHOICES = 8


@dataclass(frozen=True, eq=False)
class Dealt:
    """One case on the table: what is shown, and (for grading only) what is right.

    `varied`: what was changed, in words; empty where the scenario is dealt as it was written.
    """

    scenario: Scenario
    seed: int | None
    rendered: Rendered
    case: Case
    words: str
    answers: tuple[Answer, ...]
    ask: Ask
    tell: Tell
    options: tuple[str, ...]
    varied: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    @cached_property
    def cited(self) -> dict[str, frozenset[str]]:
        """By tree, the names of the rows that diagnose() cites on its way; for grading only."""
        return cited(self.case, self.trees, self.rendered)

    def __repr__(self) -> str:
        return f"Dealt({self.scenario.id}, seed {self.seed})"

    @property
    def text(self) -> str:
        """Everything that was pasted or sent, one after the other."""
        return "\n\n".join(text for _, text in self.rendered.pages)

    @property
    def trees(self) -> tuple[str, ...]:
        """The trees that are asked, in order."""
        return tuple(answer.tree for answer in self.answers)

    @property
    def asks(self) -> tuple[str, ...]:
        """Ids of what one could ask for: the right things among others, in an order of the seed."""
        good = dict.fromkeys([*self.ask.right[:3], *self.ask.also[:2]])
        rng = random.Random(f"{self.scenario.id} {self.seed} asks")  # noqa: S311
        others = [name for name in sorted(load_asks()) if name not in
                  {*self.ask.right, *self.ask.also}]  # fmt: skip
        names = [*good, *rng.sample(others, CHOICES - len(good))]
        return tuple(rng.sample(names, len(names)))

    @property
    def known(self) -> tuple[str, ...]:
        """What is known beside the trace, in words."""
        given, lines = self.scenario.given, []
        if given.complete is not None:
            lines.append("Every result of this Message-ID is in front of you." if given.complete
                         else "There are more results of this Message-ID than these.")  # fmt: skip
        if given.taken:
            lines.append(f"The trace was taken at {given.taken} ({self.scenario.mail.zone}).")
        if given.gateway != "inky":
            lines.append(f"The gateway is {load_gateway(given.gateway).name}.")
        return tuple(lines)

    def ask_text(self, name: str) -> str:
        """What to ask for in exact clicks or commands, with the ids of this case in it."""
        journeys = self.case.trace.journeys
        return fill(load_asks()[name], fillings(self.case.message_id, self.case.recipient,
                                                journeys))  # fmt: skip

    def fill(self, text: str) -> str:
        """Fill names and clocks of this case into words of the scenario."""
        return fill_words(text, self.values)


def deal(found: ScenarioSet, name: str, seed: int | None = None) -> Dealt:
    """Deal a scenario by its id; with a seed varied, without as it was written.

    A varied case is only dealt when diagnose() says of it what the scenario promises.
    """
    scenario = found.scenarios[name]
    if seed is not None and scenario.journey and scenario.varied:
        for attempt in range(TRIES):
            dealt = _varied(scenario, seed, attempt)
            if dealt is not None:
                return dealt
    rendered = render(scenario, folder=found.folder)
    values = values_of(passes(scenario))
    return _dealt(scenario, seed, rendered, one_case(scenario, rendered), scenario, values, ())


def _varied(scenario: Scenario, seed: int, attempt: int) -> Dealt | None:
    """Try one variation; None where it changes what is right."""
    rng = random.Random(f"{scenario.id} {seed} {attempt}")  # noqa: S311
    draw = _Draw(rng, attempt)
    less = draw.missing(scenario)
    made = [p for p in passes(scenario) if less is None or p.name not in less.journeys]
    gateway = load_gateway(scenario.given.gateway)
    change = draw_change(rng, made, gateway, scenario.beside)
    changed = _moved(scenario, change)
    made = draw.rules(change.passes(made))
    values = values_of(made)
    made = draw.messages(made)
    order = rng.sample(range(len(made)), len(made))
    form = draw.form()
    try:
        rendered = draw.prose(render_passes(made, form, change.text(scenario.beside), order))
    except CannotRenderError:
        return None
    case = one_case(changed, rendered, made[0])
    right = less or scenario
    if case is None or any(wrong_answers(right.answer, case, rendered)):
        return None
    if less is None and any(case.outcomes[tree] != o for tree, o in scenario.others.items()):
        return None
    varied = (f"given as {form}", f"seen in {change.zone}", *draw.said)
    return _dealt(changed, seed, rendered, case, right, values, varied)


def _dealt(
    scenario: Scenario, seed: int | None, rendered: Rendered, case: Case,
    right: Scenario | Without, values: dict[str, str], varied: tuple[str, ...],
) -> Dealt:  # fmt: skip
    told = [right.tell.right, *(wrong.text for wrong in right.tell.wrong)]
    random.Random(f"{scenario.id} {seed}").shuffle(told)  # noqa: S311
    options = tuple(fill_words(text, values) for text in told)
    return Dealt(scenario, seed, rendered, case, fill_words(scenario.words, values), right.answer,
                 right.ask, right.tell, options, varied, values)  # fmt: skip


def _moved(scenario: Scenario, change: Change) -> Scenario:
    """Move what is known beside the trace along with it."""
    mail = replace_entry(scenario.mail, zone=change.zone)
    if not scenario.given.taken:
        return replace_entry(scenario, mail=mail)
    at = pd.Timestamp(scenario.given.taken) + change.shift
    given = replace_entry(scenario.given, taken=f"{at:%Y-%m-%d %H:%M}")
    return replace_entry(scenario, mail=mail, given=given)


def replace_entry(entry, **fields):
    """Return a record with some fields changed."""
    return type(entry)(**{name: getattr(entry, name) for name in entry.__struct_fields__} | fields)


class _Draw:
    """The choices of one try; a later try changes less, so that one of them comes true."""

    def __init__(self, rng: random.Random, attempt: int):
        self.rng, self.attempt, self.said = rng, attempt, []

    def _often(self, kind: str) -> bool:
        wanted = self.rng.randrange(100) < getattr(choices().often, kind)
        return wanted and self.attempt < TRIES - 2

    def missing(self, scenario: Scenario) -> Without | None:
        """Leave journeys out where the scenario says what is right then."""
        if not scenario.without or not self._often("missing"):
            return None
        less = self.rng.choice(scenario.without)
        self.said.append(f"not pasted: {', '.join(less.journeys)}")
        return less

    def rules(self, made: list[Pass]) -> list[Pass]:
        """Add a rule of the customer's own."""
        return with_rule(self.rng, made) if self._often("rule") else made

    def messages(self, made: list[Pass]) -> list[Pass]:
        """Add another message."""
        if not self._often("message"):
            return made
        self.said.append("with another message in it")
        return [*made, another_message(self.rng, made[0])]

    def form(self) -> str:
        """Draw a format; the last tries keep to the report."""
        forms: Sequence[str] = (REPORT, FLAT) if self.attempt > 1 else FORMATS
        return self.rng.choice(forms) if self.attempt < TRIES - 1 else REPORT

    def prose(self, rendered: Rendered) -> Rendered:
        """Put words of a ticket around a paste; lines of an export are left alone."""
        if rendered.format not in (REPORT, FLAT) or not self._often("prose"):
            return rendered
        before, after = self.rng.choice(choices().before), self.rng.choice(choices().after)
        name, text = rendered.pages[0]
        return rendered.with_text(name, re.sub(r"\s+$", "", f"{before}\n\n{text}\n\n{after}"))


__all__ = ["TRIES", "Dealt", "deal"]
