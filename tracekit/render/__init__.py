"""The only room that turns foreign text into HTML, SVG, Markdown, CSV or a cell.

Subjects, rule names and addresses in a trace are written by strangers. Everything here cleans
first (`visible`), then escapes for the place the text goes to.
"""

from tracekit.render.clean import visible
from tracekit.render.explained import explained, findings
from tracekit.render.export import csv_text, csv_unguard, emit, json_records, markdown
from tracekit.render.html import (
    EMPTY,
    Html,
    alert,
    bullets,
    definitions,
    escape,
    heading,
    note,
    paragraph,
    progress,
    stack,
    status,
    verbatim,
)
from tracekit.render.legend import explanation_page, legend_table
from tracekit.render.page import page
from tracekit.render.picture import Picture, clean_spec, draw, figure
from tracekit.render.prose import markdown_block, prose
from tracekit.render.tables import html_table, markdown_table, text_table

__all__ = [
    "EMPTY",
    "Html",
    "Picture",
    "alert",
    "bullets",
    "clean_spec",
    "csv_text",
    "csv_unguard",
    "definitions",
    "draw",
    "emit",
    "escape",
    "explained",
    "explanation_page",
    "figure",
    "findings",
    "heading",
    "html_table",
    "json_records",
    "legend_table",
    "markdown",
    "markdown_block",
    "markdown_table",
    "note",
    "page",
    "paragraph",
    "progress",
    "prose",
    "stack",
    "status",
    "text_table",
    "verbatim",
    "visible",
]
