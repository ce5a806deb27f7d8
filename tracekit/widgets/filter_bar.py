"""The controls of the filters; what is typed or chosen goes to whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import ipywidgets as w
import pandas as pd

from tracekit.charts.overview.lengths import lengths
from tracekit.knowledge import load_outcomes
from tracekit.render import visible
from tracekit.widgets.filters import FILTERS
from tracekit.widgets.fold import Fold
from tracekit.widgets.parts import button, label_width, row
from tracekit.widgets.session import Session, View
from tracekit.widgets.view_checks import moment

_TEXTS = {
    "search": ("Search", "an id, subject, rule, host, code ...", "Text anywhere in a message"),
    "sender": ("Sender", "part of an address", "Part of the sender's address"),
    "recipient": ("Recipient", "part of an address", "Part of the recipient's address"),
    "subject": ("Subject", "part of a subject", "Part of the subject"),
}
_COLUMNS = {
    "where": ("Where it is", "Where the message is now"),
    "who": ("Who decided", "Who decided what happened to it"),
    "passed": ("Gateway", "Whether the gateway saw it"),
    "status": ("Status", "The Status that Microsoft 365 prints"),
    "sender_domain": ("Sender domain", "What stands behind the @ of the sender"),
    "recipient_domain": ("Recipient domain", "What stands behind the @ of the recipient"),
}
_VALUES = {
    "rule": ("Rule", "A mail flow rule that matched"),
    "connector": ("Connector", "The connector that the mail used"),
    "code": ("Failure code", "The code of a failure"),
}
_TIMES = {"since": ("From (UTC)", "The first minute, UTC"),
          "until": ("Before (UTC)", "The end, UTC; what came in later is left out")}  # fmt: skip
_LENGTH = ("Took", "Minutes from the first to the last event")
_FIRST = ("search", "sender", "recipient", "subject", "where", "since", "until")
_MOST_OFFERED = 150
_ALL = ("all", "")


class FilterBar(w.VBox):
    """Every filter of the desk; `then` is called with the choices that changed, by name.

    >>> FilterBar(print).value["where"]
    ''
    """

    def __init__(self, then: Callable[..., None]):
        self._then, self._quiet, self._offered = then, False, None
        self._controls = _controls()
        for name, control in self._controls.items():
            control.observe(self._changed(name), "value")
        clear = button("Clear filters", "Show all messages", self.clear)
        first = [self._controls[name] for name in _FIRST]
        rest = [knob for name, knob in self._controls.items() if name not in _FIRST]
        super().__init__([row(*first, clear), Fold("More filters", row(*rest))])

    @property
    def value(self) -> dict[str, object]:
        """What the controls say, by name."""
        return {name: control.value for name, control in self._controls.items()}

    def clear(self) -> None:
        """Take all filters off."""
        plain = View()
        self._then(**{name: getattr(plain, name) for name in FILTERS})

    def show(self, session: Session) -> None:
        """Show the choices of a session, and what can be chosen in it."""
        self._quiet = True
        view, anew = session.view, self._offered is not session.listing
        for name in (*_COLUMNS, *_VALUES):
            self._offer(session, name, getattr(view, name), anew)
        for name in _TEXTS:
            said = getattr(view, name)
            self._controls[name].value = said if isinstance(said, str) else ""
        for name in _TIMES:
            self._controls[name].value = _clock(name, getattr(view, name))
        _offer_lengths(self._controls["length"], view)
        self._offered, self._quiet = session.listing, False

    def _offer(self, session: Session, name: str, chosen: object, anew: bool) -> None:
        """Offer the values that occur, the most frequent first, each with its number."""
        control = self._controls[name]
        if anew:
            values = session.listing.values(name) if name in _VALUES else None
            counts = (session.messages[name] if values is None else values["value"]).value_counts()
            spelled = {} if values is None else values.drop_duplicates("value").set_index(
                "value")["spelled"].to_dict()  # fmt: skip
            control.options = [_ALL, *((f"{_named(spelled.get(v, v))} ({n:,})", v)
                               for v, n in counts.head(_MOST_OFFERED).items() if n)]  # fmt: skip
        if chosen and chosen not in [value for _, value in control.options]:
            control.options = [*control.options, (_named(chosen), chosen)]
        control.value = chosen

    def _changed(self, name: str) -> Callable[[dict], None]:
        def told(change: dict) -> None:
            if not self._quiet:
                self._then(**_choices(name, change["new"]))

        return told


def _controls() -> dict[str, w.Widget]:
    controls: dict[str, w.Widget] = {}
    for name, (label, hint, tooltip) in _TEXTS.items():
        controls[name] = w.Text(description=label, placeholder=hint, tooltip=tooltip,
                                continuous_update=False)  # fmt: skip
    for name, (label, tooltip) in {**_COLUMNS, **_VALUES}.items():
        controls[name] = label_width(w.Dropdown(options=[_ALL], description=label,
                                                tooltip=tooltip))  # fmt: skip
    for name, (label, tooltip) in _TIMES.items():
        controls[name] = w.NaiveDatetimePicker(description=label, tooltip=tooltip,
                                               style={"description_width": "initial"})  # fmt: skip
    label, tooltip = _LENGTH
    controls["length"] = label_width(w.Dropdown(options=[("all", (None, None))], description=label,
                                                tooltip=tooltip))  # fmt: skip
    return controls


def _choices(name: str, value: object) -> dict[str, object]:
    if name == "length":
        return {"delay_from": value[0], "delay_to": value[1]}
    if name in _TIMES:
        return {name: "" if value is None else f"{value:%Y-%m-%dT%H:%MZ}"}
    return {name: value or ""}


def _clock(name: str, said: str) -> datetime | None:
    """A day or time as the picker has it; a last day ends where the next one begins."""
    if not said:
        return None
    days = 1 if name == "until" and "T" not in said else 0
    at = moment(name, said) + pd.Timedelta(days=days)
    return at.floor("min").tz_localize(None).to_pydatetime()


def _offer_lengths(control: w.Dropdown, view: View) -> None:
    options = [("all", (None, None)), *((name, (low or None, high)) for name, low, high in
               lengths())]  # fmt: skip
    chosen = (view.delay_from, view.delay_to)
    if chosen not in [value for _, value in options]:
        low, high = (f"{end:g} min" if end is not None else "any" for end in chosen)
        options.append((f"{low} to {high}", chosen))
    control.options = options
    control.value = chosen


def _named(value: object) -> str:
    if isinstance(value, tuple):
        return f"any but {', '.join(_named(one) for one in value)}"[:90]
    outcome = load_outcomes().get(value)
    return visible(outcome.title if outcome else value, 60)
