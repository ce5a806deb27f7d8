"""Photograph the desk in a real JupyterLab: python docs/make_desk_pictures.py.

It needs what the tests need: playwright, and an installed Chromium (or CHROMIUM, its path). Beside
the pictures it writes what was on them as a sum of the words, not of the pixels: fonts differ from
machine to machine. A test compares it with the desk of today.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as w

from tracekit.samples import sample_text
from tracekit.widgets import Desk

HERE = Path(__file__).parent
PICTURES = HERE / "desk"
NOTEBOOK = HERE.parent / "notebooks" / "01-explore-a-trace.ipynb"
# The pages that are shown, by the name of the picture, and how high each picture may be.
PAGES = {
    "proof": ("Proof", 1500),
    "walk": ("Walk", 1150),
    "decision": ("Decision", 1500),
    "time": ("Time", 1250),
    "legend": ("Legend", 1250),
    "write-up": ("Write up", 980),
}
# The page that is open has words on it: the kernel has drawn it.
_FILLED = """() => [...document.querySelectorAll('.jupyter-widget-tab')].filter(
    tab => tab.checkVisibility()).every(tab => tab.innerText.length > 250)"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def drawn() -> dict[str, str]:
    """Return, for each picture, a sum of the words that are on it."""
    desk = Desk(sample_text("inky-two-journeys"))
    return {name: _sum(_words(desk, title)) for name, (title, _) in PAGES.items()}


def _words(desk: Desk, title: str) -> list[str]:
    tabs = desk._case._tabs
    tabs.selected_index = tabs.titles.index(title)
    return [*tabs.titles, *_labels(desk)]


def _labels(widget: w.Widget) -> Iterator[str]:
    """The labels of all controls that show, from top to bottom."""
    if getattr(widget.layout, "display", None) == "none":
        return
    if isinstance(getattr(widget, "description", None), str):
        yield widget.description
    inside = getattr(widget, "children", ())
    if isinstance(widget, w.Tab):
        inside = (inside[widget.selected_index or 0],)
    for child in inside:
        yield from _labels(child)


def _sum(words: list[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def photograph() -> None:
    """Start JupyterLab on a copy of the notebook, run it, and keep a picture of each page."""
    from playwright.sync_api import sync_playwright

    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        shutil.copy(NOTEBOOK, place)
        command = [sys.executable, "-m", "tracekit", "lab", "--no-browser", place]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            try:
                root = server.stdout.readline().strip()
                opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
                page = opened.new_page(viewport={"width": 1180, "height": 1600})
                page.set_default_timeout(180_000)
                _photograph(page, root.replace("/lab?", f"/lab/tree/{NOTEBOOK.name}?"))
            finally:
                server.terminate()


def _photograph(page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(
        "document.querySelector('#jp-main-statusbar')?.innerText.includes('| Idle')"
    )
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu [data-command="runmenu:run-all"]').click()
    page.get_by_role("tab", name="Proof", exact=True).wait_for()
    page.keyboard.press("Control+b")  # the list of files takes room
    PICTURES.mkdir(exist_ok=True)
    for name, (title, height) in PAGES.items():
        page.set_viewport_size({"width": 1180, "height": height + 400})
        page.get_by_role("tab", name=title, exact=True).click()
        page.wait_for_function(_FILLED)
        page.wait_for_timeout(1500)
        desk = page.locator(".jp-OutputArea-output .widget-vbox").first
        desk.scroll_into_view_if_needed()
        at = desk.bounding_box()
        page.screenshot(
            path=PICTURES / f"{name}.png",
            clip={
                "x": at["x"],
                "y": at["y"],
                "width": at["width"],
                "height": min(at["height"], height),
            },
        )


if __name__ == "__main__":
    photograph()
    text = json.dumps(drawn(), indent=1) + "\n"
    (PICTURES / "drawn.json").write_text(text, encoding="utf-8", newline="\n")
