"""The notebooks as a newcomer meets them: a real JupyterLab, a real browser, no way out.

One notebook of each kind of display: nbval runs them all, the desk and practice have tests of
their own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DRAWN = "[...document.querySelectorAll('.jp-OutputArea figure img')].map(i => i.naturalWidth > 500)"


@pytest.fixture(scope="module")
def notebook(opened, tmp_path_factory):
    """Open a copy of a notebook, run it to the end, and keep a picture of it."""
    folder = tmp_path_factory.mktemp("notebooks")

    def open_one(name: str):
        page = opened(Path(shutil.copy(ROOT / "notebooks" / name, folder)))
        page.screenshot(path=ROOT / "test-artifacts" / f"{Path(name).stem}.png")
        return page

    return open_one


def assert_nobody_was_asked(page) -> None:
    """Neither page nor charts asked for anything beyond this machine, and every widget is there."""
    assert [] == page.refused
    assert 0 == page.get_by_text("Error displaying widget").count()


def test_first_page_shows_pictures_and_answers(notebook):
    """The first page draws the map and the timeline and says where the mail is and who decided."""
    page = notebook("00-start-here.ipynb")

    assert [True, True] == page.evaluate(DRAWN)
    assert page.locator("figure img[alt*='Send external']").count()
    answers = page.locator(".jp-OutputArea table").nth(1).inner_text()
    assert "Delivered to the Junk Email folder" in answers
    assert "The gateway decided" in answers
    assert_nobody_was_asked(page)


def test_tree_is_walked_to_its_outcome_by_clicking(notebook):
    """Clicking the answer that the trace gives, question by question, ends in the outcome."""
    page = notebook("02-walk-the-tree.ipynb")
    marked = page.get_by_role("button", name="(what the trace says)")
    clicks = 0
    while marked.count() and marked.first.is_visible() and clicks < 20:
        marked.first.click()
        page.wait_for_timeout(400)
        clicks += 1

    assert 8 == clicks
    outcome = page.locator(".widget-html-content").filter(has_text="The gateway decided")
    assert outcome.first.is_visible()
    assert_nobody_was_asked(page)
