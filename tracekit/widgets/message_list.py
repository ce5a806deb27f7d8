"""The list of messages with its filters; what is chosen goes to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w
import pandas as pd

from tracekit.knowledge import load_outcomes
from tracekit.render import paragraph, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, label_width, row
from tracekit.widgets.session import Session

MOST_LISTED = 300
_TEXTS = {
    "search": ("Search", "an id, subject, rule, host, code ...", "Text anywhere in a message"),
    "sender": ("Sender", "part of an address", "Part of the sender's address"),
    "recipient": ("Recipient", "part of an address", "Part of the recipient's address"),
}
_CHOICES = {
    "where": ("Where it is", "Where the message is now"),
    "who": ("Who decided", "Who decided what happened to it"),
    "passed": ("Gateway", "Whether the gateway saw it"),
    "status": ("Status", "The Status that Microsoft 365 prints"),
}
_DAYS = {"since": ("From day", "The first day, UTC"), "until": ("To day", "The last day, UTC")}


class MessageList(w.VBox):
    """Filters over a list; `then` is called with the choices that changed, by name.

    >>> from tracekit.model import MessageTrace
    >>> MessageList(Session.of(MessageTrace.empty()), print).value is None
    True
    """

    def __init__(self, session: Session, then: Callable[..., None]):
        self._then, self._quiet = then, False
        self._controls = _controls()
        for name, control in self._controls.items():
            control.observe(self._changed(name), "value")
        self._list = w.Select(
            description="Messages", rows=8, layout=w.Layout(width="auto"),
            tooltip="Choose a message with the arrow keys or a click",
        )  # fmt: skip
        self._list.observe(self._changed("message"), "value")
        self._count = Panel()
        clear = button("Clear filters", "Show all messages", self.clear)
        self._filters = row(*self._controls.values(), clear)
        super().__init__([self._filters, self._count, self._list])
        self.show(session)

    @property
    def value(self) -> int | None:
        """The number of the chosen message."""
        return self._list.value

    def clear(self) -> None:
        """Take all filters off."""
        self._quiet = True
        for control in self._controls.values():
            control.value = None if isinstance(control, w.DatePicker) else ""
        self._quiet = False
        self._then(**dict.fromkeys(self._controls, ""))

    def show(self, session: Session) -> None:
        """Show the messages of a session and the choices that are possible in it."""
        self._quiet = True
        for name in _CHOICES:
            _offer(self._controls[name], session.messages[name], getattr(session.view, name))
        for name in _TEXTS:
            self._controls[name].value = getattr(session.view, name)
        listed = session.listed.head(MOST_LISTED)
        options = list(zip(map(_line, listed.itertuples()), listed.index, strict=True))
        chosen = session.view.message
        self._list.options = options
        self._list.value = chosen if chosen in listed.index else (
            listed.index[0] if len(listed) else None)  # fmt: skip
        self._list.rows = min(max(len(options), 2), 8)
        several = len(session.messages) > 1
        self._list.layout.display = None if len(session.messages) else "none"
        self._filters.layout.display = None if several else "none"
        self._count.show(paragraph(_counted(session)))
        self._quiet = False

    def _changed(self, name: str) -> Callable[[dict], None]:
        def told(change: dict) -> None:
            if not self._quiet:
                value = change["new"]
                self._then(**{name: value if name == "message" else str(value or "")})

        return told


def _controls() -> dict[str, w.Widget]:
    controls: dict[str, w.Widget] = {}
    for name, (label, hint, tooltip) in _TEXTS.items():
        controls[name] = w.Text(description=label, placeholder=hint, tooltip=tooltip,
                                continuous_update=False)  # fmt: skip
    for name, (label, tooltip) in _CHOICES.items():
        controls[name] = label_width(w.Dropdown(options=[("all", "")], description=label,
                                                tooltip=tooltip))  # fmt: skip
    for name, (label, tooltip) in _DAYS.items():
        controls[name] = w.DatePicker(description=label, tooltip=tooltip)
    return controls


def _offer(control: w.Dropdown, values: pd.Series, chosen: str) -> None:
    """Offer the values that occur, the most frequent first, each with its number."""
    counts = values.value_counts()
    options = [("all", ""), *((f"{_named(v)} ({n})", v) for v, n in counts.items())]
    if chosen and chosen not in counts.index:
        options.append((f"{_named(chosen)} (0)", chosen))
    control.options = options
    control.value = chosen


def _named(name: str) -> str:
    outcome = load_outcomes().get(name)
    return visible(outcome.title if outcome else name, 60)


def _line(message: tuple) -> str:
    """One message as a line: when, from whom, to whom, what, where it is."""
    when = "no time" if pd.isna(message.received) else f"{message.received:%Y-%m-%d %H:%M}"
    who = f"{_text(message.sender, 34)} → {_text(message.recipient, 34)}"
    return f"{when}  {who}  |  {_text(message.subject, 50)}  |  {_named(message.where)}"


def _text(value: object, limit: int) -> str:
    return "?" if pd.isna(value) else visible(value, limit)


def _counted(session: Session) -> str:
    listed, all_of = len(session.listed), len(session.messages)
    if not all_of:
        return "No message was read yet."
    told = f"{listed:,} of {all_of:,} messages; times are UTC."
    if listed > MOST_LISTED:
        told += f" The first {MOST_LISTED} are shown: filter to see the others."
    return told
