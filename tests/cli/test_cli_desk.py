"""tracekit desk: the desk as a page, on this machine, without a word to anybody."""

import re
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("voila")

from tracekit.lab import desk_page


def test_an_address_of_the_network_is_refused(tracekit):
    """The desk is for this machine, as the lab is."""
    done = tracekit("desk", "--no-browser", "--ip", "0.0.0.0")

    assert 2 == done.returncode
    assert b"ssh -L" in done.stderr


def test_our_page_names_no_other_place():
    """No file of our template holds an address of the internet."""
    files = sorted(desk_page.TEMPLATE.iterdir())

    assert {"conf.json", "index.html.j2", "page.html", "browser-open.html"} == {
        path.name for path in files
    }
    assert [] == [p.name for p in files if re.search(r"https?://", p.read_text(encoding="utf-8"))]


def test_the_page_begins_with_the_inputs_that_were_named(tmp_path, monkeypatch):
    """Names are read where the command was started, and only as text of a program."""
    monkeypatch.chdir(tmp_path)
    page = desk_page.write_page(tmp_path, ["it's.csv"], "auto")
    code = nbformat.read(page, as_version=4).cells[-1].source

    compile(code, "page", "exec")
    assert f"os.chdir({str(Path.cwd())!r})" in code
    assert """desk.read(["it's.csv"])""" in code


def test_settings_keep_others_out(tmp_path):
    """A token, this machine only, and a page that may ask nobody but its own server."""
    told = desk_page.settings("secret", None, "127.0.0.1", "light", tmp_path)

    assert ("secret", "127.0.0.1") == (told["Voila"]["token"], told["Voila"]["ip"])
    assert "default-src 'self'" in str(told["Voila"]["tornado_settings"])
