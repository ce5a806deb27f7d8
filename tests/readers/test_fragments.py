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
    "Remote Server returned '550 Envelope blocked'",
    "Remote server returned an error -> 550 Envelope blocked",
    "mx.fabrikam.example returned: 550 Envelope blocked",
    "Le serveur distant a renvoyé '550 Envelope blocked'",
    "<a@fabrikam.example>: host mx.fabrikam.example[192.0.2.1] said: 550 Envelope blocked",
    "Remote host said: 550 Envelope blocked",
    "Diagnostic-Code: smtp; 550 Envelope blocked",
    "<<< 550 Envelope blocked",
    "host mx.fabrikam.example [192.0.2.1]: 550 Envelope blocked",
    "SMTP error from remote mail server after RCPT TO:<a@b.example>:\n  550 Envelope blocked",
    "The response from the remote server was:\n\n550 Envelope blocked",
])  # fmt: skip
def test_an_answer_without_an_enhanced_code_is_known_by_the_words_before_it(text):
    """A server need not give one, and what a bounce writes in front says that it answered."""
    problems = parse(f"Hello,\n\n{text}\n\nKind regards").problems

    assert ["550 Envelope blocked"] == problems["text"].str.rstrip("'").tolist()
    assert "answered 550: Refused for good" in problems["reason"].iloc[0]


def test_an_enhanced_code_behind_such_words_is_told_once():
    """The longer grammar is the surer one."""
    problems = parse("Remote Server returned '550 5.1.1 unknown'").problems

    assert ["550 5.1.1 unknown'"] == problems["text"].tolist()


@pytest.mark.parametrize("text", [
    "", "Dear all", "she said: 550 1234", "he returned '600 letters'", "returned 550 parcels",
    "version 4.7.721 of the agent", "call 555 5.1", "1550 5.1.10",
    "550 5.1.10.2", "10.2.550 5.1.1",
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


_GERMAN = """Datum;Absender;Empfänger;Betreff;Ergebnis
03.03.2026 09:00;bo@example.org;cy@partner.example;Angebot;zugestellt
03.03.2026 09:05;bo@example.org;dee@other.example;Angebot;550 5.1.1 User unknown
03.03.2026 09:06;bo@example.org;eva@other.example;Angebot 2;zugestellt
"""


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_table_of_unknown_columns_is_accounted_for(separator):
    """Its records have a row in the problems, and an answer ends with its cell."""
    problems = parse(_GERMAN.replace(";", separator)).problems

    assert ["unreadable", "fragment"] == problems["kind"].tolist()
    assert [1, 3] == problems["line"].tolist()
    assert "Datum, Absender" in problems["reason"][0]
    assert "its 3 records" in problems["reason"][0]
    assert "550 5.1.1 User unknown" == problems["text"][1]


def test_an_answer_of_several_lines_in_a_cell_is_one():
    """A quoted cell may hold line ends; the line is that on which its record begins."""
    problems = parse(
        'Wann\tWer\tWas\n1\ta\t"550 5.1.1 x\nof y"\n2\tb\tok\n3\tc\t552 5.2.2 full\n'
    ).problems

    assert ["550 5.1.1 x of y", "552 5.2.2 full"] == problems["text"].tolist()[1:]
    assert [1, 2, 5] == problems["line"].tolist()


def test_what_a_table_lacks_to_be_known_is_named():
    """Columns that come close to an export say which are missing."""
    text = "Received,SenderAddress,Status\n2026-03-03,a@x.example,550 5.1.1 x\n"

    assert (
        "reads like Get-MessageTrace, but lacks RecipientAddress"
        in parse(text).problems["reason"][0]
    )


def test_sentences_with_commas_are_no_table():
    """Prose around an answer stays a lone answer."""
    text = "Hello, Ana, this\nfailed, today, with: 550 5.1.1 x\n\nbye"

    assert ["fragment"] == parse(text).problems["kind"].tolist()


def test_an_answer_of_microsofts_is_no_other_server_s():
    """Whoever wrote the bounce: the server in the brackets behind an answer gave it."""
    bounce = (
        "Generating server: mail.example.com\n\nsam@example.org\n"
        "Remote Server returned '550 5.7.51 TenantInboundAttribution; There is a partner "
        "connector configured [{} 2026-11-24T14:14:09.111Z 08DE2A]'\n"
    )
    said = [
        parse(bounce.format(host)).problems["reason"].iloc[0]
        for host in ("SN1NAM02FT0012.eop-nam02.prod.protection.outlook.com", "mx.example.net")
    ]

    assert "tenant admin" in said[0]
    assert "Another mail server answered" not in said[0]
    assert "Another mail server answered" in said[1]
