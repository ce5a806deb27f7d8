"""How records of structured inputs become events and statuses: knowledge/records.toml."""

from __future__ import annotations

from functools import cache

import msgspec
import pandas as pd

from tracekit.knowledge.files import load_bundled

OTHER_PHASE = 4


class Agents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent's record must say to count as an event, or to tell who decided."""

    spam: list[str]
    sfv: list[str]
    ipv: list[str]
    di: list[str]
    malware: dict[str, str]
    trial: list[str]
    source: str
    spelled: dict[str, str]

    def code(self, words: pd.Series) -> pd.Series:
        """Return verdicts of the filter in capitals, those that are spelled out as codes.

        >>> load_records().agents.code(pd.Series(["Spam", "sks", None], dtype="str")).tolist()
        ['SPM', 'SKS', nan]
        """
        upper = words.str.upper()
        return upper.mask(upper.isin(list(self.spelled)), upper.map(self.spelled))


class OffTheWay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events that do not show how a message went through Microsoft 365."""

    rules: list[str]
    after: list[str]
    source: str


class Location(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place where Defender says that a message lies."""

    words: list[str]
    status: str
    event: str
    source: str
    folder: str = ""
    note: str = ""


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/records.toml."""

    phases: dict[str, list[str]]
    ends: dict[str, str]
    agents: Agents
    off_the_way: OffTheWay
    properties: dict[str, list[str]]
    received: dict[str, list[str]]
    location: list[Location]


@cache
def load_records() -> Book:
    """Load how records become events.

    >>> load_records().ends["Deliver"]
    'Delivered'
    """
    return load_bundled(Book, "records.toml")


@cache
def phases() -> dict[str, int]:
    """Return the phase of each event that has one; others are in OTHER_PHASE."""
    return {name: int(n) for n, names in load_records().phases.items() for name in names}


@cache
def locations() -> dict[str, Location]:
    """Return Defender's places by their words in small letters."""
    return {word.casefold(): one for one in load_records().location for word in one.words}
