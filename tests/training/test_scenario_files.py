"""Every scenario that ships is whole, and is what diagnose() says; a mistake is named."""

import pytest

from tracekit.errors import InputError, KnowledgeError
from tracekit.training import bundled_scenarios, load_scenarios, mistakes
from tracekit.training.checks import check

SET = bundled_scenarios()
PAIR = SET.texts["textbook-pair"]


@pytest.mark.parametrize("name", sorted(SET.scenarios))
def test_a_bundled_scenario_has_no_mistake(name):
    """Its names are known, its rows are there, and its answers are those of diagnose()."""
    found = check(SET.scenarios[name], name, SET.texts[name], SET.scenarios, SET.folder)

    assert [] == [str(mistake) for mistake in found]


CHANGES = {
    "textbook-pair.toml, level, line 3: Invalid enum value 9": ("level = 1", "level = 9"),
    "textbook-pair.toml, tell, line 75: Object contains unknown field `rihgt`; perhaps 'right'":
        ("[tell]\nright", "[tell]\nrihgt"),
    "textbook-pair.toml, answer 'number 1', line 31: Object missing required field `strength`":
        ('strength = "consistent with"\n', ""),
    "textbook-pair.toml, field complaint, line 5: no complaint": ("false-positive", "wrong"),
    "textbook-pair.toml, journey 2, field rows, line 23: 'yesterday spam' is no row":
        ('"12:32 spam #spam"', '"yesterday spam #spam"'),
    "textbook-pair.toml, answer 1, field outcome, line 33: the tree 'decision' never ends in":
        ("decided-by-gateway", "in-junk"),
    "textbook-pair.toml, answer 1, field outcome, line 33: diagnose() says 'decided-by-gateway'":
        ('"decided-by-gateway"', '"decided-by-routing"'),
    "textbook-pair.toml, answer 1, field strength, line 34: diagnose() says it is 'consistent":
        ('"consistent with"', '"shown"'),
    "textbook-pair.toml, answer 1, field proof, line 35: no row is labelled 'verdit'":
        ('proof = ["verdict"]', 'proof = ["verdit"]'),
    "textbook-pair.toml, field words, line 6: write {recipient}: the generator changes":
        ("I ordered", "I, sam@example.org, ordered"),
    "textbook-pair.toml, answer 1, field proof, line 35: the row 'journal' proves nothing":
        ('proof = ["verdict"]', 'proof = ["journal"]'),
}  # fmt: skip


@pytest.mark.parametrize("named", sorted(CHANGES))
def test_a_mistake_is_named_by_file_field_and_line(named, tmp_path):
    """A teacher sees at once where to look."""
    before, after = CHANGES[named]
    (tmp_path / "textbook-pair.toml").write_text(PAIR.replace(before, after, 1), "utf-8")

    found = [str(mistake) for mistake in mistakes(tmp_path)]

    assert named == found[0][: len(named)]


def test_a_folder_with_a_mistake_is_not_loaded(tmp_path):
    """Nobody practises on a scenario whose answer is wrong."""
    (tmp_path / "textbook-pair.toml").write_text(PAIR.replace("level = 1", "level = 7"), "utf-8")

    with pytest.raises(KnowledgeError):
        load_scenarios(tmp_path)


def test_a_folder_without_scenarios_is_one_clear_error(tmp_path):
    """It says what to put there."""
    with pytest.raises(InputError, match="no scenario in it"):
        load_scenarios(tmp_path)
