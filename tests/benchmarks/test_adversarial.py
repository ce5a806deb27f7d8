"""The exactness set: a reader that keeps text changes no cell, one that guesses types is caught."""

import adversarial
import pandas as pd
import pytest
from measure import arrow_text

ROWS = 2_000
GUESSED = ["words", "numbers", "zeros"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("case", adversarial.CASES)
def test_a_reader_that_keeps_text_changes_no_cell(tmp_path, case, encoding):
    """The set asks for nothing that cannot be had."""
    path = tmp_path / "set.csv"
    expected = adversarial.write(case, path, ROWS, encoding)
    table = arrow_text(path, encoding)
    found = {name: table[name].to_pylist() for name in table.column_names}

    assert {} == adversarial.changed_cells(expected, found)


@pytest.mark.parametrize("case", GUESSED)
def test_a_reader_that_guesses_types_is_caught(tmp_path, case):
    """Plain pandas changes subjects in every one of these."""
    path = tmp_path / "set.csv"
    expected = adversarial.write(case, path, ROWS)
    changed = adversarial.changed_cells(expected, pd.read_csv(path))

    assert changed["message_subject"] > ROWS // 10


def test_a_reader_that_guesses_by_stretches_is_caught(tmp_path):
    """In a larger file plain pandas makes numbers of the first stretch only, and warns."""
    path = tmp_path / "set.csv"
    expected = adversarial.write("late-text", path, 60_000)
    with pytest.warns(pd.errors.DtypeWarning):
        changed = adversarial.changed_cells(expected, pd.read_csv(path))

    assert 0 < changed["message_subject"] <= 36_000


@pytest.mark.parametrize("case", ["newlines", "embedded-line"])
def test_a_reader_that_cuts_at_lines_is_caught(tmp_path, case):
    """There are more lines than rows."""
    path = tmp_path / "set.csv"
    adversarial.write(case, path, ROWS)

    assert path.read_bytes().count(b"\n") > ROWS + ROWS // 10


def test_quoting_everything_changes_nothing(tmp_path):
    """A quoted NA is as much a text as a bare one."""
    path = tmp_path / "set.csv"
    expected = adversarial.write("words", path, ROWS, quote_all=True)
    table = arrow_text(path, "utf-8")
    found = {name: table[name].to_pylist() for name in table.column_names}

    assert {} == adversarial.changed_cells(expected, found)
    assert b'"NA"' in path.read_bytes()


def test_a_lost_row_counts_as_every_cell():
    """A reader cannot pass by leaving out what it does not understand."""
    assert {"a": 2} == adversarial.changed_cells({"a": ["x", "y"]}, {"a": ["x"]})
    assert {"a": 1} == adversarial.changed_cells({"a": ["x"]}, {})
