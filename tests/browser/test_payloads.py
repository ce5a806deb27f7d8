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
    "pictures": "for i in range(0, len(texts), 8):\n"
    "    trace = hostile(texts[i:i+8])\n"
    "    display(charts.timeline(trace), charts.journey_map(trace))\n"
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
    "explorer": "for i in range(0, len(texts), 20):\n"
    "    explorer = widgets.TimelineExplorer(hostile(texts[i:i+20]))\n"
    "    explorer.choose(3, 1)\n"
    "    display(explorer)\n"
    "render.paragraph('SURFACE explorer')",
    "walker": "for p in texts[:12]:\n"
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
    folder.mkdir()
    for name in ("charts/made.py", "render/payloads.py"):
        shutil.copy(TESTS / name, folder)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nb = nbformat.v4.new_notebook(metadata=kernel)
    nb.cells = [nbformat.v4.new_code_cell(source.strip()) for source in (BEGIN, *cells)]
    nbformat.write(nb, folder / "payloads.ipynb")
    return folder


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


def test_no_text_acts_on_any_surface(lab, page, run_all, tmp_path):
    """Every surface is drawn with every payload: 0 run, 0 dialogs, 0 handlers, 0 requests."""
    folder = notebook(tmp_path / "clean", list(SURFACES.values()))
    page.set_viewport_size({"width": 1280, "height": 30_000})  # JupyterLab draws what is in sight

    run_all(lab(folder).format("payloads.ipynb"), seconds=240)
    page.wait_for_function(
        "document.querySelectorAll('.vega-embed svg').length >= 3", timeout=60_000
    )

    shown = page.inner_text("body")
    values = page.eval_on_selector_all("textarea", "es => es.map(e => e.value).join()")
    assert [] == [name for name in SURFACES if f"SURFACE {name}" not in shown + values]
    assert (0, [], []) == (hits(page), page.dialogs, page.refused)
    assert [] == page.evaluate(HANDLERS)
    assert [] == inside(page, "script:not([type='application/json'])")
    assert [] == inside(page, "[data-commandlinker-command]")
    assert [] == inside(page, _NEVER)
    assert [] == inside(page, ".MathJax, mjx-container")
    assert [] == inside(page, ".jp-RenderedHTMLCommon a[href], .jupyter-widgets a[href]")


def test_the_same_texts_act_without_the_cleaner(lab, page, run_all, tmp_path):
    """The positive control: shown raw, the payloads run and call out, and the test sees it."""
    folder = notebook(tmp_path / "raw", RAW)
    page.set_viewport_size({"width": 1280, "height": 30_000})

    run_all(lab(folder).format("payloads.ipynb"), seconds=120)

    assert hits(page) >= 20
    assert len([url for url in page.refused if "attacker.example" in url]) >= 6


def test_an_exported_page_shows_the_pictures_and_runs_nothing(page, tmp_path):
    """nbconvert's own HTML: pictures with their description, 0 payloads run, no attacker called."""
    from nbclient import NotebookClient

    names = ("tables", "names", "parts", "pictures", "captions", "markdown")
    folder = notebook(tmp_path / "export", [SURFACES[name] for name in names])
    nb = nbformat.read(folder / "payloads.ipynb", 4)
    NotebookClient(nb, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    (folder / "out.html").write_text(HTMLExporter().from_notebook_node(nb)[0], encoding="utf-8")

    page.goto((folder / "out.html").as_uri())
    page.wait_for_timeout(2000)

    drawn = page.eval_on_selector_all(
        "figure img", "es => es.filter(e => e.naturalWidth > 500 && e.alt.length > 50).length"
    )
    assert drawn >= 16
    assert (0, []) == (hits(page), page.dialogs)
    assert [] == [url for url in page.refused if "attacker.example" in url]


def test_charts_are_drawn_live(lab, page, run_all, tmp_path):
    """A chart that a cell returns is a picture with letters in it; the explorer hears a click."""
    code = [
        "from tracekit import load_sample",
        "trace = load_sample('inky-outbound') + load_sample('inky-return-junk')\n"
        "charts.timeline(trace, diagnose(trace))",
        "explorer = widgets.TimelineExplorer(trace, diagnose(trace))\nexplorer",
    ]
    page.set_viewport_size({"width": 1280, "height": 4000})
    run_all(lab(notebook(tmp_path / "live", code)).format("payloads.ipynb"))

    image = page.locator("figure img").first
    assert image.evaluate("e => e.naturalWidth") > 500
    assert "Send external" in image.get_attribute("alt")
    page.locator(".vega-embed svg [aria-label*='Deliver: to the Junk']").last.click(force=True)
    page.locator(f"{INSIDE} dl").get_by_text("junk", exact=True).wait_for(timeout=10_000)
    assert [] == page.refused
