"""What an entry of Microsoft's own words looks like: events, statuses, codes, verdicts."""

from __future__ import annotations

from typing import Literal

from tracekit.knowledge.schema import Entry, Owner, Tone


class EventEntry(Entry, frozen=True, kw_only=True):
    """One kind of event: what it means, what it does not mean, how it looks."""

    name: str
    aliases: tuple[str, ...] = ()
    seen_in: Literal["report", "extended"] = "report"
    tone: Tone
    meaning_short: str
    meaning: str
    looks_like: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    traps: tuple[str, ...] = ()
    source: str


class Status(Entry, frozen=True, kw_only=True):
    """One status word of the list, and the words of the progress line that mean the same.

    `alone` and `open` say what it proves, and does not, where no event stands beside it.
    `samples`: the line of a list that says it, as PowerShell prints it.
    """

    name: str
    aliases: tuple[str, ...]
    progress: tuple[str, ...]
    meaning: str
    alone: str
    open: str
    samples: tuple[str, ...]
    source: str


class Sentence(Entry, frozen=True, kw_only=True):
    """A sentence of the Status field: status and folder it stands for; `by_rule`: a rule did it."""

    name: str
    pattern: str
    status: str
    folder: str = ""
    by_rule: bool = False
    samples: tuple[str, ...]
    likely: bool = False
    source: str


class Code(Entry, frozen=True, kw_only=True):
    """A status code, with Microsoft's token or a phrase where the code alone is not enough.

    `code` may end in a range (5.7.606-649). `outcome`: where the message is, for the 250 ends;
    `at_gateway`: what it means at the gateway's host; `decided_by`: whose decision it is, where the
    number does not say so; "open" where the code names nobody. `own_finding`: found by Microsoft
    365 at the other server, and never its answer. `samples`: replies as their source gives them.
    """

    code: str
    token: str = ""
    phrase: str = ""
    title: str
    meaning: str
    who: str
    fix: str
    owner: Owner
    outcome: str = ""
    at_gateway: str = ""
    decided_by: Literal["", "recipient", "routing", "limits", "rule", "remote", "moderator",
                        "microsoft", "sender", "mailbox", "open"] = ""  # fmt: skip
    own_finding: bool = False
    likely: bool = False
    samples: tuple[str, ...]
    source: str

    @property
    def key(self) -> str:
        """The code with its token or phrase: the name of this entry."""
        return " ".join(part for part in (self.code, self.token or self.phrase) if part)


class Verdict(Entry, frozen=True, kw_only=True):
    """One token of a header: a field, a value, what it says, who decided, lines with it."""

    field: str
    value: str
    aliases: tuple[str, ...] = ()
    meaning: str
    decided: str
    samples: tuple[str, ...]
    source: str

    @property
    def key(self) -> str:
        """Field and value as in a header: the name of this entry."""
        return f"{self.field}:{self.value}"
