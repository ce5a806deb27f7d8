"""Many messages at once: how many ended where, and what those that ended badly share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.diagnosis.shared import DIMENSIONS
from tracekit.knowledge import Gateway, load_outcomes, load_trees
from tracekit.knowledge.patterns import Pattern, load_patterns
from tracekit.model import MessageTrace
from tracekit.text import one_line

# Fewer messages than these are no pattern; nor is what others show half as often.
_FEWEST, _SHARE, _TIMES, _MOST = 3, 0.5, 2.0, 0.8
_COLUMNS = ("id", "value", "hits", "of", "other_hits", "others", "since", "until", "sentence",
            "look_at", "messages")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Triage:
    """What became of many messages.

    `groups`: one row a tree and outcome: tree, outcome, title, messages (count), share (0 to 1),
    first and last (UTC times of receipt). `patterns`: one row a pattern: id, value (as strangers
    wrote it), hits of how many (`of`), other_hits of how many `others`, since and until (UTC, where
    it began or ended in the trace), sentence, look_at, messages (their numbers). A pattern points;
    it does not prove.
    """

    groups: pd.DataFrame
    patterns: pd.DataFrame
    diagnosis: Diagnosis

    def how(self) -> str:
        """Say it in words: the outcomes of each tree, then the patterns."""
        parts = [f"{len(self.diagnosis.messages):,} messages"]
        for tree, rows in self.groups.groupby("tree", sort=False):
            lines = [f"  {r.messages:>7,}  {r.share:>4.0%}  {r.title}" for r in rows.itertuples()]
            parts.append("\n".join([load_trees()[tree].title, *lines]))
        told = [f"  - {p.sentence} {p.look_at}" for p in self.patterns.itertuples()]
        told = told or ["  - Nothing stands out."]
        parts.append("\n".join(["What they have in common", *told]))
        return "\n\n".join(parts)

    def __repr__(self) -> str:
        return f"Triage({len(self.diagnosis.messages)} messages, {len(self.patterns)} patterns)"


def triage(trace: MessageTrace | Diagnosis, gateway: str | Gateway = "inky") -> Triage:
    """Group a tenant's messages by outcome, and point at what those of one outcome share.

    Give a trace, or what diagnose() made of it. A pattern needs three messages, half of those that
    share the value and twice the share of all others, or most messages of one span of time and none
    before or after it. Raises UnknownNameError for an unknown
    gateway.

    >>> triage(MessageTrace.empty()).patterns.empty
    True
    """
    diagnosis = trace if isinstance(trace, Diagnosis) else diagnose(trace, gateway)
    times = _received(diagnosis)
    rows = [r for pattern in load_patterns().values() for r in _found(pattern, diagnosis, times)]
    patterns = pd.DataFrame(_without_echoes(rows), columns=list(_COLUMNS))
    return Triage(_groups(diagnosis, times), patterns, diagnosis)


def _received(diagnosis: Diagnosis) -> pd.Series:
    """When each message came in, by its number."""
    events, journeys = diagnosis.facts.events, diagnosis.facts.journeys
    first = events.groupby("message")["time"].min()
    said = journeys.groupby("message")["received"].min()
    return said.combine_first(first).reindex(diagnosis.messages.index)


def _groups(diagnosis: Diagnosis, times: pd.Series) -> pd.DataFrame:
    parts = []
    for tree in diagnosis.trees:
        by = pd.DataFrame({"outcome": diagnosis.outcomes[tree], "time": times}).groupby("outcome")
        told = by["time"].agg(["size", "min", "max"])
        parts.append(told.sort_values("size", ascending=False, kind="stable").reset_index())
        parts[-1].insert(0, "tree", tree)
    whole = pd.concat(parts, ignore_index=True)
    whole = whole.rename(columns={"size": "messages", "min": "first", "max": "last"})
    titles = [load_outcomes()[name].title for name in whole["outcome"]]
    whole.insert(2, "title", pd.Series(titles, dtype="str"))
    whole.insert(4, "share", whole["messages"] / max(len(diagnosis.messages), 1))
    return whole


def _hits(pattern: Pattern, diagnosis: Diagnosis) -> pd.Series:
    """Mark the messages to which the pattern's outcome, or one of its rows, happened."""
    if pattern.tree:
        return diagnosis.outcomes[pattern.tree].isin(pattern.outcomes)
    facts = diagnosis.facts
    rows = facts.events["event"].isin(pattern.events)
    return facts.has(rows & ~facts.events["enhanced_code"].isin(pattern.not_codes))


def _found(pattern: Pattern, diagnosis: Diagnosis, times: pd.Series) -> list[tuple]:
    hit = _hits(pattern, diagnosis)
    if int(hit.sum()) < _FEWEST:
        return []
    pairs = DIMENSIONS[pattern.dimension](diagnosis.facts)
    numbers = pairs["message"]
    pairs = pairs.assign(hit=hit.reindex(numbers).to_numpy(), time=times.reindex(numbers).array)
    counts = _counts(pairs, hit)
    much = counts["hits"].ge(_FEWEST) & (_stands_out(counts) | _began_or_ended(counts))
    rows = pairs[pairs["value"].isin(counts.index[much])]
    return [_row(pattern, mine, counts.loc[value])
            for value, mine in rows.groupby("value", sort=False)]  # fmt: skip


def _counts(pairs: pd.DataFrame, hit: pd.Series) -> pd.DataFrame:
    """Count by value: hits, of how many, all others, and the span of the hits and what it holds."""
    by = pairs.groupby("value", sort=False)
    counts = by["hit"].agg(hits="sum", of="size")
    counts = counts.assign(other_hits=int(hit.sum()) - counts["hits"],
                           others=len(hit) - counts["of"])  # fmt: skip
    span = pairs[pairs["hit"]].groupby("value")["time"].agg(since="min", until="max")
    counts = counts.join(span)
    spans = counts.reindex(pairs["value"])
    early = pairs["time"] < spans["since"].array
    late = pairs["time"] > spans["until"].array
    before, after = (side.groupby(pairs["value"]).sum() for side in (early, late))
    counts = counts.assign(before=before, after=after)
    return counts.assign(
        since=counts["since"].where(counts["before"].ge(_FEWEST)),
        until=counts["until"].where(counts["after"].ge(_FEWEST)),
    )


def _stands_out(counts: pd.DataFrame) -> pd.Series:
    """Say where a value shows it in half of its messages and twice as often as all others."""
    share = counts["hits"] / counts["of"]
    elsewhere = counts["other_hits"] / counts["others"].clip(lower=1)
    elsewhere = elsewhere.where(counts["others"] > 0, 1.0)
    return share.ge(_SHARE) & share.ge(elsewhere * _TIMES)


def _began_or_ended(counts: pd.DataFrame) -> pd.Series:
    """Say where it happened to most messages of one span, and to none of several outside it."""
    apart = counts["since"].notna() | counts["until"].notna()
    outside = counts["before"] + counts["after"]
    return apart & (counts["hits"] / (counts["of"] - outside)).ge(_MOST)


def _row(pattern: Pattern, mine: pd.DataFrame, counts: pd.Series) -> tuple:
    numbers = mine.loc[mine["hit"], "message"]
    told = {name: int(counts[name]) for name in ("hits", "of", "other_hits", "others")}
    value = mine["spelled"].iloc[0]
    sentence = pattern.sentence.format(value=f"'{one_line(value)[:80]}'", **told)
    since, until = counts["since"], counts["until"]
    return (pattern.id, value, *told.values(), since, until, sentence + _when(since, until),
            pattern.look_at, tuple(int(n) for n in numbers))  # fmt: skip


def _when(since: pd.Timestamp, until: pd.Timestamp) -> str:
    if pd.isna(since) and pd.isna(until):
        return ""
    named = (("the first came", since), ("the last came", until))
    told = [f"{name} at {t:%Y-%m-%d %H:%M} UTC" for name, t in named if not pd.isna(t)]
    return f" Of these, {' and '.join(told)}; those {_side(since, until)} were not concerned."


def _side(since: pd.Timestamp, until: pd.Timestamp) -> str:
    if pd.isna(until):
        return "before it"
    return "after it" if pd.isna(since) else "before and after"


def _without_echoes(rows: list[tuple]) -> list[tuple]:
    """Most messages first; a domain with one address only is named once, by the address."""
    rows = sorted(rows, key=lambda row: (-row[2], load_patterns()[row[0]].dimension.count("_")))
    kept: dict[tuple, tuple] = {}
    for row in rows:
        pattern = load_patterns()[row[0]]
        what = pattern.tree, pattern.outcomes, pattern.events
        kept.setdefault((pattern.dimension.split("_")[0], what, row[-1]), row)
    return list(kept.values())
