"""Gateway profiles: data only, tried on their samples, safe on any name."""

import time

import pandas as pd
import pytest

from tracekit.errors import KnowledgeError, UnknownNameError
from tracekit.knowledge import Pattern, list_gateways, load_gateway, parse_gateway

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
