"""The notebooks as a newcomer meets them: a real JupyterLab, a real browser, no way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
DRAWN = "[...document.querySelectorAll('.jp-OutputArea figure img')].map(i => i.naturalWidth > 100)"


@pytest.fixture
def opened(lab, page, run_all, tmp_path):
    """Open a copy of a notebook, run it to the end, and keep a picture of it."""

    def open_one(name: str):
        folder = tmp_path / "notebooks"
        shutil.copytree(ROOT / "notebooks", folder)
        page.set_viewport_size({"width": 1280, "height": 6000})
        run_all(lab(folder).format(name))
        artifacts = ROOT / "test-artifacts"
        artifacts.mkdir(exist_ok=True)
        page.screenshot(path=artifacts / f"{Path(name).stem}.png")
        return page

    return open_one


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs_and_asks_nobody(opened, name):
    """Every cell runs, and neither page nor charts ask for anything beyond this machine."""
    page = opened(name)

    assert [] == page.refused
    assert 0 == page.get_by_text("Error displaying widget").count()


def test_first_page_shows_pictures_and_answers(opened):
    """The first page draws the map and the timeline and says where the mail is and who decided."""
    page = opened("00-start-here.ipynb")

    assert [True, True] == page.evaluate(DRAWN)
    answers = page.locator(".jp-OutputArea table").nth(1).inner_text()
    assert "Delivered to the Junk Email folder" in answers
    assert "The gateway decided" in answers


def test_tree_is_walked_to_its_outcome_by_clicking(opened):
    """Clicking the answer that the trace gives, question by question, ends in the outcome."""
    page = opened("02-walk-the-tree.ipynb")
    marked = page.get_by_role("button", name="(what the trace says)")
    clicks = 0
    while marked.count() and marked.first.is_visible() and clicks < 20:
        marked.first.click()
        page.wait_for_timeout(400)
        clicks += 1

    assert 8 == clicks
    outcome = page.locator(".widget-html-content").filter(has_text="The gateway decided")
    assert outcome.first.is_visible()


def test_pasted_reports_are_read(opened):
    """Text that is pasted and read with the button shows its journeys; prose is no trace."""
    page = opened("01-explore-a-trace.ipynb")
    page.get_by_role("button", name="Read a trace").click()
    box = page.get_by_label("Trace text")
    box.fill("Dear all, the mail is gone.")
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_text("No message trace found").first.wait_for(timeout=10_000)
    sample = ROOT / "tracekit" / "samples" / "inky-outbound.txt"
    box.fill(sample.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_text("handed to the email gateway, and nothing later").first.wait_for(timeout=20_000)

    assert [] == page.refused


def test_event_is_chosen_by_a_click_and_by_a_key(opened):
    """The clickable timeline is drawn offline; a mark and the Next button both show the row."""
    page = opened("01-explore-a-trace.ipynb")
    page.locator(".vega-embed svg").first.wait_for(timeout=30_000)
    following = page.get_by_role("button", name="Next event")
    following.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    shown = page.locator(".widget-html-content").filter(has_text="SA0PR02MB0002")

    assert shown.first.is_visible()
    assert [] == page.refused
