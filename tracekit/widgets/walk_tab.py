"""The walk at the desk: the chosen message, question by question, for the write-up as well."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from tracekit.diagnosis import Case, Walk
from tracekit.widgets.tree_walker import TreeWalker


class WalkTab(w.VBox):
    """A walk of the message that is shown, made when it is opened; `value` is the Walk, or None.

    `joined` is called with a walk that took another trace in.

    >>> WalkTab().value is None
    True
    """

    def __init__(self, joined: Callable[[Walk], None] = lambda walk: None, paths: bool = True):
        self._joined, self._paths = joined, paths
        self._case: Case | None = None
        self._walker: TreeWalker | None = None
        super().__init__([])

    @property
    def value(self) -> Walk | None:
        """The walk as it stands; None before it was opened."""
        return self._walker.value if self._walker else None

    def show(self, case: Case | None) -> None:
        """Belong to another message; a walk of the same message goes on."""
        walk = self.value
        if case and walk and (walk.diagnosis, walk.number) == (case.diagnosis, case.number):
            self._case = case
            return
        self._case, self._walker, self.children = case, None, ()

    def begin(self, case: Case) -> None:
        """Begin the walk, if there is none yet."""
        self.show(case)
        if self._case is None or self._walker is not None:
            return
        complaint = self._case.diagnosis.facts.complaint
        self._walker = TreeWalker(self._case.diagnosis, None, complaint, self._paths,
                                  number=self._case.number, joined=self._joined)  # fmt: skip
        self.children = (self._walker,)
