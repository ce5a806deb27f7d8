"""The hook refuses real cases in a real repository, and lets ordinary work through."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Clone:
    """A repository with the hook switched on."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT / "hooks", folder / "hooks")
        # The Python of these tests is the one that the hook finds first, as in a set-up clone.
        link = folder / ".venv" / "bin" / "python"
        link.parent.mkdir(parents=True)
        link.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
        link.chmod(0o755)
        (folder / ".gitignore").write_text(".venv/\ncases/\n")
        self.git("init", "-q")
        for name, value in (("core.hooksPath", "hooks"), ("user.name", "Alex"),
                            ("user.email", "alex@example.org")):  # fmt: skip
            self.git("config", name, value)

    def git(self, *words):
        """Run git here."""
        hidden = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        return subprocess.run(["git", *words], cwd=self.folder, capture_output=True, text=True,
                              env=hidden | {"GIT_CONFIG_GLOBAL": os.devnull})  # fmt: skip

    def commit(self, name, content):
        """Stage a file, forced past .gitignore, and try to commit it; leave nothing staged."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        self.git("add", "-f", name)
        done = self.git("commit", "-q", "-m", "try")
        self.git("rm", "-q", "--cached", "-f", name)
        return done


@pytest.fixture
def clone(tmp_path):
    """A fresh repository."""
    if os.name != "posix":
        pytest.skip("the stand-in for .venv is a shell script")
    return Clone(tmp_path)


def notebook(**more):
    """A notebook whose one cell holds what is given."""
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], **more}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_real_cases_are_refused_and_work_is_not(clone):
    """Folders cases/, and notebooks with anything but source outside notebooks/, stay out."""
    shown = notebook(outputs=[{"output_type": "stream", "name": "stdout", "text": "Anna"}])
    attached = notebook(cell_type="markdown", attachments={"a.png": {"image/png": "AA=="}})
    widgets = json.dumps({"cells": [], "metadata": {"widgets": {"x": {}}}})
    refused = {
        "cases/4711/case.md": "x",
        "sub/Cases/case.txt": "x",
        "my case.ipynb": shown,
        "work/a.IPYNB": attached,
        "work/b.ipynb": widgets,
        "work/c.ipynb": "no JSON",
        "work/notebooks/d.ipynb": shown,
    }
    let = {"notebooks/a.ipynb": shown, "work/e.ipynb": notebook(), "tracekit/cases.py": "x = 1"}

    for name, content in refused.items():
        done = clone.commit(name, content)
        assert 0 != done.returncode, name
        assert f"refused  {name}" in done.stderr
        assert "git restore --staged" in done.stderr
    for name, content in let.items():
        assert 0 == clone.commit(name, content).returncode, name


def test_what_is_staged_counts_not_what_lies_there(clone):
    """A notebook that was cleared after it was staged is refused as it was staged."""
    path = clone.folder / "a.ipynb"
    path.write_text(notebook(outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]))
    clone.git("add", "a.ipynb")
    path.write_text(notebook())

    assert 0 != clone.git("commit", "-q", "-m", "try").returncode


def test_listed_names_are_refused_in_any_writing(clone):
    """With a list of names, a file that holds one is refused, and the name is not repeated."""
    listed = clone.folder.parent / "names.txt"
    listed.write_text("qovarnsk@zemildorp.com\n", encoding="utf-8")
    clone.git("config", "tracekit.identities", str(listed))
    hidden = base64.b64encode(b"to qovarnsk@zemildorp.com").decode()
    done = clone.commit("docs/a.md", f"see {hidden}")

    assert 0 != done.returncode
    assert "refused  docs/a.md: it holds line 1 of the list of names" in done.stderr
    assert "qovarnsk" not in done.stderr
    assert 0 == clone.commit("docs/b.md", "nobody").returncode


def test_cases_are_ignored_by_git():
    """What is written to cases/ is not even offered for a commit."""
    assert "cases/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
