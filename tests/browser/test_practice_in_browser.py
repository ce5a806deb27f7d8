"""Practice as a trainee meets it: a case worked on in a real JupyterLab, by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
CODE = """from tracekit.training import Practice
from tracekit.widgets import PracticeDesk

PracticeDesk(Practice(varied=False), "lone-return")"""


@pytest.fixture
def notebook(lab, page, run_all, tmp_path):
    """A notebook with the desk of practice, run."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    nbformat.write(book, folder / "practice.ipynb")
    page.set_viewport_size({"width": 1280, "height": 2400})
    run_all(lab(folder).format("practice.ipynb"))
    ARTIFACTS.mkdir(exist_ok=True)
    return page


def test_a_trainee_works_on_a_case_and_learns_from_it(notebook):
    """Question by question to an outcome; rows, asking, telling; then points and lessons."""
    page = notebook
    page.get_by_text("Is there any event to go by?").first.wait_for(timeout=30_000)
    page.screenshot(path=ARTIFACTS / "practice-begin.png")
    assert not page.get_by_text("of 100 points").count()

    page.get_by_role("button", name="Yes", exact=True).first.click()
    page.get_by_text("Does this gateway make two journeys?").first.wait_for(timeout=15_000)
    page.get_by_label("Outcome").select_option(label="The trace cannot tell")
    page.get_by_text("The outcome that you name").first.wait_for(timeout=15_000)
    page.get_by_label("Ask for").select_option(index=0)
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("of 100 points").first.wait_for(timeout=15_000)
    page.wait_for_timeout(800)
    page.screenshot(path=ARTIFACTS / "practice-end.png", full_page=True)

    assert page.get_by_text("Right: The trace cannot tell.").count()
    assert page.get_by_role("button", name="Hand in").is_disabled()
    assert [] == page.refused
