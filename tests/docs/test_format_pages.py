"""The pages of the formats say what the formats are, and show what is there."""

from __future__ import annotations

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from tracekit.cli import main
from tracekit.knowledge.formats import Kind, load_formats
from tracekit.readers import list_formats

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "formats"
DATA = ROOT / "tests" / "data"
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))
         if path.stem != "README"}  # fmt: skip
HEADINGS = ["Where to find it", "What it looks like", "What it is known by",
            "What it can and cannot tell", "Limits", "Time zone", "Read it",
            "References"]  # fmt: skip
CUT = " ..."
EXAMPLES = [
    (name, *example)
    for name, page in PAGES.items()
    for example in re.findall(
        r"^```console\n\$ python3 start\.py run ([^\n]*)\n(.*?)^```$", page, re.M | re.S
    )
]

of_each_page = pytest.mark.parametrize("name", PAGES)


def _kinds(name: str) -> list[Kind]:
    return [kind for kind in load_formats().kind if name in kind.names.values()]


@pytest.mark.parametrize("name", list_formats())
def test_every_format_has_a_page(name):
    """Whoever reads the list of formats finds a page for each, and the index leads to it."""
    assert name in PAGES
    assert f"[{name}]({name}.md)" in (FOLDER / "README.md").read_text("utf-8")


@of_each_page
def test_pages_have_the_same_headings(name):
    """A reader finds the same thing in the same place."""
    assert HEADINGS == re.findall(r"^## (.+)$", PAGES[name], re.M)


@of_each_page
def test_pages_name_what_a_format_needs_and_lacks(name):
    """Columns, limits and what is left out are those of knowledge/formats.toml."""
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in PAGES[name].splitlines()}
    for kind in _kinds(name):
        row = rows[kind.title]

        assert [] == [group[0] for group in kind.needs if f"`{group[0]}`" not in row]
        assert [] == [number for number in kind.limits if f"{number:,}" not in row]
        assert kind.cannot_contain in row


@of_each_page
def test_what_is_shown_is_a_sample(name):
    """The example of a page is in tests/data, in the folder of its format, line by line."""
    places = re.findall(r"^From \[tests/data/(\S+)\]\(\.\./\.\./tests/data/\1\)", PAGES[name], re.M)
    (shown,) = re.findall(r"^From [^\n]+\n\n```\w+\n(.*?)^```$", PAGES[name], re.M | re.S)
    lines = (DATA / places[0]).read_text("utf-8").splitlines()

    assert [name] == [place.partition("/")[0] for place in places]
    assert [] == [line for line in shown.splitlines() if not _stands_in(line, lines)]


def _stands_in(line: str, lines: list[str]) -> bool:
    """Say whether a line is one of the sample, whole or up to its dots."""
    if line == CUT.strip():
        return True
    if line.endswith(CUT):
        return any(known.startswith(line.removesuffix(CUT)) for known in lines)
    return line in lines


@pytest.mark.parametrize(
    ("name", "command", "shown"), EXAMPLES, ids=[name for name, *_ in EXAMPLES]
)
def test_commands_print_what_is_shown(name, command, shown, monkeypatch, capsys):
    """The command of a page reads its sample, and gives the output below it."""
    monkeypatch.chdir(ROOT)
    code, printed = main(shlex.split(command)), capsys.readouterr().out

    assert 0 == code
    assert f"tests/data/{name}/" in command
    assert OutputChecker().check_output(shown, printed, ELLIPSIS), printed


@of_each_page
def test_links_lead_somewhere(name):
    """Every file that a page points at is there."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGES[name])

    assert [] == [target for target in targets if not (FOLDER / target).is_file()]


def test_the_readme_leads_to_the_pages():
    """The index is one click from the README."""
    assert "(docs/formats/README.md)" in (ROOT / "README.md").read_text("utf-8")
