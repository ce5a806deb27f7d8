"""Check a scenario: it is whole, its names are known, its answers are those of diagnose()."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tracekit.errors import KnowledgeError, TracekitError
from tracekit.training.agreement import disagreements, missing_rows
from tracekit.training.known import unknown_names
from tracekit.training.mistakes import Found
from tracekit.training.notation import NotationError, parse_row
from tracekit.training.rendering import CannotRenderError, Rendered, render
from tracekit.training.schema import Scenario

_ID = re.compile(r"[a-z][a-z0-9-]{2,59}")
# Texts that somebody reads, and how short is too short to say anything.
_TEXTS = {"title": 5, "words": 12, "source": 12}
_NEEDED = ("tags", "answer", "tempting", "distractor", "references")


def check(
    scenario: Scenario, name: str, text: str, known: Mapping[str, Scenario], folder: Path
) -> list[KnowledgeError]:
    """Find every mistake of one scenario; `known` are all that its twin may be among."""
    found = [*_whole(scenario, name), *unknown_names(scenario, known), *_bad_rows(scenario)]
    rendered = None if found else _rendered(scenario, folder, found)
    if rendered is not None:
        twin = known.get(scenario.twin.scenario) if scenario.twin else None
        found += missing_rows(scenario, rendered, twin)
        found += [] if found else disagreements(scenario, rendered)
    return [one.error(f"{name}.toml", text) for one in found]


def _whole(scenario: Scenario, name: str) -> Iterator[Found]:
    """What a scenario has to have, whatever its trace."""
    if scenario.id != name:
        yield Found(f"{scenario.id!r} is not the name of the file, {name!r}", "id")
    if not _ID.fullmatch(scenario.id):
        yield Found(f"{scenario.id!r} is no id: small letters, digits and hyphens", "id")
    if bool(scenario.journey) == bool(scenario.trace):
        yield Found("write journeys, or name a real trace: one of them", "trace")
    for field, least in _TEXTS.items():
        if len(getattr(scenario, field)) < least:
            yield Found("it is too short to say anything", field)
    for field in _NEEDED:
        if not getattr(scenario, field):
            yield Found("at least one is needed", field)
    if not scenario.tell.wrong:
        yield Found("name at least one thing that one should not tell", "wrong", "tell")
    names = [journey.name for journey in scenario.journey]
    for number, journey in enumerate(names):
        if journey in names[:number]:
            yield Found("two journeys have this name", "name", "journey", number)


def _bad_rows(scenario: Scenario) -> Iterator[Found]:
    for number, journey in enumerate(scenario.journey):
        for row in journey.rows:
            try:
                parse_row(row)
            except NotationError as error:
                yield Found(str(error), "rows", "journey", number)


def _rendered(scenario: Scenario, folder: Path, found: list[Found]) -> Rendered | None:
    try:
        return render(scenario, folder=folder)
    except (CannotRenderError, TracekitError, ValueError) as error:
        found.append(Found(str(error), "trace" if scenario.trace else "mail"))
        return None
