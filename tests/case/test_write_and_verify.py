"""A case is written whole, the same each time, and whatever is changed afterwards is named."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracekit import case
from tracekit.case.folder import MANIFEST

ROOT = Path(__file__).parents[2]
QUICK = case.Parts(notebook=False, pdf=False)
SAID = {"complaint": "false-positive", "reported": "My newsletter is in Junk", "ticket": "T-1"}


@pytest.fixture(scope="module")
def written(pair, words, tmp_path_factory) -> Path:
    """A write-up without what takes long."""
    folder = tmp_path_factory.mktemp("made") / "case"
    case.write(pair, folder, parts=QUICK, template=words, **SAID)
    return folder


@pytest.fixture
def copy(written, tmp_path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(written, tmp_path / "copy"))


def test_every_file_is_there(written):
    """Page, Markdown, findings, events, manifest, and the inputs as given."""
    names = sorted(p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file())

    assert [
        "case.html", "case.md", "events.csv", "findings.json", "input/inky-outbound.txt",
        "input/inky-return-junk.txt", "manifest.json", "template.toml",
    ] == names  # fmt: skip


OTHER_WAY = """
import sys
from tracekit import case
case.write(sys.argv[2:], sys.argv[1], parts=case.Parts(notebook=False, pdf=False),
           complaint="false-positive", reported="My newsletter is in Junk", ticket="T-1")
"""


def test_same_bytes_in_another_surrounding(pair, tmp_path):
    """Time zone, locale, folder, hash seed and the order of the inputs change no byte."""
    written = tmp_path / "here"
    case.write(pair, written, parts=QUICK, **SAID)
    surrounding = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "77"}
    command = [sys.executable, "-c", OTHER_WAY, str(tmp_path / "again"), *map(str, pair[::-1])]
    subprocess.run(command, env=os.environ | surrounding, cwd=tmp_path, check=True)

    for path in written.rglob("*"):
        if path.is_file() and path.name != MANIFEST:
            other = tmp_path / "again" / path.relative_to(written)
            assert path.read_bytes() == other.read_bytes()


def test_nothing_of_this_machine_is_in_it(written):
    """No path and no time of making: both stand in no file but the manifest, which has the time."""
    told = "".join(p.read_text() for p in sorted(written.rglob("*")) if p.is_file())

    assert str(ROOT) not in told
    assert str(written) not in told
    assert "generated" not in "".join(p.read_text() for p in written.glob("case.*"))


def test_untouched_is_the_same(copy):
    """A write-up that nobody touched verifies."""
    verdict = case.verify(copy)

    assert (True, ()) == (verdict.same, verdict.differences)


def alter_page(folder: Path) -> None:
    (folder / "case.html").write_text("nothing happened")


def lose_findings(folder: Path) -> None:
    (folder / "findings.json").unlink()


def add_file(folder: Path) -> None:
    (folder / "more.txt").write_text("x")


def alter_input(folder: Path) -> None:
    path = folder / "input" / "inky-outbound.txt"
    path.write_bytes(path.read_bytes().replace(b"alex", b"alec"))


def alter_option(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    told["options"]["reported"] = "I got it twice"
    (folder / MANIFEST).write_text(json.dumps(told))


def alter_version(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    told["versions"]["pandas"] = "2.0.0"
    (folder / MANIFEST).write_text(json.dumps(told))
    alter_page(folder)


@pytest.mark.parametrize(
    ("tamper", "names"),
    [
        (alter_page, {"case.html"}),
        (lose_findings, {"findings.json"}),
        (add_file, {"more.txt"}),
        (alter_input, {"input/inky-outbound.txt"}),
        (alter_option, {"case.html", "case.md", "findings.json"}),
    ],
)
def test_tampering_is_named(copy, tamper, names):
    """Whatever was altered, lost or added is named; so are an input and an option."""
    tamper(copy)

    assert names == {one.name for one in case.verify(copy).differences}


def test_another_version_is_named(copy):
    """What was made with another version says so, beside what differs."""
    alter_version(copy)
    verdict = case.verify(copy)

    assert {"case.html"} == {one.name for one in verdict.differences}
    assert [("pandas", "made with 2.0.0")] == [
        (n.name, n.found.split(",")[0]) for n in verdict.notes
    ]
