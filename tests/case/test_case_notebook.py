"""The notebook and the PDF of a case: whole, the same each time, read back."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from tracekit import case
from tracekit.case.pdf import find_browser


@pytest.fixture(scope="module")
def written(pair, words, tmp_path_factory) -> Path:
    """A write-up with its notebook and its PDF."""
    folder = tmp_path_factory.mktemp("book") / "case"
    case.write(pair, folder, template=words, reported="My newsletter is in Junk")
    return folder


def test_notebook_is_run_and_runs_again_to_the_same_bytes(written):
    """Every cell has its output; made again from the input beside it, it is the same."""
    book = json.loads((written / "case.ipynb").read_bytes())
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]

    assert [["parameters"]] == [t for c in code if (t := c["metadata"].get("tags"))]
    assert list(range(1, len(code) + 1)) == [cell["execution_count"] for cell in code]
    assert all(cell["outputs"] for cell in code[2:])
    assert "Delivered to the Junk Email folder" in str(code[2]["outputs"])
    assert () == case.verify(written).differences


def test_pdf_begins_with_the_finding(written):
    """The page is printed; its first sheet has the finding, how sure it is, and who acts."""
    if find_browser() is None:
        pytest.skip("no Chromium found: install the package chromium, or set CHROMIUM to its path")
    pages = PdfReader(written / "case.pdf").pages
    first = pages[0].extract_text()

    assert len(pages) > 1
    for words in ("Delivered to the Junk Email folder. The gateway decided (fits the trace, not "
                  "proved by it).", "How sure",
                  "Next step", "alex@example.org"):  # fmt: skip
        assert words in " ".join(first.split())
