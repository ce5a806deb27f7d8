"""What the entries of a gateway's profile look like."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from tracekit.knowledge.schema import Entry, Sample

Kind = Literal["inline", "mx", "journal", "sign", "api", "none"]
Role = Literal[
    "route", "route-outbound", "verdict-spam", "verdict-phish", "verdict-malware", "verdict-clean",
    "verdict-graymail", "filter", "member", "exempt", "key", "unknown",
]  # fmt: skip
# Rule names have at most 64 characters and host names 255; what is longer is no name.
LONGEST = 500


class Pattern(Entry, frozen=True, kw_only=True):
    """A regular expression for whole names, case ignored, with names that it must (not) match.

    >>> Pattern.exact("IPW", "the connector", "founding-document").matches(" ipw ")
    True
    """

    match: str
    meaning: str
    source: str
    samples: tuple[str, ...]
    not_samples: tuple[str, ...]
    likely: bool = False

    @classmethod
    def exact(cls, name: str, meaning: str, source: str, **more) -> Pattern:
        """Make a pattern that matches one name and nothing else."""
        return cls(match=re.escape(name), meaning=meaning, source=source, samples=(name,),
                   not_samples=(name + "x",), **more)  # fmt: skip

    def matches(self, name: object) -> bool:
        """Say whether a whole name fits; anything that is no text does not."""
        if not isinstance(name, str) or len(name) > LONGEST:
            return False
        return _compiled(self.match).fullmatch(name.strip()) is not None


class Rule(Pattern, frozen=True, kw_only=True):
    """A mail flow rule of the vendor and the part it plays."""

    role: Role


class Named(Entry, frozen=True, kw_only=True):
    """A header, group or application: its name, what it means and where that is said."""

    name: str
    meaning: str
    source: str
    likely: bool = False


class Address(Entry, frozen=True, kw_only=True):
    """An IP address or network of the vendor: a bonus, never a proof by its absence."""

    network: str
    meaning: str
    source: str
    likely: bool = False


class Fact(Entry, frozen=True, kw_only=True):
    """One property of the gateway with its source; `likely` if no source says it outright."""

    value: str
    meaning: str
    source: str
    likely: bool = False


class YesNo(Fact, frozen=True, kw_only=True):
    """A property that the gateway has or has not."""

    value: bool


class Minutes(Fact, frozen=True, kw_only=True):
    """A time in minutes, at most a week."""

    value: Annotated[int, Meta(ge=1, le=7 * 24 * 60)]


class Hours(Fact, frozen=True, kw_only=True):
    """A time in hours, at most a year."""

    value: Annotated[int, Meta(ge=1, le=366 * 24)]


class Region(Named, frozen=True, kw_only=True):
    """Where the vendor runs the service: the hosts that take mail there, and what sends it back.

    Each host and address must be one that the patterns and addresses of the profile know.
    """

    smart_hosts: tuple[str, ...] = ()
    sends_from: tuple[str, ...] = ()


class Destination(Entry, frozen=True, kw_only=True):
    """Where mail of one verdict is put: from outside, and from inside or trusted services.

    `rule`: the part of the rule that carries it out, where a trace shows one.
    """

    verdict: str
    banner: str = ""
    external: str
    trusted: str
    rule: Role | None = None
    source: str
    likely: bool = False


class Mode(Entry, frozen=True, kw_only=True):
    """A way in which the service can be run, and what a trace shows of it.

    `shows`: outcomes, absences, contradictions or patterns that such a trace leads to; `sample`: a
    short trace that leads to some of them.
    """

    name: str
    meaning: str
    sign: str
    shows: tuple[str, ...] = ()
    sample: Sample | None = None
    source: str
    likely: bool = False


class Misconfiguration(Mode, frozen=True, kw_only=True):
    """Something set up wrong: its sign in a trace (or that there is none), and what to check."""

    check: str


class Incident(Misconfiguration, frozen=True, kw_only=True):
    """A fault of the service that its maker has told of: when it was, and how it looked."""

    when: str


@cache
def _compiled(match: str) -> re.Pattern:
    # ASCII: without it "ſ" would pass for "s" when case is ignored.
    return re.compile(match, re.IGNORECASE | re.ASCII)
