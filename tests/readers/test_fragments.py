"""A lone answer of a server is explained, and said to be no trace."""

from pathlib import Path

import pytest

from tracekit.readers import READERS, fragments
from tracekit.readers.front import parse
from tracekit.text import decode

DATA = Path(__file__).parents[1] / "data"
SAMPLES = sorted(p for folder in DATA.iterdir() if folder.is_dir() for p in folder.iterdir()
                 if p.suffix in (".txt", ".csv", ".json", ".jsonl", ".eml", ".xml", ".log")
                 and not p.name.endswith(".expected.json"))  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [
    ("Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found};{MSG=}]",
     "not in the directory"),
    ("Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; x'", "the directory"),
    ("Diagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied", "5.4.1"),
    ("Reason: 400 4.7.721 Advanced Threat Protection scanning in progress.", "4.7.721"),
    ("554 5.9.999 never heard of", "this code is not listed"),
])  # fmt: skip
def test_an_answer_is_explained(text, said):
    """The problem says what the code means and that this is no trace."""
    trace = parse(f"Hello,\n\nyour mail was not delivered:\n\n{text}\n\nKind regards")

    assert ["fragment"] == trace.sources["format"].tolist()
    assert trace.journeys.empty
    assert [5] == trace.problems["line"].tolist()
    assert said in trace.problems["reason"].iloc[0]
    assert "no message trace" in trace.sources["cannot_contain"].iloc[0]


@pytest.mark.parametrize("text", [
    "", "Dear all", "version 4.7.721 of the agent", "call 555 5.1", "1550 5.1.10", "550 5.1.10.2",
    "10.2.550 5.1.1",
])  # fmt: skip
def test_prose_with_numbers_is_no_answer(text):
    """Versions, addresses and telephone numbers are not explained as codes."""
    assert fragments.sniff(text)
    assert parse(text).sources["format"].isna().all()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_trace_is_taken_for_a_fragment(sample):
    """Every sample of a format is taken by the reader of that format."""
    text = decode(sample.read_bytes()[: 1 << 18]).text
    taken = next((reader for reader in READERS if not reader.sniff(text)), None)

    assert taken is not fragments


def test_many_answers_stay_few_rows():
    """Hostile text full of answers gives a bounded number of rows."""
    text = "\n\n".join(f"550 5.1.{n} x" for n in range(5000))

    assert 20 == len(parse(text).problems)
