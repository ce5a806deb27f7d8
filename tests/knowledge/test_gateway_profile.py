"""Gateway profiles: data only, tried on their samples, safe on any name."""

import time

import pandas as pd
import pytest

from tracekit.errors import KnowledgeError, UnknownNameError
from tracekit.knowledge import Pattern, list_gateways, load_gateway, parse_gateway
from tracekit.knowledge.files import bundled_text

INKY = load_gateway("inky")
SMART_HOST = "ipw-mta-o365-prod-b3d65134e94c6bdc.elb.us-west-2.amazonaws.com"
SECOND = """
name = "example"
title = "Example Shield"
kind = "inline"

[turn_round]
value = 2
meaning = "As the vendor says."
source = "its manual"

[[connectors]]
match = 'Shield - Send .*'
meaning = "Out to the service."
source = "its manual"
samples = ["Shield - Send to Frontline"]
not_samples = ["Shield"]

[[smart_hosts]]
match = '[a-z0-9-]+\\.in\\.shield\\.example'
meaning = "Takes the mail."
source = "its manual"
samples = ["example-com.in.shield.example"]
not_samples = ["shield.example"]

[[rules]]
match = 'Shield - Send to Junk'
role = "verdict-spam"
meaning = "Spam."
source = "its manual"
samples = ["Shield - Send to Junk"]
not_samples = ["Shield - Send"]
"""
ROLES = {
    "IPW Mail for Inky": "route",
    "IPW Mail for Outbound Processing": "route-outbound",
    "IPW Mail for OMP - External Recipients": "route-outbound",
    "IPW Processed SPAM": "verdict-spam",
    "IPW Processed Phish": "verdict-phish",
    "IPW Processed MALWARE": "verdict-malware",
    "IPW Processed Graymail": "verdict-graymail",
    "IPW Processed Neutral": "verdict-clean",
    "IPW Filter - Reset": "filter",
    "IPW Organizational Unit": "filter",
    "IPW Filter - Group Member": "member",
    "IPW Relay Key": "key",
    "Bypass INKY - Contoso": "exempt",
    "IPW Something New": "unknown",
    "Finance archive": None,
}


def broken(old, new):
    """Return the error that a change of the second profile raises."""
    assert old in SECOND
    with pytest.raises(KnowledgeError) as error:
        parse_gateway(SECOND.replace(old, new), "example.toml")
    return error.value


@pytest.mark.parametrize(("name", "role"), ROLES.items())
def test_a_rule_plays_its_part(name, role):
    """Each rule of INKY has its role, whatever its case; other rules have none."""
    assert role == INKY.rule_role(name) == INKY.rule_role(name.upper())


def test_the_founding_trace_is_recognised():
    """Connector, smart host, address and journal address of the founding document are INKY's."""
    assert INKY.is_connector("IPW")
    assert INKY.is_smart_host(SMART_HOST)
    assert INKY.is_gateway_host(SMART_HOST.upper() + ".")
    assert INKY.is_address("44.225.179.230")
    assert INKY.is_journal_address("journal@dev.inkyphishfence.com")


@pytest.mark.parametrize(
    "host",
    ["mail.elb.us-west-2.amazonaws.com", SMART_HOST + ".example.com", "", None, 7, "x" * 501],
)
def test_another_host_is_not_the_gateways(host):
    """A host is the gateway's only if its whole name says so."""
    assert not INKY.is_gateway_host(host)


def test_whole_columns_are_judged_at_once():
    """A column gives a column: same index, missing stays missing or no."""
    names = pd.Series(["IPW Relay Key", None, "other"], index=[7, 8, 9], dtype="str")

    roles, flags = INKY.rule_roles(names), INKY.are_connectors(names)

    assert ["key", True, True] == [roles[7], pd.isna(roles[8]), pd.isna(roles[9])]
    assert ([False] * 3, "bool") == (flags.tolist(), flags.dtype.name)


def test_a_second_vendor_needs_no_python(tmp_path):
    """A profile of one's own is a file."""
    file = tmp_path / "example.toml"
    file.write_text(SECOND, encoding="utf-8")

    shield = load_gateway(file)

    assert ("verdict-spam", 2) == (shield.rule_role("Shield - Send to Junk"),
                                   shield.turn_round_minutes)  # fmt: skip
    assert shield.is_smart_host("example-com.in.shield.example")


@pytest.mark.parametrize("name", list_gateways())
def test_no_pattern_runs_for_long(name):
    """Names written by an attacker cost no time."""
    gateway = load_gateway(name)
    samples = [s for table in gateway.patterns.values() for p in table for s in p.samples]
    nasty = [(s[:-1] * 300)[:500] for s in samples] + [c * 500 for c in "a-. @"]
    nasty += ["bypass inkyx " * 38, "skip " * 100]

    start = time.process_time()
    for text in nasty:
        gateway.rule_role(text), gateway.is_gateway_host(text), gateway.is_journal_address(text)

    assert 2 > time.process_time() - start


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("(?:a+)+", "repeats a group"), ("(?=a)a", "special group"), (r"(a)\1", "back reference"),
     (".*a.*b.*c.*", "more than 3 loops"), ("(", "no regular expression")],
)  # fmt: skip
def test_an_unsafe_pattern_is_refused(pattern, reason):
    """A pattern that could run for ever never gets in."""
    error = broken("Shield - Send to Junk'\nrole", pattern + "'\nrole")

    assert reason in str(error)


def test_a_sample_that_does_not_fit_is_named():
    """Samples are tried when the profile is read; the error names file, field and sample."""
    error = broken('not_samples = ["Shield"]', 'not_samples = ["Shield - Send x"]')

    assert ("example.toml", True) == (error.file, "not_samples" in error.place)
    assert "'Shield - Send x'" in error.found


def test_a_field_nobody_knows_is_refused():
    """A misspelled field is not silently ignored."""
    assert "colour" in str(broken('kind = "inline"', 'kind = "inline"\ncolour = "red"'))


def test_an_unknown_gateway_is_told_with_the_known_ones():
    """A wrong name gets the list of right ones."""
    with pytest.raises(UnknownNameError, match="inky"):
        load_gateway("nobody")


def test_an_exact_pattern_matches_one_name():
    """A profile made in code takes names as they are, not as expressions."""
    pattern = Pattern.exact("a.b (1)", "a connector", "the trace")

    assert (True, False) == (pattern.matches("A.B (1)"), pattern.matches("aXb (1)"))


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ('kind = "inlin"', 'kind = "inline"', "it can be: api, inline, journal, mx, none, sign"),
        ("mach = 'Perception", "match = 'Perception", "unknown field `mach`; perhaps 'match'"),
        ("match = ''", "match = 'Perception Point Redirect Rule'", "rules '', field samples"),
    ],
)
def test_a_mistake_in_a_profile_says_what_could_be_meant(wrong, right, told, tmp_path):
    """A value of a closed list is answered with the list, a misspelt field with the nearest."""
    path = tmp_path / "own.toml"
    path.write_text(bundled_text("gateways/perception-point.toml").replace(right, wrong, 1),
                    encoding="utf-8")  # fmt: skip

    with pytest.raises(KnowledgeError, match=r"own\.toml") as error:
        load_gateway(path)
    assert told in str(error.value)


OWN = """name = "ours"
title = "Ours"
kind = "inline"

[[smart_hosts]]
match = "mta\\\\.ours\\\\.example"
meaning = "Where our rule sends mail."
source = "our wiki"
samples = ["mta.ours.example"]
not_samples = ["x.example"]

[[addresses]]
network = "192.0.2.0/24"
meaning = "Where it comes back from."
source = "our wiki"
"""


@pytest.mark.parametrize(("right", "wrong", "field", "line"), [
    ('["mta.ours.example"]', '["other.example"]', "field samples", 9),
    ("mta\\\\", "mta(\\\\", "field match", 6),
    ("192.0.2.0/24", "192.0.2.300", "field network", 13),
    ('"inline"', '"inlin"', "kind", 3),
    ("meaning = \"Where our", "meanin = \"Where our", "`meanin`", 7),
])  # fmt: skip
def test_a_mistake_in_a_profile_of_ones_own_is_named_by_file_line_and_field(
    right, wrong, field, line, tmp_path
):
    """However the value is quoted, the person is told where to look."""
    (tmp_path / "ours.toml").write_text(OWN.replace(right, wrong, 1))

    with pytest.raises(KnowledgeError) as error:
        load_gateway(tmp_path / "ours.toml")
    told = str(error.value)
    assert (True, True, True) == ("ours.toml" in told, field in told, f"line {line}" in told), told


SEVERAL = """name = "ours"
title = "Ours"
kind = "inlin"
colour = "red"

[turn_round]
value = "five"
meaning = "As measured."
source = "our wiki"

[[smart_hosts]]
match = "mta("
meaning = "Where our rule sends mail."
source = "our wiki"
samples = ["mta.ours.example"]
not_samples = ["x.example"]

[[rules]]
match = "Route"
role = "route"
samples = ["Route"]
not_samples = []

[[addresses]]
network = "192.0.2.300"
meaning = "Where it comes back from."
source = "our wiki"
"""


def own(tmp_path, text, encoding="utf-8"):
    """Return the error of a profile of one's own."""
    path = tmp_path / "ours.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    with pytest.raises(KnowledgeError) as error:
        load_gateway(path)
    return error.value


def test_all_mistakes_are_named_at_once_each_with_its_line_and_field(tmp_path):
    """Nobody has to mend one to learn of the next."""
    error = own(tmp_path, SEVERAL)

    assert [
        "kind, line 3",
        "colour, line 4",
        "turn_round.value, line 7",
        "smart_hosts 'mta(', field match, line 12",
        "rules 'Route', line 18",
        "addresses '192.0.2.300', field network, line 25",
    ] == [mistake.place for mistake in error.mistakes]
    assert all(f"{m.place}: {m.found}" in str(error) for m in error.mistakes)
    assert "it lacks meaning, source" == error.mistakes[4].found


@pytest.mark.parametrize(("value", "told"), [
    ('"five"', "a whole number"), ("-1", ">= 1"), ("0", ">= 1"), ("true", "a whole number"),
    ("1e9", "a whole number"), ("99999999", "<= 10080"),
])  # fmt: skip
def test_a_turn_round_is_minutes(value, told, tmp_path):
    """Text, no time at all and times below zero are refused when the file is read."""
    wrong = SECOND.replace("value = 2", f"value = {value}")

    assert ("turn_round.value, line 7", True) == (
        (error := own(tmp_path, wrong)).place, told in error.found)  # fmt: skip


@pytest.mark.parametrize(("raw", "place", "told"), [
    (SECOND.encode("utf-16"), "the file", "UTF-16"),
    (SECOND.encode("utf-16-le"), "the file", "UTF-16"),
    ('name = "a"\ntitle = "Caf\xe9"'.encode("latin-1"), "line 2", "save it in that encoding"),
    (b"a = " + b"[" * 9000, "as TOML", "too deep"),
    (b"a = 1" + b"0" * 9000, "as TOML", "too long"),
    (b"[turn_round]\nvalue 5", "as TOML", "line 2"),
    (b"#" * 1_000_001, "the file", "megabyte"),
    (b"turn_round = 5", "turn_round, line 1", "a table with value, meaning, source"),
    (b"rules = 5", "rules, line 1", "[[rules]]"),
    (b"", "the whole file", "it lacks name, title, kind"),
], ids=["utf-16", "utf-16 without its mark", "latin-1", "deep", "long number", "syntax", "large",
        "no table", "no list", "empty"])  # fmt: skip
def test_a_file_that_is_no_profile_is_told_in_plain_words(raw, place, told, tmp_path):
    """An encoding, a syntax or a size that does not fit names the file and what to do."""
    error = own(tmp_path, raw)
    found = [error, *getattr(error, "mistakes", ())]

    assert ("ours.toml", True) == (
        error.file, any(m.place == place and told in m.found for m in found))  # fmt: skip


def test_whatever_is_cut_or_doubled_in_a_profile_there_is_one_kind_of_error(tmp_path):
    """Whole lines that are lost, doubled or changed end in a profile or in a KnowledgeError."""
    lines = bundled_text("gateways/mailmarshal.toml").splitlines()
    wrong = ["= -1", "= {}", "= [1]", "= 2020-01-01", '= "x"', "= nan"]
    refused = 0
    for n, line in enumerate(lines):
        name = line.partition("=")[0]
        for put in ([], [line, line], [f"{name}{wrong[n % 6]}"], [line[: len(line) // 2]]):
            text = "\n".join([*lines[:n], *put, *lines[n + 1 :]])
            try:
                parse_gateway(text, "ours.toml")
            except KnowledgeError:
                refused += 1
    assert refused > len(lines)
