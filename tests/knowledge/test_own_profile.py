"""A gateway profile of one's own: every mistake is named, by file, line and field."""

import pytest

from tracekit.errors import KnowledgeError
from tracekit.knowledge import load_gateway, parse_gateway
from tracekit.knowledge.files import bundled_text


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

[turn_round]
value = 2
meaning = "As measured."
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
    wrong = OWN.replace("value = 2", f"value = {value}")

    assert ("turn_round.value, line 18", True) == (
        (error := own(tmp_path, wrong)).place, told in error.found)  # fmt: skip


@pytest.mark.parametrize(("raw", "place", "told"), [
    (OWN.encode("utf-16"), "the file", "UTF-16"),
    (OWN.encode("utf-16-le"), "the file", "UTF-16"),
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


def test_a_profile_that_is_worked_on_is_read_as_it_is_now(tmp_path):
    """In a notebook the same file is mended and read again; a new mistake in it is told."""
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    assert 2 == load_gateway(path).turn_round_minutes
    path.write_text(OWN.replace("value = 2", "value = 5"), encoding="utf-8")
    assert 5 == load_gateway(path).turn_round_minutes
    path.write_text(OWN.replace("value = 2", "valu = 5"), encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"own\.toml"):
        load_gateway(path)
