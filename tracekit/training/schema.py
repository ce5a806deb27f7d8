"""What a scenario looks like: a trace, a complaint, what is right and what is tempting."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from tracekit.knowledge.schema import Entry, Strength, TreeName

Level = Literal[1, 2, 3]


class Journey(Entry, frozen=True, kw_only=True):
    """One result of the search, in the notation of `training.notation`; written in causal order.

    `status`: the Status field; `progress`: Delivered, Sent, ... (empty: what the last row says).
    Fields left out are those of the scenario's [mail].
    """

    name: str
    rows: tuple[str, ...]
    status: str = ""
    progress: str = ""
    size: str = "121.95 KB"
    sender: str = ""
    recipient: str = ""
    subject: str = ""
    message_id: str = ""


class Mail(Entry, frozen=True, kw_only=True):
    """What all journeys of a scenario have in common; `day` and `zone` are those of its clocks."""

    sender: str = "news@example.com"
    recipient: str = "sam@example.org"
    subject: str = "Top Articles"
    message_id: str = "<1.2@mail.example.com>"
    day: str = "2026-03-03"
    zone: str = "UTC-05:00"


class RowMatch(Entry, frozen=True, kw_only=True):
    """Which rows of a real trace a label means: by event, by a piece of the detail, or both.

    `journey`: its number in the trace, from 1. The event `Status` means the journey itself.
    """

    event: str = ""
    has: str = ""
    journey: int = 0


class Given(Entry, frozen=True, kw_only=True):
    """What is known beside the trace, and handed to diagnose().

    `taken`: when the trace was made, as `2026-03-03 12:40` on the clock of the scenario.
    """

    complete: bool | None = None
    taken: str = ""
    late_after: float = 5.0
    gateway: str = "inky"


class Answer(Entry, frozen=True, kw_only=True):
    """The right outcome of one tree, how far it is proved, and the labels of the rows that do.

    Every label has to be cited; of the rows that share a label, one is enough.
    """

    tree: TreeName
    outcome: str
    strength: Strength
    proof: tuple[str, ...] = ()
    why: str = ""


class Tempting(Entry, frozen=True, kw_only=True):
    """A wrong outcome that many would name, and why it is wrong; `read` is a name to explain."""

    tree: TreeName
    outcome: str
    why: str
    read: str = ""


class Distractor(Entry, frozen=True, kw_only=True):
    """A row that draws the eye and proves nothing, by its label, and why."""

    row: str
    why: str


class Twin(Entry, frozen=True, kw_only=True):
    """The scenario that is alike but for one row: `decisive` is its label, here or there."""

    scenario: str
    decisive: str
    why: str


class Ask(Entry, frozen=True, kw_only=True):
    """What to ask for, by ids of knowledge/asks.toml: any of `right`; nothing if it is empty.

    `also`: sensible as well, costs nothing and earns nothing.
    """

    right: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    why: str = ""


class WrongWords(Entry, frozen=True, kw_only=True):
    """Something that one should not tell the customer, and why not."""

    text: str
    why: str


class Tell(Entry, frozen=True, kw_only=True):
    """What to tell the customer, and what would be tempting to tell."""

    right: str
    wrong: tuple[WrongWords, ...]


class Without(Entry, frozen=True, kw_only=True):
    """What becomes right when some journeys are not in what was pasted."""

    journeys: tuple[str, ...]
    answer: tuple[Answer, ...]
    ask: Ask
    tell: Tell


class Scenario(Entry, frozen=True, kw_only=True):
    """One case to practise on. The trees that are asked are those of `answer`, in that order.

    `words` is the complaint as the user says it. Texts may hold {sender}, {recipient}, {subject},
    {day} and {at:LABEL}, the clock of a row: they follow the trace when it is varied. `trace` names
    a real trace beside the file, whose rows `rows` gives labels, instead of journeys. `beside` is
    pasted along: headers, a bounce message. `varied` false: it is always dealt as it is written.
    """

    id: str
    title: str
    level: Level
    tags: tuple[str, ...]
    complaint: str
    words: str
    mail: Mail = Mail()
    journey: tuple[Journey, ...] = ()
    trace: str = ""
    rows: dict[str, RowMatch] = field(default_factory=dict)
    beside: str = ""
    varied: bool = True
    given: Given = Given()
    answer: tuple[Answer, ...]
    others: dict[TreeName, str] = field(default_factory=dict)
    tempting: tuple[Tempting, ...]
    distractor: tuple[Distractor, ...]
    twin: Twin | None = None
    ask: Ask
    tell: Tell
    without: tuple[Without, ...] = ()
    references: tuple[str, ...]
    source: str

    @property
    def trees(self) -> tuple[str, ...]:
        """The trees that are asked, in order."""
        return tuple(answer.tree for answer in self.answer)
