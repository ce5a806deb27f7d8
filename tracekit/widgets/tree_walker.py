"""Walk a troubleshooting tree question by question, with the evidence beside each question."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.charts import picture
from tracekit.charts.tree_map import tree_map
from tracekit.diagnosis import Diagnosis, Walk, diagnose
from tracekit.errors import UnknownNameError
from tracekit.knowledge import load_complaints, load_tree, load_trees
from tracekit.model import MessageTrace
from tracekit.render import EMPTY, note, visible
from tracekit.render.panel import Panel
from tracekit.widgets.fold import Fold
from tracekit.widgets.input_box import InputBox
from tracekit.widgets.keys import Keys
from tracekit.widgets.parts import button, label_width, row, told
from tracekit.widgets.walk_keeper import WalkKeeper
from tracekit.widgets.walk_pages import changes_page, outcome_page, question_page, trail_page
from tracekit.widgets.work import Tick

ANSWERS = {"yes": "Yes", "no": "No", "cannot tell": "Cannot tell"}
_MARK = " (what the trace says)"
_MAP = "The whole tree"
_FOLDS = ("Add a trace and go on", "Save or resume this walk", _MAP)


class TreeWalker(w.VBox):
    """A guided walk through one tree for one message; `value` is the Walk.

    Choose what the user reports, or name a `tree` or a `complaint` to begin with. Another trace
    can be read on the way, and the walk saved and resumed. `paths=False` opens no files. `number`:
    the message, chosen elsewhere; `joined` is called with a walk that took another trace in.

    >>> from tracekit import diagnose, parse
    >>> trace = parse("12/6/2022, 12:31 PM | Receive | x")
    >>> TreeWalker(diagnose(trace), tree="gateway").value.question
    'Is there any event to go by?'
    """

    def __init__(
        self,
        diagnosis: Diagnosis,
        tree: str | None = None,
        complaint: str | None = None,
        paths: bool = True,
        number: int | None = None,
        joined: Callable[[Walk], object] = lambda walk: None,
    ):
        self._diagnosis, self._quiet, self._tell = diagnosis, False, joined
        self._said, self._question, self._outcome, self._trail = (Panel() for _ in range(4))
        self._complaint, self._tree, self._message = _choices(diagnosis, tree, complaint)
        self._alone = number is None
        if number is not None:
            self._message.value = number
        self._reason, self._who = _reason_box(), _who_box()
        self._changes, self._map = Panel(), Panel()
        reader = InputBox(self._take_in, paths, self._joined, lambda: self._diagnosis.trace)
        keeper = WalkKeeper(lambda: self._walk, self._resume, paths)
        folds = zip(_FOLDS, (reader, keeper, self._map), strict=True)
        self._more = [Fold(title, inside, then=self._draw_map) for title, inside in folds]
        self._answers = {
            name: button(words, f"Answer this question with: {words.lower()}", self._answer(name))
            for name, words in ANSWERS.items()
        }
        self._back = button("Back", "Take the last answer back", self._do(lambda k: k.back()))
        self._again = button("Start again", "Begin this tree anew", self._do(lambda k: k.restart()))
        self._complaint.observe(lambda change: self._reported(change["new"]), "value")
        for control in (self._tree, self._message):
            control.observe(lambda _: self._start(), "value")
        self._keys = Keys()
        super().__init__(self._pages())
        self._walk: Walk | None = None
        self._start()

    @property
    def value(self) -> Walk | None:
        """The Walk as it stands: its trail, its question or its outcome."""
        return self._walk

    def _pages(self) -> list[w.Widget]:
        choices = [self._complaint, self._tree]
        if self._alone and len(self._message.options) > 1:
            choices.append(self._message)
        answers, moves = row(*self._answers.values()), row(self._back, self._again)
        asked = [self._changes, self._question, row(self._reason, self._who), answers]
        return [row(*choices), self._said, *asked, self._outcome, moves, self._trail,
                *self._more, self._keys]  # fmt: skip

    def _reported(self, complaint: str) -> None:
        """Take the tree that answers what the user reports."""
        if complaint:
            self._tree.value = load_complaints()[complaint].trees[0]

    def _joined(self, trace: MessageTrace, tick: Tick) -> Diagnosis | Walk:
        """Put another trace beside the one that is walked."""
        if self._walk is not None:
            return self._walk.with_trace(trace)
        both, facts = self._diagnosis.trace + trace, self._diagnosis.facts
        return diagnose(both, facts.gateway, complete=facts.complete, taken=facts.taken,
                        late_after=facts.late_after, progress=tick)  # fmt: skip

    def _take_in(self, found: Diagnosis | Walk) -> None:
        """Go on where the walk stood; begin one where there was none."""
        if isinstance(found, Walk):
            self._go_on(found)
            self._tell(found)
        else:
            self._open(found)
            self._start()

    def _resume(self, text: str) -> None:
        self._go_on(Walk.from_dict(text, self._diagnosis))

    def _go_on(self, walk: Walk) -> None:
        """Stand where another walk stands: its trace, its tree, its message."""
        self._open(walk.diagnosis, walk.tree_name, walk.number)
        self._show(walk)

    def _open(self, diagnosis: Diagnosis, tree: str | None = None, number: int | None = None):
        self._diagnosis, self._quiet = diagnosis, True
        self._message.options = _messages(diagnosis)
        self._message.value = number if number is not None else next(iter(diagnosis.messages.index),
                                                                     None)  # fmt: skip
        self._tree.value = tree or self._tree.value
        self._quiet = False
        for knob in (*self._answers.values(), self._back, self._again, self._reason):
            knob.disabled = False

    def _start(self) -> None:
        if self._quiet:
            return
        if self._message.value is None:
            self._said.show(note("This trace holds no message to ask about."))
            for knob in (*self._answers.values(), self._back, self._again, self._reason):
                knob.disabled = True
            return
        told(self._said, lambda: self._show(self._new_walk()))()

    def _new_walk(self) -> Walk:
        tree = self._tree.value
        return Walk(self._diagnosis, self._message.value, tree, load_trees()[tree].start)

    def _answer(self, name: str):
        return self._do(lambda walk: walk.answer(
            name, reason=self._reason.value.strip(), who=self._who.value.strip()))  # fmt: skip

    def _do(self, step):
        """Forward a button to the walk and show where it stands then."""
        return lambda: told(self._said, lambda: self._show(step(self._walk)))()

    def _show(self, walk: Walk) -> None:
        self._walk = walk
        self._reason.value = ""
        self._question.show(EMPTY if walk.finished else question_page(walk))
        self._outcome.show(outcome_page(walk, self._next_trees()) if walk.finished else EMPTY)
        self._trail.show(trail_page(walk))
        self._keys.say(_spoken(walk))
        self._changes.show(changes_page(walk))
        self._draw_map()
        proposed = None if walk.finished else walk.evidence.answer
        for name, knob in self._answers.items():
            knob.description = ANSWERS[name] + (_MARK if name == proposed else "")
            knob.button_style = "info" if name == proposed else ""
            knob.disabled = walk.finished
        self._reason.disabled = walk.finished
        self._back.disabled = not walk.trail

    def _draw_map(self) -> None:
        """The map is drawn while it is open."""
        if self._more[_FOLDS.index(_MAP)].value:
            self._map.show(picture(tree_map(self._tree.value, self._walk)).html())

    def _next_trees(self) -> tuple[str, ...]:
        """Titles of the trees that answer the same complaint and come after this one."""
        if not self._complaint.value:
            return ()
        trees = load_complaints()[self._complaint.value].trees
        after = trees[trees.index(self._tree.value) + 1 :] if self._tree.value in trees else ()
        return tuple(load_trees()[name].title for name in after)

    def __repr__(self) -> str:
        return (
            f"TreeWalker({self._tree.value}, {len(self._walk.trail) if self._walk else 0} answers)"
        )


def _spoken(walk: Walk) -> str:
    """What is new after an answer: the next question, or the outcome."""
    if walk.finished:
        return f"Outcome: {walk.outcome.title}. {walk.outcome.next_step}"
    return f"{walk.question} The trace says: {walk.evidence.answer}. {walk.evidence.because}"


def _choices(diagnosis: Diagnosis, tree: str | None, complaint: str | None) -> tuple:
    """What the user reports, the tree, and the message where there are several."""
    complaints = load_complaints()
    if complaint and complaint not in complaints:
        raise UnknownNameError("complaint", complaint, sorted(complaints))
    first = complaints[complaint].trees[0] if complaint else "gateway"
    reports = w.Dropdown(
        options=[
            ("Choose what the user reports", ""),
            *((c.title, c.id) for c in complaints.values()),
        ],
        value=complaint or "",
        description="Reported",
        tooltip="What the user reports; takes the tree that answers it",
    )
    trees = w.Dropdown(
        options=[(t.title, name) for name, t in load_trees().items()],
        value=load_tree(tree or first).name,
        description="Question",
        tooltip="The tree to walk",
    )
    message = w.Dropdown(
        options=_messages(diagnosis), description="Message", tooltip="The message to look at"
    )
    return tuple(label_width(control) for control in (reports, trees, message))


def _messages(diagnosis: Diagnosis) -> list[tuple[str, int]]:
    return [
        (f"{n}  {visible(m['recipient'], 40)}: {visible(m['subject'], 50)}", number)
        for n, (number, m) in enumerate(diagnosis.messages.iterrows(), 1)
    ]


def _who_box() -> w.Text:
    return label_width(w.Text(
        description="Your name", placeholder="may stay empty",
        tooltip="Who answers; it is written into the trail beside the answers of a person",
    ))  # fmt: skip


def _reason_box() -> w.Text:
    made = label_width(w.Text(
        description="Reason", placeholder="if you answer otherwise than the trace: why?",
        tooltip="Why you answer as you do; it is written into the trail",
    ))  # fmt: skip
    made.layout.width = "32em"
    return made
