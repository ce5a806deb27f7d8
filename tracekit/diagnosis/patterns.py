"""Find the patterns: for each happening and dimension the values that stand out, in sentences."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tracekit.diagnosis.comparing import Compared, compared, happened
from tracekit.diagnosis.diagnose import Diagnosis
from tracekit.diagnosis.echoes import Found
from tracekit.diagnosis.export_limits import at_the_edge
from tracekit.diagnosis.shared import past_the_gateway
from tracekit.diagnosis.standing_out import FEWEST, counted, several_together, stands_out, turned
from tracekit.knowledge.patterns import Pattern, load_happenings, load_patterns
from tracekit.text import one_line

# How many values of a group are named.
_NAMED = 5
# What nearly all messages share says nothing about a part of them, but where it happened.
_OF_ALL = ("connector", "host", "time")


def found_patterns(diagnosis: Diagnosis, times: pd.Series) -> list[Found]:
    """Return everything that stands out; `times`: when each message to be compared came in."""

    @cache
    def values(dimension: str) -> Compared:
        return compared(diagnosis, dimension, times)

    past = past_the_gateway(diagnosis)
    hits = {name: happened(one, diagnosis, past) for name, one in load_happenings().items()}
    return [found for pattern in load_patterns().values()
            if int(hits[pattern.happening][times.index].sum()) >= FEWEST
            for found in _found(pattern, values(pattern.dimension), hits[pattern.happening], times)
            ]  # fmt: skip


def _found(pattern: Pattern, values: Compared, hit: pd.Series, times: pd.Series) -> list[Found]:
    units = values.hit_units(hit)
    once = values.counted_once(units)
    counts = counted(once, units)
    together = several_together(counts) if pattern.group else counts[:0]
    often = counts.index[counts["hits"].ge(FEWEST)].difference(together.index)
    turns = turned(once[once["value"].isin(often)])
    if pattern.dimension not in _OF_ALL:
        turns = turns[counts.loc[turns.index, "others"].ge(FEWEST)]
    alone = stands_out(counts) & ~counts.index.isin(turns.index)
    counts = counts.join(turns)
    if len(together) > 1:
        alone &= ~counts.index.isin(together.index)
    concerned = values.pairs[hit[values.pairs["message"]].to_numpy()
                             & units[values.pairs["unit"]]]  # fmt: skip
    told = counts[alone | counts["hits_in"].notna()]
    found = [_one(pattern, values, concerned, counts, times) for counts in _rows(told)]
    if len(together) > 1 and int(together["hits"].sum()) >= FEWEST:
        found.append(_group(pattern, values, once, concerned, together))
    return found


def _rows(counts: pd.DataFrame) -> list[pd.Series]:
    return [counts.loc[value] for value in counts.index]


def _one(
    pattern: Pattern, values: Compared, concerned: pd.DataFrame, counts: pd.Series,
    times: pd.Series,
) -> Found:  # fmt: skip
    numbers = tuple(sorted(concerned.loc[concerned["value"].eq(counts.name), "message"]))
    told = {name: int(counts[name]) for name in ("hits", "of", "other_hits", "others")}
    since, until, spelled = counts["since"], counts["until"], values.spelled[counts.name]
    edge = ""
    if load_happenings()[pattern.happening].journeys:
        edge = at_the_edge(since, until, times)
    said = (pattern.sentence.format(value=_quoted(spelled), **told) + _others(told)
            + _each_recipient(told["hits"], numbers) + _when(counts) + edge)  # fmt: skip
    turned_in = pd.notna(counts["hits_in"])
    share = counts["hits_in"] / counts["in_all"] if turned_in else told["hits"] / told["of"]
    value = _span(since, until) if pattern.dimension == "time" else spelled
    return Found(pattern, value, **told, since=since, until=until, sentence=said,
                 messages=numbers, share=float(share))  # fmt: skip


def _group(
    pattern: Pattern, values: Compared, once: pd.DataFrame, concerned: pd.DataFrame,
    together: pd.DataFrame,
) -> Found:  # fmt: skip
    """One row for several values of which each alone may have too few messages."""
    units = once[once["value"].isin(together.index)].drop_duplicates("unit")
    hits, of = int(units["hit"].sum()), len(units)
    everyone = together.iloc[0]
    total, among = everyone["hits"] + everyone["other_hits"], everyone["of"] + everyone["others"]
    told = {"hits": hits, "of": of, "other_hits": int(total) - hits, "others": int(among) - of}
    named = sorted(together.index, key=lambda n: (-together.at[n, "hits"], values.spelled[n]))
    listed = ", ".join(_quoted(values.spelled[name]) for name in named[:_NAMED])
    listed += f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    numbers = tuple(sorted(set(concerned.loc[concerned["value"].isin(together.index), "message"])))
    said = pattern.group.format(values=listed, count=len(named), **told) + _others(told)
    return Found(pattern, listed, **told, since=pd.NaT, until=pd.NaT, messages=numbers,
                 sentence=said + _each_recipient(hits, numbers), share=hits / of, grouped=True
                 )  # fmt: skip


def _quoted(value: str) -> str:
    return f"'{one_line(value)[:80]}'"


def _others(told: dict[str, int]) -> str:
    """What it is compared with; nothing where all messages share the value."""
    if not told["others"]:
        return "."
    return f"; of all others, {told['other_hits']:,} of {told['others']:,}."


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


def _when(counts: pd.Series) -> str:
    if pd.isna(counts["hits_in"]):
        return ""
    since, until = counts["since"], counts["until"]
    span = _span(since, until)
    rest = "after" if pd.isna(since) else "before" if pd.isna(until) else "before and after"
    inside = f"{int(counts['hits_in'])} of {int(counts['in_all'])}"
    return (f" {span[0].upper()}{span[1:]}: {inside}; {rest}: "
            f"{int(counts['hits_out'])} of {int(counts['out_all'])}.")  # fmt: skip
