"""The desk as a support engineer uses it: real JupyterLab, real browser, several cases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
MIXED = ("powershell-text/list.txt", "trace-csv/typical.csv", "extended-csv/typical.csv")


@pytest.fixture
def desk(lab, page, run_all, tmp_path):
    """The notebook of the desk, run; `keep(name)` keeps a picture of it."""
    folder = tmp_path / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    exports = folder / "exports"
    exports.mkdir()
    for name in MIXED:
        shutil.copy(DATA / name, exports / name.replace("/", "-"))
    page.set_viewport_size({"width": 1280, "height": 2600})
    run_all(lab(folder).format("01-explore-a-trace.ipynb"))

    def keep(name: str) -> None:
        artifacts = ROOT / "test-artifacts"
        artifacts.mkdir(exist_ok=True)
        page.screenshot(path=artifacts / f"desk-{name}.png")

    page.keep = keep
    return page


def test_a_question_lights_the_rows_that_prove_it(desk):
    """Choosing a question marks its rows in the timeline below it; nothing is asked outside."""
    questions = desk.get_by_label("Questions")
    wanted = questions.locator("option", has_text="Was it handed to the gateway?").first
    questions.select_option(value=wanted.get_attribute("value"))
    desk.get_by_text("marked at the left edge").first.wait_for(timeout=15_000)
    desk.wait_for_timeout(1500)
    desk.keep("lit")

    assert [] == desk.refused
    assert desk.evaluate(
        "[...document.querySelectorAll('.vega-embed path')].some("
        "p => p.getAttribute('fill') === '#1f6f5c' && p.getAttribute('opacity') === '1')"
    )


def test_a_folder_of_exports_becomes_a_list_that_filters_narrow(desk):
    """A path is read on the spot; a filter leaves only what fits; the chosen message is shown."""
    desk.get_by_role("button", name="Read a trace").click()
    desk.get_by_label("Path").fill("exports")
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text("messages; times are UTC").first.wait_for(timeout=30_000)
    desk.wait_for_timeout(2500)
    desk.keep("folder")
    before = desk.get_by_label("Messages").locator("option").count()
    desk.get_by_label("Recipient").first.fill("nobody-has-this")
    desk.get_by_label("Recipient").first.press("Enter")
    desk.get_by_text("0 of 5 messages").first.wait_for(timeout=15_000)

    assert before > 3
    assert 0 == desk.get_by_label("Messages").locator("option").count()


def test_a_click_on_a_bar_lists_its_messages(desk):
    """In the real browser, a bar of the overview narrows the list."""
    desk.get_by_role("button", name="Read a trace").click()
    desk.get_by_label("Path").fill("exports")
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text("5 of 5 messages").first.wait_for(timeout=30_000)
    bar = desk.locator(".vega-embed").filter(has_text="Where it is").first
    bar.wait_for(timeout=15_000)
    desk.wait_for_timeout(1000)
    box = bar.locator("line[aria-label]").last.bounding_box()
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.get_by_text("1 of 5 messages").first.wait_for(timeout=15_000)
    desk.keep("overview")

    assert [] == desk.refused
