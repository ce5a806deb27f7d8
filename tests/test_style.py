"""The house style of every file, as ruff checks it with the rules in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("asked", [["check"], ["format", "--check"]], ids=" ".join)
def test_nothing_is_to_be_mended(asked):
    """Rules, order of imports, line lengths and layout, in notebooks as well."""
    done = subprocess.run([sys.executable, "-m", "ruff", *asked, "--quiet", "--no-cache", "."],
                          cwd=ROOT, capture_output=True, text=True)  # fmt: skip

    assert ("", 0) == (done.stdout + done.stderr, done.returncode)
