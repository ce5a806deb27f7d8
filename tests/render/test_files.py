"""Foreign text in files: CSV that no spreadsheet runs, JSON, Markdown."""

import csv
import io
import json

import pandas as pd
import pytest
from payloads import PAYLOADS

from tracekit.model import table
from tracekit.render import (
    csv_text,
    csv_unguard,
    emit,
    json_records,
    markdown,
    markdown_table,
    text_table,
    visible,
)

WRITABLE = [p for p in PAYLOADS if p.isprintable() or all(not 0xD800 <= ord(c) < 0xE000 for c in p)]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\uff1d1",
    "\u200b=1",
]


def _reread(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_csv_gives_back_every_text():
    """Reading what was written, and taking the guard off, gives the same texts, row by row."""
    frame = pd.DataFrame({"text": WRITABLE}, dtype="str")

    rows = _reread(csv_text(frame))[1:]

    assert WRITABLE == [csv_unguard(row[0]) for row in rows]


@pytest.mark.parametrize("formula", [*FORMULAS, "'=1", "''=1"])
def test_no_text_begins_a_formula(formula):
    """A spreadsheet sees an apostrophe first; taking one off restores the text."""
    cell = _reread(csv_text(pd.DataFrame({"text": [formula]})))[1][0]

    assert cell == "'" + formula
    assert formula == csv_unguard(cell)


def test_a_column_name_begins_no_formula_either():
    """The heading row is opened by the spreadsheet as well."""
    assert "'=1+1" == _reread(csv_text(pd.DataFrame({"=1+1": ["a"]})))[0][0]


def test_raw_csv_is_for_programs():
    """Nothing is put in front where a program asks for the text as it is."""
    assert '"=1+1"' in csv_text(pd.DataFrame({"a": ["=1+1"]}), raw=True)


def test_numbers_are_no_text():
    """A negative number stays a number."""
    assert "-5" == _reread(csv_text(pd.DataFrame({"n": [-5]})))[1][0]


def test_a_missing_cell_differs_from_an_empty_text():
    """Missing is bare, empty is quoted: a careful program can tell them apart."""
    assert 'a,b\n"",\n' == csv_text(pd.DataFrame({"a": [""], "b": [None]})).replace(
        '"a","b"', "a,b"
    )


def test_times_flags_and_numbers_are_written_for_programs():
    """UTC with Z, local time without, true and false, whole numbers without a point."""
    utc, local = pd.Timestamp("2022-12-06 17:31Z"), pd.Timestamp("2022-12-06 12:31")
    row = {"journey": 0, "time": utc, "local_time": local, "derived": False}
    frame = table("events", [row])
    shown = frame[["journey", "time", "local_time", "derived"]]

    assert "0,2022-12-06T17:31:00Z,2022-12-06T12:31:00,false" == csv_text(shown).split("\n")[1]
    assert {"journey": 0, "time": "2022-12-06T17:31:00Z", "local_time": "2022-12-06T12:31:00",
            "derived": False} == json_records(shown)[0]  # fmt: skip


def test_json_holds_what_the_table_holds():
    """Every text comes back from JSON; missing is null; a surrogate does not stop the writing."""
    frame = pd.DataFrame({"text": [*PAYLOADS, None]}, dtype="object")

    assert [*PAYLOADS, None] == [r["text"] for r in json.loads(json.dumps(json_records(frame)))]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_markdown_is_one_code_span(payload):
    """The fence is longer than any run of backticks inside, and there is no line break."""
    shown = markdown(payload)
    fence = shown[: len(shown) - len(shown.lstrip("`"))]

    assert "\n" not in shown
    assert shown.endswith(fence)
    assert fence not in shown[len(fence) : -len(fence)].strip("`") or fence == ""
    assert visible(payload).strip() in shown


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_markdown_table_keeps_its_cells(payload):
    """No text ends a cell: not a pipe, and not a pipe behind a backslash."""
    row = markdown_table(pd.DataFrame({"a": [payload]}, dtype="object")).split("\n")[2]
    inner = row[2:-2]

    assert all(inner[i - 1] == "\\" and inner[i - 2] != "\\"
               for i, c in enumerate(inner) if c == "|")  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_text_table_is_whole_and_clean(payload):
    """Away from a terminal every cell is there in full, in one line, all visible."""
    shown = text_table(pd.DataFrame({"a": [payload], "b": ["end"]}, dtype="object"))

    assert visible(payload, limit=None).rstrip() in shown
    assert 3 == len(shown.split("\n"))
    assert all(c == "\n" or c.isprintable() or c == "\u00a0" for c in shown)


def test_a_narrow_text_table_folds_and_loses_nothing():
    """On a terminal a long cell goes on in the next line."""
    shown = text_table(pd.DataFrame({"a": ["abcdefghij" * 20]}), width=40)

    assert "abcdefghij" * 20 == "".join(shown.split()[2:]).replace("─", "")
    assert max(map(len, shown.split("\n"))) <= 40


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_no_control_characters():
    """Text for a pipe is left alone; on a terminal it cannot move the cursor."""
    pipe, terminal = io.StringIO(), _Terminal()

    emit("a\x1b[2J\n", pipe)
    emit("a\x1b[2J\n", terminal)

    assert "a\x1b[2J\n" == pipe.getvalue()
    assert "a␛[2J\n" == terminal.getvalue()
