"""Check a scenario against diagnose(): the same outcomes, as sure, proved by the rows it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tracekit.diagnosis import Case
from tracekit.errors import TracekitError
from tracekit.training.mistakes import Found
from tracekit.training.passes import Pass, passes
from tracekit.training.rendering import CannotRenderError, Rendered, render_passes
from tracekit.training.rows import numbered
from tracekit.training.schema import Answer, Scenario, Without
from tracekit.training.words import unknown_words, values_of


def disagreements(scenario: Scenario, rendered: Rendered) -> Iterator[Found]:
    """Find answers that are not what diagnose() says of the trace, and rows that prove nothing."""
    case = one_case(scenario, rendered)
    if case is None:
        yield Found("its trace has not exactly one message for one recipient: set sender, "
                    "recipient, subject and Message-ID alike", "journey")  # fmt: skip
        return
    yield from _answers(scenario.answer, case, rendered, "answer")
    for tree, outcome in scenario.others.items():
        if case.outcomes[tree] != outcome:
            yield Found(f"diagnose() says {case.outcomes[tree]!r}", tree, "others")
    for number, less in enumerate(scenario.without):
        yield from _less(scenario, less, number)


def one_case(scenario: Scenario, rendered: Rendered, asked: Pass | None = None) -> Case | None:
    """Diagnose a rendered scenario: the case that is asked about; None if it has no message.

    `asked`: the journey whose message it is; else that of the first journey as it is written.
    """
    found = rendered.diagnose(scenario.given, scenario.complaint, scenario.mail.zone)
    if not len(found.messages):
        return None
    first = asked or next(iter(passes(scenario)), None)
    return found.case(first.message_id, first.recipient) if first else found.case()


def wrong_answers(answers: Iterable[Answer], case: Case, rendered: Rendered) -> list[Found]:
    """List answers that are not diagnose()'s, in outcome, strength or rows."""
    return list(_answers(answers, case, rendered, "answer"))


def cited(case: Case, trees: Iterable[str], rendered: Rendered) -> dict[str, frozenset[str]]:
    """Name, by tree, the rows that prove a yes of diagnose() on its way through it."""
    rows = numbered(rendered.trace)
    names = dict(zip(zip(rows["journey"], rows["seq"].fillna(-1), strict=True), rows["row"],
                     strict=True))  # fmt: skip
    found = {}
    for tree in trees:
        shown = [step.rows for step in case.steps_of(tree) if len(step.rows)]
        keys = {key for rows in shown
                for key in zip(rows["journey"], rows["seq"].fillna(-1), strict=True)}  # fmt: skip
        found[tree] = frozenset(names[key] for key in keys & set(names))
    return found


def missing_rows(scenario: Scenario, rendered: Rendered, twin: Scenario | None) -> Iterator[Found]:
    """Find labels that no row has, and braces that nobody can fill."""
    for number, answer in enumerate(scenario.answer):
        yield from _unknown(answer.proof, rendered.labels, Found("", "proof", "answer", number))
    for number, row in enumerate(scenario.distractor):
        yield from _unknown([row.row], rendered.labels, Found("", "row", "distractor", number))
    if twin and f"#{scenario.twin.decisive}" not in _labelled(scenario) | _labelled(twin):
        yield Found(f"no row is labelled {scenario.twin.decisive!r}, neither here nor in "
                    f"{twin.id!r}", "decisive", "twin")  # fmt: skip
    values = values_of(passes(scenario))
    for field, text in (("words", scenario.words), ("right", scenario.tell.right)):
        for name in unknown_words(text, values):
            yield Found(f"nobody knows what to write for {{{name}}}", field,
                        "tell" if field == "right" else "")  # fmt: skip
        for name in ("sender", "recipient", "subject"):
            if getattr(scenario.mail, name) in text and not scenario.trace:
                yield Found(f"write {{{name}}}: the generator changes the {name}", field,
                            "tell" if field == "right" else "")  # fmt: skip


def _labelled(scenario: Scenario) -> set[str]:
    made = {f"#{row.label}" for one in passes(scenario) for row in one.rows}
    return made | {f"#{label}" for label in scenario.rows}


def _unknown(labels: Iterable[str], known: Mapping, at: Found) -> Iterator[Found]:
    for label in labels:
        if not known.get(label):
            yield Found(f"no row is labelled {label!r}. Known: {', '.join(sorted(known))}",
                        at.field, at.table, at.number)  # fmt: skip


def _answers(answers: Iterable[Answer], case: Case, rendered: Rendered, table: str
             ) -> Iterator[Found]:  # fmt: skip
    for number, answer in enumerate(answers):
        said, sure = case.outcomes[answer.tree], case.strength[answer.tree]
        if said != answer.outcome:
            yield Found(f"diagnose() says {said!r}, {sure}", "outcome", table, number)
        elif sure != answer.strength:
            yield Found(f"diagnose() says it is {sure!r}", "strength", table, number)
        else:
            yield from _proof(answer, case, rendered, Found("", "proof", table, number))


def _proof(answer: Answer, case: Case, rendered: Rendered, at: Found) -> Iterator[Found]:
    """Every cited label must have a row that diagnose() cites in that tree, or in another."""
    proved = frozenset().union(*cited(case, case.outcomes, rendered).values())
    for label in answer.proof:
        if not proved & set(rendered.labels.get(label, ())):
            yield Found(f"the row {label!r} proves nothing that diagnose() says", at.field,
                        at.table, at.number)  # fmt: skip


def _less(scenario: Scenario, less: Without, number: int) -> Iterator[Found]:
    kept = [one for one in passes(scenario) if one.name not in less.journeys]
    names = {one.name for one in passes(scenario)}
    if not kept or not set(less.journeys) <= names:
        yield Found(f"name some of the journeys, not all: {', '.join(sorted(names))}", "journeys",
                    "without", number)  # fmt: skip
        return
    try:
        rendered = render_passes(kept, beside=scenario.beside)
    except (CannotRenderError, TracekitError) as error:
        yield Found(str(error), "journeys", "without", number)
        return
    before = sum(len(other.answer) for other in scenario.without[:number])
    case = one_case(scenario, rendered, kept[0])
    for found in _answers(less.answer, case, rendered, "without.answer"):
        yield Found(found.what, found.field, found.table, before + found.number)
