"""One message at the desk: what was found, its map, its events with the proof lit, its texts."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w
import pandas as pd

from tracekit.charts.journey_map import drawn_map
from tracekit.diagnosis import Case, Step, Walk
from tracekit.diagnosis.ladder import ladder
from tracekit.diagnosis.letters import letter
from tracekit.diagnosis.passes import by_pass, renumbered
from tracekit.diagnosis.telling import doubt
from tracekit.knowledge import load_trees
from tracekit.knowledge.texts import load_texts
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input
from tracekit.render import (
    EMPTY,
    Html,
    bullets,
    definitions,
    explained,
    figure,
    findings,
    heading,
    note,
    paragraph,
    stack,
    visible,
)
from tracekit.render.panel import Panel
from tracekit.widgets.case_pages import headers_page, input_page, time_page
from tracekit.widgets.compare_tab import CompareTab
from tracekit.widgets.decision_tab import DecisionTab
from tracekit.widgets.legend_tab import LegendTab
from tracekit.widgets.session import Session
from tracekit.widgets.timeline_explorer import TimelineExplorer
from tracekit.widgets.walk_tab import WalkTab
from tracekit.widgets.write_up import WriteUp

_TITLES = ("Proof", "Walk", "Decision", "Time", "Legend", "Compare", "Answers",
           "Headers", "Input", "Texts", "Write up")  # fmt: skip
_NO_FILES = "This page is used by several people, so it writes no files: use tracekit case."
_COPY = "Click into a text, select all of it and copy it. Read it before you send it."


class CaseView(w.VBox):
    """All about one message; `value` is its Case, or None; `then` is called with a choice.

    `source` gives what a write-up keeps and the chosen gateway; `joined` is called with a walk that
    took another trace in. `paths=False` reads and writes no files.

    >>> CaseView().value is None
    True
    """

    def __init__(
        self,
        then: Callable[..., None] = lambda **_: None,
        source: Callable[[], tuple[MessageTrace | Input, str]] | None = None,
        joined: Callable[[Walk], None] = lambda walk: None,
        paths: bool = True,
    ):
        self._case: Case | None = None
        self._summary = ""
        self._walk = WalkTab(joined, paths)
        self._write_up = WriteUp(source or self._plain_source, lambda: self._walk.value)
        self._session: Session | None = None
        self._then, self._shown, self._quiet = then, None, False
        self._headline, self._map = Panel(), Panel()
        self._steps = w.Select(
            description="Questions", rows=9, layout=w.Layout(width="auto"),
            tooltip="Choose a question: the rows that answer it are marked in the timeline",
        )  # fmt: skip
        self._steps.observe(lambda change: self._ask(change["new"]), "value")
        self._step, self._timeline = Panel(), w.VBox()
        self._told = {title: Panel() for title in _TOLD}
        self._decision = DecisionTab(self._light_rung)
        self._legend, self._compare = LegendTab(then), CompareTab(then)
        self._texts = {text.id: _text_box(text.title) for text in load_texts().values()}
        pages = {
            "Proof": w.VBox([self._steps, self._step, self._timeline]),
            "Decision": self._decision, "Legend": self._legend, "Compare": self._compare,
            "Texts": w.VBox([Panel(paragraph(_COPY)), *self._texts.values()]), **self._told,
            "Walk": self._walk,
            "Write up": self._write_up if paths else Panel(paragraph(_NO_FILES)),
        }  # fmt: skip
        self._tabs = w.Tab([pages[title] for title in _TITLES], titles=_TITLES)
        self._tabs.observe(self._opened, "selected_index")
        self._drawn: dict[str, tuple] = {}
        super().__init__([self._headline, self._map, self._tabs])
        self.show(None)

    @property
    def value(self) -> Case | None:
        """The message that is shown."""
        return self._case

    @property
    def told(self) -> str:
        """What was found about the message that is shown, in a few sentences; or nothing."""
        return f"{_about(self._case)}. {self._summary}" if self._case else ""

    @property
    def timeline(self) -> TimelineExplorer | None:
        """The timeline of the message that is shown."""
        return self._timeline.children[0] if self._timeline.children else None

    def show(self, case: Case | None, session: Session | None = None) -> None:
        """Show another message, or none; the one that is shown already is not drawn anew."""
        self._session = session
        self._tabs.layout.display = None if case else "none"
        if session is not None and session.view.tab in _TITLES:
            self._tabs.selected_index = _TITLES.index(session.view.tab)
        if case is None:
            self._case, self._shown = None, None
            self._walk.show(None)
            self._headline.show(EMPTY)
            self._map.show(EMPTY)
            return
        if (case.diagnosis, case.number) != self._shown:
            self._case, self._shown = case, (case.diagnosis, case.number)
            self._drawn = {}
            self._walk.show(case)
            self._summary = case.summary()
            self._headline.show(_headline(case, self._summary))
            drawing = drawn_map(case.trace, case.diagnosis, case.pairs)
            self._map.show(figure(drawing.spec(), drawing.told))
        self._draw()

    def _plain_source(self) -> tuple[MessageTrace, str]:
        return self._case.diagnosis.trace, self._case.gateway.name

    def _opened(self, change: dict) -> None:
        """Draw what is looked at, and tell which page is open."""
        self._draw()
        self._then(tab=_TITLES[change["new"]] if change["new"] else "")

    def _draw(self) -> None:
        """A page is made when it is opened, once a message."""
        title = _TITLES[self._tabs.selected_index or 0]
        state = self._state(title)
        if self._case is None or self._drawn.get(title) == state:
            return
        self._drawn[title] = state
        make = {"Proof": self._show_proof, "Decision": self._decision.show,
                "Legend": self._show_legend, "Compare": self._show_compare,
                "Texts": self._show_texts, "Walk": self._walk.begin,
                "Write up": self._write_up.show}  # fmt: skip
        if title in make:
            make[title](self._case)
        else:
            self._told[title].show(_TOLD[title](self._case))

    def _state(self, title: str) -> tuple:
        """What a page depends on beside its message."""
        session = self._session
        if title == "Compare" and session is not None:
            return (id(session.listed), session.view.other)
        return ()

    def _show_proof(self, case: Case) -> None:
        first = next((n for n, s in enumerate(case.steps) if len(_seen(s.rows))), 0)
        lit, shown = _proof(case.steps[first].rows, case), by_pass(case)
        zone = self._session.view.zone if self._session else ""
        if self.timeline is None:
            self._timeline.children = (
                TimelineExplorer(shown.trace, shown, lit, zone, self._then),)  # fmt: skip
        else:
            self.timeline.show(shown.trace, shown, lit, zone)
        self._quiet = True
        self._steps.options = [(_asked(n, s), n) for n, s in enumerate(case.steps)]
        self._steps.value, self._quiet = first, False
        self._step.show(_answer(case.steps[first]))

    def _show_legend(self, case: Case) -> None:
        self._legend.show(case, self._session.view.name if self._session else "")

    def _show_compare(self, case: Case) -> None:
        if self._session is not None:
            self._compare.show(self._session)

    def _show_texts(self, case: Case) -> None:
        for name, box in self._texts.items():
            box.value = visible(letter(case, name), limit=None, lines=True)
            box.rows = min(max(box.value.count("\n") + 3, 5), 16)

    def _ask(self, number: int | None) -> None:
        if self._quiet or self._case is None or number is None or self.timeline is None:
            return
        step = self._case.steps[number]
        self._step.show(_answer(step))
        self.timeline.light(_proof(step.rows, self._case))

    def _light_rung(self, actor: str) -> None:
        """Open the timeline with the rows of one who decided."""
        self._tabs.selected_index = _TITLES.index("Proof")
        rung = ladder(self._case).set_index("actor").loc[actor]
        self._step.show(paragraph(f"{rung['because']} {_where_shown(rung['rows'])}".strip(),
                                  rung["title"]))  # fmt: skip
        self.timeline.light(_proof(rung["rows"], self._case))


def _text_box(title: str) -> w.Textarea:
    made = w.Textarea(description=title, tooltip=f"{title}, to be copied", rows=12,
                      layout=w.Layout(width="auto"))  # fmt: skip
    made.add_class("tracekit-over")  # its name stands over it, in full
    return made


def _headline(case: Case, summary: str) -> Html:
    told = [heading(_about(case), 3), paragraph(summary), definitions(_found(case))]
    if asks := case.asks():
        told += [paragraph("To settle what is open", strong=True), bullets(asks)]
    if case.notes:
        told.append(note(" ".join(case.notes), "Worth knowing"))
    return stack(*told)


def _found(case: Case) -> dict[str, str]:
    """The answers of all trees in a line each, so that none hides behind what was asked."""
    return {load_trees()[tree].title: case.outcome(tree).title + doubt(case.strength[tree])
            for tree in case.outcomes}  # fmt: skip


def _about(case: Case) -> str:
    subject = case.subject if isinstance(case.subject, str) and case.subject else "no subject"
    who = case.recipient if isinstance(case.recipient, str) else "an unknown recipient"
    return f"“{visible(subject, 90)}” to {visible(who, 60)}"


def _asked(number: int, step: Step) -> str:
    return f"{load_trees()[step.tree].title} {number + 1}. {step.question} {step.answer}"


def _answer(step: Step) -> Html:
    parts = [paragraph(f"{step.answer.capitalize()}. {step.because}", "Answer"),
             paragraph(step.why, "Why it is asked")]  # fmt: skip
    if len(step.rows):
        parts.append(paragraph(_where_shown(step.rows), "Proof"))
    if step.answer == "cannot tell" and step.ask:
        parts.append(note(step.ask, "What to ask for"))
    return stack(*parts)


def _where_shown(rows: pd.DataFrame) -> str:
    """Say which rows prove an answer: events, marked below, or the Status of a journey."""
    events, journeys = len(_seen(rows)), int(rows["table"].eq("journeys").sum())
    told = [f"{events} event{'s' if events > 1 else ''}, marked at the left edge of the timeline"
            ] if events else []  # fmt: skip
    told += [f"the Status line of {journeys} journey{'s' if journeys > 1 else ''}"
             ] if journeys else []  # fmt: skip
    return f"{' and '.join(told)}."


def _proof(rows: pd.DataFrame, case: Case) -> set[tuple[int, int]]:
    """The events that prove something, as the timeline numbers them."""
    seen = renumbered(_seen(rows), case).dropna(subset=["journey"])
    return set(zip(seen["journey"].astype(int), seen["seq"].astype(int), strict=True))


def _seen(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are events."""
    if "seq" not in rows or not len(rows):
        return pd.DataFrame({"journey": [], "seq": []})
    return rows.dropna(subset=["journey", "seq"]).drop_duplicates(["journey", "seq"])


def _answers(case: Case) -> Html:
    return stack(findings(case), explained(case))


_TOLD = {"Time": time_page, "Answers": _answers, "Headers": headers_page,
         "Input": input_page}  # fmt: skip
