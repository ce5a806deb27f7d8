"""Whatever stands in a header, it is read in linear time, without an exception and without loss."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracekit.readers.headers import read_headers, sniff, verdict_of
from tracekit.readers.headers.blocks import find_blocks
from tracekit.text import decode

FOLDER = Path(__file__).parents[1] / "data" / "headers"
SAMPLES = {p.stem: p.read_bytes() for p in sorted(FOLDER.iterdir()) if p.suffix in (".txt", ".eml")}
NAMES = ["Received", "Message-ID", "Subject", "From", "To", "Date", "Return-Path", "Delivered-To",
         "Authentication-Results", "ARC-Authentication-Results", "X-Forefront-Antispam-Report",
         "X-Microsoft-Antispam", "X-MS-Exchange-Organization-SCL", "Content-Type", "X-IPW-A",
         "X-MS-Exchange-Organization-Network-Message-Id"]  # fmt: skip
WORDS = ["from", "by", "with", "id", "for", "via", "tls", "(", ")", "<", ">", "[192.0.2.1]", '"',
         ";", "=?utf-8?Q?=E4?=", "=?utf-8?B?w6Q=?=", "a@example.com", "1 Jul 2025 04:40:06 +0000",
         "x.mail.protection.outlook.com", "SCL:1", "SFV:SPM", "spf=pass", "\\", "\n ", "\r", "\0",
         "boundary=b", "--b", "\ud800", "\u2028", "i=1"]  # fmt: skip
VALUES = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12).map(" ".join)
LINES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES).map(": ".join), max_size=12)


def check(raw: bytes) -> None:
    """Read bytes and look at everything that was read."""
    found = read_headers(raw)
    sniff(decode(raw).text)
    verdict_of(found.headers)

    assert found.problems["reason"].str.len().gt(10).all()
    assert found.fields["block"].nunique() == len(found.headers)
    lines = decode(raw).text.count("\n") + decode(raw).text.count("\r") + 1
    for table in (found.headers, found.hops, found.fields, found.problems):
        assert table["line"].between(1, lines).all()
        table.to_csv()


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes(raw):
    """Random bytes are read without an exception."""
    check(raw)


@settings(max_examples=60)
@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_any_header(lines, ends):
    """Any values in the headers that are interpreted are read without an exception."""
    check(ends.join(lines).encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_damaged_samples(name, data):
    """A sample with a piece taken out, doubled or overwritten is read without an exception."""
    raw = SAMPLES[name][:5000]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 400)))
    check(raw[:start] + data.draw(st.binary(max_size=20)) + raw[end:])
    check(raw[:end] + raw[start:])
    check(raw[:start])


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"quoted-two", "non-delivery"}))
def test_no_character_is_lost(name):
    """The fields, put together again, hold every character of the header."""
    text = decode(SAMPLES[name]).text.replace("\r\n", "\n").split("\n\n")[0]
    found = read_headers(SAMPLES[name], name + ".eml").fields
    fields = find_blocks(text)[0].fields
    told = "".join(f.name + ":" + f.value for f in fields)

    assert "".join(text.split()) == "".join(told.split())
    assert [f.name for f in fields] == found["name"].tolist()


SEEDS = {
    "received": "Received: from a (b [192.0.2.1]) by c with ESMTP id 1;\n 1 Jul 2025 4:40 GMT\n",
    "block": "Received: from a by b\nSubject: c\n\n",
    "fold": " x\n",
    "field": "X-A: b\n",
    "short field": "A:\n",
    "lost indentation": "Received: from a\nb\n",
    "quoted": "> Received: from a\n",
    "part": "Content-Type: multipart/mixed; boundary=a\nReceived: from a\n\n--a\n--a--\n",
    "bracket": "(",
    "angle": "<",
    "quotation mark": '"',
    "backslash": "\\",
    "encoded word": "=?utf-8?Q?=C3?= ",
    "open encoded word": "=?a?q?",
    "clauses": "from a by b ",
    "semicolon": ";",
    "pair": "SCL:1;",
    "result": "spf=pass;",
    "address": "a@example.com, ",
    "date": "1 Jul 2025 04:40:06 ",
    "blank": " ",
    "quote mark": ">",
    "carriage return": "\r",
    "digit": "1",
    "version": "TLS1.3 ",
    "helo": "helo=",
}
STARTS = ["", "Subject: a\nReceived: from a (", "Received: from a by b\nTo: ",
          "Received: from a by b\nX-Forefront-Antispam-Report: ",
          "Received: from a by b\nAuthentication-Results: ",
          "Received: from a by b\nSubject: "]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_time_is_linear(seed):
    """Four times the text takes at most about four times as long, for any repeated piece."""
    for start in STARTS:
        small, large = (start + SEEDS[seed] * (n // len(SEEDS[seed])) for n in (5_000, 20_000))
        # A collection of garbage may fall into one of them: then the quickest of three counts.
        assert _in_line(small, large, 1) or _in_line(small, large, 3)


def _in_line(small: str, large: str, times: int) -> bool:
    before, after = (min(seconds(text) for _ in range(times)) for text in (small, large))
    return after < 9 * before + 0.15


def seconds(text: str) -> float:
    """Processor time of reading a text once."""
    start = time.process_time()
    read_headers(text.encode())
    return time.process_time() - start


def test_a_megabyte_is_read_in_seconds():
    """Thousands of Received lines take seconds, and each is a hop."""
    raw = ("Subject: a\n" + SEEDS["received"] * 13_000).encode()
    before = time.process_time()
    found = read_headers(raw)

    assert 13_000 == len(found.hops)
    assert time.process_time() - before < 20
