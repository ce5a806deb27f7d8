"""The desk: from a paste to the answer, for one message or a tenant's export, in one panel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ipywidgets as w

from tracekit.diagnosis import Walk
from tracekit.model import MessageTrace
from tracekit.readers import front
from tracekit.readers.inputs import Input
from tracekit.render import EMPTY, Html, note, paragraph, stack
from tracekit.render.panel import Panel
from tracekit.widgets.case_view import CaseView
from tracekit.widgets.clue_page import ids_of, is_bounce_alone
from tracekit.widgets.fold import Fold
from tracekit.widgets.input_box import InputBox
from tracekit.widgets.keys import Keys
from tracekit.widgets.message_list import MessageList, counted
from tracekit.widgets.overview import Overview
from tracekit.widgets.parts import told
from tracekit.widgets.questions import Questions
from tracekit.widgets.session import Session, View
from tracekit.widgets.work import Tick, Work

_ADDED = ("Added to what was here. To look at one input alone, press “Clear the desk” under Read a "
          "trace, and read it again.")  # fmt: skip


class Desk(w.VBox):
    """Read, find, look, conclude; `value` is the Session: trace, diagnosis, choices, case.

    `source` is a MessageTrace or anything that `tracekit.read` takes. `view` holds the choices to
    begin with. `paths=False` takes the path box away. Raises InputError as `read` does, and
    UnknownNameError for an unknown gateway or complaint.

    >>> Desk().value.messages.empty
    True
    """

    def __init__(
        self,
        source: MessageTrace | str | bytes | Path | None = None,
        view: View | None = None,
        paths: bool = True,
    ):
        trace = source if isinstance(source, MessageTrace) else (
            MessageTrace.empty() if source is None else front.read(source))  # fmt: skip
        self._session = Session.of(trace, view)
        self._wanted: dict[str, object] = {}  # chosen, and not yet diagnosed
        self._said, self._because = Panel(), Panel()
        self._questions = Questions(self._change, self._session.view)
        self._list = MessageList(self._session, self._change)
        self._given: MessageTrace | Input = trace if source is None else source
        self._case = CaseView(self._change, self._to_keep, self._join, paths)
        self._overview = Overview(self._change)
        present = lambda: self._session.trace  # noqa: E731
        self._reader = InputBox(self._take_new, paths, self._diagnosed, present, self._clear)
        self._work = Work()
        self._inputs = Fold("Read a trace", self._reader, opened=trace.journeys.empty)
        self._keys = Keys()
        super().__init__([self._inputs, self._questions, self._because, self._work, self._said,
                          self._overview, self._list, self._case, self._keys])  # fmt: skip
        self._show()

    @property
    def value(self) -> Session:
        """What is worked on: the trace, its diagnosis, the choices and the chosen case."""
        return self._session

    def read(self, source: Input) -> None:
        """Read anything that `tracekit.read` takes; what is wrong with it is told in the panel."""
        self._reader.read(source)

    def _change(self, **choices: object) -> None:
        """Take other choices; what needs another diagnosis is worked at beside the panel.

        Another one may follow before it is done: then a diagnosis with both takes its place.
        """
        session = self._session
        if not (session.takes_time(**choices) or self._wanted.keys() & choices.keys()):
            told(self._said, lambda: self._take(session.changed(**choices)))()
            return
        wanted = self._wanted = {**self._wanted, **choices}
        work = lambda tick: session.changed(progress=tick, **wanted)  # noqa: E731
        self._work.do("Diagnosing", work, self._take_anew, self._give_up, anew=True)

    def _take_anew(self, made: Session) -> None:
        """Take another diagnosis of what is here, and what was chosen while it was made."""
        wanted, self._wanted = self._wanted, {}
        now = self._session
        if made.trace is now.trace:
            later = {**now.view.to_dict(), **wanted}
            self._take(made.changed(**later))
        else:
            self._show()

    def _give_up(self) -> None:
        self._wanted = {}
        self._show()

    def _diagnosed(self, trace: MessageTrace, tick: Tick) -> tuple[Session, bool]:
        """Diagnose what was read, with what is here where both are about one message."""
        here = self._session.trace
        named = ids_of(trace)
        same = bool(named) and named <= ids_of(here)
        added = len(here.journeys) > 0 and (self._reader.adds or same)
        whole = here + trace if added else trace
        session = Session.of(whole, self._session.view_for(whole, added, same), tick)
        if not added or session.messages.empty:
            return session, added
        is_new = session.messages["message_id"].isin(named)
        return (session.changed(message=int(is_new.idxmax())) if is_new.any() else session), added

    def _to_keep(self) -> tuple[MessageTrace | Input, str]:
        """What a write-up keeps: the inputs as they were given, and the gateway as chosen."""
        return self._given, self._session.view.gateway

    def _join(self, walk: Walk) -> None:
        """A walk took another trace in: the desk goes on with both."""
        self._given = walk.diagnosis.trace
        self._take(Session(walk.diagnosis, replace(self._session.view, message=walk.number)))

    def _take_new(self, found: tuple[Session, bool]) -> None:
        session, added = found
        self._given = self._kept(session.trace) if added else self._reader.given
        self._take(session)
        self._inputs.turn(False)
        self._said.show(stack(note(_ADDED) if added else EMPTY, self._clue()))

    def _clue(self) -> Html:
        """What the bounce says that was read last, as long as no trace of its message is here."""
        return self._reader.clue if is_bounce_alone(self._session.trace) else EMPTY

    def _kept(self, whole: MessageTrace) -> MessageTrace | list[Input]:
        """The inputs of before and the new ones; the trace where the old ones are not at hand."""
        before = self._given
        if isinstance(before, MessageTrace):
            return whole
        listed = list(before) if isinstance(before, list | tuple) else [before]
        return [*listed, *self._reader.given]

    def _clear(self) -> None:
        """Put away what was read; the gateway stays as chosen."""
        self._given = MessageTrace.empty()
        view = View(gateway=self._session.view.gateway)
        self._said.show(EMPTY)
        self._take(Session.of(self._given, view))

    def _take(self, session: Session) -> None:
        self._session = session
        self._show()

    def _show(self) -> None:
        because = self._session.diagnosis.because
        self._questions.show(replace(self._session.view, **self._wanted))
        self._because.show(paragraph(because) if because else EMPTY)
        # What a person looks at first is sent first.
        self._list.show(self._session)
        self._overview.show(self._session)
        self._case.show(self._session.case, self._session)
        self._keys.say(" ".join(filter(None, [counted(self._session), self._case.told])))

    def __repr__(self) -> str:
        return f"Desk({self._session!r})"
