"""Knowledge files: mistakes are named by file, entry, field and line; all files ship."""

import tomllib
from pathlib import Path

import pytest

import tracekit.knowledge
from tracekit.errors import KnowledgeError
from tracekit.knowledge import load_facts, load_outcomes, load_references, parse_gateway
from tracekit.knowledge.checks import check_outcomes, check_tree
from tracekit.knowledge.files import bundled_text, parse_entries
from tracekit.knowledge.loader import parse_tree
from tracekit.knowledge.schema import Outcome

FOLDER = Path(tracekit.knowledge.__file__).parent
COPIES = bundled_text("trees/copies.toml")


def check(text):
    """Parse and check a changed tree of copies."""
    tree = parse_tree(text, "trees/copies.toml")
    check_tree(tree, load_outcomes(), load_references(), load_facts())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('yes = "c-looped"', 'yes = "c-nowhere"', ["'c-delivered-twice'", "yes", "'c-nowhere'"]),
        ('no = "c-ended"', 'no = "c-resent"', ["goes round", "c-resent"]),
        ('start = "c-delivered-twice"', 'start = "c-resent"', ["no way leads here"]),
        ('yes = "journal-copy"', 'yes = "single-copy"', ["journal-copy", "no answer leads"]),
        ('yes = "journal-copy"', 'yes = "in-junk"', ["in-junk"]),
        ('ask = "forwarding"', 'ask = ""', ["c-forwarded", "field ask"]),
        ('ask = "forwarding"', 'ask = "nobody"', ["c-forwarded", "'nobody'"]),
        ('references = ["ms-forwarding"]', "references = []", ["c-forwarded", "source"]),
        ('references = ["ms-forwarding"]', 'references = ["x"]', ["c-forwarded", "'x'"]),
        ('evidence = "was_delivered_twice"', 'evidence = "eval(1)"', ["not a function name"]),
        ('evidence = "was_delivered_twice"', 'evidence = "was_nice"', ["facts.toml"]),
        ('id = "c-groups"', 'id = "c-looped"', ["two entries", "c-looped"]),
        ('name = "copies"', 'name = "copies', ["as TOML", "line"]),
        ('why = "Somebody who reads', 'because = "Somebody who reads', ["c-forwarded", "line"]),
    ],
)
def test_a_mistake_in_a_tree_is_named(old, new, said):
    """Whoever breaks a tree is told where and how."""
    assert old in COPIES
    with pytest.raises(KnowledgeError) as error:
        check(COPIES.replace(old, new, 1))
    assert "trees/copies.toml" == error.value.file
    assert [] == [words for words in said if words not in str(error.value)]


def test_the_line_of_a_mistake_is_right():
    """The line named is the line where the entry begins."""
    with pytest.raises(KnowledgeError) as error:
        check(COPIES.replace('question = "Did the sender send it again?"', "question = 7"))

    line = 1 + COPIES[: COPIES.index('[[node]]\nid = "c-resent"')].count("\n")
    assert f"node 'c-resent', field question, line {line}" == error.value.place


def test_an_outcome_must_say_what_would_settle_it():
    """Less than shown without a way to settle it is refused."""
    text = bundled_text("outcomes.toml").replace("settle = ", "# settle = ")
    outcomes = parse_entries(text, Outcome, "outcome", "outcomes.toml")

    with pytest.raises(KnowledgeError, match="field settle"):
        check_outcomes({o.id: o for o in outcomes}, load_references())


def test_an_empty_profile_is_refused():
    """A file without the required fields is no profile."""
    with pytest.raises(KnowledgeError, match="name"):
        parse_gateway("", "mine.toml")


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.toml")), ids=lambda f: f.name)
def test_every_file_is_plain_text_without_places(file):
    """No bundled file names a machine, and each one is TOML in UTF-8."""
    text = file.read_text(encoding="utf-8")

    assert tomllib.loads(text)
    assert "/" + "work/" not in text


def test_importing_loads_nothing():
    """Knowledge is read when it is asked for, not on import."""
    source = (FOLDER / "__init__.py").read_text(encoding="utf-8")

    assert [] == [line for line in source.splitlines() if line.startswith("load_")]
