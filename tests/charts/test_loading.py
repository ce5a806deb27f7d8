"""altair is loaded in one place, without what costs seconds and no chart needs."""

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "tracekit"


def test_no_grammar_is_compiled_before_the_first_picture():
    """A check of IRIs that an optional package would bring is not loaded; the package can be."""
    code = ("import tracekit.charts, sys; "
            "print({'lark', 'rfc3987_syntax'} & set(sys.modules)); import rfc3987_syntax"
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "set()" == done.stdout.strip()


def test_altair_is_imported_in_one_place():
    """Every other module takes it from there, so that no order of imports loads the grammar."""
    found = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))
             if re.search(r"^\s*(import|from) altair\b", path.read_text("utf-8"), re.M)
    ]  # fmt: skip

    assert ["charts/loading.py"] == found
