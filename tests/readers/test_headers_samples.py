"""Every sample of message headers reads as its expected tables say."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tracekit.readers.headers import Headers, read_headers, sniff
from tracekit.text import decode

FOLDER = Path(__file__).parents[1] / "data" / "headers"
SAMPLES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".txt", ".eml"))
REPORTS = sorted((FOLDER.parent / "report-text").glob("*.txt"))
PLACES = {"block", "source"}


def _expected(sample: Path) -> dict:
    return json.loads(sample.with_name(f"{sample.stem}.expected.json").read_text("utf-8"))


def _read(sample: Path) -> Headers:
    return read_headers(sample.read_bytes(), sample.name)


def _told(table: pd.DataFrame, without: set[str]) -> list[dict]:
    """Keep what a table says, with times as ISO 8601."""
    return [
        {k: _plain(v) for k, v in row.items() if k not in without and not pd.isna(v)}
        for row in table.astype(object).to_dict("records")
    ]


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    return value.item() if hasattr(value, "item") else value


def test_every_sample_has_its_expected_tables():
    """No sample stands without a partner, and no partner without a sample."""
    partners = {p.name.removesuffix(".expected.json") for p in FOLDER.glob("*.json")}

    assert {s.stem for s in SAMPLES} == partners
    assert len(partners) >= 8


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_headers(sample):
    """A message has the ids, people, times and verdicts that a person reads in its header."""
    assert _expected(sample)["headers"] == _told(_read(sample).headers, PLACES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_hops(sample):
    """Hops are the Received lines, oldest first, with the time between them."""
    assert _expected(sample)["hops"] == _told(_read(sample).hops, PLACES | {"message_id"})


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_problems(sample):
    """What was not taken is told, at its line."""
    found = _read(sample).problems[["line", "kind", "reason"]].astype(object).to_numpy().tolist()

    assert _expected(sample)["problems"] == found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_samples_are_recognised(sample):
    """The reader takes each of its samples."""
    assert "" == sniff(decode(sample.read_bytes()).text)


@pytest.mark.parametrize("sample", REPORTS, ids=lambda p: p.stem)
def test_reports_are_declined(sample):
    """The reader never takes a Copy report text for a message header."""
    assert sniff(decode(sample.read_bytes()).text).startswith("no message header")


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.suffix == ".txt"], ids=lambda p: p.stem)
@pytest.mark.parametrize("ends", ["\r\n", "\r", "\r\r\n"])
def test_line_ends_carry_no_meaning(sample, ends):
    """However its lines end, a header reads the same."""
    text = decode(sample.read_bytes()).text.replace("\r\n", "\n")
    plain, other = (read_headers(t.encode(), "x") for t in (text, text.replace("\n", ends)))

    pd.testing.assert_frame_equal(plain.headers, other.headers)
    pd.testing.assert_frame_equal(plain.hops, other.hops)
    pd.testing.assert_frame_equal(plain.fields, other.fields)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_encodings_carry_no_meaning(encoding):
    """A header saved as Unicode by an editor reads the same."""
    text = decode((FOLDER / "inbound.txt").read_bytes()).text
    plain, other = read_headers(text.encode(), "x"), read_headers(text.encode(encoding), "x")

    pd.testing.assert_frame_equal(plain.headers, other.headers)
    pd.testing.assert_frame_equal(plain.fields, other.fields)


@pytest.mark.parametrize("prefix", ["> ", ">", "    ", "\t", "> > ", ">>", "  > "])
def test_quoting_carries_no_meaning(prefix):
    """A header that was quoted or indented in a mail or ticket reads the same."""
    text = decode((FOLDER / "inbound.txt").read_bytes()).text.replace("\r\n", "\n")
    quoted = "".join(prefix + line + "\n" for line in text.splitlines())
    plain, other = read_headers(text.encode(), "x"), read_headers(quoted.encode(), "x")

    pd.testing.assert_frame_equal(plain.headers, other.headers)
    pd.testing.assert_frame_equal(plain.hops, other.hops)
