"""The lessons: solved notebooks, and the copies without solutions that trainees work in."""

from __future__ import annotations

import ast
import importlib.util
import itertools
import json
import re
from pathlib import Path

import pytest

import tracekit

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
STUDENT, SOLVED = NOTEBOOKS / "training", NOTEBOOKS / "training" / "solved"
LESSONS = sorted(path.name for path in SOLVED.glob("*.ipynb"))
EVERY = sorted(str(path.relative_to(NOTEBOOKS)) for path in NOTEBOOKS.rglob("[0-9]*.ipynb"))
PARTS = ["The ticket", "Look", "By hand", "The same in one line", "Words of this lesson",
         "Exercises", "Where to go next"]  # fmt: skip


def load_maker():
    """Load make_student_copies.py as a module."""
    path = SOLVED / "make_student_copies.py"
    spec = importlib.util.spec_from_file_location("make_student_copies", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, source and tags of every cell."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(c["cell_type"], "".join(c["source"]), tuple(c["metadata"].get("tags", ())))
            for c in found]  # fmt: skip


def texts(path: Path) -> str:
    """All that is to be read in a notebook."""
    return "\n".join(source for kind, source, _ in cells(path) if kind == "markdown")


@pytest.mark.parametrize("name", LESSONS)
def test_the_student_copy_is_the_solved_lesson_without_its_solutions(name):
    """Run make_student_copies.py after a solved lesson was changed."""
    written = (STUDENT / name).read_text(encoding="utf-8")
    answers = [source for kind, source, tags in cells(SOLVED / name)
               if "solution" in tags and kind == "markdown"]  # fmt: skip

    assert load_maker().student_text(SOLVED / name) == written
    assert [] == [s for s in answers if json.dumps(s, ensure_ascii=False)[1:-1] in written]


@pytest.mark.parametrize("name", LESSONS)
def test_an_exercise_has_an_empty_box_and_the_line_for_it_to_unfold(name):
    """What is typed into the box runs, and nobody has to think of Python."""
    made, code = cells(STUDENT / name), [x for x in cells(SOLVED / name) if x[0] == "code"]
    lines = [load_maker().lowered(source) for _, source, tags in code if "solution" in tags]
    boxes = [source for kind, source, tags in made if kind == "code" and "solution" in tags]

    assert [""] * len(lines) == boxes
    assert lines == re.findall(r"(?s)<details>.*?```python\n(.*?)\n```", texts(STUDENT / name))


@pytest.mark.parametrize("name", LESSONS)
def test_the_student_copy_runs_with_its_exercises_empty(name, monkeypatch):
    """No cell of a lesson needs what only a solution defines."""
    monkeypatch.chdir(STUDENT)
    space: dict = {}
    code = [source for kind, source, _ in cells(STUDENT / name) if kind == "code"]
    for source in code:
        exec(source, space)  # noqa: S102  (a notebook of this repository)

    assert "" in code


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_has_the_same_parts(name):
    """A ticket, a look, work by hand, the call, the words, exercises; in 15 to 25 minutes."""
    text = texts(SOLVED / name)
    places = [text.find(f"\n## {part}") for part in PARTS]

    assert sorted(places) == places
    assert -1 not in places
    assert 15 <= int(re.search(r"^\*(\d+) minutes\.", text, re.M)[1]) <= 25


@pytest.mark.parametrize("name", LESSONS)
def test_every_exercise_is_solved_and_its_tempting_answer_refuted(name):
    """A question, a cell that shows it, the answer, and why the tempting answer is wrong."""
    found = cells(SOLVED / name)
    at = [n for n, (_, source, _) in enumerate(found) if source.startswith("### Exercise ")]

    assert 2 <= len(at)
    for n in at:
        solution = found[n + 1 : n + 3]
        assert ["code", "markdown"] == [kind for kind, _, _ in solution]
        assert all("solution" in tags for _, _, tags in solution)
        assert {"**Answer.**", "**Tempting, and wrong"} == {
            mark for mark in ("**Answer.**", "**Tempting, and wrong") if mark in solution[1][1]
        }


@pytest.mark.parametrize("name", EVERY)
def test_notebooks_are_thin(name):
    """Two statements, never more than two cells of code in a row, and nothing is defined.

    Parameters are a list of their own: what a person fills in.
    """
    found = cells(NOTEBOOKS / name)
    runs = [len(list(group)) for kind, group in itertools.groupby(found, key=lambda c: c[0])
            if kind == "code"]  # fmt: skip
    code = [source for kind, source, tags in found if kind == "code" and "parameters" not in tags]

    assert 2 >= max(runs)
    assert [] == [source for source in code if len(ast.parse(source).body) > 2]
    assert [] == [source for source in code if re.search(r"\b(def|class|lambda|while)\b", source)]


@pytest.mark.parametrize("name", EVERY)
def test_links_lead_somewhere(name):
    """Whatever a notebook points at beside itself is there."""
    path = NOTEBOOKS / name
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", texts(path))

    assert [] == [link for link in links if not (path.parent / link).exists()]


def test_every_trace_of_the_lessons_is_used_and_read_whole():
    """What a trainee gets to read leaves nothing over, and no file lies about unread."""
    read = "".join(source for name in LESSONS for _, source, _ in cells(SOLVED / name))
    traces = sorted((STUDENT / "traces").iterdir())

    assert [] == [path.name for path in traces if f"../traces/{path.name}" not in read]
    assert [] == [path.name for path in traces if len(tracekit.read(path).problems)]


def test_the_first_page_leads_to_every_lesson():
    """A newcomer finds each lesson from 00-start-here."""
    first = texts(NOTEBOOKS / "00-start-here.ipynb")

    assert [] == [name for name in LESSONS if f"](training/{name})" not in first]
