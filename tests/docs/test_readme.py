"""What the README shows is what happens."""

import re
import shlex
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^```console\n\$ python3 start\.py run ([^\n]*)\n(.*?)^```$", README, re.M | re.S
)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[c.split()[0] for c, _ in EXAMPLES])
def test_commands_print_what_is_shown(command, shown):
    """Each command of the tour gives the output below it; `...` stands for anything."""
    words = [sys.executable, "-m", "tracekit", *shlex.split(command)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=True)

    assert OutputChecker().check_output(shown, done.stdout.decode(), ELLIPSIS), done.stdout.decode()


def test_every_verb_of_the_tour_is_tried():
    """The expression above finds the examples."""
    assert ["read", "diagnose", "explain"] == [c.split()[0] for c, _ in EXAMPLES]


def test_the_python_of_the_tour_runs(tmp_path):
    """The lines for a notebook work as they stand."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "Junk" in done.stdout


def test_links_lead_somewhere():
    """Every file the README points at is there."""
    targets = re.findall(r"\]\(([^):#]+)\)", README)

    assert targets
    assert [] == [target for target in targets if not (ROOT / target).is_file()]
