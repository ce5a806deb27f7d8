"""In a real JupyterLab no text of a trace acts: no script runs, nothing is loaded."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

pytestmark = pytest.mark.browser
TESTS = Path(__file__).parents[1]

BEGIN = """
import pandas as pd
from made import hostile
from payloads import PAYLOADS
from tracekit import charts, diagnose, render, widgets
texts = [p.encode('utf-8', 'surrogatepass').decode('utf-8', 'replace')
         for p in PAYLOADS if len(p) < 1000]
frame = pd.DataFrame({p: [p] for p in texts}).T.reset_index()
"""
# A surface a cell; the marker is a word that must be on the page when the surface was drawn.
SURFACES = {
    "tables": "render.html_table(frame, caption='SURFACE tables ' + ' '.join(texts))",
    "names": "render.html_table(frame.T, {c: p for c, p in enumerate(texts)}, 'SURFACE names')",
    "parts": "render.stack(*[part for p in ['SURFACE parts', *texts] for part in ("
    "render.heading(p), render.paragraph(p, p), render.bullets([p]), render.note(p, p), "
    "render.definitions({p: p}))])",
    # tests/charts draws them all, and tests/widgets walks with them all; here is each way to show.
    "pictures": "trace = hostile(texts[::12])\n"
    "display(charts.timeline(trace), charts.journey_map(trace))\n"
    "render.paragraph('SURFACE pictures')",
    "captions": "render.stack(*[render.Picture('<svg/>', b'', p, 'SURFACE captions ' + p).html() "
    "for p in texts])",
    "markdown": "from IPython.display import Markdown\n"
    "Markdown('\\n\\n'.join(map(render.markdown, ['SURFACE markdown', *texts])) + '\\n\\n' + "
    "render.markdown_table(pd.DataFrame({'a': texts})))",
    "text": "print(render.text_table(pd.DataFrame({'SURFACE text': texts})))",
    "paste": "widgets.PasteBox('SURFACE paste ' + chr(10).join("
    "f'Subject: {p} Sender: {p} Recipient: a@example.org Status: {p} Date (UTC) | Event | Detail | "
    "12/6/2022, 12:31 PM | Transport rule | Transport rule: {p}' for p in texts))",
    "explorer": "for i in range(0, len(texts), 34):\n"
    "    explorer = widgets.TimelineExplorer(hostile(texts[i:i+34]))\n"
    "    explorer.choose(3, 1)\n"
    "    display(explorer)\n"
    "render.paragraph('SURFACE explorer')",
    "walker": "for p in texts[::32]:\n"
    "    walker = widgets.TreeWalker(diagnose(hostile([p])))\n"
    "    walker._answers['yes'].click()\n"
    "    display(walker)\n"
    "render.paragraph('SURFACE walker')",
}
# The same texts without the cleaner: this notebook must be caught, or the test sees nothing.
RAW = [
    "from IPython.display import HTML, Markdown\nimport ipywidgets\n"
    "texts = [p for p in texts if not any('\\ud7ff' < c < '\\ue000' for c in p)\n"
    "         and not any(w in p for w in ('http-equiv', '<base', 'position:fixed'))]\n"
    "frame = pd.DataFrame({'a': texts})",
    "for p in texts: display(HTML(f'<div>{p}</div>'))",
    "for p in texts: display(ipywidgets.HTML(p))",
    "display(frame.style)",
    "for p in texts: display(Markdown(p))",
]
INSIDE = ".jp-OutputArea"


def notebook(folder: Path, cells: list[str]) -> Path:
    """Write a notebook of code cells, with the texts beside it."""
    for name in ("charts/made.py", "render/payloads.py"):
        shutil.copy(TESTS / name, folder)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nb = nbformat.v4.new_notebook(metadata=kernel)
    nb.cells = [nbformat.v4.new_code_cell(source.strip()) for source in (BEGIN, *cells)]
    nbformat.write(nb, folder / "payloads.ipynb")
    return folder / "payloads.ipynb"


def hits(page) -> int:
    """How many payloads have run."""
    return page.evaluate("window.hits || 0")


def inside(page, selector: str) -> list[str]:
    """What a selector finds in the outputs."""
    found = page.eval_on_selector_all(f"{INSIDE} :is({selector})", "es => es.map(e => e.outerHTML)")
    return [html[:300] for html in found]


# A form without a field is how Vega holds the controls of a chart.
_NEVER = "iframe, form[action], base, meta, link, object, embed, input[autofocus]"
HANDLERS = """[...document.querySelectorAll('.jp-OutputArea *')].flatMap(e =>
    [...e.attributes].filter(a => a.name.startsWith('on')).map(a => a.name + '=' + a.value))"""


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The notebook with every surface, a cell each."""
    return notebook(tmp_path_factory.mktemp("clean"), list(SURFACES.values()))


@pytest.fixture(scope="module")
def shown(clean, opened):
    """The page of that notebook, run and saved."""
    page = opened(clean, 30_000, seconds=240)
    page.locator("#jp-main-statusbar").wait_for()
    page.keyboard.press("Control+s")
    return page


def test_no_text_acts_on_any_surface(shown):
    """Every surface is drawn with every payload: 0 run, 0 dialogs, 0 handlers, 0 requests."""
    page = shown
    page.wait_for_function(
        "document.querySelectorAll('.vega-embed svg').length >= 2", timeout=60_000
    )

    text = page.inner_text("body")
    values = page.eval_on_selector_all("textarea", "es => es.map(e => e.value).join()")
    assert [] == [name for name in SURFACES if f"SURFACE {name}" not in text + values]
    assert (0, [], []) == (hits(page), page.dialogs, page.refused)
    assert [] == page.evaluate(HANDLERS)
    assert [] == inside(page, "script:not([type='application/json'])")
    assert [] == inside(page, "[data-commandlinker-command]")
    assert [] == inside(page, _NEVER)
    assert [] == inside(page, ".MathJax, mjx-container")
    assert [] == inside(page, ".jp-RenderedHTMLCommon a[href], .jupyter-widgets a[href]")


def test_the_same_texts_act_without_the_cleaner(opened, tmp_path):
    """The positive control: shown raw, the payloads run and call out, and the test sees it."""
    page = opened(notebook(tmp_path, RAW), 30_000, own=True)

    assert hits(page) >= 20
    assert len([url for url in page.refused if "attacker.example" in url]) >= 6


def test_an_exported_page_shows_the_pictures_and_runs_nothing(clean, shown, page):
    """nbconvert's own HTML: pictures with their description, 0 payloads run, no attacker called."""
    nb = saved(clean, shown)
    live = [name in ("paste", "explorer", "walker") for name in SURFACES]
    nb.cells = [nb.cells[0], *(c for c, is_live in zip(nb.cells[1:], live, strict=True)
                               if not is_live)]  # fmt: skip
    nb.metadata.pop("widgets", None)
    out = clean.with_name("out.html")
    out.write_text(HTMLExporter().from_notebook_node(nb)[0], encoding="utf-8")
    page.goto(out.as_uri())
    page.wait_for_timeout(2000)

    drawn = page.eval_on_selector_all(
        "figure img", "es => es.filter(e => e.naturalWidth > 500 && e.alt.length > 50).length"
    )
    assert drawn >= 2
    assert (0, []) == (hits(page), page.dialogs)
    assert [] == [url for url in page.refused if "attacker.example" in url]


def saved(path: Path, page) -> nbformat.NotebookNode:
    """The notebook as JupyterLab saves it, with all its outputs."""
    for _ in range(50):
        nb = nbformat.read(path, 4)
        if all(cell.outputs for cell in nb.cells[1:]):
            return nb
        page.wait_for_timeout(200)
    return pytest.fail("JupyterLab did not save the notebook.")
