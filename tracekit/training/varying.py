"""Change what may differ between two cases of a kind: names, times, zones, rules."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

import msgspec

from tracekit.knowledge import Gateway
from tracekit.knowledge.files import convert, parse_toml
from tracekit.training.notation import Row, parse_row
from tracekit.training.passes import Pass

# In angle brackets stand Message-IDs.
_ADDRESS = re.compile(r"(?<![<A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,120}[A-Za-z]")
_RULE = re.compile(r"Transport rule: '([^']*)'")
_FIRST, _DAYS = date(2026, 1, 5), 300


class Often(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often of a hundred deals each kind of change is tried."""

    missing: int
    message: int
    rule: int
    prose: int


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is drawn from: the file variations.toml."""

    people: tuple[str, ...]
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    subjects: tuple[str, ...]
    rules: tuple[str, ...]
    zones: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    often: Often


@cache
def choices() -> Choices:
    """Load variations.toml.

    >>> "UTC" in choices().zones
    True
    """
    text = files("tracekit.training").joinpath("variations.toml").read_text("utf-8")
    return convert(parse_toml(text, "variations.toml"), Choices, "variations.toml", text)


@dataclass(frozen=True)
class Change:
    """One draw: new texts for old ones, the days and minutes that clocks move, the zone."""

    texts: tuple[tuple[str, str], ...]
    shift: timedelta
    zone: str

    def text(self, text: str) -> str:
        """Replace names and addresses in a text, all at once."""
        if not self.texts:
            return text
        known = dict(self.texts)
        longest = sorted(known, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest)), lambda m: known[m[0]], text)

    def passes(self, made: list[Pass]) -> list[Pass]:
        """Change every journey alike."""
        return [self._pass(one) for one in made]

    def _pass(self, one: Pass) -> Pass:
        first = min((one.clock(row) for row in one.rows), default=None)
        moved = first + self.shift if first else datetime(one.day.year, one.day.month, one.day.day)
        rows = tuple(self._row(one, row, moved.date()) for row in one.rows)
        names = {name: self.text(getattr(one, name)) for name in
                 ("sender", "recipient", "subject", "message_id", "status")}  # fmt: skip
        return replace(one, rows=rows, day=moved.date(), zone=self.zone, **names)

    def _row(self, one: Pass, row: Row, first: date) -> Row:
        at = one.clock(row) + self.shift
        return replace(row, day=(at.date() - first).days, hour=at.hour, minute=at.minute,
                       detail=self.text(row.detail))  # fmt: skip


def draw_change(rng: random.Random, made: list[Pass], gateway: Gateway, beside: str) -> Change:
    """Draw new names, another time and another zone for the journeys of a scenario."""
    zone = rng.choice(choices().zones)
    days = (_FIRST - made[0].day).days + rng.randrange(_DAYS)
    minutes = rng.randrange(-90, 90) + offset(zone) - offset(made[0].zone)
    texts = {**_addresses(rng, made, beside), **_rules(rng, made, gateway), **_subject(rng, made)}
    for number, name in enumerate(dict.fromkeys(one.message_id for one in made)):
        texts[name] = f"<{rng.randrange(10**9)}.{number}@mail.example.com>"
    return Change(tuple(texts.items()), timedelta(days=days, minutes=minutes), zone)


def offset(zone: str) -> int:
    """Minutes that a zone is ahead of UTC.

    >>> offset("UTC-05:00"), offset("UTC")
    (-300, 0)
    """
    sign, hours = zone.removeprefix("UTC")[:1], zone.removeprefix("UTC")[1:]
    if not sign:
        return 0
    hour, _, minute = hours.partition(":")
    return (int(hour) * 60 + int(minute or 0)) * (-1 if sign == "-" else 1)


def with_rule(rng: random.Random, made: list[Pass]) -> list[Pass]:
    """Put a rule of the customer's own behind the first row of a journey that was received."""
    able = [n for n, one in enumerate(made) if one.rows[:1] and one.rows[0].event == "Receive"]
    if not able:
        return made
    at = rng.choice(able)
    first = made[at].rows[0]
    rule = parse_row(f"{first.hour:02}:{first.minute:02} rule {rng.choice(choices().rules)}")[0]
    more = replace(rule, day=first.day)
    rows = (first, more, *made[at].rows[1:])
    return [*made[:at], replace(made[at], rows=rows), *made[at + 1 :]]


def another_message(rng: random.Random, near: Pass) -> Pass:
    """Make a delivery of another mail to somebody else, which has nothing to do with the case."""
    first = near.rows[0] if near.rows else Row(0, 9, 0, "Receive", "")
    clock = f"{first.hour:02}:{first.minute:02}"
    rows = [parse_row(f"{clock} {word}")[0] for word in ("receive", "deliver inbox")]
    return replace(
        near, name="another", rows=tuple(replace(row, day=first.day) for row in rows),
        sender=f"{rng.choice(choices().people)}@partner.example", recipient="desk@example.org",
        subject="Weekly figures", message_id=f"<{rng.randrange(10**9)}.x@partner.example>",
        status="", progress="Delivered", size="18.40 KB",
    )  # fmt: skip


def _addresses(rng: random.Random, made: list[Pass], beside: str) -> dict[str, str]:
    """A new address for each, people of one domain staying together; hosts are left alone."""
    texts = [t for one in made for t in (one.sender, one.recipient, *(r.detail for r in one.rows))]
    found = dict.fromkeys(a for text in [*texts, beside] for a in _ADDRESS.findall(text))
    own = {a for a in found if a.rpartition("@")[2].endswith(("example.org", "example.com",
                                                              "example.net"))}  # fmt: skip
    people = rng.sample(choices().people, len(choices().people))
    sides: dict[str, str] = {}
    free = {True: rng.sample(choices().inside, len(choices().inside)),
            False: rng.sample(choices().outside, len(choices().outside))}  # fmt: skip
    new = {}
    for address in sorted(own):
        domain = address.rpartition("@")[2]
        if domain not in sides:
            names = free[domain.endswith("example.org")]
            if not names:
                continue
            sides[domain] = names.pop()
        if people:
            new[address] = f"{people.pop()}@{sides[domain]}"
    ids = {part for one in made for part in [one.message_id.strip("<>")]}
    return {old: fresh for old, fresh in new.items() if old not in ids}


def _rules(rng: random.Random, made: list[Pass], gateway: Gateway) -> dict[str, str]:
    """Other names for the customer's own rules that are named as such."""
    found = {name for one in made for row in one.rows for name in _RULE.findall(row.detail)}
    own = sorted(found & set(choices().rules))
    fresh = rng.sample([name for name in choices().rules if name not in own], len(own))
    return {f"'{old}'": f"'{new}'" for old, new in zip(own, fresh, strict=True)
            if gateway.rule_role(new) is None}  # fmt: skip


def _subject(rng: random.Random, made: list[Pass]) -> dict[str, str]:
    subjects = dict.fromkeys(one.subject for one in made)
    drawn = rng.sample(choices().subjects, min(len(subjects), len(choices().subjects)))
    return {old: new for old, new in zip(subjects, drawn, strict=False) if len(old) > 3}
