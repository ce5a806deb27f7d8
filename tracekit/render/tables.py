"""Tables of foreign text: for a notebook, a terminal and a Markdown file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from tracekit.render.cells import chosen, is_number, readable
from tracekit.render.clean import visible
from tracekit.render.export import markdown
from tracekit.render.html import Html, attribute, escape
from tracekit.render.prose import prose

Columns = Sequence[str] | Mapping[str, str] | None

# Greys with transparency and inherited text colour: legible on white and on dark alike.
_TABLE = "border-collapse:collapse;margin:.5em 0;font-size:.95em;line-height:1.4;color:inherit"
_CAPTION = "caption-side:top;text-align:left;font-weight:600;padding:.3em 0;color:inherit"
_HEAD = (
    "text-align:{side};padding:.35em .7em;border-bottom:2px solid rgba(128,128,128,.7);"
    "background:rgba(128,128,128,.14);white-space:nowrap;color:inherit"
)
_CELL = (
    "text-align:{side};padding:.3em .7em;border-bottom:1px solid rgba(128,128,128,.35);"
    "vertical-align:top;max-width:38em;overflow-wrap:anywhere;white-space:normal;color:inherit"
)
_KINDS = {
    "text": "",
    "number": "font-variant-numeric:tabular-nums",
    "code": "font-family:monospace",
    "word": "white-space:nowrap",
    "time": "white-space:nowrap;font-variant-numeric:tabular-nums",
}
_CHOSEN = "background:rgba(218,165,32,.22);outline:1px solid rgba(184,134,11,.9)"


def html_table(
    frame: pd.DataFrame,
    columns: Columns = None,
    caption: str = "",
    highlight: Iterable | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Html:
    """Return a frame as an accessible HTML table.

    `columns` chooses and orders (a list, or name -> heading). `highlight` is a mask over the rows,
    or index labels: these rows are tinted and begin with an arrow. `kinds` overrides how a column
    is set: "text", "word" (never broken), "number", "code" or "time". The first column is the
    heading of its row.

    >>> html_table(pd.DataFrame({"event": ["<b>"]})).html.count("&lt;b&gt;")
    1
    """
    shown, marked = chosen(frame, columns), _marked(frame, highlight)
    kinds = {name: (kinds or {}).get(name) or _kind(frame[name]) for name in shown}
    cells = {name: readable(frame[name]) for name in shown}
    title = f'<caption style="{_CAPTION}">{escape(caption)}</caption>' if caption else ""
    body = "".join(
        _row([cells[name][i] for name in shown], list(kinds.values()), mark)
        for i, mark in enumerate(marked)
    )
    html = (
        f'<table style="{_TABLE}">{title}<thead><tr>{_heads(shown, kinds)}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    # A wide table scrolls inside its own box; tabindex lets the keyboard scroll it.
    name = attribute(caption or f"Table: {', '.join(shown.values())}")
    box = f'<div style="overflow-x:auto" tabindex="0" role="group" aria-label="{name}">{html}</div>'
    return Html(box, text_table(frame, columns, caption, width=120))


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(column):
        return "time"
    if column.name == "time_text":  # a time as printed is read in one piece
        return "time"
    return "number" if is_number(column) else "text"


def _marked(frame: pd.DataFrame, highlight: Iterable | None) -> list[bool]:
    if highlight is None:
        return [False] * len(frame)
    values = list(highlight)
    if len(values) == len(frame) and all(type(v).__name__ in ("bool", "bool_") for v in values):
        return [bool(v) for v in values]
    return frame.index.isin(values).tolist()


def _heads(shown: dict[str, str], kinds: dict[str, str]) -> str:
    return "".join(
        f'<th scope="col" style="{_HEAD.format(side=_side(kinds[name]))}">{escape(head)}</th>'
        for name, head in shown.items()
    )


def _row(cells: list[str], kinds: list[str], mark: bool) -> str:
    parts = []
    for i, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        tag, scope = ("th", ' scope="row"') if i == 0 else ("td", "")
        weight = "font-weight:600;" if i == 0 and mark else "font-weight:normal;"
        style = f"{_CELL.format(side=_side(kind))};{weight}{_KINDS.get(kind, '')}"
        arrow = "<span>► </span>" if i == 0 and mark else ""
        parts.append(f'<{tag}{scope} style="{style}">{arrow}{escape(cell)}</{tag}>')
    start = f'<tr style="{_CHOSEN}">' if mark else "<tr>"
    return f"{start}{''.join(parts)}</tr>"


def _side(kind: str) -> str:
    return "right" if kind == "number" else "left"


def text_table(
    frame: pd.DataFrame, columns: Columns = None, title: str = "", width: int | None = None
) -> str:
    """Return a frame as a table for the terminal.

    Cells are folded to the width of the terminal and never cut; where standard output is no
    terminal, and no `width` is given, every row is one line.

    >>> print(text_table(pd.DataFrame({"event": ["Defer"], "seq": [5]})))
    Event   No.
    ───────────
    Defer     5
    """
    from rich import box  # only the terminal needs rich
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = width or _terminal_width()
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for name, head in chosen(frame, columns).items():
        side = "right" if is_number(frame[name]) else "left"
        grid.add_column(Text(visible(head)), justify=side, overflow="fold", no_wrap=wide is None)
    cells = [readable(frame[name]) for name in chosen(frame, columns)]
    for row in zip(*cells, strict=True):
        grid.add_row(*(Text(visible(cell, limit=None)) for cell in row))
    console = Console(
        force_jupyter=False, width=wide or 1_000_000, color_system=None, legacy_windows=False
    )
    with console.capture() as capture:
        console.print(grid, crop=False, soft_wrap=False)
    lines = [line.rstrip() for line in capture.get().rstrip("\n").split("\n")]
    return "\n".join(([visible(title)] if title else []) + lines)


def _terminal_width() -> int | None:
    """Columns of the terminal; None where output goes to a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def markdown_table(frame: pd.DataFrame, columns: Columns = None, words: Iterable[str] = ()) -> str:
    """Return a frame as a Markdown table; every foreign cell stands in a code span.

    `words`: columns of sentences, whose plain words stay outside of code spans.

    >>> print(markdown_table(pd.DataFrame({"event": ["a|b"]})))
    | Event |
    | --- |
    | `a\\|b` |
    """
    shown = chosen(frame, columns)
    cells = [readable(frame[name]) for name in shown]
    rows = [[_heading_cell(head) for head in shown.values()], ["---"] * len(shown)]
    say = [prose if name in set(words) else markdown for name in shown]
    rows += [
        [tell(cell, in_table=True) for tell, cell in zip(say, row, strict=True)]
        for row in zip(*cells, strict=True)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _heading_cell(head: str) -> str:
    """Our own words stay plain; a heading that came from a file is quoted."""
    return prose(head, in_table=True)
