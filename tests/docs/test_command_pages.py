"""docs/commands.md has every verb, every format and every key of the JSON."""

import argparse
import re
from pathlib import Path

import pytest

import tracekit
from tracekit.cli import VERBS, build_parser
from tracekit.render import records

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
ROWS = {cells[0].strip(" `"): [c.strip() for c in cells] for line in PAGE.splitlines()
        if len(cells := line.strip("|").split("|")) == 4 and cells[0].startswith(" `")}  # fmt: skip
# What is written out in one line of the table.
CLOSED = {"messages.outcomes", "messages.findings", "messages.strength", "messages.steps.rows",
          "messages.steps.references", "messages.absences", "messages.contradictions", "first",
          "second", "routes.stations"}  # fmt: skip


@pytest.fixture(scope="module")
def diagnosis():
    """Many messages of one sender, of which three bounced."""
    row = "12/6/2022, 12:31 PM | {}\nMore information\nMessage ID:<{}@example.net>\n"
    ends = ["Deliver | The message was successfully delivered."] * 9
    ends += ["Fail | Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; x}]"] * 3
    texts = [f"Subject: x\nSender: {'b' if 'Fail' in end else 'a'}@example.com\nRecipient: "
             f"sam@example.org\nDate (UTC) | Event | Detail |\n{row.format(end, n)}"
             for n, end in enumerate(ends)]  # fmt: skip
    more = texts[0].replace("sam@", "pat@")
    return tracekit.diagnose(tracekit.parse("\n\n".join([*texts, more])))


def keys(record, before=""):
    """Name every key of nested values; of a list, those of its first entry."""
    for name, value in record.items():
        path = before + name
        yield path
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and path not in CLOSED:
            yield from keys(inner, path + ".")


def documented(verb):
    """The keys that the page has for a verb, in order."""
    part = PAGE.partition(f"## JSON of {verb}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w.]+)` \|", part, re.M)


def test_every_verb_is_in_the_table():
    """A verb that nobody reads of is not there."""
    names = {verb.__name__.rpartition(".")[2] for verb in VERBS}

    assert names == set(ROWS)


def test_formats_are_those_of_the_command():
    """The last column is what --format takes."""
    (verbs,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    for name in ("read", "diagnose", "compare", "routes", "triage"):
        (choice,) = (a for a in verbs.choices[name]._actions if a.dest == "format")
        assert list(choice.choices) == ROWS[name][3].split(", "), name


@pytest.mark.parametrize("verb", ["diagnose", "compare", "routes", "triage"])
def test_every_key_of_the_json_is_told(verb, diagnosis):
    """Programs are built on these names: all are told, and no other."""
    pair = [diagnosis.case("<0@example.net>"), diagnosis.case("<9@example.net>")]
    made = {
        "diagnose": lambda: records.diagnosis_record(diagnosis),
        "compare": lambda: records.comparison_record(tracekit.compare(*pair)),
        "routes": lambda: records.routes_record(diagnosis.routes()),
        "triage": lambda: records.triage_record(tracekit.triage(diagnosis)),
    }

    found = set(keys(made[verb]()))
    if verb == "triage":  # whether these messages show a pattern or not, its keys are the columns
        found |= {f"patterns.{name}" for name in tracekit.triage(diagnosis).patterns.columns}

    assert set(documented(verb)) == found
