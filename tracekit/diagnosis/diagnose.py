"""Diagnose one message or a hundred thousand: five trees, walked for all messages at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from tracekit.diagnosis.case import Case, case_of
from tracekit.diagnosis.choosing import Choice, choose_gateway
from tracekit.diagnosis.display import Shown
from tracekit.diagnosis.proof import answer
from tracekit.diagnosis.routes import Routes, routes
from tracekit.errors import InputError, UnknownNameError
from tracekit.evidence import Evidence, Facts
from tracekit.knowledge import (
    Gateway,
    Tree,
    find_complaint,
    load_complaints,
    load_gateway,
    load_outcomes,
    load_trees,
)
from tracekit.model import MessageTrace

# Later trees ask where the message is and whether the gateway saw it.
ORDER = ("gateway", "disposition", "decision", "delay", "copies")
_CLOCKS_DIFFER = pd.Timedelta(minutes=10)


@dataclass(frozen=True, eq=False)
class Diagnosis(Shown):
    """What the five trees found for every message and recipient of a trace.

    `outcomes`: message_id, recipient, subject and one column a tree. `strength`: on the same index,
    how far each outcome is proved: shown, consistent with, cannot tell. `pairs`: what each journey
    is. `messages`: the messages by number. `because`: how the gateway was found, if asked to.
    `told`: numbers of the messages that cases() gives; None stands for all. Every frame has the
    message number as index, but pairs.
    """

    facts: Facts
    outcomes: pd.DataFrame
    strength: pd.DataFrame
    answers: Mapping[str, Evidence]
    trees: tuple[str, ...]
    because: str = ""
    told: tuple[int, ...] | None = None

    @property
    def trace(self) -> MessageTrace:
        """The trace that was diagnosed."""
        return self.facts.trace

    @property
    def messages(self) -> pd.DataFrame:
        """One row a message and recipient."""
        return self.facts.messages

    @property
    def pairs(self) -> pd.DataFrame:
        """What each journey is: outbound, return, direct, loop or unknown."""
        return self.facts.pairs

    def case(self, message_id: str | None = None, recipient: str | None = None) -> Case:
        """Return one message: its steps, their evidence, and how() in words.

        Without arguments: the first message. Raises UnknownNameError if it is not in the trace.
        """
        return case_of(self, self.number_of(message_id, recipient))

    def cases(self) -> list[Case]:
        """Return every message as a case, in the order of the trace."""
        numbers = self.messages.index if self.told is None else self.told
        return [case_of(self, number) for number in numbers]

    def only(
        self, message_id: str | None = None, recipient: str | None = None,
        number: int | None = None,
    ) -> Diagnosis:  # fmt: skip
        """Return the same diagnosis of which cases() gives the messages that fit alone.

        A Message-ID may stand without its angle brackets. Raises UnknownNameError if none fits.
        """
        fits = self._fitting(message_id, recipient)
        if number is not None:
            fits = fits[fits.index == number]
            if fits.empty:
                raise UnknownNameError("message", str(number), [f"0 to {len(self.messages) - 1}"])
        return replace(self, told=tuple(int(n) for n in fits.index))

    def to_dict(self) -> dict:
        """Return every case as plain values that can be written as JSON (docs/commands.md)."""
        from tracekit.render.records import diagnosis_record

        return diagnosis_record(self)

    def to_markdown(self) -> str:
        """Return every case as a Markdown page; what strangers wrote stands in code spans."""
        from tracekit.render.pages import diagnosis_page

        return diagnosis_page(self)

    def routes(self, message_id: str | None = None) -> Routes:
        """Group the recipients of one message, or of each, by the route that it took to them.

        Raises UnknownNameError if no message has the id.
        """
        return routes(self, message_id)

    def number_of(self, message_id: str | None = None, recipient: str | None = None) -> int:
        """Return the number of a message; the first one when nothing is said."""
        return int(self._fitting(message_id, recipient).index[0])

    def _fitting(self, message_id: str | None, recipient: str | None) -> pd.DataFrame:
        fits = self.messages
        if message_id is not None:
            known = fits["message_id"].fillna("").str.strip("<>")
            fits = fits[known == ("" if pd.isna(message_id) else message_id.strip("<>"))]
        if recipient is not None:
            who = "" if pd.isna(recipient) else recipient.casefold()
            fits = fits[fits["recipient"].fillna("").str.casefold() == who]
        if fits.empty:
            named = self.messages[["message_id", "recipient"]].head(10).fillna("?")
            asked = " ".join(str(name) for name in (message_id, recipient) if name is not None)
            known = [f"{name} for {who}" for name, who in named.to_numpy()]
            raise UnknownNameError("message", asked, known)
        return fits

    def __repr__(self) -> str:
        return f"Diagnosis({len(self.messages)} messages, gateway {self.facts.gateway.name!r})"


def is_later(trace: MessageTrace, taken: pd.Timestamp) -> bool:
    """Has a trace rows of a time after it is said to have been taken?"""
    return trace.events["time"].max() > taken + _CLOCKS_DIFFER


def _check_taken(trace: MessageTrace, taken: pd.Timestamp | None) -> None:
    if taken is not None and is_later(trace, taken):
        last = trace.events["time"].max()
        raise InputError(
            "taken", f"a trace of {taken:%Y-%m-%d %H:%M} UTC cannot have a row of "
            f"{last:%Y-%m-%d %H:%M} UTC", "check date, time and zone; where the report's own "
            "clock is of another zone, read it with that zone")  # fmt: skip


def diagnose(
    trace: MessageTrace,
    gateway: str | Gateway = "inky",
    complaint: str | None = None,
    *,
    complete: bool | None = None,
    taken: pd.Timestamp | None = None,
    late_after: float = 5.0,
    progress: Callable[[str, int, int], object] | None = None,
) -> Diagnosis:
    """Walk the five trees for every message of a trace.

    `gateway`: name of a profile, path of one, a profile, "none" where you know that there is none,
    or "auto": the one that the trace shows (`because` says how). `complaint`: what the user
    reports, an id of knowledge/complaints.toml or the user's own words; its trees come first.
    `complete`: whether every record of the messages is in the trace, if you know. `taken`: when the
    trace was made (aware timestamp). `late_after`: minutes the whole way may take. `progress` is
    called before each tree with its title, the number of trees walked and of all; what it raises
    ends the work. Raises UnknownNameError for an unknown name, and InputError for a trace that is
    said to have been made before its own rows.

    >>> diagnose(MessageTrace.empty()).outcomes.empty
    True
    """
    _check_taken(trace, taken)
    choice = _choice(trace, gateway)
    facts = Facts.of(trace, choice.gateway, complaint=_complaint(complaint), complete=complete,
                     taken=taken, late_after=late_after, no_gateway=gateway == "none")  # fmt: skip
    answers: dict[str, Evidence] = {}
    outcomes, strength = {}, {}
    for done, name in enumerate(ORDER):
        if progress:
            progress(load_trees()[name].title, done, len(ORDER))
        outcomes[name], strength[name] = _walk(load_trees()[name], facts, answers)
        facts = replace(facts, found={**facts.found, name: outcomes[name]})
    who = facts.messages[["message_id", "recipient", "subject"]]
    return Diagnosis(
        facts, who.assign(**outcomes), pd.DataFrame(strength, index=who.index), answers,
        _tree_order(facts.complaint), choice.because,
    )  # fmt: skip


def _choice(trace: MessageTrace, gateway: str | Gateway) -> Choice:
    if gateway == "auto":
        return choose_gateway(trace)
    return Choice(gateway if isinstance(gateway, Gateway) else load_gateway(gateway), "")


def _complaint(name: str | None) -> str | None:
    return find_complaint(name) if name else None


def _tree_order(complaint: str | None) -> tuple[str, ...]:
    first = load_complaints()[complaint].trees if complaint else ()
    return tuple(dict.fromkeys([*first, *ORDER]))


def _walk(tree: Tree, facts: Facts, answers: dict[str, Evidence]) -> tuple[pd.Series, pd.Series]:
    """Move all messages through a tree; return each one's outcome and how far it is proved."""
    messages, places = facts.messages, list(dict.fromkeys(["cannot-tell", *_places(tree)]))
    place = {name: number for number, name in enumerate(places)}
    at = np.full(len(messages), place[tree.start])
    at[messages["ambiguous"].to_numpy(dtype=bool)] = place["cannot-tell"]
    # Where a report broke off, what it would have said next is not known; where two journeys end
    # differently in one minute, which of them is the last.
    weak = ~(messages["whole"] & messages["one_end"]).to_numpy(dtype=bool)
    broken = weak.copy()
    for name in question_order(tree.name):
        here = np.flatnonzero(at == place[name])
        if not len(here):
            continue
        node, found = tree.nodes[name], answer(tree.nodes[name].evidence, facts, answers)
        yes, unsure = found.yes[here], found.unknown[here]
        leads_to = [place[node.no], place[node.yes], place[node.cannot_tell]]
        at[here] = np.take(leads_to, np.where(unsure, 2, yes))
        # What follows from a weak yes is weak as well, until a stronger yes.
        weak[here] = np.where(yes, broken[here] | found.weak[here], weak[here])
    outcome = pd.array(places, dtype="str").take(at)
    return pd.Series(outcome, index=messages.index), _strengths(at, places, weak, messages.index)


def _places(tree: Tree) -> Iterator[str]:
    """Every node of a tree and every outcome that a node leads to."""
    for name, node in tree.nodes.items():
        yield from (name, *node.exits.values())


@cache
def question_order(name: str) -> tuple[str, ...]:
    """Return the questions of a tree so that every answer leads forward.

    >>> question_order("decision")[0]
    'k-adverse'
    """
    return tuple(_topological(load_trees()[name]))


def _topological(tree: Tree) -> list[str]:
    """Order the nodes so that every exit leads forward."""
    order: list[str] = []
    waiting = [tree.start]
    seen: set[str] = set()
    while waiting:
        name = waiting[-1]
        later = [e for e in tree.nodes[name].exits.values() if e in tree.nodes and e not in seen]
        if name in seen or not later:
            waiting.pop()
            if name not in order:
                order.append(name)
            seen.add(name)
        else:
            waiting.append(later[0])
    return order[::-1]


def _strengths(at: np.ndarray, places: list[str], weak: np.ndarray, index: pd.Index) -> pd.Series:
    """The most a trace can claim for an outcome, lowered where the last answer is weak."""
    claims = ["shown", "consistent with", "cannot tell"]
    known = load_outcomes()
    most = [claims.index(known[name].strength) if name in known else 2 for name in places]
    found = np.take(most, at)
    found[weak & (found == 0)] = 1
    return pd.Series(pd.array(claims, dtype="str").take(found), index=index)
