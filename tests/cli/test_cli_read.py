"""tracekit read: tables out, and honest words about what could not be read."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracekit.model import TABLES

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize("table", ["journeys", "events", "problems", "sources"])
def test_json_is_an_array_of_records_with_the_columns_of_the_table(tracekit, reports, table):
    """A program finds every column of the documented table in every record."""
    done = tracekit("read", *reports, "--table", table, "--format", "json")
    records = json.loads(done.stdout)

    assert done.returncode == 0
    assert isinstance(records, list)
    assert all([c.name for c in TABLES[table]] == list(record) for record in records)
    assert table == "problems" or records


def test_times_are_iso_8601_in_utc(tracekit, reports):
    """12:31 in UTC-05:00 is printed as 17:31 with a Z."""
    done = tracekit("read", reports[0], "--format", "json")

    assert ["2022-12-06T17:31:00Z"] * 3 == [e["time"] for e in json.loads(done.stdout)]


def test_csv_has_every_column_and_row(tracekit, reports):
    """A spreadsheet gets the whole table."""
    done = tracekit("read", *reports, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))

    assert 6 == len(rows)
    assert [c.name for c in TABLES["events"]] == list(rows[0])


def test_table_shows_each_event(tracekit, reports):
    """A person sees the events in their order, a line each."""
    done = tracekit("read", *reports, "--table", "events")
    lines = done.stdout.decode().splitlines()

    assert re.search(r"Receive.*AB1CD", lines[2])
    assert 2 + 6 == len(lines)


def test_each_input_has_a_receipt(tracekit, tmp_path):
    """Of a folder of mixed exports, each file says what it is, gave, lost and cannot contain."""
    for name in (
        "trace-csv/damaged.csv",
        "graph-json/list.json",
        "report-text/return-junk-in-lines.txt",
    ):
        shutil.copy(DATA / name, tmp_path)
    (tmp_path / "shopping.txt").write_text("Dear all, milk and bread.", encoding="utf-8")
    done = tracekit("read", tmp_path)
    told = done.stdout.decode()

    assert 2 == done.returncode
    assert "read as  trace-csv, utf-8, 6 lines" in told
    assert "line 4: This record has 2 cells" in told
    assert "read as  graph-json" in told
    assert "read as  report-text" in told
    assert "lacks    It is a list without events" in told
    assert "read as  no message trace" in told


def test_a_list_shows_its_journeys(tracekit):
    """A list has no events; its records are shown all the same."""
    done = tracekit("read", DATA / "trace-csv" / "typical.csv")

    assert "Offer" in done.stdout.decode()


def test_standard_input_is_a_dash(process, reports):
    """A report can be piped in."""
    text = Path(reports[1]).read_text(encoding="utf-8")
    done = process("read", "-", "--table", "sources", "--format", "json", text=text)

    assert ["standard input"] == [s["source"] for s in json.loads(done.stdout)]


def test_output_is_utf8_whatever_the_locale(process, reports):
    """Neither the C locale nor an old Windows code page breaks a letter."""
    how = {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    done = process("read", reports[0], "--table", "journeys", **how)

    assert "News – März" in done.stdout.decode("utf-8")


def test_missing_file_is_one_line_and_exit_code_2(process):
    """The line names the input, what was found and what to do."""
    done = process("read", "no-such-file.txt")
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert re.search(r"no-such-file\.txt: .*no such file.*check", line)


def test_prose_is_one_line_that_says_what_was_expected(tracekit, tmp_path):
    """Who gives the wrong file reads what the right one is."""
    (tmp_path / "letter.txt").write_text("Dear all,\nsee you.\n", encoding="utf-8")
    done = tracekit("read", str(tmp_path / "letter.txt"))
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert "letter.txt" in line
    assert "Copy report text" in line


@pytest.mark.parametrize("place", [0, 1, 2])
def test_good_inputs_beside_a_bad_one_are_printed(tracekit, reports, place):
    """One bad file does not cost the others; the exit code still tells."""
    inputs = reports[:]
    inputs.insert(place, "no-such-file.txt")
    done = tracekit("read", *inputs, "--table", "journeys", "--format", "json")

    assert 2 == done.returncode
    assert 2 == len(json.loads(done.stdout))
    assert 1 == len(done.stderr.decode().splitlines())


def test_order_and_zone_of_dates_can_be_said(tracekit, reports, tmp_path):
    """What a report does not tell, the person may: 12/6 is the twelfth of June, at +01:00."""
    text = Path(reports[0]).read_text(encoding="utf-8").replace("Date (UTC-05:00)", "Date")
    (tmp_path / "no-zone.txt").write_text(text, encoding="utf-8")
    options = ["--dayfirst", "--utc-offset", "+01:00", "--format", "json"]
    done = tracekit("read", str(tmp_path / "no-zone.txt"), *options)

    assert "2022-06-12T11:31:00Z" == json.loads(done.stdout)[0]["time"]


def test_a_negative_offset_needs_no_equals_sign(tracekit, reports):
    """--utc-offset -05:00 is read as it is written."""
    assert 0 == tracekit("read", "--utc-offset", "-05:00", reports[0]).returncode


def test_a_wrong_offset_is_refused(tracekit, reports):
    """EST is no offset; the line says how to write one."""
    done = tracekit("read", "--utc-offset", "EST", reports[0])

    assert 2 == done.returncode
    assert b"-05:00" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pipe")
def test_a_closed_pipe_is_no_error(reports):
    """`| head` ends the command without a word, though more is to come than a pipe holds."""
    whole = Path(reports[0]).read_text(encoding="utf-8")
    row = next(line for line in whole.splitlines(keepends=True) if "| Receive |" in line)
    Path(reports[0]).write_text(whole.replace(row, row * 3000), encoding="utf-8")
    command = [sys.executable, "-m", "tracekit", "read", reports[0], "--format", "csv"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()

    assert b"" == complaint
    assert process.wait(60) in (0, 141)


def test_control_characters_in_an_error_are_shown_not_sent(tracekit, tmp_path):
    """A file name cannot move the cursor of the terminal."""
    done = tracekit("read", str(tmp_path / "a\x1b[2Jb.txt"))

    assert b"\x1b" not in done.stderr


def test_the_version_is_told(process):
    """A write-up can name the version it was made with."""
    assert re.fullmatch(rb"tracekit \d+\.\d+\.\d+\s+", process("--version").stdout)
