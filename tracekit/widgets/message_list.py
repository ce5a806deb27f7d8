"""The list of messages with its filters; what is chosen goes to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w
import pandas as pd

from tracekit.knowledge import load_outcomes
from tracekit.knowledge.terms import load_statuses
from tracekit.render import Html, paragraph, stack, visible
from tracekit.render.panel import Panel
from tracekit.widgets.filter_bar import FilterBar
from tracekit.widgets.filters import in_words
from tracekit.widgets.parts import button, row
from tracekit.widgets.session import Session

A_PAGE = 100  # messages on one page of the list


class MessageList(w.VBox):
    """Filters over a list; `then` is called with the choices that changed, by name.

    >>> from tracekit.model import MessageTrace
    >>> MessageList(Session.of(MessageTrace.empty()), print).value is None
    True
    """

    def __init__(self, session: Session, then: Callable[..., None]):
        self._then, self._quiet, self._page = then, False, 0
        self._listed: pd.DataFrame | None = None
        self._filters = FilterBar(then)
        self._list = w.Select(
            description="Messages", rows=8, layout=w.Layout(width="auto"),
            tooltip="Choose a message with the arrow keys or a click",
        )  # fmt: skip
        self._list.observe(self._chosen, "value")
        self._count = Panel()
        self._back = button("Earlier messages", "The page before", lambda: self._turn(-1))
        self._on = button("Later messages", "The page after", lambda: self._turn(1))
        self._turns = row(self._back, self._on)
        super().__init__([self._filters, self._count, self._list, self._turns])
        self.show(session)

    @property
    def value(self) -> int | None:
        """The number of the chosen message."""
        return self._list.value

    def show(self, session: Session) -> None:
        """Show the messages of a session and the choices that are possible in it."""
        self._quiet = True
        self._filters.show(session)
        pages = max(-(-len(session.listed) // A_PAGE), 1)
        page = min(max(session.view.page, 0), pages - 1)
        if self._listed is not session.listed or page != self._page:
            self._fill(session.listed.iloc[page * A_PAGE : (page + 1) * A_PAGE])
        self._listed, self._page = session.listed, page
        chosen, offered = session.number, [number for _, number in self._list.options]
        self._list.value = chosen if chosen in offered else None
        self._back.disabled, self._on.disabled = page == 0, page == pages - 1
        self._list.layout.display = None if len(session.messages) else "none"
        self._turns.layout.display = None if pages > 1 else "none"
        self._filters.layout.display = None if len(session.messages) > 1 else "none"
        self._count.show(_counted(session, page, pages))
        self._quiet = False

    def _fill(self, shown: pd.DataFrame) -> None:
        self._list.options = list(zip(map(_line, shown.itertuples()), shown.index.tolist(),
                                      strict=True))  # fmt: skip
        self._list.rows = min(max(len(shown), 2), 8)

    def _turn(self, by: int) -> None:
        self._then(page=self._page + by)

    def _chosen(self, change: dict) -> None:
        if not self._quiet and change["new"] is not None:
            self._then(message=change["new"])


def _line(message: tuple) -> str:
    """One message as a line: when, from whom, to whom, what, its Status, where it is."""
    when = "no time" if pd.isna(message.received) else f"{message.received:%Y-%m-%d %H:%M}"
    who = f"{_text(message.sender, 34)} → {_text(message.recipient, 34)}"
    status = load_statuses().get(message.status) if message.where == "cannot-tell" else None
    where = status.open if status else load_outcomes()[message.where].title
    what = f"{_text(message.subject, 50)}  |  {_text(message.status, 30)}"
    return f"{when}  {who}  |  {what}  |  {where}"


def _text(value: object, limit: int) -> str:
    return "?" if pd.isna(value) else visible(value, limit)


def counted(session: Session) -> str:
    """Return how many of the messages are listed, in words.

    >>> from tracekit.model import MessageTrace
    >>> counted(Session.of(MessageTrace.empty()))
    'No message was read yet.'
    """
    listed, all_of = len(session.listed), len(session.messages)
    return f"{listed:,} of {all_of:,} messages; times are UTC." if all_of else (
        "No message was read yet.")  # fmt: skip


def _counted(session: Session, page: int, pages: int) -> Html:
    told = counted(session)
    if pages > 1:
        told += f" Page {page + 1:,} of {pages:,}."
    filters = in_words(session.view)
    return stack(paragraph(told), *([paragraph(filters, "Filters")] if filters else []))
