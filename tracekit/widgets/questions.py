"""What a person knows and no trace says: the gateway, the report, whether all is here, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import ipywidgets as w

from tracekit.knowledge import list_gateways, load_complaints, load_gateway
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, label_width, row, told
from tracekit.widgets.session import View
from tracekit.widgets.view_checks import check

# A list that is set to None shows nothing at all: its values are texts.
_COMPLETE = {"": None, "all": True, "not all": False}
_WORDS = [("not said", ""), ("all that the search showed", "all"),
          ("not all of them", "not all")]  # fmt: skip


class Questions(w.VBox):
    """Gateway, complaint, whether all results are here, and when the trace was taken.

    `value` is what the controls say, by name; `then` is called with a choice that changed.

    >>> Questions(print, View()).value["complete"] is None
    True
    """

    def __init__(self, then: Callable[..., None], view: View):
        self._then, self._quiet, self._said = then, False, Panel()
        self._gateway, self._complaint = _gateway(view), _complaint(view)
        self._complete, self._taken = _complete(), _taken()
        self._controls = {"gateway": self._gateway, "complaint": self._complaint,
                          "complete": self._complete, "taken": self._taken}  # fmt: skip
        for name, control in self._controls.items():
            control.observe(self._changed(name), "value")
        now = button("Just now", "The search was run just now: fill in this computer's clock",
                     self._fill_in)  # fmt: skip
        super().__init__([row(self._gateway, self._complaint),
                          row(self._complete, self._taken, now), self._said])  # fmt: skip
        self.show(view)

    @property
    def value(self) -> dict[str, object]:
        """What the controls say, by the names of a View."""
        said = {name: control.value for name, control in self._controls.items()}
        return {**said, "complete": _COMPLETE[said["complete"]], "taken": said["taken"].strip()}

    def show(self, view: View) -> None:
        """Show the choices of a view."""
        self._quiet = True
        self._gateway.value, self._complaint.value = view.gateway, view.complaint
        self._complete.value = next(k for k, v in _COMPLETE.items() if v is view.complete)
        self._taken.value = view.taken
        self._quiet = False

    def _changed(self, name: str) -> Callable[[dict], None]:
        """Tell a choice; what cannot be one is said here, and stays to be put right."""

        def tell() -> None:
            value = self.value[name]
            check(name, value)
            self._then(**{name: value})

        return lambda _: None if self._quiet else told(self._said, tell)()

    def _fill_in(self) -> None:
        self._taken.value = datetime.now().astimezone().isoformat(" ", "minutes")


def _gateway(view: View) -> w.Dropdown:
    names = sorted(list_gateways(), key=lambda name: load_gateway(name).title.casefold())
    options = [(load_gateway(name).title, name) for name in names]
    known = {"auto", *names}
    options += [] if view.gateway in known else [(view.gateway, view.gateway)]
    return label_width(w.Dropdown(
        options=[("find it in the trace", "auto"), *options], value=view.gateway,
        description="Mail passes", tooltip="The security gateway that the mail passes",
    ))  # fmt: skip


def _complaint(view: View) -> w.Dropdown:
    return label_width(w.Dropdown(
        options=[("not said", ""), *((c.title, c.id) for c in load_complaints().values())],
        value=view.complaint, description="Reported", tooltip="What the user reports",
    ))  # fmt: skip


def _complete() -> w.Dropdown:
    return label_width(w.Dropdown(
        options=_WORDS, description="Results read",
        tooltip="Did you read every result that the search for this mail showed? What none of them "
        "shows did not happen then",
    ))  # fmt: skip


def _taken() -> w.Text:
    return label_width(w.Text(
        description="Trace taken", placeholder="2022-12-06 15:40 -05:00", continuous_update=False,
        tooltip="When the search was run: date, time and zone; Enter takes it. Mail that was on "
        "its way then may have arrived since",
    ))  # fmt: skip
