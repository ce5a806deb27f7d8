"""Every sample of a structured format reads as its expected tables say."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from tracekit.model import MessageTrace
from tracekit.readers import list_formats
from tracekit.readers.front import parse

DATA = Path(__file__).parents[1] / "data"
# These two have tests of their own beside this one.
OWN_TESTS = {"headers", "report-text"}
FOLDERS = sorted(path for path in DATA.iterdir() if path.is_dir() and path.name != "__pycache__")
SAMPLES = sorted(
    sample
    for folder in FOLDERS
    if folder.name not in OWN_TESTS
    for sample in folder.iterdir()
    if not sample.name.endswith(".expected.json")
)
LARGEST_FILE, LARGEST_FOLDER = 400_000, 3_000_000
# Compared where a sample's expected tables name them.
IF_ASKED = {"also", "progress", "status_text"}
PLACES = {"journey", "source", "offset", "length", "ambiguous", "utc_offset"}
# What decides a case: an event has these exactly as expected, and not where they are not expected.
DECISIVE = ("rule_name", "rule_id", "dlp_policy", "dlp_policy_id", "action", "folder", "scl",
            "malware", "smtp_code", "enhanced_code", "token", "derived")  # fmt: skip

of_each_sample = pytest.mark.parametrize(
    "sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def _expected(sample: Path) -> dict:
    return json.loads(sample.with_name(f"{sample.stem}.expected.json").read_text("utf-8"))


@cache
def _read(sample: Path) -> MessageTrace:
    return parse(sample.read_bytes(), sample.name, **_expected(sample).get("options", {}))


def _told(table: pd.DataFrame) -> list[dict]:
    """Keep what the rows of a table say, with times as ISO 8601."""
    return [
        {name: _plain(value) for name, value in row.items() if not pd.isna(value)}
        for row in table.astype(object).to_dict("records")
    ]


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    return value.item() if hasattr(value, "item") else value


def _written_out(row: dict) -> dict:
    """Write out a long cell that the expected tables name by its repeated piece (make_samples)."""
    return {
        name: value.get("before", "") + value["repeat"] * value["times"] + "end"
        if isinstance(value, dict) else value
        for name, value in row.items()
    }  # fmt: skip


@of_each_sample
def test_journeys(sample):
    """Journeys are what a person reads in the sample, and nothing more."""
    expected = [_written_out(row) for row in _expected(sample)["journeys"]]
    asked = {name for row in expected for name in row}
    without = PLACES | (IF_ASKED - asked)
    found = [{k: v for k, v in row.items() if k not in without}
             for row in _told(_read(sample).journeys)]  # fmt: skip

    assert expected == found


@of_each_sample
def test_events(sample):
    """Events have the line, the time, the name and the values that the sample gives them."""
    expected = _expected(sample)["events"]
    events = _read(sample).events.sort_values(["journey", "seq"], na_position="first")
    found = _told(events)

    assert expected == [_asked(row, wanted) for row, wanted in zip(found, expected, strict=False)]
    assert len(expected) == len(found)


def _asked(row: dict, wanted: dict) -> dict:
    """Keep of an event what is asked for, and whatever decides a case."""
    names = {*wanted, "line", "time", "event", "journey", *DECISIVE}
    kept = {name: value for name, value in row.items() if name in names}
    if not kept.get("derived"):
        kept.pop("derived", None)
    return {name: kept.get(name) for name in (*wanted, *(kept.keys() - wanted.keys()))}


@of_each_sample
def test_problems(sample):
    """These problems are reported, on these lines, and no others."""
    expected = sorted((row["kind"], row["line"]) for row in _expected(sample)["problems"])
    found = [(row.get("kind"), row.get("line")) for row in _told(_read(sample).problems)]

    assert expected == sorted(found)


@of_each_sample
def test_every_problem_says_what_to_do(sample):
    """A problem has the piece it is about, and a sentence."""
    for row in _told(_read(sample).problems):
        assert row["reason"].endswith((".", "?")), row
        assert len(row.get("text", "")) <= 500


@of_each_sample
def test_formats(sample):
    """The sample is taken for what it is."""
    assert [_expected(sample)["format"]] == _read(sample).sources["format"].fillna("").tolist()


@of_each_sample
def test_every_record_is_accounted_for(sample):
    """The line of each record is in a journey, an event, the other columns or a problem."""
    trace = _read(sample)
    tables = (trace.journeys, trace.events, trace.extra, trace.problems)
    lines = {int(line) for table in tables for line in table["line"].dropna()}

    assert set(_expected(sample)["records"]) <= lines


def test_every_sample_has_its_expected_tables():
    """No sample stands without a partner, and no partner without a sample."""
    stems = [(sample.parent.name, sample.stem) for sample in SAMPLES]
    partners = {(folder.name, path.name.removesuffix(".expected.json")) for folder in FOLDERS
                if folder.name not in OWN_TESTS
                for path in folder.glob("*.expected.json")}  # fmt: skip

    assert partners == set(stems)
    assert len(stems) == len(set(stems))


@pytest.mark.parametrize("name", list_formats())
def test_every_format_has_samples(name):
    """A format is only claimed with at least four samples of its own."""
    assert len(list((DATA / name).glob("*.expected.json"))) >= 4


def test_samples_stay_small():
    """A checkout stays light: a file below 400 kB, all of them below 3 MB."""
    sizes = {path: path.stat().st_size for path in DATA.rglob("*") if path.is_file()}

    assert [] == [path.name for path, size in sizes.items() if size >= LARGEST_FILE]
    assert sum(sizes.values()) < LARGEST_FOLDER


def test_made_samples_are_as_their_script_makes_them():
    """A sample that no editor shows is the reviewed one with one change."""
    sys.path.insert(0, str(DATA))
    try:
        from make_samples import SAMPLES as made
    finally:
        sys.path.remove(str(DATA))

    assert [] == [one.path.name for one in made if one.path.read_bytes() != one.content()]
