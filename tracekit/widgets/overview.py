"""All messages at a glance; every mark filters the list down to the messages behind it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.render import Html, bullets, paragraph, stack
from tracekit.render.panel import Panel
from tracekit.widgets.chart_box import ChartBox
from tracekit.widgets.overview_pages import GROUPS, PAGES, group_of
from tracekit.widgets.parts import label_width
from tracekit.widgets.session import Session

_HOW = ("Click a bar, a band or a cell, or choose it in the list below its picture, to see its "
        "messages; once more for all. A picture leaves its own filter out, so that the other bars "
        "stay in sight.")  # fmt: skip


class Overview(w.VBox):
    """Pictures of the listed messages; `then` is called with the choice that a click makes.

    Only the page that is open is drawn.

    >>> from tracekit.model import MessageTrace
    >>> Overview(print).show(Session.of(MessageTrace.empty()))
    """

    def __init__(self, then: Callable[..., None]):
        self._then, self._quiet = then, False
        self._session: Session | None = None
        self._boxes = {name: [ChartBox(picture.what, then) for picture in pictures]
                       for name, pictures in PAGES.items()}  # fmt: skip
        self._drawn: dict[str, tuple] = {}
        self._group = label_width(w.Dropdown(
            options=[(title, name) for name, title in GROUPS.items()], description="Group by",
            tooltip="What the rows of the picture are",
        ))  # fmt: skip
        self._group.observe(self._grouped, "value")
        self._sentences = Panel()
        self._tabs = w.Tab([self._page(name) for name in PAGES], titles=tuple(PAGES))
        self._tabs.observe(self._opened, "selected_index")
        super().__init__([Panel(paragraph(_HOW)), self._tabs])

    @property
    def value(self) -> str:
        """The name of the page that is open."""
        return list(PAGES)[self._tabs.selected_index or 0]

    def box(self, page: str, what: str) -> ChartBox:
        """Return one picture with its list."""
        names = [picture.what for picture in PAGES[page]]
        return self._boxes[page][names.index(what)]

    def show(self, session: Session) -> None:
        """Draw the page that is open; one message needs no overview."""
        self._session = session
        self.layout.display = None if len(session.messages) > 1 else "none"
        if len(session.messages) < 2:
            return
        self._quiet = True
        if session.view.overview in PAGES:
            self._tabs.selected_index = list(PAGES).index(session.view.overview)
        self._group.value = group_of(session)
        self._quiet = False
        self._draw()

    def _page(self, name: str) -> w.Widget:
        boxes = self._boxes[name]
        if name == "Outcomes":
            return w.VBox([boxes[0], w.HBox(boxes[1:], layout=w.Layout(flex_flow="row wrap"))])
        extra = {"Groups": [self._group], "Patterns": [self._sentences]}.get(name, [])
        return w.VBox([*extra, *boxes])

    def _draw(self) -> None:
        """Draw what is looked at, if it is not drawn already."""
        session, page = self._session, self.value
        if session is None or self._drawn.get(page) == (state := _state(session)):
            return
        self._drawn[page] = state
        for picture, box in zip(PAGES[page], self._boxes[page], strict=True):
            box.show(picture.draw(session), session.view.to_dict())
        if page == "Patterns":
            self._sentences.show(_sentences(session))

    def _opened(self, change: dict) -> None:
        if not self._quiet:
            self._draw()
            self._then(overview=list(PAGES)[change["new"] or 0])

    def _grouped(self, change: dict) -> None:
        if not self._quiet:
            self._then(group=change["new"])


def _state(session: Session) -> tuple:
    """What the pictures depend on."""
    kept = {"message", "other", "page", "tab", "overview", "name", "zone"}
    choices = {name: v for name, v in session.view.to_dict().items() if name not in kept}
    return (id(session.diagnosis), tuple(choices.items()))


def _sentences(session: Session) -> Html:
    found = session.listing.patterns
    told = [f"{row.sentence} Next: {row.look_at}" for row in found.itertuples()]
    return stack(
        paragraph("A pattern is one outcome that is much more frequent among messages that share "
                  "something. It points; it proves nothing."),
        bullets(told or ["Nothing stands out."]),
    )  # fmt: skip
