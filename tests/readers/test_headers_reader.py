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


VERDICT = "X-Forefront-Antispam-Report: CIP:192.0.2.25;SCL:6;SFV:SKS;DIR:INB;\n"
CUT = {
    "one-line": VERDICT,
    "quoted": "> " + VERDICT,
    "no-received": VERDICT + "Message-ID: <a@example.net>\nFrom: a@example.net\nSubject: Q\n",
    "mailbox": "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:J;\n",
    "results": "Authentication-Results: spf=pass (sender IP is 192.0.2.25)\n",
    "organization": "X-MS-Exchange-Organization-SCL: 6\n",
    "gateway": "X-IPW-GROUPMEMBER: TRUE\n",
}


@pytest.mark.parametrize("place", ["above", "below", "between"])
@pytest.mark.parametrize("cut", sorted(CUT))
def test_a_part_of_a_header_beside_a_report_is_not_lost(cut, place):
    """What of a header cannot be counted beside a report is a problem with its line and reason."""
    before = "" if place == "above" else REPORT.rstrip() + "\n\n"
    text = before + CUT[cut] + ("" if place == "below" else "\n" + REPORT)
    told = parse(text).problems.query("kind == 'ambiguous'")

    assert [before.count("\n") + 1] == told["line"].tolist()
    assert told["reason"].str.contains("not counted").all()


def test_prose_beside_a_report_is_no_header():
    """A line of prose or of a ticket that is named like a header begins none."""
    trace = parse(REPORT + "\n\nReceived: yesterday\n\nMessage-ID: <a@example.net>\n")

    assert trace.headers.empty
    assert trace.problems.empty
