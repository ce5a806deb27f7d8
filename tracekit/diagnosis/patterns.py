"""Find the patterns: for each happening and dimension the values that stand out, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from tracekit.diagnosis.chance import FEWEST
from tracekit.diagnosis.comparing import Compared, Mails, happened
from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.echoes import Found
from tracekit.diagnosis.export_limits import at_the_edge
from tracekit.diagnosis.shared import DIMENSIONS, Pairs, directions, past_the_gateway
from tracekit.diagnosis.standing_out import counted, several_together, stands_out
from tracekit.diagnosis.turning import turned
from tracekit.knowledge.patterns import Pattern, load_happenings, load_patterns
from tracekit.text import one_line

# How many values of a group are named.
_NAMED = 5
# What nearly all messages share says nothing about a part of them, but where it happened.
_OF_ALL = ("connector", "host", "time")


@dataclass(frozen=True, eq=False)
class _Hits:
    """What one happening did to the values of a dimension.

    `hit`: by message; `units`: by unit; `counts`: by value. `pattern` says what it is about.
    """

    pattern: Pattern
    mails: Mails
    compared: Compared
    hit: np.ndarray
    units: np.ndarray
    counts: pd.DataFrame

    def numbers(self, values: np.ndarray) -> tuple[int, ...]:
        """Return the numbers of the messages behind the hits of some values, each once."""
        rows = np.flatnonzero(np.isin(self.compared.value, values))
        at = self.compared.at[rows]
        concerned = at[self.hit[at] & self.units[self.compared.unit[rows]]]
        return tuple(np.unique(self.mails.times.index.to_numpy()[concerned]).tolist())


def found_patterns(diagnosis: Diagnosis, times: pd.Series) -> list[Found]:
    """Return everything that stands out; `times`: when each message to be compared came in.

    Like is compared with like: what came in, what was sent out from here, and what stayed inside.
    """
    past = past_the_gateway(diagnosis)
    hits = {name: happened(one, diagnosis, past[one.elsewhere])
            for name, one in load_happenings().items()}  # fmt: skip
    ways = directions(diagnosis)[times.index]
    several = len(ways.unique()) > 1
    pairs = cache(lambda dimension: DIMENSIONS[dimension](diagnosis.facts))
    return [found for way, some in times.groupby(ways, sort=False)
            for found in _of_one_way(Mails(diagnosis, some, way if several else ""), pairs, hits)
            ]  # fmt: skip


def _of_one_way(
    mails: Mails, pairs: Callable[[str], Pairs], happenings: dict[str, pd.Series]
) -> Iterator[Found]:
    values = cache(lambda dimension: Compared.of(mails, pairs(dimension), dimension))
    at = mails.times.index
    hits = {name: hit[at].to_numpy(dtype=bool) for name, hit in happenings.items()}
    for pattern in load_patterns().values():
        if int(hits[pattern.happening].sum()) >= FEWEST:
            yield from _found(pattern, mails, values(pattern.dimension), hits[pattern.happening])


def _found(pattern: Pattern, mails: Mails, values: Compared, hit: np.ndarray) -> list[Found]:
    units = values.hit_units(hit)
    counts = counted(values.value[values.once], units[values.unit[values.once]], units)
    hits = _Hits(pattern, mails, values, hit, units, counts)
    together = several_together(counts) if pattern.group else np.zeros(len(counts), dtype=bool)
    often = (counts["hits"] >= FEWEST).to_numpy()
    turns = turned(values.in_time(units, often & ~together))
    if pattern.dimension not in _OF_ALL:
        turns = turns[counts["others"].to_numpy()[turns.index] >= FEWEST]
    alone = stands_out(counts)
    if together.sum() > 1:
        alone &= ~together
    alone[turns.index] = True
    told = counts[alone].join(turns) if alone.any() else counts[:0]
    found = [_one(hits, value, told.loc[value]) for value in told.index
             if not _is_its_work(pattern, mails, values.spelled[value])]  # fmt: skip
    if together.sum() > 1 and int(counts["hits"].to_numpy()[together].sum()) >= FEWEST:
        found.append(_group(hits, np.flatnonzero(together)))
    return found


def _is_its_work(pattern: Pattern, mails: Mails, rule: str) -> bool:
    """Whether a rule of the gateway is there to do just that."""
    return bool(pattern.not_roles) and mails.role(rule) in pattern.not_roles


def _one(hits: _Hits, value: int, counts: pd.Series) -> Found:
    pattern, times = hits.pattern, hits.mails.times
    numbers = hits.numbers(value)
    told = {name: int(counts[name]) for name in ("hits", "of", "other_hits", "others")}
    since, until = (_in_utc(counts[name]) for name in ("since", "until"))
    spelled = hits.compared.spelled[value]
    edge = ""
    if load_happenings()[pattern.happening].journeys:
        edge = at_the_edge(since, until, times)
    said = (pattern.sentence.format(value=_quoted(spelled), **told) + _others(told, hits.mails.way)
            + _each_recipient(told["hits"], numbers) + _when(counts, since, until) + edge
            )  # fmt: skip
    turned_in = pd.notna(counts["hits_in"])
    share = counts["hits_in"] / counts["in_all"] if turned_in else told["hits"] / told["of"]
    value = _span(since, until) if pattern.dimension == "time" else spelled
    return Found(pattern, value, **told, since=since, until=until, sentence=said,
                 messages=numbers, share=float(share))  # fmt: skip


def _group(hits: _Hits, values: np.ndarray) -> Found:
    """One row for several values of which each alone may have too few messages."""
    pattern, counts, spelled = hits.pattern, hits.counts.loc[values], hits.compared.spelled
    once = hits.compared.once
    units = np.unique(hits.compared.unit[once[np.isin(hits.compared.value[once], values)]])
    hit, of = int(hits.units[units].sum()), len(units)
    total, among = int(hits.units.sum()), len(hits.units)
    told = {"hits": hit, "of": of, "other_hits": total - hit, "others": among - of}
    named = sorted(values, key=lambda n: (-counts.at[n, "hits"], spelled[n]))
    listed = ", ".join(_quoted(spelled[name]) for name in named[:_NAMED])
    listed += f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    numbers = hits.numbers(values)
    said = pattern.group.format(values=listed, count=len(named), **told)
    said += _others(told, hits.mails.way)
    return Found(pattern, listed, **told, since=pd.NaT, until=pd.NaT, messages=numbers,
                 sentence=said + _each_recipient(hit, numbers), share=hit / of, grouped=True
                 )  # fmt: skip


def _in_utc(time: object) -> pd.Timestamp:
    return time if pd.isna(time) else time.tz_localize("UTC")


def _quoted(value: str) -> str:
    return f"'{one_line(value)[:80]}'"


def _others(told: dict[str, int], way: str) -> str:
    """What it is compared with; nothing where all messages share the value."""
    if not told["others"]:
        return "."
    which = f" that {way}" if way else ""
    return f"; of all others{which}, {told['other_hits']:,} of {told['others']:,}."


def _each_recipient(hits: int, numbers: tuple[int, ...]) -> str:
    """Say how many it is in the numbers of the table, where one mail went to several."""
    if len(numbers) == hits:
        return ""
    return f" (One mail to several is counted once here; each recipient counted: {len(numbers):,}.)"


def _span(since: pd.Timestamp, until: pd.Timestamp) -> str:
    """Name a span of time.

    >>> _span(pd.Timestamp("2026-11-18 14:05", tz="UTC"), pd.NaT)
    'since 2026-11-18 14:05 UTC'
    """
    first, last = ("" if pd.isna(t) else f"{t:%Y-%m-%d %H:%M} UTC" for t in (since, until))
    if first and last:
        return f"from {first} to {last}"
    return f"since {first}" if first else f"until {last}"


def _when(counts: pd.Series, since: pd.Timestamp, until: pd.Timestamp) -> str:
    if pd.isna(counts["hits_in"]):
        return ""
    span = _span(since, until)
    rest = "after" if pd.isna(since) else "before" if pd.isna(until) else "before and after"
    inside = f"{int(counts['hits_in'])} of {int(counts['in_all'])}"
    return (f" {span[0].upper()}{span[1:]}: {inside}; {rest}: "
            f"{int(counts['hits_out'])} of {int(counts['out_all'])}.")  # fmt: skip
