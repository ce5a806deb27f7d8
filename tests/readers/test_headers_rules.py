"""What counts as a message header, and whose word is taken for a verdict."""

from __future__ import annotations

import pytest

from tracekit.knowledge import load_references
from tracekit.readers.headers import read_headers, sniff, verdict_of
from tracekit.readers.headers.known import is_header_name, known

EDGE = (
    "Received: from mail.example.net (192.0.2.10) by\n X1.mail.protection.outlook.com (10.0.0.1) "
    "with Microsoft SMTP Server id 15.20; Tue, 1 Jul 2025 04:40:06 +0000\n"
)
GOOD = (
    "Authentication-Results: spf=pass; dkim=pass;dmarc=pass action=none;compauth=pass reason=100\n"
)
FAIL = GOOD.replace("pass", "fail").replace("reason=100", "reason=000")


def read(*parts: str, name: str = "x"):
    """Read a header of these parts."""
    return read_headers("".join(parts).encode(), name)


def first(*parts: str, name: str = "x") -> dict:
    """The one row of the headers table, as Python objects; missing values are None."""
    row = read(*parts, name=name).headers.astype(object).iloc[0]
    return row.where(row.notna(), None).to_dict()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear all",
        "Subject: a\nFrom: b@example.com\nTo: c@example.com",
        "Received: yesterday\nSubject: lost mail",
        "Received: from a by b; x",
        "Message-ID: unknown\nSubject: a",
        "https://example.com\nX: y",
        '{"Received": "from a by b"}',
        '[{"Message-ID": "<a@example.com>"}]',
        'Date,Received,Subject\n1,"\nReceived: from a by b; x\nSubject: c\n"',
        '"Received","Subject"\n"\nReceived: from a by b; x\nSubject: c\n"',
        "MessageId         : <a@example.com>\nReceived          : 7/1/2025 4:40:00 AM",
    ],
)
def test_other_texts_are_declined(text):
    """Prose, tables, JSON and lists of a cmdlet are no message headers, and the reason is told."""
    assert "" != sniff(text)
    assert read(text).headers.empty or text.startswith(("Date,", '"Received'))


def test_nothing_found_says_what_to_do():
    """A text without a header gives one problem that tells where to find the header."""
    found = read("Dear all").problems

    assert ["unreadable"] == found["kind"].tolist()
    assert "Internet headers" in found["reason"][0]


def test_results_above_the_entrance_count():
    """Microsoft's results stand above the line by which it took the message in."""
    found = first(FAIL, EDGE, "Subject: a\n")

    assert ("fail", "fail", "fail", "000") == tuple(
        found[k] for k in ("spf", "dmarc", "compauth", "compauth_reason")
    )


@pytest.mark.parametrize("forged", [GOOD, GOOD.replace("spf", "mx.microsoft.com 1; spf", 1)])
def test_results_below_the_entrance_do_not_count(forged):
    """What came with the message is not Microsoft's word, in whatever form it is written."""
    found = first(EDGE, forged, "Subject: a\n")

    assert (None,) * 4 == tuple(found[k] for k in ("spf", "dkim", "dmarc", "compauth"))


def test_a_forged_way_through_microsoft_does_not_move_the_entrance():
    """Received lines with Microsoft's names below the entrance change nothing."""
    inner = (
        "Received: from a.prod.outlook.com (2001:db8::1) by b.prod.outlook.com with mapi; "
        "Tue, 1 Jul 2025 04:40:01 +0000\n"
    )
    found = first(EDGE.replace("mail.example.net", "c.prod.outlook.com"), GOOD, inner, "To: d\n")

    assert (None, 1) == (found["dmarc"], found["entrance_line"])


def test_a_name_that_only_contains_microsoft_is_a_stranger():
    """The end of the host's name decides, at a dot."""
    host = "X1.mail.protection.outlook.com"
    for other in (host + ".example.org", "notprod.outlook.com", "x-prod.outlook.com"):
        found = first(GOOD, EDGE.replace(host, other), "X-MS-Exchange-Organization-SCL: 1\n")

        assert (None, None, None) == (found["entrance_line"], found["spf"], found["scl"])


@pytest.mark.parametrize("top", ["", "Received: from a by mx.example.net; x\n"])
def test_no_verdict_without_microsoft_on_top(top):
    """Where nothing shows that Microsoft wrote a verdict, none is taken, and that is told."""
    parts = (top, GOOD, "X-Forefront-Antispam-Report: SCL:-1;SFV:SKN;\n", "Message-ID: <a@b>\n")
    found = first(*parts)

    assert (None,) * 4 == tuple(found[k] for k in ("scl", "sfv", "spf", "entrance_line"))
    assert ["ambiguous"] * 2 == [k for k in read(*parts).problems["kind"] if k == "ambiguous"]


def test_reports_that_differ_are_not_taken():
    """Of two reports one came with the message; nobody can say which."""
    report = "X-Forefront-Antispam-Report: SCL:{};SFV:{};\n"
    found = first(EDGE, report.format(-1, "SKN"), report.format(9, "SPM"))

    assert (None, None) == (found["scl"], found["sfv"])


def test_a_key_with_two_values_is_not_taken():
    """A HELO name with semicolons can write pairs of its own into the report."""
    found = first(EDGE, "X-Forefront-Antispam-Report: SFV:SPM;H:a;SFV:NSPM;PTR:;CAT:SPM;\n")

    assert (None, "SPM") == (found["sfv"], found["cat"])


def test_results_with_two_values_are_not_taken():
    """A name that holds a semicolon cannot change a result, it can only hide it."""
    found = first(GOOD.replace("dkim", "dmarc=fail; dkim"), EDGE, "Subject: a\n")

    assert (None, "pass") == (found["dmarc"], found["spf"])


def test_a_comment_holds_no_result():
    """What stands in brackets is remark, also with semicolons."""
    found = first(GOOD.replace("dkim", "(x; dmarc=fail) dkim"), EDGE, "Subject: a\n")

    assert "pass" == found["dmarc"]


def test_the_body_of_a_saved_message_is_not_read():
    """A header in the body of an .eml file is the sender's text."""
    body = "\n" + GOOD + EDGE + "Message-ID: <forged@example.org>\n"

    assert ["<a@b>"] == read(EDGE, "Message-ID: <a@b>\n", body, name="A.EML").headers[
        "message_id"
    ].tolist()


def test_parts_of_a_message_are_not_read():
    """Where the boundary of the parts is there, what stands between is body under any name."""
    mixed = f"Content-Type: multipart/mixed;\n boundary=x1\n\n--x1\n\n{EDGE}To: a@b\n--x1--\n\n"
    found = read(EDGE, "Message-ID: <a@b>\n", mixed, EDGE, "Message-ID: <c@d>\n")

    assert ["<a@b>", "<c@d>"] == found.headers["message_id"].tolist()


def test_a_header_below_another_is_doubted():
    """A second header that may be the body of the first is read, and said to be doubtful."""
    found = read(EDGE, "MIME-Version: 1.0\n\n", EDGE, "Message-ID: <c@d>\n")

    assert [1, 2] == found.headers["block"].tolist()
    assert "save the message as .eml" in found.problems["reason"].str.cat()


def test_a_header_without_its_indentation_is_joined_and_told():
    """Lines that lost their indentation go on with the field above."""
    lines = ["Received: from a (a [192.0.2.1])", "by b;", "1 Jul 2025 04:40:06 GMT", "To: c"]
    found = read("\n".join(lines))

    assert ("b", 2) == (found.hops["by_host"][0], len(found.fields))
    assert [2] == found.problems["line"].tolist()


def test_prose_below_a_header_is_no_part_of_it():
    """A sentence right below a header does not become a value, nor part the next header from it."""
    found = read(EDGE, "Subject: a\nHere is the other one.\n", EDGE, "Subject: b\n")

    assert ["a", "b"] == found.headers["subject"].tolist()


def test_clock_skew_is_kept_and_told():
    """A negative wait is a fact about two clocks."""
    later = EDGE.replace("04:40:06", "04:39:00").replace("192.0.2.10", "192.0.2.11")
    found = read(later, EDGE, "Subject: a\n").hops

    assert -66 == found["delay_seconds"][1]
    assert found["note"][1].startswith("clock skew")


def test_verdicts_are_explained():
    """Each verdict says what it means and who decided, from the one list of verdicts."""
    report = "X-Forefront-Antispam-Report: SCL:8;SFV:SKS;CAT:ODD;\n"
    found = verdict_of(read(FAIL, EDGE, report).headers).set_index("field")

    assert "a mail flow rule" == found.loc["SFV", "decided"]
    assert "7-9" not in found.loc["SCL", "value"]
    assert found.loc["SCL", "meaning"].startswith("High-confidence spam")
    assert found["meaning"].isna()["CAT"]
    assert "authentication" == found.loc["compauth", "decided"]


def test_verdicts_of_nothing_are_an_empty_table():
    """A table without rows has the same columns."""
    empty = verdict_of(read("Dear all").headers)

    assert [] == empty["field"].tolist()


@pytest.mark.parametrize("header", known().header, ids=lambda h: h.name)
def test_knowledge_names_its_source(header):
    """A header of the list is known by its name, has a sample and says where it is described."""
    cited = header.source in load_references() or header.source.startswith(("RFC ", "https://"))

    assert (True, True) == (cited, bool(header.sample))
    assert is_header_name(header.name.rstrip("*") + "a" * header.name.endswith("*"))
