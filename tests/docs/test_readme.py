"""What the README shows is what happens."""

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from tracekit.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^```console\n\$ python3 start\.py run ([^\n]*)\n(.*?)^```$", README, re.M | re.S
)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[c.split()[0] for c, _ in EXAMPLES])
def test_commands_print_what_is_shown(command, shown, monkeypatch, capsys):
    """Each command of the tour gives the output below it; `...` stands for anything."""
    monkeypatch.chdir(ROOT)
    code, printed = main(shlex.split(command)), capsys.readouterr().out

    assert 0 == code
    assert OutputChecker().check_output(shown, printed, ELLIPSIS), printed


def test_every_verb_of_the_tour_is_tried():
    """The expression above finds the examples."""
    assert ["read", "diagnose", "explain"] == [c.split()[0] for c, _ in EXAMPLES]


def test_the_python_of_the_tour_runs(tmp_path, monkeypatch, capsys):
    """The lines for a notebook work as they stand."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    exec(code, {})  # noqa: S102  (the README of this repository)
    told = capsys.readouterr()

    assert "" == told.err
    assert "Junk" in told.out


def test_links_lead_somewhere():
    """Every file the README points at is there."""
    targets = re.findall(r"\]\(([^):#]+)\)", README)

    assert targets
    assert [] == [target for target in targets if not (ROOT / target).is_file()]
