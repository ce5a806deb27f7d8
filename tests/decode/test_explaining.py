"""explain() of a whole line: every known piece of it, and nothing that is made up."""

import pytest

from tracekit import explain
from tracekit.decode.details import sentences
from tracekit.errors import UnknownNameError
from tracekit.knowledge import load_events, load_verdicts
from tracekit.knowledge.explain import HEADINGS

RULE = ("12/6/2022, 12:31 PM | Transport rule | Transport rule: 'IPW Processed SPAM', ID: "
        "('6d58f53b-a39e-4349-a0c3-9ef201cd8fef'), DLP policy: '', "
        "ID: (00000000-0000-0000-0000-000000000000).")  # fmt: skip
LINES = {
    "Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found};{MSG=};{FQDN=};{IP=};"
    "{LRT=}]": {"5.1.10"},

    RULE: {"Transport rule", "IPW Processed SPAM"},
    "X-Forefront-Antispam-Report: CIP:192.0.2.1;LANG:en;SCL:5;IPV:NLI;SFV:SPM;": {
        "From IP", "SCL:5", "IPV:NLI", "SFV:SPM"},
    "S:AMA=SUM|v=0|action=b|error=|atch=1;S:SFA=SUM|SFV=SKS|SCL=9": {
        "S:AMA", "S:AMA action", "S:SFA", "SFV:SKS", "SCL:9"},
    "The message was successfully delivered to the folder: DefaultFolderType:JunkEmail": {
        "Deliver", "in-junk"},
    "Spam confidence level: 9": {"Spam", "SCL:9"},
}  # fmt: skip


@pytest.mark.parametrize(("line", "pieces"), LINES.items())
def test_each_known_piece_of_a_line_is_explained(line, pieces):
    """A line that a desk pastes names its event, codes, rules and verdicts."""
    page = explain(line)

    assert "pasted line" == page.kind
    assert pieces == set(page.name.split(", "))
    assert list(HEADINGS) == list(page.sections)
    assert page.references


@pytest.mark.parametrize(
    "line",
    ["nothing of the trade is in this sentence", "<script>alert(1)</script>", "|" * 5_000,
     "version 10.5.1.10", "version 12.5.1.10.3", "version 5.9.99", "x" * 200_000, "4.7." * 50_000],
)  # fmt: skip
def test_nothing_is_made_up(line):
    """A line without a known piece is refused, also where digits look like a code."""
    with pytest.raises(UnknownNameError):
        explain(line)


def test_a_code_with_its_text_is_the_page_of_the_code():
    """What a server said after the code does not hide the code."""
    assert "4.7.721" == explain("450 4.7.721 Attachments are being scanned, see 192.0.2.9").name


def test_a_name_stays_a_name():
    """One name gives its own page, as before."""
    assert "event" == explain("Send external").kind


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Send extrnal", "Send external"), ("Quarentined", "Quarantined"), ("Mimecst", "mimecast")],
)
def test_a_slip_gets_the_page_of_the_nearest_and_is_told(typed, name):
    """What was meant is explained, and that nothing has the name that was typed is said first."""
    page = explain(typed)

    assert name == page.name
    assert page.sections["What it is"][0].startswith(f"Nothing is called '{typed}'")


@pytest.mark.parametrize("typed", ["4.7.722x", "SCL 99", "RESOLVER.GRP.Expandd7"])
def test_another_number_is_another_thing(typed):
    """Of two codes that differ by one digit neither explains the other."""
    with pytest.raises(UnknownNameError):
        explain(typed)


def test_every_sentence_names_a_known_event():
    """Each sentence of a detail stands for an event of the list, or for none."""
    named = {sentence.event for sentence, _ in sentences()} - {""}

    assert set() == named - set(load_events())


@pytest.mark.parametrize("sentence", [s for s, _ in sentences() if s.event], ids=lambda s: s.name)
def test_every_sample_of_a_detail_is_explained(sentence):
    """Each sample of the knowledge, pasted alone, is explained with its event."""
    for sample in sentence.samples:
        names = explain(sample).name
        assert "DLP rule" in names if sample.startswith("DLP") else sentence.event in names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("it went to junk", "in-junk"),
        ("why was it deferred", "Defer"),
        ("compauth=fail reason=000", "compauth:000"),
        ("CIP:192.0.2.1", "From IP"),
    ],
)
def test_a_short_question_is_answered_by_its_words(line, name):
    """Somebody who types a sentence is told of the word in it that is known."""
    assert name in explain(line).name


# What a desk pastes that is no name: header lines, sentences of a bounce, ids and servers.
PASTED = {
    "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;OFR:CustomRules;ENG:(910001)":
        {"dest:J", "OFR:CustomRules"},
    "Authentication-Results: spf=fail (sender IP is 192.0.2.1); dkim=fail (body hash did not "
    "verify) header.d=example.com; dmarc=fail action=oreject; compauth=pass reason=130":
        {"spf:fail", "dkim:fail", "dmarc:fail", "action:oreject", "compauth:130"},
    "X-MS-Exchange-Organization-SCL: -1": {"SCL:-1"},
    "Your message couldn't be delivered because the recipient's mailbox is full": {"5.2.2", "NDR"},
    "00000000-0000-0000-0000-000000000000": {"no DLP policy"},
    "6D58F53B-A39E-4349-A0C3-9EF201CD8FEF": {"GUID"},
    "AS(7555)": {"AS number"},
    "<a.b@mail.example.com>": {"Message-ID"},
    "192.0.2.9": {"IP address"}, "10.5.1.10": {"IP address"},
    "2001:db8::9": {"IP address"},
    "ipw-mta-o365-prod-0123456789abcdef.elb.us-west-2.amazonaws.com": {"inky"},
    "mx1.mimecast.com": {"mimecast"},
}  # fmt: skip


@pytest.mark.parametrize(("pasted", "names"), PASTED.items())
def test_what_has_a_shape_is_explained_by_it(pasted, names):
    """Ids, addresses and servers are told by their shape; a header line by all its pieces."""
    assert names <= set(explain(pasted).name.split(", "))


def test_a_reason_names_who_answered():
    """The host of a LED reason says whose answer it is."""
    reason = ("[{LED=450 4.4.316 Connection refused};{MSG=};{FQDN=mx1.example.net};"
              "{IP=192.0.2.7};{LRT=}]")  # fmt: skip

    assert "mx1.example.net at 192.0.2.7" in explain(reason).sections["Why it matters"][0]


@pytest.mark.parametrize("typed", ["LANG:en", "CTRY:US", "PTR:mail.example.com", "ASF = 1"])
def test_a_field_with_any_value_is_explained_by_its_name(typed):
    """Where the values of a field are free, the field is what can be explained."""
    assert ("record", typed[:4].strip(" :")) == (explain(typed).kind, explain(typed).name)


def test_an_unlisted_code_in_a_pasted_reply_is_told_by_its_class():
    """What its numbers say, that it is not listed, its words, and which server gave it."""
    page = explain("Reason: [{LED=450 4.4.999 Something new};{MSG=};{FQDN=mx1.example.net};"
                   "{IP=192.0.2.7};{LRT=}]")  # fmt: skip

    assert "Who answered, or did not answer: mx1.example.net at 192.0.2.7." in str(page)
    assert "network or routing" in str(page)
    assert "not listed" in str(page)


def test_a_sample_of_a_token_is_read_as_that_token():
    """The line of each token, pasted, is explained with the entry that it stands in."""
    unread = [
        entry.key
        for entry in load_verdicts().values()
        for sample in entry.samples
        if entry.meaning not in " ".join(explain(sample).sections["What it is"])
    ]

    assert [] == unread
