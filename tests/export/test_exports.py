"""What other tools are given follows their rules, is safe to open, and is the same each time."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tracekit import MessageTrace, diagnose, load_sample, parse, read
from tracekit.export import to_chrome_trace, to_json, to_otlp, to_timesketch
from tracekit.export.tables import tables_text

DATA = Path(__file__).parents[1] / "data"
FORMATS = sorted(p.name for p in DATA.iterdir() if p.is_dir() and p.name != "__pycache__")
MINE = {to_timesketch: "a.csv", to_otlp: "a.json", to_chrome_trace: "b.json", to_json: "c.json"}
ROLES = {0: "outbound", 1: "return"}


def samples(form):
    """Two samples of a format: the first and the last that is no large field."""
    files = sorted(p for p in (DATA / form).iterdir()
                   if not p.name.endswith(".expected.json") and "large" not in p.name)  # fmt: skip
    return {files[0], files[-1]}


@pytest.fixture(scope="module")
def trace():
    """Two journeys of one message."""
    return load_sample("inky-two-journeys")


@pytest.mark.parametrize("form", FORMATS)
def test_the_json_of_tables_is_read_back_without_a_loss(form):
    """Whatever was read, its JSON gives the same tables: columns, types and cells."""
    for sample in sorted(samples(form)):
        before = parse(sample.read_bytes(), sample.name)
        after = parse(tables_text(before), "trace.json")
        for name in ("journeys", "events", "problems", "sources", "spans", "headers", "hops"):
            pd.testing.assert_frame_equal(getattr(before, name), getattr(after, name))
        assert before.extra.columns.tolist() == after.extra.columns.tolist()
        assert before.extra.astype("str").equals(after.extra.astype("str"))


def test_a_read_back_trace_is_diagnosed_alike(trace, tmp_path):
    """Read from its JSON, a trace ends in the same outcomes."""
    again = read(to_json(trace, tmp_path / "trace.json"))

    assert diagnose(trace).outcomes.to_dict("list") == diagnose(again).outcomes.to_dict("list")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda t: t[:-40], "truncated"),
        (lambda t: t.replace('"version":1', '"version":2'), "another version"),
        (lambda t: t.replace('"events":', '"evnets":'), "evnets"),
        (lambda t: t.replace('"seq"', '"squ"'), "no column 'squ'"),
        (lambda t: t.replace('"rows":[[0,', '"rows":[["zero",'), "'zero'"),
        (lambda t: t.replace('"rows":[[0,', '"rows":[[', 1), "do not fit"),
        (lambda t: t.replace("2022-12-06T17:31:00Z", "yesterday", 1), "yesterday"),
        (lambda t: t.replace('"rows":[[0,', '"rows":[[99999999999999999999,', 1), "damaged"),
    ],
)  # fmt: skip
def test_a_damaged_json_is_one_clear_problem(trace, change, why):
    """A file that was cut or changed gives no journey, and one problem that says what is wrong."""
    found = parse(change(tables_text(trace)), "trace.json")

    assert found.journeys.empty
    assert 1 == len(found.problems)
    assert why in found.problems["reason"].iloc[0]


def test_timesketch_gets_what_it_asks_for(trace, tmp_path):
    """A heading line, the three columns it needs first, times in ISO 8601 and in order."""
    path = to_timesketch(trace, tmp_path / "a.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    times = [row["datetime"] for row in rows]

    assert ["message", "datetime", "timestamp_desc"] == list(rows[0])[:3]
    assert len(trace.events) == len(rows)
    assert all(row["message"] and row["timestamp_desc"] for row in rows)
    assert sorted(times) == times
    assert pd.to_datetime(times, utc=True).notna().all()
    assert {"minute"} == {row["time_precision"] for row in rows}


def test_a_cell_of_a_timeline_is_no_formula(trace, tmp_path):
    """A subject that a spreadsheet would run is text, and so is a message that begins with one."""
    evil = trace.journeys.assign(subject='=HYPERLINK("http://x.test")')
    events = trace.events.assign(event="@SUM(1)")
    told = to_timesketch(replace(trace, journeys=evil, events=events), tmp_path / "a.csv")
    cells = [cell for row in csv.reader(told.read_text("utf-8").splitlines()) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert [] == [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]


def test_otlp_is_written_as_the_specification_says(trace, tmp_path):
    """Ids are hexadecimal and lead to a parent, times are text of nanoseconds, kinds numbers."""
    told = json.loads(to_otlp(trace, tmp_path / "a.json", ROLES).read_text())
    (resource,) = told["resourceSpans"]
    spans = resource["scopeSpans"][0]["spans"]
    known = {span["spanId"] for span in spans}

    assert {"service.name"} == {a["key"] for a in resource["resource"]["attributes"]}
    assert len(spans) == len(known)
    assert 1 == len({span["traceId"] for span in spans})
    for span in spans:
        assert 32 == len(span["traceId"]) == len(f"{int(span['traceId'], 16):032x}")
        assert 16 == len(span["spanId"])
        assert span["parentSpanId"] in known | {""}
        assert 1 == span["kind"]
        assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
        assert all(set(a["value"]) <= {"stringValue", "intValue"} for a in span["attributes"])
    assert ["", spans[0]["spanId"]] == [s["parentSpanId"] for s in spans[:2]]
    assert {"outbound", "return"} <= {
        a["value"].get("stringValue") for s in spans for a in s["attributes"] if a["key"] == "role"
    }


def test_spans_of_a_chrome_trace_lie_one_inside_the_other(trace, tmp_path):
    """In each thread a journey holds its waits, waits follow each other, moments lie inside."""
    told = json.loads(to_chrome_trace(trace, tmp_path / "a.json", ROLES).read_text())
    events = told["traceEvents"]
    first = trace.events["time"].min().value // 1000

    assert {"M", "X", "i"} == {e["ph"] for e in events}
    assert len(trace.events) == sum(e["ph"] == "i" for e in events)
    assert first == min(e["ts"] for e in events if e["ph"] != "M")
    for thread in {e["tid"] for e in events if e["ph"] == "X"}:
        whole, *waits = [e for e in events if e["ph"] == "X" and e["tid"] == thread]
        ends = [whole["ts"], *(w["ts"] + w["dur"] for w in waits)]
        assert all(w["ts"] >= end for w, end in zip(waits, ends, strict=False))
        assert ends[-1] <= whole["ts"] + whole["dur"]
        assert "minute" in whole["args"]["precision"]


@pytest.mark.parametrize("write", MINE, ids=lambda f: f.__name__)
def test_bytes_are_the_same_each_time(write, trace, tmp_path):
    """The same trace gives the same bytes; a trace without a row is written too."""
    one, two = (write(trace, tmp_path / n / MINE[write]).read_bytes() for n in ("x", "y"))

    assert one == two
    assert write(MessageTrace.empty(), tmp_path / MINE[write]).stat().st_size
