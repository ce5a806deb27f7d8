"""The one widget that shows HTML; it takes `Html` objects only."""

from __future__ import annotations

import ipywidgets as widgets
from traitlets import TraitError, validate

from tracekit.render.html import EMPTY, Html


class Panel(widgets.HTML):
    """A place in a panel of widgets that shows safe HTML.

    The browser runs what it finds in an HTML widget, so a plain string is refused.

    >>> from tracekit.render import paragraph
    >>> Panel(paragraph("<b>")).shown.text
    '<b>'
    """

    def __init__(self, html: Html = EMPTY):
        self._shown = EMPTY
        super().__init__()
        self.show(html)

    @property
    def shown(self) -> Html:
        """What the panel shows now."""
        return self._shown

    def show(self, html: Html) -> None:
        """Show another piece of safe HTML."""
        if not isinstance(html, Html):
            raise TypeError("A Panel shows Html objects only; make one with paragraph(text).")
        self._shown = html
        self.value = _content(html)

    @validate("value")
    def _only_shown(self, proposal):
        if proposal["value"] != _content(self._shown):
            raise TraitError("A Panel shows Html objects only: call show().")
        return proposal["value"]


def _content(html: Html) -> str:
    return html.wrapped() if html.html else ""
