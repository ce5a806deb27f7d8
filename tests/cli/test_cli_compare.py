"""tracekit compare and tracekit routes: the same words as text, JSON and Markdown."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def pairs(tmp_path, reports):
    """Two files with both journeys of one message each, for Anna and for Ben, who got it clean."""
    one = "\n\n".join(Path(name).read_text("utf-8") for name in reports)
    two = one.replace("anna@", "ben@").replace("IPW Processed SPAM", "Some rule")
    (tmp_path / "one.txt").write_text(one, "utf-8")
    (tmp_path / "two.txt").write_text(two.replace("JunkEmail", "Inbox"), "utf-8")
    return [str(tmp_path / name) for name in ("one.txt", "two.txt")]


def test_two_inputs_are_two_messages(tracekit, pairs):
    """Where they part is the first thing after who they are; each event stands below its way."""
    shown = tracekit("compare", *pairs).stdout.decode()

    assert "for anna@example.org" in shown.splitlines()[0]
    assert "They part on the way back from the gateway" in shown
    assert "  both    Receive" in shown.splitlines()
    assert "  first   Transport rule 'IPW Processed SPAM'" in shown.splitlines()


@pytest.mark.parametrize("chosen", [
    ("--recipient", "anna@example.org", "--recipient", "ben@example.org"),
    ("--message-id", "1@example.com", "--recipient", "anna@example.org"),
])  # fmt: skip
def test_two_recipients_of_the_inputs(tracekit, pairs, chosen):
    """All inputs are one trace, of which two messages are chosen."""
    document = json.loads(tracekit("compare", *pairs, *chosen, "--format", "json").stdout)

    assert "anna@example.org" == document["first"]["recipient"]
    assert "ben@example.org" == document["second"]["recipient"]
    assert False in [row["same"] for row in document["events"]]


def test_markdown_has_a_table_of_the_events(tracekit, pairs):
    """What strangers wrote stands in code spans."""
    shown = tracekit("compare", *pairs, "--format", "markdown").stdout.decode()

    assert "| `return` | `Transport rule 'IPW Processed SPAM'` |" in shown


def test_one_message_cannot_be_compared(tracekit, reports):
    """The two files are two journeys of one message: what to give is said in one line."""
    done = tracekit("compare", "--recipient", "anna@example.org", *reports)
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert "one message" in line
    assert "--message-id" in line


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_routes_name_the_groups(tracekit, pairs, form):
    """Two recipients of one message, two ways."""
    shown = tracekit("routes", *pairs, "--format", form).stdout.decode()

    assert "Route 2: 1 of 2 recipients" in shown
    assert "Parts from route 1: " in shown


def test_routes_as_json(tracekit, pairs):
    """Programs get each group with its recipients and its stations."""
    first, second = json.loads(tracekit("routes", *pairs, "--format", "json").stdout)["routes"]

    assert (["anna@example.org"], ["ben@example.org"]) == (
        first["recipients"], second["recipients"])  # fmt: skip
    assert {"journey", "station"} == set(first["stations"][0])
