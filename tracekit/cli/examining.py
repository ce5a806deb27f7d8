"""An exam on the terminal, which can be broken off and taken up again; and its review."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tracekit import __version__
from tracekit.cli.practising import case_text, lessons_text, work_on
from tracekit.cli.streams import show
from tracekit.cli.talking import Talk
from tracekit.errors import InputError
from tracekit.render import visible
from tracekit.training.exam import (
    Exam,
    exam_sum,
    exercises,
    read_exam,
    read_result,
    result_of,
    review,
)
from tracekit.training.exercise import Exercise
from tracekit.training.loader import ScenarioSet, load_scenarios

WRONG = 1  # exit code: a result does not fit


def sit(
    exam_file: str, folder: str | None, trainee: str, out: str | None, talk: Talk
) -> tuple[list[Exercise], str]:
    """Work on every case of an exam and write the result; the answers are for the teacher alone.

    What is done is kept beside the result after each case: the same command goes on from there.
    """
    found = load_scenarios(folder)
    exam = read_exam(exam_file, found)
    named = re.sub(r"[^A-Za-z0-9-]+", "-", trainee).strip("-") or "trainee"
    path = Path(out or f"result-{named}.json")
    if path.exists():
        raise InputError(str(path), "there is such a file already", "name another with --out")
    begun = path.with_name(path.name + ".begun")
    cases = list(exercises(exam, found, trainee))
    done = _taken_up(begun, exam, found, cases)
    for number, exercise in enumerate(cases[len(done) :], len(done) + 1):
        show(f"\n{exam.title}: case {number} of {len(cases)}")
        done.append(work_on(exercise, talk))
        _write(begun, result_of(exam, found, done, __version__).to_json())
    begun.replace(path)
    show(f"\nHanded in. The result is in {path}: give it to your teacher.")
    return done, exam.title


def _taken_up(begun: Path, exam: Exam, found: ScenarioSet, cases: list[Exercise]) -> list[Exercise]:
    """The cases that were handed in before the exam was broken off."""
    if not begun.exists():
        return []
    before = read_result(begun)
    if before.sum != exam_sum(exam, found) or before.trainee != cases[0].attempt.trainee:
        raise InputError(str(begun), "it is of another exam or person",
                         "name another result with --out, or move this file away")  # fmt: skip
    show(f"Taken up again after case {len(before.attempts)}.")
    return [replace(case, attempt=attempt)
            for case, attempt in zip(cases, before.attempts, strict=False)]  # fmt: skip


def _write(path: Path, text: str) -> None:
    """Replace a file at once: whoever looks sees the old one or the new one."""
    try:
        new = path.with_name(path.name + ".new")
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(path)
    except OSError as error:
        raise InputError(str(path), f"it cannot be written ({error.strerror})",
                         "name another place with --out") from None  # fmt: skip


def review_results(results: list[str], folder: str | None) -> int:
    """Grade results again and show the lessons; 1 if one of them does not fit."""
    found, doubted = load_scenarios(folder), False
    for name in results:
        told = review(read_result(name), found, __version__)
        doubted |= bool(told.doubts)
        result = told.result
        verdict = "passed" if result.passed else "not passed"
        show(f"{name}: {result.trainee or '(no name)'}, {result.exam.title}: {result.points:g} of "
             f"100 points, {verdict}")  # fmt: skip
        show("\n".join(f"  Does not fit: {doubt}" for doubt in told.doubts)
             or "  The exam, the cases and the points fit this version.")  # fmt: skip
        for exercise in told.exercises:
            show(f"\n{case_text(exercise)}\n{lessons_text(exercise)}")
            if exercise.attempt.note:
                show(f"In their own words to the customer: {visible(exercise.attempt.note)}")
    return WRONG if doubted else 0
