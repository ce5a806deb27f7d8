"""A walk put away as JSON, taken up again, and taken on with more of the trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec
import pandas as pd

from tracekit.combine import combine
from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.errors import InputError
from tracekit.knowledge import load_trees
from tracekit.model import MessageTrace

if TYPE_CHECKING:
    from tracekit.diagnosis.walk import Walk

_ANSWERS = ("yes", "no", "cannot tell")
_ADVICE = "take the text that Save gave, whole and unchanged"


class _Given(msgspec.Struct):
    node: str
    answer: str
    by: str = "trace"
    reason: str = ""
    who: str = ""


class _Saved(msgspec.Struct):
    tree: str
    trail: list[_Given]
    message_id: str | None = None
    recipient: str | None = None


@dataclass(frozen=True)
class Change:
    """What another trace, or more of it, changed in a trail: the question, and the sentence."""

    question: str
    sentence: str


def saved(walk: Walk) -> dict:
    """Return a walk as plain values that JSON can hold, with the sums of its inputs."""
    message = walk.diagnosis.messages.loc[walk.number]
    inputs = walk.diagnosis.trace.sources[["source", "sha256"]].astype(object)
    inputs = inputs.where(inputs.notna(), None)
    return {
        "tree": walk.tree_name,
        "message_id": _text(message["message_id"]),
        "recipient": _text(message["recipient"]),
        "trail": [
            {"node": a.step.node, "answer": a.answer, "by": a.by, "reason": a.reason, "who": a.who}
            for a in walk.trail
        ],
        "inputs": inputs.to_dict("records"),
    }


def resumed(start: type[Walk], told: Mapping[str, object] | str, diagnosis: Diagnosis) -> Walk:
    """Take up a saved walk; raise InputError where it is none, UnknownNameError for its message."""
    known = _checked(told)
    walk = start.start(diagnosis, known.tree, known.message_id, known.recipient)
    return _replayed(walk, known.trail)


def taken_on(walk: Walk, trace: MessageTrace) -> Walk:
    """Put another trace beside the one that is walked, and go the same way again.

    What a person answered stays theirs. Where the trace says something else than before, its new
    answer counts, and the trail ends where it leads elsewhere.
    """
    old, facts = walk.diagnosis, walk.diagnosis.facts
    both = combine([facts.trace, trace])
    found = diagnose(both, facts.gateway, facts.complaint, complete=facts.complete,
                     taken=facts.taken, late_after=facts.late_after)  # fmt: skip
    told = _checked(saved(walk))
    fresh = type(walk).start(replace(found, because=old.because), told.tree, told.message_id,
                             told.recipient)  # fmt: skip
    return _replayed(fresh, told.trail)


def _checked(told: Mapping[str, object] | str) -> _Saved:
    """Read what was saved; a trail that nobody saved is told in plain words."""
    try:
        known = (msgspec.json.decode(told, type=_Saved) if isinstance(told, str)
                 else msgspec.convert(dict(told), _Saved))  # fmt: skip
    except (msgspec.DecodeError, UnicodeError, TypeError, ValueError, RecursionError):
        raise InputError("walk", "this is no saved walk", _ADVICE) from None
    if known.tree not in load_trees():
        raise InputError("walk", f"there is no tree {known.tree[:60]!r}", _ADVICE)
    wrong = [g.answer for g in known.trail if g.answer not in _ANSWERS]
    if wrong:
        raise InputError("walk", f"{wrong[0][:60]!r} is no answer", _ADVICE)
    return known


def _replayed(walk: Walk, trail: list[_Given]) -> Walk:
    changes: list[Change] = []
    for given in trail:
        if walk.node != given.node:
            changes.append(Change(walk.question, "The way leads elsewhere from here; the answers "
                                  "that came after are taken back."))  # fmt: skip
            break
        question, answer = walk.question, given.answer if given.by == "person" else None
        walk = walk.answer(answer, given.reason, given.who)
        now = walk.trail[-1]
        if now.answer != given.answer:
            words = f"The trace said {given.answer} before; now it says {now.answer}."
            changes.append(Change(question, words))
        elif given.by == "person" and now.by == "trace":
            changes.append(Change(question, "The trace now says what the person had answered."))
    return replace(walk, changes=tuple(changes))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and not pd.isna(value) else None
