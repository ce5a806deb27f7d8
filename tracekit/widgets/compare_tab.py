"""Two messages side by side: where they first part, and what that led to."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.diagnosis.compare import Comparison, compare
from tracekit.knowledge import load_outcomes, load_trees
from tracekit.render import EMPTY, Html, html_table, note, paragraph, stack, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import label_width
from tracekit.widgets.session import Session

MOST_OFFERED = 300
_NONE = -1  # a list that is set to None shows nothing at all
_NOBODY = ("choose a message", _NONE)
_EVENTS = {"role": "Way", "first_event": "This message", "first_detail": "Its detail",
           "second_event": "The other", "second_detail": "Its detail ", "same": "Same"}  # fmt: skip
_WAYS = {"outbound": "out", "return": "back", "entry": "in"}  # short: details need the room
_OUTCOMES = {"question": "Question", "one": "This message", "two": "The other", "same": "Same"}
_ALONE = "Read a second message, such as a good one of the same sender, to compare this one with."


class CompareTab(w.VBox):
    """This message beside another one; `value` is the number of the other, or None.

    `then` is called with the choice.

    >>> CompareTab(print).value is None
    True
    """

    def __init__(self, then: Callable[..., None]):
        self._then, self._quiet = then, False
        self._other = label_width(w.Dropdown(
            description="Compare with", tooltip="The message to put beside this one",
            options=[_NOBODY],
        ))  # fmt: skip
        self._other.observe(self._chosen, "value")
        self._page = Panel()
        super().__init__([self._other, self._page])

    @property
    def value(self) -> int | None:
        """The number of the other message."""
        return None if self._other.value == _NONE else self._other.value

    def show(self, session: Session) -> None:
        """Offer the other messages, and compare with the one that is chosen."""
        number, other = session.number, session.other
        offered = session.listed.head(MOST_OFFERED)
        if other is not None and other.number not in offered.index:
            offered = session.messages.loc[[other.number, *offered.index]]
        self._quiet = True
        self._other.options = [_NOBODY, *(
            (_line(m), m.Index) for m in offered.itertuples() if m.Index != number
        )]  # fmt: skip
        self._other.value = other.number if other else _NONE
        self._quiet = False
        self._other.disabled = len(self._other.options) < 2
        alone = paragraph(_ALONE) if self._other.disabled else EMPTY
        self._page.show(_page(compare(session.case, other)) if other else alone)

    def _chosen(self, change: dict) -> None:
        if not self._quiet:
            self._then(other=self.value)


def _line(message: tuple) -> str:
    outcome = load_outcomes()[message.where].title
    who, what = visible(message.recipient, 40), visible(message.subject, 50)
    return f"{message.Index + 1}  {who}: {what}  |  {outcome}"


def _page(found: Comparison) -> Html:
    differ = (~found.events["same"]).tolist()
    events = found.events.assign(role=found.events["role"].replace(_WAYS))
    outcomes = found.outcomes.assign(
        question=[load_trees()[tree].title for tree in found.outcomes["tree"]],
        one=[found.first.outcome(tree).title for tree in found.outcomes["tree"]],
        two=[found.second.outcome(tree).title for tree in found.outcomes["tree"]],
    )
    return stack(
        note(found.difference, "Where they part"),
        html_table(outcomes, _OUTCOMES, "What was found", (~found.outcomes["same"]).tolist()),
        html_table(events, _EVENTS, "Event by event; rows that differ begin with an arrow",
                   differ),
    )  # fmt: skip
