"""Check that every name in a scenario is one that the knowledge has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracekit.knowledge import load_complaints, load_outcomes, load_references
from tracekit.knowledge.loader import load_asks
from tracekit.training.mistakes import Found
from tracekit.training.schema import Answer, Ask, Scenario


def unknown_names(scenario: Scenario, known: Mapping[str, Scenario]) -> Iterator[Found]:
    """Find ids of complaints, references, outcomes, asks and twins that nobody has."""
    if scenario.complaint not in load_complaints():
        yield Found(_none("complaint", scenario.complaint, load_complaints()), "complaint")
    for name in scenario.references:
        if name not in load_references():
            yield Found(f"there is no reference {name!r} in references.toml", "references")
    for tree, outcome in scenario.others.items():
        yield from _outcome(Found("", tree, "others"), tree, outcome)
    yield from _answers(scenario.answer, "answer")
    yield from _ask(scenario.ask, scenario.answer, "ask", 0)
    for number, less in enumerate(scenario.without):
        yield from _answers(less.answer, "without.answer")
        yield from _ask(less.ask, less.answer, "without.ask", number)
    yield from _tempting(scenario)
    twin = scenario.twin
    if twin and (twin.scenario not in known or twin.scenario == scenario.id):
        yield Found(f"there is no other scenario {twin.scenario!r}", "scenario", "twin")


def _answers(answers: tuple[Answer, ...], table: str) -> Iterator[Found]:
    for number, answer in enumerate(answers):
        yield from _outcome(Found("", "outcome", table, number), answer.tree, answer.outcome)
        if not answer.why:
            yield Found("say why it is right", "why", table, number)
        if any(answer.tree == other.tree for other in answers[:number]):
            yield Found("this tree is answered twice", "tree", table, number)


def _outcome(at: Found, tree: str, outcome: str) -> Iterator[Found]:
    entry = load_outcomes().get(outcome)
    if entry is None:
        yield Found(f"there is no outcome {outcome!r} in outcomes.toml", at.field, at.table,
                    at.number)  # fmt: skip
    elif tree not in entry.trees:
        yield Found(f"the tree {tree!r} never ends in {outcome!r}", at.field, at.table, at.number)


def _ask(ask: Ask, answers: tuple[Answer, ...], table: str, number: int) -> Iterator[Found]:
    for field in ("right", "also"):
        for name in getattr(ask, field):
            if name not in load_asks():
                yield Found(_none("entry of asks.toml", name, load_asks()), field, table, number)
    if not ask.why:
        yield Found("say why this has to be asked for, or why nothing has", "why", table, number)
    if not ask.right and any(a.strength == "cannot tell" for a in answers):
        yield Found("an answer cannot be told: say what to ask for", "right", table, number)


def _tempting(scenario: Scenario) -> Iterator[Found]:
    right = {answer.tree: answer.outcome for answer in scenario.answer}
    for number, wrong in enumerate(scenario.tempting):
        at = Found("", "outcome", "tempting", number)
        yield from _outcome(at, wrong.tree, wrong.outcome)
        if wrong.tree not in right:
            yield Found(f"there is no [[answer]] of the tree {wrong.tree!r}", "tree", "tempting",
                        number)  # fmt: skip
        elif right[wrong.tree] == wrong.outcome:
            yield Found("it is the right outcome", "outcome", "tempting", number)


def _none(kind: str, name: str, known: Mapping) -> str:
    return f"no {kind} is called {name!r}. Known: {', '.join(sorted(known))}"
