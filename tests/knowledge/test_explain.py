"""explain: any name of the trade, under the same headings."""

import pytest

from tracekit.errors import UnknownNameError
from tracekit.knowledge import (
    explain,
    list_explained,
    list_gateways,
    load_gateway,
    load_references,
)
from tracekit.knowledge.explain import HEADINGS

NAMES = {
    "Send external": "event",
    "SENDEXTERNAL": "event",
    "filtered as spam": "status",
    "5.1.10": "status code",
    "550 5.1.10": "status code",
    "4.4.316": "status code",
    "5.7.620": "status code",
    "RESOLVER.GRP.Expanded": "status code",
    "SFV:SKS": "verdict",
    "SCL 9": "verdict",
    "scl=-1": "verdict",
    "compauth 104": "verdict",
    "IPW Mail for Inky": "gateway rule",
    "IPW Nobody Knows": "gateway rule",
    "g-sent": "question",
    "Return_Not_In_Trace": "outcome",
    "INKY": "gateway",
    "IPW": "gateway connector",
    "IPW-Group": "gateway group",
    "avanan_inline_incoming": "gateway group",
    "X-IPW-GROUPMEMBER": "gateway header",
    "journal@inkyphishfence.com": "gateway address",
    "no return": "absence",
    "two-ends": "contradiction",
    "connector-defers": "pattern",
    "LED": "word",
    "FQDN": "word",
    "LRT": "word",
    "MEP": "word",
    "CTRY": "record",
    "LANG": "record",
    "PTR": "record",
    "S:AMA": "record",
    "SFA": "record",
    "ServerHostName": "record",
    "twice": "complaint",
    "copies": "tree",
}


# What somebody at a desk types, and the page that answers it.
TYPED = {
    "4-7-721": "4.7.721",
    "5 1 10": "5.1.10",
    "5.1.10.": "5.1.10",
    "550-5.1.10": "5.1.10",
    "550": "5xx reply",
    "421": "4xx reply",
    "sfv skn": "SFV:SKN",
    "SFV": "SFV",
    "scl9": "SCL:9",
    "SCL": "SCL",
    "HPHISH": "CAT:HPHSH",
    "SKN": "SFV:SKN",
    "DI=SB": "DI:SB",
    "RECEIVE": "Receive",
    "in junk": "in-junk",
    "junk email": "in-junk",
    "DefaultFolderType:JunkEmail": "in-junk",
    "QuarantinedEmailSecured": "in-quarantine",
    "proof point": "proofpoint",
    "Inky Phish Fence": "inky",
    "ETR": "Transport rule (ETR)",
    "zero-hour auto purge": "ZAP",
    "bounce": "NDR",
    "DLP": "DLP rule",
    "safe attachments": "Safe Attachments",
    "message id": "Message-ID",
    "Get-MessageTrace": "Get-MessageTraceV2",
    "deferred": "Defer",
    "two-journey pattern": "two journeys",
    "find related": "Find related",
    "552 5.7.0 This message was blocked because its content presents a potential security issue":
        "5.7.0 potential security issue",
}  # fmt: skip
MISSPELLED = {
    "sned external": "Send external",
    "Deliverd": "Delivered",
    "quarentine": "Quarantine",
    "in-inbx": "in-inbox",
    "Mimecst": "mimecast",
    "47721": "4.7.721",
}


@pytest.mark.parametrize(("typed", "name"), TYPED.items())
def test_what_is_typed_finds_its_page(typed, name):
    """Codes without dots, bare values and fields, other words for one thing."""
    assert name == explain(typed).name


@pytest.mark.parametrize(("typed", "name"), MISSPELLED.items())
def test_a_misspelling_finds_the_nearest(typed, name):
    """It is refused, and what was meant stands first; no question of a tree is offered for it."""
    with pytest.raises(UnknownNameError) as error:
        explain(typed)

    assert name == error.value.known[0]
    assert [] == [n for n in error.value.known if n[:1].islower() and n[1:2] == "-"]


def test_a_rule_that_is_nearly_known_is_told():
    """A slip in the name of a vendor's rule is a likely fault of the tenant's own."""
    assert "IPW Mail for Inky" in str(explain("IPW Mail for Inkey"))


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_a_name_is_found_whatever_its_kind(name, kind):
    """Case and separators do not matter."""
    assert kind == explain(name).kind


@pytest.mark.parametrize("name", list_explained())
def test_every_page_has_the_same_headings_and_a_source(name):
    """One shape for all: five headings in one order, and at least one known reference."""
    page = explain(name)
    printed = [line for line in str(page).splitlines() if line in HEADINGS]

    assert list(HEADINGS) == list(page.sections) == printed
    assert page.references
    assert set() == set(page.references) - set(load_references())


def test_every_page_is_found_by_its_own_name():
    """No page hides another one."""
    hidden = [name for name in list_explained() if explain(name).name != name]

    assert [] == hidden


def test_a_page_fits_a_terminal():
    """Lines stay within 88 columns, except addresses that cannot be broken."""
    long = [line for line in str(explain("decided-by-gateway")).splitlines() if len(line) > 88]

    assert [] == [line for line in long if "https://" not in line]


def test_minus_one_is_not_one():
    """SCL -1 and SCL 1 are opposites."""
    assert "SCL:-1" == explain("SCL -1").name
    assert "SCL:1" == explain("SCL 1").name


def test_an_unknown_name_gets_its_neighbours():
    """A typing mistake is answered with the nearest names."""
    with pytest.raises(UnknownNameError) as error:
        explain("Send extrnal")

    assert "Send external" == error.value.known[0]


@pytest.mark.parametrize("name", ["", "xyzzy", "9.1.1", "x" * 10_000, "$(rm)", "5.7.9xx"])
def test_nonsense_is_not_explained(name):
    """What nobody knows is not made up."""
    with pytest.raises(UnknownNameError):
        explain(name)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("5.7.404", ["Refused for good", "security or policy"]),
        ("4.4.77", ["Not now", "network or routing"]),
        ("2.6.99", ["Accepted", "content"]),
        ("5.9.99", ["Refused for good", "not registered"]),
        ("5.1.100", ["Refused for good", "an address"]),
    ],
)
def test_a_code_that_is_not_listed_is_told_by_its_class(code, said):
    """Its numbers are explained, that it is not listed is said, and to ask who answered."""
    page = explain(code)

    assert [] == [words for words in [*said, "this code is not listed"] if words not in page.title]
    assert "FQDN" in page.sections["Why it matters"][0]
    assert "status code" == page.kind


def test_what_the_code_says_stays_with_an_unlisted_code():
    """The words of the server are shown: they are all that is known."""
    assert "No green ties here" in str(explain("550 5.7.404 No green ties here"))


def test_a_group_of_a_gateway_says_that_members_may_be_groups():
    """The command lists direct members only."""
    assert "direct members only" in str(explain("IPW-Group"))


@pytest.mark.parametrize("gateway", sorted(set(list_gateways()) - {"none"}))
def test_every_part_of_a_gateway_is_explained(gateway):
    """Groups, headers, connectors and hosts of every profile have a page that names the vendor."""
    profile = load_gateway(gateway)
    named = [part.name for part in (*profile.groups, *profile.headers)]
    samples = [p.samples[0] for p in (*profile.connectors, *profile.smart_hosts, *profile.hosts)]

    assert [] == [name for name in [*named, *samples] if "gateway" not in explain(name).kind]


@pytest.mark.parametrize(("asked", "name"), [
    ("No detail information available.", "No detail information available"),
    ("QUEUE.Expired", "4.4.7"),
    ("recalled", "recalled"),
    ("S3140", "S3150"),
    ("Received -> Processed -> Sent", "progress line"),
])  # fmt: skip
def test_what_stands_in_a_trace_has_a_page(asked, name):
    """Words that a report or a refusal prints are explained, as people copy them."""
    assert name == explain(asked).name


@pytest.mark.parametrize("asked", [
    "5.4.300 -> 451 4.7.500", "550 5.4.300 Message expired -> 451 4.7.500 Server busy",
])  # fmt: skip
def test_behind_an_arrow_stands_the_code_that_decides(asked):
    """The page is that of the inner code, and tells what stands in front of the arrow."""
    page = explain(asked)

    assert page.name.startswith("4.7.500")
    assert "behind the arrow of 5.4.300: the message expired" in str(page).replace("\n  ", " ")


def test_a_code_that_accepts_does_not_say_that_something_was_refused():
    """The subject of a code of success names no fault."""
    page = " ".join(str(explain("250 2.6.0")).split())

    assert "It is no failure" in page
    assert "cannot take or convert" not in page
