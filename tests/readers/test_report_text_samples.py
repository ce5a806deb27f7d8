"""Every sample of a pasted report reads as its expected tables say."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from report_shapes import accounted, read_again

from tracekit.decode.details import DECODED
from tracekit.model import MessageTrace
from tracekit.readers.front import parse
from tracekit.text import decode, one_line

FOLDER = Path(__file__).parents[1] / "data" / "report-text"
SAMPLES = sorted(FOLDER.glob("*.txt"))
_NOT_COMPARED = {"journey", "received", "source", "line", "offset", "length"}


def _expected(sample: Path) -> dict:
    return json.loads(sample.with_name(f"{sample.stem}.expected.json").read_text("utf-8"))


def _read(sample: Path) -> MessageTrace:
    return parse(sample.read_bytes(), **_expected(sample).get("options", {}))


def _told(record: dict) -> dict:
    """Keep what a record says, with times as ISO 8601."""
    return {k: _plain(v) for k, v in record.items() if not pd.isna(v)}


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    return value.item() if hasattr(value, "item") else value


def test_every_sample_has_its_expected_tables():
    """No sample stands without a partner, and no partner without a sample."""
    partners = {p.name.removesuffix(".expected.json") for p in FOLDER.glob("*.json")}

    assert {s.stem for s in SAMPLES} == partners
    assert len(partners) >= 25


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_journeys(sample):
    """Journeys are what a person reads in the sample."""
    expected, trace = _expected(sample)["journeys"], _read(sample)
    found = [_told(r) for r in trace.journeys.astype(object).to_dict("records")]
    found = [{k: v for k, v in r.items() if k not in _NOT_COMPARED} for r in found]

    assert expected == found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_events(sample):
    """Events have the time, the name and exactly the values that the sample prints."""
    expected, trace = _expected(sample)["events"], _read(sample)
    records = [_told(r) for r in trace.events.astype(object).to_dict("records")]
    found = [
        [r["journey"], r.get("time"), r["event"], {k: r[k] for k in (*DECODED, *asked) if k in r}]
        for r, asked in zip(records, _asked(expected, len(records)), strict=True)
    ]

    assert expected == [_like(e, f) for e, f in zip(expected, found, strict=True)]


def _asked(expected: list, count: int) -> list[list[str]]:
    asked = [[k for k in values if k not in DECODED] for *_, values in expected]
    return (asked + [[]] * count)[:count]


def _like(expected: list, found: list) -> list:
    """Leave a reason's words out where the sample is about something else."""
    *place, values = found
    return [*place, {k: v for k, v in values.items() if k != "reason" or k in expected[3]}]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_problems(sample):
    """These kinds of problems are reported, and no others."""
    assert sorted(_expected(sample)["problems"]) == sorted(_read(sample).problems["kind"].unique())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_every_byte_has_one_fate(sample):
    """Spans cover the sample without gap or overlap."""
    assert accounted(_read(sample), sample.stat().st_size)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_events_can_be_read_again(sample):
    """The bytes at an event's offset are that event: reading them alone gives the same."""
    raw, trace = sample.read_bytes(), _read(sample)
    encoding = decode(raw).encoding
    again = [_alone(piece, encoding) for piece in read_again(raw, trace)]

    assert trace.events["event"].tolist() == [a.events["event"].iat[0] for a in again]
    assert trace.events["time_text"].map(one_line).tolist() == [
        a.events["time_text"].iat[0] for a in again
    ]


def _alone(piece: str, encoding: str) -> MessageTrace:
    """Read one row by itself; a row of an HTML table needs to be told that it is one."""
    head = "<tr><td>Event</td><td>Detail</td></tr><tr><td>" if "</td>" in piece else ""
    return parse((head + piece).encode(encoding))
