"""Small pieces that the panels share: buttons with a tooltip, errors told in the panel."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

import ipywidgets as w

from tracekit.errors import TracekitError
from tracekit.render import EMPTY, Html, alert
from tracekit.render.panel import Panel

# A kernel may answer two controls in two threads (subshells): each waits for what the other does.
ONE_AT_A_TIME = RLock()
_SHORT = 11  # letters of a label that fit beside a control
_WIDE_LETTERS = ("Who decided",)
WIDE = {"width": "auto", "max_width": "58em"}


def button(words: str, tooltip: str, then: Callable[[], None], **look) -> w.Button:
    """Return a button that a screen reader reads in full."""
    made = w.Button(description=words, tooltip=tooltip, layout=w.Layout(width="auto"), **look)
    made.on_click(lambda _: then())
    return made


def label_width(widget: w.Widget) -> w.Widget:
    """Give a control room for its whole label."""
    widget.layout.width = "auto"
    if len(widget.description) > _SHORT or widget.description in _WIDE_LETTERS:
        widget.set_trait("style", {"description_width": "initial"})
    widget.layout.max_width = "min(44em, 100%)"
    return widget


def row(*children: w.Widget) -> w.HBox:
    """Put controls side by side; they wrap where the page is narrow."""
    return w.HBox(children, layout=w.Layout(flex_flow="row wrap", align_items="center"))


def told(place: Panel, action: Callable[[], None]) -> Callable[[], None]:
    """Return the action with its errors shown in the panel, where a person looks."""

    def run() -> None:
        with ONE_AT_A_TIME:
            place.show(EMPTY)
            try:
                action()
            except Exception as error:
                place.show(in_words(error))

    return run


def in_words(error: Exception) -> Html:
    """Return what went wrong and what to do, without a traceback.

    >>> in_words(MemoryError()).text.startswith("That did not work: There is not enough memory")
    True
    """
    if isinstance(error, TracekitError):
        return alert(str(error), "That did not work")
    if isinstance(error, MemoryError):
        return alert("There is not enough memory for this. What to do: read fewer files at a time.",
                     "That did not work")  # fmt: skip
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        return alert(f"{name}{error.strerror or 'it cannot be read or written'}.",
                     "That did not work")  # fmt: skip
    return alert(
        f"{type(error).__name__}: {error}. Nothing was changed. What to do: this is a mistake in "
        "tracekit; please report it with this line, without the trace.",
        "Something unexpected happened",
    )
