"""Exams: fixed cases, no hints, and a result that a teacher can check and grade again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tracekit.errors import InputError
from tracekit.knowledge.files import convert, parse_toml
from tracekit.training.attempt import Attempt
from tracekit.training.dealing import deal
from tracekit.training.exercise import Exercise
from tracekit.training.grading import Grade, grade
from tracekit.training.loader import ScenarioSet


class Exam(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is set: a title, a seed, ids of scenarios in order; `varied` as in practice.

    `pass_points`: how many points of a hundred, in the middle of all cases, pass.
    """

    title: str
    seed: int
    scenarios: tuple[str, ...]
    varied: bool = True
    pass_points: float = 75.0


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was handed in: the exam, its sum, who, the answers, and the points they got."""

    tracekit: str
    exam: Exam
    sum: str
    trainee: str
    attempts: tuple[Attempt, ...]
    grades: tuple[Grade, ...]

    @property
    def points(self) -> float:
        """Points of a hundred in the middle of all cases; never below 0."""
        total = sum(one.points for one in self.grades)
        return round(max(0.0, total / max(1, len(self.exam.scenarios))), 1)

    @property
    def passed(self) -> bool:
        """Whether the points are enough."""
        return self.points >= self.exam.pass_points

    def to_json(self) -> str:
        """Write it as JSON, readable for people too."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode() + "\n"


def read_exam(path: str | Path, found: ScenarioSet) -> Exam:
    """Read an exam file. Raises KnowledgeError, InputError."""
    path = Path(path)
    text = _text(path)
    exam = convert(parse_toml(text, path.name), Exam, path.name, text)
    unknown = [name for name in exam.scenarios if name not in found.scenarios]
    if unknown or not exam.scenarios:
        what = f"there is no scenario {unknown[0]!r}" if unknown else "it names no scenario"
        raise InputError(path.name, what, f"name some of: {', '.join(sorted(found.scenarios))}")
    return exam


def exam_sum(exam: Exam, found: ScenarioSet) -> str:
    """Sum up the exam and the texts of its scenarios (SHA-256): the same sum, the same exam."""
    parts = [msgspec.json.encode(exam), *(found.texts[n].encode() for n in exam.scenarios)]
    return hashlib.sha256(b"\0".join(hashlib.sha256(p).digest() for p in parts)).hexdigest()


def exercises(exam: Exam, found: ScenarioSet, trainee: str) -> Iterable[Exercise]:
    """Deal the cases of an exam in order; there are no hints."""
    for number, name in enumerate(exam.scenarios):
        seed = exam.seed * 1000 + number if exam.varied else None
        dealt = deal(found, name, seed)
        yield Exercise(dealt, Attempt(name, dealt.seed, trainee), hints_allowed=False)


def result_of(exam: Exam, found: ScenarioSet, done: Iterable[Exercise], version: str) -> Result:
    """Put what was handed in into a result."""
    done = list(done)
    return Result(version, exam, exam_sum(exam, found), done[0].attempt.trainee,
                  tuple(one.attempt for one in done), tuple(one.grade for one in done))  # fmt: skip


def read_result(path: str | Path) -> Result:
    """Read a result file. Raises InputError where it is none."""
    try:
        return msgspec.json.decode(_text(Path(path)), type=Result)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(str(path), f"this is no result of an exam ({error})",
                         "take the file that tracekit train --exam wrote") from None  # fmt: skip


class Review(msgspec.Struct, frozen=True):
    """A result graded again: what does not fit (empty: all fits), and the cases as they are now."""

    result: Result
    doubts: tuple[str, ...]
    exercises: tuple[Exercise, ...]


def review(result: Result, found: ScenarioSet, version: str) -> Review:
    """Deal the cases of a result again, grade its answers anew, and say what does not fit."""
    doubts = []
    unknown = [name for name in result.exam.scenarios if name not in found.scenarios]
    if unknown:
        return Review(result, (f"There is no scenario {unknown[0]!r} here.",), ())
    if exam_sum(result.exam, found) != result.sum:
        doubts.append("The exam or its scenarios are not the ones that the result was made with.")
    if result.tracekit != version:
        doubts.append(f"It was made with tracekit {result.tracekit}; this is {version}.")
    again = tuple(_again(result, found, doubts))
    return Review(result, tuple(doubts), again)


def _again(result: Result, found: ScenarioSet, doubts: list[str]) -> Iterable[Exercise]:
    fresh = list(exercises(result.exam, found, result.trainee))
    if len(result.attempts) != len(fresh) or len(result.grades) != len(fresh):
        doubts.append(f"It has {len(result.attempts)} answers for {len(fresh)} cases.")
        return
    for one, attempt, told in zip(fresh, result.attempts, result.grades, strict=True):
        if (attempt.scenario, attempt.seed) != (one.attempt.scenario, one.attempt.seed):
            doubts.append(f"The answers to {attempt.scenario!r} are those of another case.")
            continue
        if attempt.hints or not attempt.committed:
            doubts.append(f"In {attempt.scenario!r} hints were taken, or nothing was handed in.")
        if grade(one.dealt, attempt) != told:
            doubts.append(f"The points written for {attempt.scenario!r} are not those of the "
                          "answers.")  # fmt: skip
        yield Exercise(one.dealt, attempt, hints_allowed=False)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > 20_000_000:
            raise InputError(path.name, "it is too large", "name an exam or a result")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(str(path), "it cannot be read as text", "check the path") from None
