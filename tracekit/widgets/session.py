"""What a person works on at the desk: a trace, its diagnosis, and what was chosen; no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property

import numpy as np
import pandas as pd

from tracekit.diagnosis import Case, Diagnosis, diagnose
from tracekit.diagnosis.case import case_of
from tracekit.diagnosis.diagnose import is_later
from tracekit.diagnosis.listing import Listing
from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.text.instant import instant
from tracekit.widgets.filters import FILTERS, passing
from tracekit.widgets.view_checks import CHOICES, Choice, check

_NEEDS_DIAGNOSIS = {"gateway", "complaint", "complete", "taken"}


@dataclass(frozen=True)
class View:
    """What was chosen, in plain values that JSON can hold.

    `gateway`, `complaint` and `complete` as in `diagnose`; `taken`: when the trace was taken, a
    text with its zone such as 2022-12-06T15:40-05:00. `search`, `sender`, `recipient`, `subject`:
    text to look for.
    `where`, `who`, `passed`: outcomes of the trees disposition, decision and gateway; `status`: the
    Status printed; `sender_domain`, `recipient_domain`, `rule`, `connector`, `code` (of failures):
    what a message has. A tuple there means any but these. `since`, `until`: days (UTC) such as
    2022-12-06, the last one included, or times such as 2022-12-06T12:00Z, the last one not.
    `delay_from`, `delay_to`: minutes from the first to the last event, the last one not.
    `pattern`: name of a pattern of triage. Empty means all. `message`: the number of the chosen
    message, `other`: of the one to compare it with; `page`: of the list; `tab`: the page of the
    message that is open, `overview`: that of the overview, `group`: what its heat map groups by,
    `name`: what the legend explains, `zone`: the zone of the clocks. Raises InputError for a day
    that is none.

    >>> View.from_dict(View(search="news").to_dict()).search
    'news'
    """

    gateway: str = "inky"
    complaint: str = ""
    complete: bool | None = None
    taken: str = ""
    search: str = ""
    sender: str = ""
    recipient: Choice = ""
    subject: str = ""
    where: Choice = ""
    who: Choice = ""
    passed: Choice = ""
    status: Choice = ""
    sender_domain: Choice = ""
    recipient_domain: Choice = ""
    rule: Choice = ""
    connector: Choice = ""
    code: Choice = ""
    since: str = ""
    until: str = ""
    delay_from: float | None = None
    delay_to: float | None = None
    pattern: str = ""
    message: int | None = None
    other: int | None = None
    page: int = 0
    tab: str = ""
    overview: str = ""
    group: str = ""
    name: str = ""
    zone: str = ""

    def __post_init__(self):
        for field in fields(self):
            check(field.name, getattr(self, field.name))

    @property
    def time_taken(self) -> pd.Timestamp | None:
        """When the trace was taken, in UTC; None where nobody said."""
        return pd.Timestamp(instant(self.taken)).tz_convert("UTC") if self.taken else None

    def to_dict(self) -> dict[str, object]:
        """Return the choices by name."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, object]) -> View:
        """Take choices by name; raise InputError for a name that is none."""
        known = {field.name for field in fields(cls)}
        strange = sorted(set(told) - known)
        if strange:
            raise InputError("view", f"{', '.join(strange)} is no choice of the desk",
                             f"the choices are {', '.join(sorted(known))}")  # fmt: skip
        lists = {n: tuple(v) for n, v in told.items() if n in CHOICES and isinstance(v, list)}
        return cls(**{**told, **lists})


@dataclass(frozen=True, eq=False)
class Session:
    """A trace, its diagnosis and the choices; every change gives a new session.

    >>> Session.of(MessageTrace.empty()).messages.empty
    True
    """

    diagnosis: Diagnosis
    view: View

    @classmethod
    def of(
        cls,
        trace: MessageTrace,
        view: View | None = None,
        progress: Callable[[str, int, int], object] | None = None,
    ) -> Session:
        """Diagnose a trace as the choices say; raise UnknownNameError for an unknown name.

        `progress` as in `diagnose`.
        """
        view = view or View()
        told = diagnose(trace, view.gateway, view.complaint or None, complete=view.complete,
                        taken=view.time_taken, progress=progress)  # fmt: skip
        return cls(told, view)

    @property
    def trace(self) -> MessageTrace:
        """What was read."""
        return self.diagnosis.trace

    def changed(
        self, *, progress: Callable[[str, int, int], object] | None = None, **choices: object
    ) -> Session:
        """Return the session with other choices; only what changes the answers costs time."""
        first = {"page": 0} if set(choices) & set(FILTERS) else {}
        view = replace(self.view, **{**first, **choices})
        if self.takes_time(**choices):
            made = Session.of(self.trace, view, progress)
        else:
            made = self._kept(view)
        # A choice that is none, such as the pattern of another trace, is told before it is taken.
        _ = made.listed
        return made

    def takes_time(self, **choices: object) -> bool:
        """Would these choices need another diagnosis?"""
        return any(n in choices and choices[n] != getattr(self.view, n) for n in _NEEDS_DIAGNOSIS)

    def view_for(self, whole: MessageTrace, added: bool, same: bool) -> View:
        """Return what holds once something was read: no filter, for it would hide what is new.

        `whole` is all that is here then; `added`: what was here before is in it, and is of the
        `same` messages alone.
        """
        view, first = self.view, self.trace.journeys.empty
        plain = View(gateway=view.gateway, complaint=view.complaint)
        if not (first or added):
            return plain
        late = view.time_taken is not None and is_later(whole, view.time_taken)
        # What was missing before may be what came in now; of other mail nothing was said.
        holds = first or (same and view.complete is True)
        return replace(plain, complete=view.complete if holds else None,
                       taken="" if late else view.taken)  # fmt: skip

    def _kept(self, view: View) -> Session:
        kept = replace(self, view=view)
        # What does not depend on the choices is worked out once.
        kept.__dict__["listing"] = self.listing
        if all(getattr(view, n) == getattr(self.view, n) for n in FILTERS):
            kept.__dict__["listed"] = self.listed
            if kept.number == self.number and "case" in self.__dict__:
                kept.__dict__["case"] = self.case
        return kept

    @cached_property
    def listing(self) -> Listing:
        """All messages, and masks over them."""
        return Listing(self.diagnosis)

    @property
    def messages(self) -> pd.DataFrame:
        """One row a message and recipient, oldest first, as `Listing.messages`."""
        return self.listing.messages

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The messages that pass every filter."""
        return self.messages[self.passing()]

    def passing(self, *but: str) -> np.ndarray:
        """Mark the messages that pass every filter, or every one but some by name."""
        return passing(self.listing, self.view, but)

    @property
    def number(self) -> int | None:
        """The chosen message while it is listed, else the first one listed."""
        listed, chosen = self.listed.index, self.view.message
        return chosen if chosen in listed else int(listed[0]) if len(listed) else None

    @cached_property
    def case(self) -> Case | None:
        """The chosen message; the first one listed where the chosen one is not."""
        return None if self.number is None else case_of(self.diagnosis, self.number)

    @property
    def other(self) -> Case | None:
        """The message to compare with; None where none is chosen, or it is the chosen one."""
        number = self.view.other
        if number is None or number == self.number or number not in self.messages.index:
            return None
        return None if self.number is None else case_of(self.diagnosis, int(number))

    def to_dict(self) -> dict[str, object]:
        """Return the choices, and which inputs they are about, by name and SHA-256."""
        inputs = self.trace.sources[["source", "sha256"]].astype(object)
        inputs = inputs.where(inputs.notna(), None)
        return {"view": self.view.to_dict(), "inputs": inputs.to_dict("records")}

    def __repr__(self) -> str:
        return f"Session({len(self.listed)} of {len(self.messages)} messages)"
