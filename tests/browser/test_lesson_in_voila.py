"""Lesson 1 as a page without code: a real Voila, a real browser, no way out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import conftest
import pytest

from tracekit.lab.desk_page import TEMPLATE

pytestmark = pytest.mark.browser

TRAINING = Path(__file__).parents[2] / "notebooks" / "training"
LESSON = "01-reading-a-report.ipynb"


@pytest.fixture
def voila(tmp_path: Path) -> Iterator[str]:
    """Serve a copy of the lessons with Voila; the address of a page, to be filled in."""
    pytest.importorskip("voila", reason="voila is not installed")
    folder, port, log = tmp_path / "training", conftest._free_port(), tmp_path / "log.txt"
    shutil.copytree(TRAINING, folder)
    home = conftest._environment(tmp_path)
    # Voila's own template asks the internet for icons.
    shutil.copytree(TEMPLATE, Path(home["JUPYTER_DATA_DIR"]) / "voila" / "templates" / "tracekit")
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser", "--Voila.ip=127.0.0.1",
               f"--port={port}", "--template=tracekit"]  # fmt: skip
    with log.open("w") as out:
        server = subprocess.Popen(command, env=home, stdout=out, stderr=out)
    conftest._wait_until_up(f"http://127.0.0.1:{port}/", server, log)
    yield f"http://127.0.0.1:{port}/voila/render/{{}}"
    server.terminate()
    server.wait(30)


def test_lesson_one_is_a_page_without_code(voila, page):
    """Tables and picture are there, no code is, the solved lesson is named; nobody is asked."""
    page.goto(voila.format(LESSON), timeout=120_000)
    page.get_by_role("heading", name="Exercise 3").wait_for(timeout=120_000)

    assert page.evaluate("[...document.querySelectorAll('figure img')].every(i => i.naturalWidth)")
    assert page.locator("table").count() >= 5
    assert 0 == page.locator(".jp-InputArea-editor:visible").count()
    solved = page.get_by_role("link", name="the solved lesson").first.get_attribute("href")
    assert (TRAINING / solved.partition("#")[0]).is_file()
    assert [] == page.refused
