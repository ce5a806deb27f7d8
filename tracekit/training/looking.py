"""A scenario as its author sees it: the paste, the rows by name, what the trees say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracekit.errors import UnknownNameError
from tracekit.training.agreement import one_case
from tracekit.training.loader import ScenarioSet, bundled_scenarios, parsed
from tracekit.training.rendering import FORMATS, CannotRenderError, Rendered, render
from tracekit.training.rows import numbered
from tracekit.training.schema import Scenario


def look(name: str, folder: str | Path | None = None) -> str:
    """Show a scenario; raises UnknownNameError if there is none of this id.

    What strangers wrote is in it: pass it through tracekit.render, as the command line does.
    """
    found: ScenarioSet = parsed(Path(folder)) if folder else bundled_scenarios()
    if name not in found.scenarios:
        raise UnknownNameError("scenario", name, sorted(found.scenarios))
    scenario = found.scenarios[name]
    plain = render(scenario, folder=found.folder)
    parts = [f"{scenario.title} ({scenario.id}, level {scenario.level})", scenario.words,
             *(text for _, text in plain.pages), "The rows by name", _rows(plain),
             "What the trees say", *(_said(scenario, form, found.folder) for form in FORMATS)
    ]  # fmt: skip
    return "\n\n".join(parts)


def _rows(rendered: Rendered) -> str:
    names = {row: label for label, rows in rendered.labels.items() for row in rows}
    return "\n".join(
        f"{row.row:>6}  {names.get(row.row, ''):<14} {_text(row.time_text)} {row.event}: "
        f"{_text(row.detail)[:90]}"
        for row in numbered(rendered.trace).itertuples()
    )


def _said(scenario: Scenario, form: str, folder: Path) -> str:
    try:
        case = one_case(scenario, render(scenario, form, folder))
    except CannotRenderError as error:
        return f"{form}: {error}"
    if case is None:
        return f"{form}: it has no message"
    lines = [f"  {tree}: {name}, {case.strength[tree]}" for tree, name in case.outcomes.items()]
    return "\n".join([f"{form}:", *lines])


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
