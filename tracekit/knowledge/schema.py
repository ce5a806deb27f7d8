"""What an entry of each knowledge file looks like."""

from __future__ import annotations

from typing import Literal

import msgspec

Answer = Literal["yes", "no", "cannot tell"]
Strength = Literal["shown", "consistent with", "cannot tell"]
TreeName = Literal["gateway", "disposition", "decision", "delay", "copies"]
Owner = Literal[
    "tenant admin", "gateway support", "Microsoft", "sender", "recipient", "moderator", "nobody"
]
Tone = Literal["arrived", "rule", "filtered", "waiting", "sent", "delivered", "failed", "ended",
               "info"]  # fmt: skip


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all entries: it does not change, and a field it does not know is an error."""


class Reference(Entry, frozen=True, kw_only=True):
    """Where a fact comes from; `checked` is the day somebody last looked it up.

    `undated` is given instead where nobody could, and says why.
    """

    id: str
    title: str
    url: str = ""
    citation: str = ""
    checked: str = ""
    undated: str = ""


class Ask(Entry, frozen=True, kw_only=True):
    """What to ask the admin for when a trace cannot tell, in exact clicks or commands.

    `on_premises`: the same for the log of an Exchange server, where that is asked otherwise.
    `in_quarantine`, `undelivered`, `sent_on`: the same of a message that lies in quarantine, of
    which no copy lies anywhere, or that was sent on to another address without one; `by_dlp`: of
    which all rules that show are of data loss prevention. `mx`, `api`: the same where the gateway
    is of that kind. `limits`: the limit that a text is under, by its field; `still`: what is asked
    in its place once that is over, where there is more to say.
    `sources`: where its limits, its ways and its commands are known from.
    """

    id: str
    text: str
    on_premises: str = ""
    in_quarantine: str = ""
    undelivered: str = ""
    sent_on: str = ""
    by_dlp: str = ""
    mx: str = ""
    api: str = ""
    limits: dict[str, str] = {}
    still: dict[str, str] = {}
    sources: tuple[str, ...]


class SampleReport(Entry, frozen=True, kw_only=True):
    """A short report, in the notation of the training scenarios: "12:31 receive", a row each."""

    rows: tuple[str, ...]
    recipient: str = ""
    sender: str = ""
    size: str = ""
    progress: str = ""
    status: str = ""


class Sample(Entry, frozen=True, kw_only=True):
    """Reports that are read together, and what is said of them besides.

    `complete`: that these are all records; `complaint`: what the user reported.
    """

    about: str = ""
    reports: tuple[SampleReport, ...]
    complete: bool = False
    complaint: str = ""


class Contradiction(Entry, frozen=True, kw_only=True):
    """Two things that do not fit together: a sentence, what to look at, and the source.

    `samples` show it; `not_samples` are near to one that does, and do not.
    """

    id: str
    sentence: str
    check: str
    source: str
    samples: tuple[Sample, ...]
    not_samples: tuple[Sample, ...]


class Reason(Entry, frozen=True, kw_only=True):
    """One possible reason of an absence, and what would tell it apart from the others.

    `not_with`: outcomes of this message, of any tree, that rule the reason out; `only_with`: those
    of which one is needed. `limit`: how far back what tells it reaches.
    """

    why: str
    tells: str
    on_premises: str = ""
    limit: str = ""
    not_with: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()


class Absence(Entry, frozen=True, kw_only=True):
    """What one would expect and a trace lacks, with the possible reasons, likeliest first.

    `samples` lack it; `not_samples` are near to one that does, and have it.
    """

    id: str
    sentence: str
    source: str
    reason: tuple[Reason, ...]
    samples: tuple[Sample, ...]
    not_samples: tuple[Sample, ...]


class AskedFact(Entry, frozen=True, kw_only=True):
    """A fact that trees ask for: what makes it yes, no or cannot tell.

    `never`: answers that no trace gives, by their word, with the reason.
    """

    name: str
    yes: str
    no: str = ""
    cannot_tell: str = ""
    never: dict[Answer, str] = {}


class Node(Entry, frozen=True, kw_only=True):
    """One question of a tree, the fact that answers it, and where each answer leads."""

    id: str
    question: str
    why: str
    evidence: str
    yes: str
    no: str
    cannot_tell: str
    ask: str = ""
    references: tuple[str, ...]

    @property
    def exits(self) -> dict[Answer, str]:
        """Where each answer leads: a node of the same tree or an outcome."""
        return {"yes": self.yes, "no": self.no, "cannot tell": self.cannot_tell}


class Tree(Entry, frozen=True, kw_only=True):
    """One of the five trees: its question, its nodes by id, and the node it starts from."""

    name: TreeName
    title: str
    about: str
    start: str
    nodes: dict[str, Node]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes this tree can end in, in the order of its nodes."""
        exits = (e for node in self.nodes.values() for e in node.exits.values())
        return tuple(dict.fromkeys(e for e in exits if e not in self.nodes))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The facts this tree asks for, in the order of its nodes."""
        return tuple(dict.fromkeys(node.evidence for node in self.nodes.values()))


class Outcome(Entry, frozen=True, kw_only=True):
    """Where a tree can end: what it means, who acts, what to do and how to verify it.

    `strength` is the most that a message trace alone can claim for it; `settle` names what would
    settle it, `settle_ask` the entry of asks.toml that says how to get that; `pass_on` the one that
    is asked although the outcome is shown. `of_kind`: other words where the gateway is of a kind.
    """

    id: str
    title: str
    trees: tuple[TreeName, ...]
    meaning: str
    cause: str
    remedy: tuple[str, ...]
    owner: Owner
    next_step: str
    strength: Strength
    settle: str = ""
    settle_ask: str = ""
    pass_on: str = ""
    pass_on_unanswered: str = ""
    of_kind: dict[str, dict[str, str]] = {}
    references: tuple[str, ...]


class Complaint(Entry, frozen=True, kw_only=True):
    """What a user reports, in their words, and the trees that answer it, in order.

    `words`: sentences of users; `signs`: pieces of sentences by which it is known.
    """

    id: str
    title: str
    words: tuple[str, ...]
    signs: tuple[str, ...]
    trees: tuple[TreeName, ...]
    sources: tuple[str, ...]
