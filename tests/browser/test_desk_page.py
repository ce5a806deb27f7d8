"""The desk as a page without code: a real Voila, a real browser, no way out."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("voila")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def address(tmp_path):
    """The address that `tracekit desk` prints, with a home of its own."""
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tracekit", "desk", "--no-browser"], cwd=tmp_path, text=True,
        env=os.environ | home, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    try:
        yield process.stdout.readline().strip()
    finally:
        watchdog.cancel()
        process.terminate()
        process.communicate()


def test_a_case_is_worked_on_a_page_without_code(address, page):
    """From the sample to its answer and its walk; nothing is asked of, or tried with, others."""
    said, tried = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: tried.append(request.url))
    page.goto(address.split("?")[0])
    assert 0 == page.get_by_role("button", name="Read", exact=True).count()
    page.goto(address, wait_until="commit", timeout=120_000)
    page.get_by_role("button", name="Try a sample").click(timeout=180_000)
    page.get_by_text("The gateway saw it and gave it back", exact=True).first.wait_for(
        timeout=120_000
    )
    page.locator(".vega-embed svg").first.wait_for(timeout=60_000)
    artifacts = ROOT / "test-artifacts"
    artifacts.mkdir(exist_ok=True)
    page.screenshot(path=artifacts / "desk-page.png")

    assert [] == page.refused
    assert [] == [text for text in said if "Content Security Policy" in text]
    assert [] == [
        url for url in tried if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))
    ]
    assert 0 == page.locator(".jp-CodeCell .jp-InputArea-editor").count()
