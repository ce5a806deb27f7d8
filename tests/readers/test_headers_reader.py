"""Message headers are an input like any other, alone or beside a report."""

from pathlib import Path

import pytest

from tracekit.combine import combine
from tracekit.readers import READERS, headers
from tracekit.readers.front import parse
from tracekit.text import decode

DATA = Path(__file__).parents[1] / "data"
SAMPLES = sorted(p for p in (DATA / "headers").iterdir() if p.suffix in (".txt", ".eml"))
OTHERS = sorted(p for folder in DATA.iterdir() if folder.is_dir() and folder.name != "headers"
                for p in folder.iterdir()
                if not p.name.endswith(".expected.json") and p.suffix != ".pyc")  # fmt: skip
REPORT = (DATA / "report-text" / "return-junk-in-lines.txt").read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_the_front_door_knows_headers(sample):
    """Each sample of headers is read as such, with its hops and an account of it."""
    trace = parse(sample.read_bytes(), sample.name)

    assert ["headers"] == trace.sources["format"].tolist()
    assert len(trace.headers) >= 1
    assert trace.journeys.empty
    assert trace.spans["length"].sum() == sample.stat().st_size


@pytest.mark.parametrize("sample", OTHERS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_nothing_else_is_taken_for_headers(sample):
    """No report, table or JSON is taken for headers: the readers before take them."""
    text = decode(sample.read_bytes()[: 1 << 18]).text
    taken = next((reader for reader in READERS if not reader.sniff(text)), None)

    assert taken is not headers


def test_a_header_beside_a_report_is_read_as_well():
    """A ticket holds both: the report gives its journey, the header its hops."""
    header = (DATA / "headers" / "inbound.txt").read_text("utf-8")
    both = parse(REPORT + "\n\nAnd this is its header:\n\n" + header)

    assert 1 == len(both.journeys)
    assert parse(header).hops["time"].tolist() == both.hops["time"].tolist()


def test_headers_and_reports_of_two_inputs_stay_together():
    """Joining inputs keeps the tables of both."""
    header = (DATA / "headers" / "inbound.txt").read_bytes()
    joined = combine([parse(REPORT, "a"), parse(header, "b"), parse(header, "c")])

    assert 1 == len(joined.journeys)
    assert 2 == len(joined.headers)
