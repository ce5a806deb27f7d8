"""Only the render room turns text into HTML, Markdown, SVG or a cell: no raw sink elsewhere."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAFE_ROOM = ROOT / "tracekit" / "render"

# Calls that show their text as HTML, Markdown or a script. ipywidgets.Output shows raw bundles.
RAW_CALLS = {
    "HTML", "HTMLMath", "Markdown", "Javascript", "Latex", "Math", "SVG", "IFrame", "Output",
    "Styler", "publish_display_data", "to_html", "to_markdown", "to_latex", "to_excel",
    "set_caption", "set_tooltips", "mark_image", "Href", "Url",
}  # fmt: skip
RAW_MODULES = {
    "IPython.display",
    "IPython.core.display",
    "ipywidgets",
    "altair",
    "pandas.io.formats.style",
}
RAW_ATTRIBUTES = {"style"}  # DataFrame.style: cells, column names and caption all execute
RAW_KEYWORDS = {"href", "description_allow_html", "raw"}
REPRS = {"_repr_html_", "_repr_markdown_", "_repr_svg_", "_repr_latex_", "_repr_javascript_"}
# Their text is run as a program in the chart.
EXPRESSIONS = {
    "transform_calculate",
    "transform_filter",
    "expr",
    "ExprRef",
    "param",
    "condition",
    "when",
}
TAGS = (
    "<a ",
    "<b>",
    "<br",
    "<div",
    "<img",
    "<p>",
    "<script",
    "<span",
    "<svg",
    "<table",
    "<td",
    "<tr",
)


def sinks(source: str, prints: bool = False) -> list[str]:
    """Name the raw sinks in a piece of source, with their lines; `prints` judges print as well."""
    found = []
    for node in ast.walk(ast.parse(source)):
        found += [f"line {getattr(node, 'lineno', 0)}: {what}" for what in _judge(node, prints)]
    return found


def _judge(node: ast.AST, prints: bool) -> Iterator[str]:
    if isinstance(node, ast.Call):
        yield from _judge_call(node, prints)
    elif isinstance(node, ast.Attribute) and node.attr in RAW_ATTRIBUTES:
        yield f".{node.attr}"
    elif isinstance(node, ast.ImportFrom) and node.module in RAW_MODULES:
        yield from (f"import of {n.name}" for n in node.names if n.name in RAW_CALLS)
    elif isinstance(node, ast.FunctionDef) and node.name in REPRS:
        yield f"def {node.name}"
    elif isinstance(node, ast.JoinedStr):
        yield from (f"HTML written by hand: {tag}" for tag in TAGS if _writes(node, tag))


def _writes(node: ast.JoinedStr, tag: str) -> bool:
    """Does an f-string put values between tags?"""
    parts = [v.value for v in node.values if isinstance(v, ast.Constant)]
    parts = [str(part).replace("(?P<", "") for part in parts]  # a group of a pattern is no tag
    return any(tag in part for part in parts) and len(parts) < len(node.values)


def _judge_call(node: ast.Call, prints: bool) -> Iterator[str]:
    name = _name(node.func)
    if name in RAW_CALLS:
        yield f"{name}()"
    if name == "enable" and "renderers" in ast.unparse(node.func):
        yield "renderers.enable()"
    if name == "save" and any(_text(arg).endswith((".html", ".svg")) for arg in node.args):
        yield "save() as HTML or SVG"
    yield from (f"{k.arg}=" for k in node.keywords if k.arg in RAW_KEYWORDS)
    if name in EXPRESSIONS and any(map(_made, [*node.args, *(k.value for k in node.keywords)])):
        yield f"text put together in {name}()"
    if prints and name == "print" and not all(isinstance(arg, ast.Constant) for arg in node.args):
        yield "print() of foreign text"


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _made(node: ast.expr) -> bool:
    """Is a text put together from parts: an f-string, +, %, or .format?"""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and any(
            _text(side) or _made(side) for side in (node.left, node.right)
        )
    return isinstance(node, ast.Call) and _name(node.func) in ("format", "join")


def modules() -> list[Path]:
    """Every module outside the render room."""
    return [p for p in sorted((ROOT / "tracekit").rglob("*.py")) if SAFE_ROOM not in p.parents]


def cells() -> list[tuple[str, str]]:
    """The code cells of every notebook, without magics."""
    return [
        (f"{path.name}, cell {n}", "".join(_python(cell["source"])))
        for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
        for n, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"])
        if cell["cell_type"] == "code"
    ]


def _python(source: list[str] | str) -> Iterator[str]:
    lines = source if isinstance(source, list) else source.splitlines(keepends=True)
    return (line for line in lines if not line.lstrip().startswith(("%", "!")))


def test_no_module_writes_raw():
    """The package shows foreign text through the render room alone."""
    found = {
        str(path.relative_to(ROOT)): sinks(path.read_text(encoding="utf-8")) for path in modules()
    }

    assert {} == {name: what for name, what in found.items() if what}


def test_no_notebook_writes_raw():
    """Neither do the notebooks, and they print no foreign text."""
    found = {name: sinks(source, prints=True) for name, source in cells()}

    assert {} == {name: what for name, what in found.items() if what}


BAD = [
    "display.HTML(subject)",
    "from IPython.display import HTML",
    "IPython.display.Markdown(text)",
    "from IPython.display import display, Markdown",
    "widgets.HTML(value=row)",
    "ipywidgets.HTMLMath(row)",
    "from ipywidgets import HTML",
    "widgets.Output(outputs=bundle)",
    "frame.style.format(escape='html')",
    "frame.head().style",
    "frame.to_html(escape=False)",
    "frame.to_markdown()",
    "Styler(frame)",
    "styler.set_caption(subject)",
    "styler.set_tooltips(frame)",
    "alt.renderers.enable('html')",
    "alt.renderers.enable('default')",
    "alt.Chart(f).mark_image()",
    "chart.encode(href='url')",
    "alt.Href('url')",
    "chart.mark_point(href='http://x')",
    "chart.transform_calculate(x=f'datum.{name}')",
    "chart.transform_filter('datum.a == ' + value)",
    "alt.expr('datum[%s]' % name)",
    "alt.ExprRef('datum.{}'.format(name))",
    "alt.condition(f'datum.key === {key}', a, b)",
    "chart.save('x.html')",
    "display(bundle, raw=True)",
    "publish_display_data(bundle)",
    "widgets.Text(description=subject, description_allow_html=True)",
    "def _repr_html_(self): return self.x",
    "cell = f'<td>{subject}</td>'",
    "Javascript(text)",
    "SVG(text)",
]


@pytest.mark.parametrize("source", BAD)
def test_the_rule_sees_a_raw_sink(source):
    """Each of the known ways to show raw text is caught."""
    assert sinks(source)


@pytest.mark.parametrize("source", ["print(trace.events)", "print('a', subject)", "print(f'{x}')"])
def test_a_notebook_prints_no_foreign_text(source):
    """In JupyterLab printed addresses become links, and a carriage return hides a line."""
    assert sinks(source, prints=True)


@pytest.mark.parametrize("source", [
    "print('Done.')", "alt.condition('datum.key === chosen', a, b)", "html_table(frame)",
    "Panel(paragraph(subject))", "chart.transform_filter(alt.datum.a == value)", "x = '<b>'",
    "widgets.Text(description='Search')", "path.read_text()", "chart.save('x.png')",
])  # fmt: skip
def test_the_rule_lets_the_rest_pass(source):
    """What is safe is not in the way."""
    assert [] == sinks(source, prints=True)
