"""Every sample, bundled trace and scenario there is, each read once."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

from tracekit import list_samples, load_sample
from tracekit.readers.front import parse

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "diagnosis"))

from reports import read  # noqa: E402
from scenarios_first import FIRST  # noqa: E402
from scenarios_second import SECOND  # noqa: E402

FILES = {
    f"{path.parent.name}/{path.name}": path
    for folder in sorted((TESTS / "data").iterdir())
    if folder.is_dir() and folder.name != "__pycache__"
    for path in sorted(folder.iterdir())
    if not path.name.endswith(".expected.json")
}
BOOKS = (("first", FIRST), ("second", SECOND))
SCENARIOS = {f"{book}: {one.name}": one for book, listed in BOOKS for one in listed}
NAMES = [*FILES, *list_samples(), *SCENARIOS]


def options(path: Path) -> dict:
    """How a sample is to be read."""
    expected = path.with_name(f"{path.stem}.expected.json")
    return json.loads(expected.read_text("utf-8")).get("options", {})


def told_beside(name: str) -> dict:
    """What is handed to diagnose() with a trace; this needs no reading."""
    return SCENARIOS[name].options if name in SCENARIOS else {}


@cache
def trace_of(name: str) -> tuple:
    """Return a trace and what is handed to diagnose() with it."""
    if name in FILES:
        path = FILES[name]
        trace = parse(path.read_bytes(), path.name, **options(path))
    else:
        trace = read(*SCENARIOS[name].reports) if name in SCENARIOS else load_sample(name)
    return trace, told_beside(name)
