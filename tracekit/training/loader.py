"""Load scenarios, bundled or of a teacher's folder; every mistake is named by file and field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tracekit.errors import InputError, KnowledgeError
from tracekit.knowledge.files import convert, parse_toml
from tracekit.training.checks import check
from tracekit.training.schema import Scenario

_LARGEST = 1_000_000


@dataclass(frozen=True)
class ScenarioSet:
    """Scenarios by id, the folder they are from, and the text of each file for their hash."""

    scenarios: Mapping[str, Scenario]
    folder: Path
    texts: Mapping[str, str]


def parse_scenario(text: str, file: str) -> Scenario:
    """Parse one scenario; raises KnowledgeError for the first field that is not right."""
    return convert(parse_toml(text, file), Scenario, file, text)


@cache
def bundled_scenarios() -> ScenarioSet:
    """Load the scenarios that ship with tracekit; tests check them, so nothing is diagnosed here.

    >>> "textbook-pair" in bundled_scenarios().scenarios
    True
    """
    folder = Path(str(files("tracekit.training").joinpath("scenarios")))
    return parsed(folder)


def load_scenarios(folder: str | Path | None = None) -> ScenarioSet:
    """Load the bundled scenarios, or those of a folder, checked against diagnose().

    Raises KnowledgeError for the first mistake, InputError where there is no scenario.
    """
    if folder is None:
        return bundled_scenarios()
    found = mistakes(folder)
    if found:
        raise found[0]
    return parsed(Path(folder))


def mistakes(folder: str | Path, only: Iterable[str] = ()) -> list[KnowledgeError]:
    """Find every mistake in a folder of scenarios: in their fields, and against diagnose().

    `only`: ids of the scenarios that are judged; the others are there as twins.
    Raises InputError where there is no scenario.
    """
    folder, found = Path(folder), []
    good: dict[str, Scenario] = {}
    texts = _texts(folder)
    for name, text in texts.items():
        try:
            good[name] = parse_scenario(text, f"{name}.toml")
        except KnowledgeError as error:
            found.append(error)
    wanted = set(only) or set(good)
    known = {**bundled_scenarios().scenarios, **good}
    return found + [
        mistake for name in good if name in wanted
        for mistake in check(good[name], name, texts[name], known, folder)
    ]  # fmt: skip


def parsed(folder: Path) -> ScenarioSet:
    """Load a folder as it is, without judging its answers. Raises KnowledgeError, InputError."""
    texts = _texts(folder)
    found = {name: parse_scenario(text, f"{name}.toml") for name, text in texts.items()}
    return ScenarioSet(found, folder, texts)


def _texts(folder: Path) -> dict[str, str]:
    """Read the TOML files of a folder by the name of the file."""
    if not folder.is_dir():
        raise InputError(str(folder), "there is no such folder", "name a folder of scenarios")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise InputError(str(folder), "there is no scenario in it",
                         "put a .toml file there; docs/training.md shows one")  # fmt: skip
    return {path.stem: _text(path) for path in paths}


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise InputError(path.name, "it is too large for a scenario", "keep it under 1 MB")
    try:
        return re.sub("\r\n?", "\n", path.read_text("utf-8"))
    except UnicodeDecodeError:
        raise InputError(path.name, "it is not UTF-8", "save it as UTF-8") from None
