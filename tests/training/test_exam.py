"""An exam is the same for everybody who sits it, and a teacher can check and grade the result."""

import msgspec
import pytest

from tracekit.errors import InputError
from tracekit.training import bundled_scenarios
from tracekit.training.exam import exercises, read_exam, read_result, result_of, review
from tracekit.training.exercise import PracticeError, model_answer

SET = bundled_scenarios()
TEXT = 'title = "First exam"\nseed = 11\nscenarios = ["textbook-pair", "lone-return"]\n'


@pytest.fixture(scope="module")
def exam(tmp_path_factory):
    """An exam of two cases, read from its file."""
    path = tmp_path_factory.mktemp("exam") / "exam.toml"
    path.write_text(TEXT, "utf-8")
    return read_exam(path, SET)


@pytest.fixture(scope="module")
def result(exam):
    """What somebody handed in who knew everything."""
    done = [model_answer(one).commit() for one in exercises(exam, SET, "kim")]
    return result_of(exam, SET, done, "1.0")


def test_an_exam_is_the_same_for_everybody(exam):
    """The same texts in the same order."""
    one, other = ([e.text for e in exercises(exam, SET, who)] for who in ("kim", "pat"))

    assert one == other


def test_there_are_no_hints(exam):
    """Whoever asks for one is told so."""
    with pytest.raises(PracticeError, match="no hints"):
        next(iter(exercises(exam, SET, "kim"))).hint()


def test_a_result_survives_its_file_and_is_confirmed(result, tmp_path):
    """Read back and graded again, nothing is in doubt."""
    path = tmp_path / "result.json"
    path.write_text(result.to_json(), "utf-8")
    told = review(read_result(path), SET, "1.0")

    assert result == told.result
    assert () == told.doubts
    assert (100, True) == (told.result.points, told.result.passed)


def test_changed_points_are_noticed(result):
    """Points that are not those of the answers are named."""
    better = msgspec.structs.replace(result.grades[0], points=99.0)
    told = review(msgspec.structs.replace(result, grades=(better, result.grades[1])), SET, "1.0")

    assert told.doubts[0].startswith("The points written for 'textbook-pair'")


def test_another_exam_or_version_is_noticed(result):
    """A teacher sees that a result was made with something else."""
    told = review(msgspec.structs.replace(result, sum="0" * 64), SET, "2.0")

    assert "not the ones that the result was made with" in told.doubts[0]
    assert "It was made with tracekit 1.0; this is 2.0." == told.doubts[1]


@pytest.mark.parametrize("text", ["{}", "[" * 5000, '{"exam": 1}'])
def test_what_is_no_result_is_one_clear_error(text, tmp_path):
    """A wrong file names what to take instead."""
    path = tmp_path / "result.json"
    path.write_text(text, "utf-8")

    with pytest.raises(InputError, match="no result of an exam"):
        read_result(path)


def test_an_exam_with_an_unknown_case_is_one_clear_error(tmp_path):
    """It says which, and what there is."""
    path = tmp_path / "exam.toml"
    path.write_text(TEXT.replace("lone-return", "nothing"), "utf-8")

    with pytest.raises(InputError, match="no scenario 'nothing'"):
        read_exam(path, SET)
