"""Practice as a trainee meets it: a case worked on in a real JupyterLab, by mouse and keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "test-artifacts"


@pytest.fixture
def notebook(opened, tmp_path):
    """The notebook of practice, run; what is handed in is kept in a folder of the tests."""
    made = Path(shutil.copy(ROOT / "notebooks" / "03-practise.ipynb", tmp_path))
    # The case of two questions shows more than the first one.
    text = made.read_text(encoding="utf-8").replace("first-case", "textbook-pair")
    made.write_text(text, encoding="utf-8")
    return opened(made, 3200)


def test_a_trainee_works_on_a_case_and_learns_from_it(notebook):
    """Question by question to an outcome; rows, asking, telling; then points and lessons."""
    page = notebook
    page.get_by_text("Was it kept from the inbox?").first.wait_for(timeout=60_000)
    page.screenshot(path=ARTIFACTS / "practice-begin.png")
    assert not page.get_by_text("of 100 points").count()

    page.get_by_role("button", name="Yes", exact=True).first.click()
    page.get_by_text("own server refuse").first.wait_for(timeout=30_000)
    for number, outcome in enumerate(("The gateway decided", "The trace cannot tell")):
        page.get_by_label("Outcome").nth(number).select_option(label=outcome)
        page.get_by_text("The outcome that you name").nth(number).wait_for(timeout=30_000)
    page.get_by_label("Proved").first.select_option(label="Fits the trace")
    page.get_by_label("Processed SPAM").first.check()
    page.get_by_label("Processed SPAM").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("radio").first.check()
    # By key: what was ticked redraws the questions above, and the button may move.
    page.get_by_role("button", name="Hand in").press("Enter")
    page.get_by_text("of 100 points").first.wait_for(timeout=90_000)
    page.screenshot(path=ARTIFACTS / "practice-end.png")

    assert page.get_by_text("Right: The gateway decided.").count()
    assert page.get_by_text("You named no outcome. The trace tells").count()
    assert page.get_by_role("button", name="Hand in").is_disabled()
    assert [] == page.refused
