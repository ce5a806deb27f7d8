"""A write-up is there whole or as it was before; nobody's files are lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tracekit import case
from tracekit.case.folder import MANIFEST, restore, swapped
from tracekit.case.manifest import manifest
from tracekit.case.options import Options
from tracekit.errors import InputError

REPORT = b"12/6/2022, 12:31 PM | Receive | x"
QUICK = case.Parts(notebook=False, pdf=False)
# Writes half of a write-up, says so, and waits to be killed.
HALF = """
import sys, time
from pathlib import Path
from tracekit.case.folder import swapped
with swapped(Path(sys.argv[1])) as fresh:
    (fresh / "case.html").write_text("half")
    print("written", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def written(tmp_path) -> Path:
    """A small write-up."""
    folder = tmp_path / "case"
    with swapped(folder) as fresh:
        (fresh / "case.html").write_text("whole")
        (fresh / MANIFEST).write_bytes(manifest(Options(), "", (), fresh))
    return folder


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_kill_leaves_the_old_write_up_whole(written):
    """The process is killed in the middle of writing: the old write-up is as it was."""
    command = [sys.executable, "-c", HALF, str(written)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert "written\n" == process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(30)
    process.stdout.close()

    assert ["case.html", MANIFEST] == sorted(path.name for path in written.iterdir())
    assert "whole" == (written / "case.html").read_text()


def test_an_interruption_between_the_renames_is_undone(written):
    """Where the old write-up was already set aside, the next run puts it back."""
    aside = written.with_name(".case-before")
    written.rename(aside)
    restore(written)

    assert "whole" == (written / "case.html").read_text()
    assert not aside.exists()


def test_an_error_leaves_nothing_behind(written):
    """A write-up that fails leaves no half-made folder beside the old one."""
    with pytest.raises(RuntimeError), swapped(written, overwrite=True):
        raise RuntimeError

    assert ["case"] == [path.name for path in written.parent.iterdir()]


def test_folders_of_others_are_never_replaced(tmp_path):
    """A folder that holds anything else is refused, also with overwrite."""
    (tmp_path / "thesis.txt").write_text("mine")
    for overwrite in (False, True):
        with pytest.raises(InputError, match="something else"):
            case.write(REPORT, tmp_path, parts=QUICK, overwrite=overwrite)

    assert "mine" == (tmp_path / "thesis.txt").read_text()


@pytest.mark.parametrize("name", ["case.html", "my-notes.txt"])
def test_what_a_person_changed_or_added_is_not_lost(written, name):
    """A changed page or an added file stops the next run until it is told to overwrite."""
    (written / name).write_text("by hand")
    with pytest.raises(InputError, match=name), swapped(written):
        pass

    with swapped(written, overwrite=True) as fresh:
        (fresh / MANIFEST).write_text("{}")
    assert not (written / name).exists()
