"""What a person works on at the desk: a trace, its diagnosis, and what was chosen; no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property

import pandas as pd

from tracekit.diagnosis import Case, Diagnosis, diagnose
from tracekit.diagnosis.case import case_of
from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.widgets.view_checks import check, moment

_IN_JOURNEYS = ("message_id", "network_message_id", "subject", "sender", "recipient", "connector",
                "mail_flow_rule", "from_ip", "to_ip")  # fmt: skip
_IN_EVENTS = ("event", "rule_name", "host", "ip", "enhanced_code", "folder")
_NEEDS_DIAGNOSIS = {"gateway", "complaint"}
_FILTERS = ("search", "sender", "recipient", "where", "who", "passed", "status", "since", "until")


@dataclass(frozen=True)
class View:
    """What was chosen, in plain values that JSON can hold.

    `gateway` and `complaint` as in `diagnose`. `search`, `sender`, `recipient`: text to look for.
    `where`, `who`, `passed`: outcomes of the trees disposition, decision and gateway; `status`: the
    Status printed; `since`, `until`: days (UTC) such as 2022-12-06, the last one included, or times
    such as 2022-12-06T12:00Z, the last one not. Empty means all. `message`: the number of the
    chosen message, `other`: of the one to compare it with; `tab`: the page of the message that is
    open, `name`: what the legend explains. Raises InputError for a day that is none.

    >>> View.from_dict(View(search="news").to_dict()).search
    'news'
    """

    gateway: str = "inky"
    complaint: str = ""
    search: str = ""
    sender: str = ""
    recipient: str = ""
    where: str = ""
    who: str = ""
    passed: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    message: int | None = None
    other: int | None = None
    tab: str = ""
    name: str = ""

    def __post_init__(self):
        for field in fields(self):
            check(field.name, getattr(self, field.name))

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
        return cls(**told)


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
        told = diagnose(trace, view.gateway, view.complaint or None, progress=progress)
        return cls(told, view)

    @property
    def trace(self) -> MessageTrace:
        """What was read."""
        return self.diagnosis.trace

    def changed(
        self, *, progress: Callable[[str, int, int], object] | None = None, **choices: object
    ) -> Session:
        """Return the session with other choices; only another gateway or complaint costs time."""
        view = replace(self.view, **choices)
        if self.takes_time(**choices):
            return Session.of(self.trace, view, progress)
        return self._kept(view)

    def takes_time(self, **choices: object) -> bool:
        """Would these choices need another diagnosis?"""
        return any(n in choices and choices[n] != getattr(self.view, n) for n in _NEEDS_DIAGNOSIS)

    def _kept(self, view: View) -> Session:
        kept = replace(self, view=view)
        # The table of all messages does not depend on the choices.
        kept.__dict__["messages"] = self.messages
        if all(getattr(view, n) == getattr(self.view, n) for n in _FILTERS):
            kept.__dict__["listed"] = self.listed
        return kept

    @cached_property
    def messages(self) -> pd.DataFrame:
        """One row a message and recipient, oldest first; index: the number of the message.

        Columns: received (UTC), sender, recipient, subject, message_id, status, where, who,
        passed (outcome ids), journeys (int).
        """
        outcomes, told = self.diagnosis.outcomes, self.diagnosis.messages
        journeys = self.diagnosis.facts.journeys
        by = journeys.groupby("message")
        last = journeys[journeys["final"]].drop_duplicates("message", keep="last")
        table = told[["sender", "recipient", "subject", "message_id", "journeys"]].assign(
            received=by["received"].min(),
            status=last.set_index("message")["status"],
            where=outcomes["disposition"],
            who=outcomes["decision"],
            passed=outcomes["gateway"],
        )
        return table.sort_values("received", kind="stable", na_position="last")

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The messages that pass every filter."""
        view, table = self.view, self.messages
        keep = pd.Series(True, index=table.index)
        for column in ("where", "who", "passed", "status"):
            if getattr(view, column):
                keep &= table[column].eq(getattr(view, column)).fillna(False).astype(bool)
        for column in ("sender", "recipient"):
            if getattr(view, column).strip():
                keep &= _holds(table[column], getattr(view, column))
        if view.search.strip():
            keep &= self._found()
        return table[keep & _within(table["received"], view.since, view.until)]

    def _found(self) -> pd.Series:
        """Mark the messages that hold the searched text in an id, a name, a rule or a code."""
        numbers = self.messages.index
        found = pd.Series(False, index=numbers)
        facts = self.diagnosis.facts
        for rows, columns in ((facts.journeys, _IN_JOURNEYS), (facts.events, _IN_EVENTS)):
            hit = pd.Series(False, index=rows.index)
            for column in columns:
                hit |= _holds(rows[column], self.view.search)
            found |= numbers.isin(rows.loc[hit, "message"])
        return found

    @property
    def case(self) -> Case | None:
        """The chosen message; the first one listed where the chosen one is not."""
        listed = self.listed.index
        if not len(listed):
            return None
        chosen = self.view.message
        number = chosen if chosen in listed else listed[0]
        return case_of(self.diagnosis, int(number))

    @property
    def other(self) -> Case | None:
        """The message to compare with; None where none is chosen, or it is the chosen one."""
        number, case = self.view.other, self.case
        if number is None or case is None or number not in self.messages.index:
            return None
        return None if number == case.number else case_of(self.diagnosis, int(number))

    def to_dict(self) -> dict[str, object]:
        """Return the choices, and which inputs they are about, by name and SHA-256."""
        inputs = self.trace.sources[["source", "sha256"]].astype(object)
        inputs = inputs.where(inputs.notna(), None)
        return {"view": self.view.to_dict(), "inputs": inputs.to_dict("records")}

    def __repr__(self) -> str:
        return f"Session({len(self.listed)} of {len(self.messages)} messages)"


def _holds(column: pd.Series, text: str) -> pd.Series:
    found = column.astype("str").str.contains(text.strip(), case=False, regex=False)
    return found.fillna(False).astype(bool)


def _within(received: pd.Series, since: str, until: str) -> pd.Series:
    """Mark the times from `since` to `until`; what has no time passes without limits only."""
    keep = pd.Series(True, index=received.index)
    if since:
        keep &= (received >= moment("since", since)).fillna(False)
    if until:
        whole_day = pd.Timedelta(days=0 if "T" in until else 1)
        keep &= (received < moment("until", until) + whole_day).fillna(False)
    return keep.astype(bool)
