"""The legend of a trace and the page of one of its names."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis.legend import explained_name
from tracekit.knowledge import Explanation
from tracekit.knowledge.explain import HEADINGS
from tracekit.render.html import Html, bullets, heading, note, paragraph, stack
from tracekit.render.tables import html_table

_COLUMNS = {"name": "Name", "kind": "Kind", "times": "How often", "title": "In short",
            "meaning": "What it is"}  # fmt: skip


def legend_table(frame: pd.DataFrame) -> Html:
    """Return a legend as a table; a sentence where there is nothing to explain.

    >>> import pandas as pd
    >>> legend_table(pd.DataFrame({"name": []})).text
    'There is no event, status or code in this trace.'
    """
    if frame.empty:
        return paragraph("There is no event, status or code in this trace.")
    caption = "Every event, status and code that is in this message"
    return html_table(frame, _COLUMNS, caption, kinds={"kind": "word"})


def explanation_page(asked: str) -> Html:
    """Return all that is known about a name, under the headings of every explanation.

    >>> "What it is" in explanation_page("Defer").text
    True
    """
    page = explained_name(asked)
    if page is None:
        return note(f"Nothing is known here about {asked!r}.", "Not known")
    return explained_page(page)


def explained_page(page: Explanation) -> Html:
    """Return an explanation as a page.

    >>> from tracekit import explain
    >>> explained_page(explain("Defer")).text.startswith("Defer: ")
    True
    """
    parts = [heading(f"{page.name}: {page.title}" if page.title else page.name, 3),
             paragraph(page.kind, "Kind")]  # fmt: skip
    for name in HEADINGS:
        parts += [heading(name, 4), bullets(page.sections[name])]
    return stack(*parts)
