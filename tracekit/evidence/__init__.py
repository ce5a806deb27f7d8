"""Questions to a trace, answered for all messages at once: yes, no or cannot tell, with proof."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from tracekit.evidence import (
    arriving,
    bounced,
    complete,
    copies,
    decider,
    direction,
    dropping,
    ending,
    handover,
    headers,
    held,
    looping,
    microsoft,
    pending,
    refusals,
    ruling,
    scope,
    unlisted,
    waiting,
)
from tracekit.evidence.base import Evidence
from tracekit.evidence.facts import Facts


def _questions(module: ModuleType) -> dict[str, Callable[[Facts], Evidence]]:
    """Collect the functions of a module that answer with Evidence, asked of the facts alone."""
    return {
        name: function
        for name, function in vars(module).items()
        if getattr(function, "__annotations__", {}).get("return") == "Evidence"
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and function.__code__.co_argcount == 1
    }


QUESTIONS: dict[str, Callable[[Facts], Evidence]] = {
    name: function
    for module in (
        handover,
        looping,
        bounced,
        arriving,
        complete,
        scope,
        unlisted,
        direction,
        ending,
        pending,
        held,
        dropping,
        decider,
        refusals,
        ruling,
        microsoft,
        waiting,
        copies,
        headers,
    )
    for name, function in _questions(module).items()
}

__all__ = ["QUESTIONS", "Evidence", "Facts"]
