"""One message at the desk: what was found, its map, its events with the proof lit, its texts."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.charts import journey_map, picture
from tracekit.diagnosis import Case, Step
from tracekit.diagnosis.letters import letter
from tracekit.knowledge import load_trees
from tracekit.knowledge.texts import load_texts
from tracekit.render import (
    EMPTY,
    Html,
    bullets,
    explained,
    findings,
    heading,
    html_table,
    note,
    paragraph,
    stack,
    visible,
)
from tracekit.render.panel import Panel
from tracekit.widgets.case_pages import ladder_page, time_page
from tracekit.widgets.compare_tab import CompareTab
from tracekit.widgets.legend_tab import LegendTab
from tracekit.widgets.session import Session
from tracekit.widgets.timeline_explorer import TimelineExplorer

_HOPS = ["hop", "from_host", "by_host", "time", "wait_seconds"]
_TITLES = ("Proof", "Decision", "Time", "Legend", "Compare", "Answers",
           "Headers", "Input", "Texts")  # fmt: skip
_DRAWN = {"Decision": ladder_page, "Time": time_page}


_COPY = "Click into a text, select all of it and copy it. Read it before you send it."


class CaseView(w.VBox):
    """All about one message; `value` is its Case, or None; `then` is called with a choice.

    >>> CaseView().value is None
    True
    """

    def __init__(self, then: Callable[..., None] = lambda **_: None):
        self._case: Case | None = None
        self._then = then
        self._shown: tuple | None = None
        self._headline, self._map = Panel(), Panel()
        self._steps = w.Select(
            description="Questions", rows=9, layout=w.Layout(width="auto"),
            tooltip="Choose a question: the rows that answer it are marked in the timeline",
        )  # fmt: skip
        self._steps.observe(lambda change: self._ask(change["new"]), "value")
        self._step, self._timeline = Panel(), w.VBox()
        self._pages = [Panel() for _ in _TITLES[5:-1]]
        self._drawn = {title: Panel() for title in _DRAWN}
        self._legend, self._compare = LegendTab(then), CompareTab(then)
        self._texts = {text.id: _text_box(text.title) for text in load_texts().values()}
        proof = w.VBox([self._steps, self._step, self._timeline])
        texts = w.VBox([Panel(paragraph(_COPY)), *self._texts.values()])
        told_pages = [*self._drawn.values(), self._legend, self._compare, *self._pages]
        self._tabs = w.Tab([proof, *told_pages, texts], titles=_TITLES)
        self._tabs.observe(self._opened, "selected_index")
        super().__init__([self._headline, self._map, self._tabs])
        self.show(None)

    @property
    def value(self) -> Case | None:
        """The message that is shown."""
        return self._case

    @property
    def timeline(self) -> TimelineExplorer | None:
        """The timeline of the message that is shown."""
        return self._timeline.children[0] if self._timeline.children else None

    def show(self, case: Case | None, session: Session | None = None) -> None:
        """Show another message, or none; the one that is shown already is not drawn anew."""
        if session is not None and case is not None:
            self._compare.show(session)
            if session.view.tab in _TITLES:
                self._tabs.selected_index = _TITLES.index(session.view.tab)
        if case and self._case and (case.diagnosis, case.number) == self._shown:
            return
        self._case, self._shown = case, (case.diagnosis, case.number) if case else None
        self._tabs.layout.display = None if case else "none"
        if case is None:
            self._headline.show(EMPTY)
            self._map.show(EMPTY)
            self._timeline.children = ()
            return
        self._headline.show(_headline(case))
        self._map.show(picture(journey_map(case.trace, pairs=case.pairs)).html())
        first = next((n for n, s in enumerate(case.steps) if len(s.rows)), 0)
        lit = _proof(case.steps[first])
        self._timeline.children = (TimelineExplorer(case.trace, case, lit),)
        self._steps.options = [(_asked(n, s), n) for n, s in enumerate(case.steps)]
        self._steps.value = first
        self._ask(first)
        for page, html in zip(self._pages, _pages(case), strict=True):
            page.show(html)
        self._legend.show(case, session.view.name if session else "")
        self._draw(anew=True)
        for name, box in self._texts.items():
            box.value = visible(letter(case, name), limit=None, lines=True)

    def _opened(self, change: dict) -> None:
        """Draw what is looked at, and tell which page is open."""
        self._draw()
        self._then(tab=_TITLES[change["new"]] if change["new"] else "")

    def _draw(self, anew: bool = False) -> None:
        """Pictures are drawn when their page is opened, once a message."""
        if anew:
            for panel in self._drawn.values():
                panel.show(EMPTY)
        title = _TITLES[self._tabs.selected_index or 0]
        if title in _DRAWN and self._case and not self._drawn[title].value:
            self._drawn[title].show(_DRAWN[title](self._case))

    def _ask(self, number: int | None) -> None:
        if self._case is None or number is None or self.timeline is None:
            return
        step = self._case.steps[number]
        self._step.show(_answer(step))
        self.timeline.light(_proof(step))


def _text_box(title: str) -> w.Textarea:
    return w.Textarea(
        description=title, tooltip=f"{title}, to be copied", rows=12,
        layout=w.Layout(width="auto"), style={"description_width": "14em"},
    )  # fmt: skip


def _headline(case: Case) -> Html:
    told = [heading(_about(case), 3), paragraph(case.summary())]
    if case.asks():
        told += [paragraph("To settle what is open", strong=True), bullets(case.asks())]
    if case.notes:
        told.append(note(" ".join(case.notes), "Worth knowing"))
    return stack(*told)


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
        parts.append(paragraph(_where_shown(step), "Proof"))
    if step.answer == "cannot tell" and step.ask:
        parts.append(note(step.ask, "What to ask for"))
    return stack(*parts)


def _where_shown(step: Step) -> str:
    """Say which rows prove an answer: events, marked below, or the Status of a journey."""
    events, journeys = len(_proof(step)), int(step.rows["table"].eq("journeys").sum())
    told = [f"{events} event{'s' if events > 1 else ''}, marked at the left edge of the timeline"
            ] if events else []  # fmt: skip
    told += [f"the Status line of {journeys} journey{'s' if journeys > 1 else ''}"
             ] if journeys else []  # fmt: skip
    return f"{' and '.join(told)}."


def _proof(step: Step) -> set[tuple[int, int]]:
    rows = step.rows
    if "seq" not in rows or not len(rows):
        return set()
    known = rows[rows["seq"].notna() & rows["journey"].notna()]
    return set(zip(known["journey"].astype(int), known["seq"].astype(int), strict=True))


def _pages(case: Case) -> tuple[Html, ...]:
    trace = case.trace
    return (
        stack(findings(case), explained(case)),
        _table(trace.hops, None, "The way before and between, from the headers",
               "No headers of the mail were given beside the trace."),
        _read(case),
    )  # fmt: skip


def _table(frame, columns, caption: str, nothing: str) -> Html:
    if frame.empty:
        return paragraph(nothing)
    return html_table(frame, columns, caption)


def _read(case: Case) -> Html:
    trace = case.diagnosis.trace
    parts = [html_table(trace.receipt(), caption="What each input was read as")]
    if len(trace.problems):
        parts.append(html_table(trace.problems, ["source", "line", "text", "reason"],
                                "What was not understood"))  # fmt: skip
    return stack(*parts)
