"""Many messages at once: how many ended where, and what those that ended badly share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.diagnosis.export_limits import at_the_edge, export_limits
from tracekit.diagnosis.shared import DIMENSIONS, past_the_gateway
from tracekit.diagnosis.standing_out import FEWEST, counted, several_together, stands_out, turned
from tracekit.knowledge import Gateway, load_outcomes, load_trees
from tracekit.knowledge.patterns import Pattern, load_patterns
from tracekit.model import MessageTrace
from tracekit.text import one_line

# How many values of a group are named.
_NAMED = 5
# What is told once where it is about the same messages.
_SIDES = {"sender": "sender", "recipient": "recipient", "connector": "way", "host": "way",
          "rule": "rule"}  # fmt: skip
_COLUMNS = ("id", "value", "hits", "of", "other_hits", "others", "since", "until", "sentence",
            "look_at", "messages")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Triage:
    """What became of many messages.

    `groups`: one row a tree and outcome: tree, outcome, title, messages (count), share (0 to 1),
    first and last (UTC times of receipt). `patterns`: one row a pattern: id, value (as strangers
    wrote it), hits of how many (`of`), other_hits of how many `others`, since and until (UTC, where
    it began or ended in the trace), sentence, look_at, messages (their numbers). A pattern points;
    it does not prove. `limits`: what these messages cannot show, a sentence each.
    """

    groups: pd.DataFrame
    patterns: pd.DataFrame
    diagnosis: Diagnosis
    limits: tuple[str, ...] = ()

    def how(self) -> str:
        """Say it in words: the outcomes of each tree, the patterns, and the limits."""
        parts = [f"{len(self.diagnosis.messages):,} messages"]
        for tree, rows in self.groups.groupby("tree", sort=False):
            lines = [f"  {r.messages:>7,}  {r.share:>4.0%}  {r.title}" for r in rows.itertuples()]
            parts.append("\n".join([load_trees()[tree].title, *lines]))
        told = [f"  - {p.sentence} {p.look_at}" for p in self.patterns.itertuples()]
        told = told or ["  - Nothing stands out."]
        parts.append("\n".join(["What they have in common", *told]))
        if self.limits:
            listed = [f"  - {limit}" for limit in self.limits]
            parts.append("\n".join(["What this export cannot show", *listed]))
        return "\n\n".join(parts)

    def __repr__(self) -> str:
        return f"Triage({len(self.diagnosis.messages)} messages, {len(self.patterns)} patterns)"


def triage(trace: MessageTrace | Diagnosis, gateway: str | Gateway = "inky") -> Triage:
    """Group a tenant's messages by outcome, and point at what those of one outcome share.

    Give a trace, or what diagnose() made of it. A pattern needs three messages, half of those that
    share a value and twice the share of all others, or the same of one span of time against what is
    before or after it; and that chance hardly gives so many among so many values. Several
    recipients who have it in common are named together. Raises UnknownNameError for an unknown
    gateway.

    >>> triage(MessageTrace.empty()).patterns.empty
    True
    """
    diagnosis = trace if isinstance(trace, Diagnosis) else diagnose(trace, gateway)
    times = _received(diagnosis)
    rows = [r for pattern in load_patterns().values() for r in _found(pattern, diagnosis, times)]
    patterns = pd.DataFrame(_without_echoes(rows), columns=list(_COLUMNS))
    limits = export_limits(diagnosis, times)
    return Triage(_groups(diagnosis, times), patterns, diagnosis, limits)


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
        hit = diagnosis.outcomes[pattern.tree].isin(pattern.outcomes)
        return hit | past_the_gateway(diagnosis) if pattern.unshown else hit
    facts = diagnosis.facts
    rows = facts.events["event"].isin(pattern.events)
    return facts.has(rows & ~facts.events["enhanced_code"].isin(pattern.not_codes))


def _found(pattern: Pattern, diagnosis: Diagnosis, times: pd.Series) -> list[tuple]:
    hit = _hits(pattern, diagnosis)
    if int(hit.sum()) < FEWEST:
        return []
    pairs = DIMENSIONS[pattern.dimension](diagnosis.facts)
    numbers = pairs["message"]
    pairs = pairs.assign(hit=hit.reindex(numbers).to_numpy(), time=times.reindex(numbers).array)
    counts = counted(pairs, hit)
    together = several_together(counts) if pattern.group else counts[:0]
    turns = turned(pairs[~pairs["value"].isin(together.index)])
    alone = counts["hits"].ge(FEWEST) & stands_out(counts) & ~counts.index.isin(turns.index)
    counts = counts.join(turns)
    if len(together) > 1:
        alone &= ~counts.index.isin(together.index)
    rows = pairs[pairs["value"].isin(counts.index[alone | counts["hits_in"].notna()])]
    found = [_row(pattern, mine, counts.loc[value], times)
             for value, mine in rows.groupby("value", sort=False)]  # fmt: skip
    if len(together) > 1 and int(together["hits"].sum()) >= FEWEST:
        found.append(_group_row(pattern, pairs[pairs["value"].isin(together.index)], hit))
    return found


def _row(pattern: Pattern, mine: pd.DataFrame, counts: pd.Series, times: pd.Series) -> tuple:
    numbers = mine.loc[mine["hit"], "message"]
    told = {name: int(counts[name]) for name in ("hits", "of", "other_hits", "others")}
    value = mine["spelled"].iloc[0]
    sentence = pattern.sentence.format(value=_quoted(value), **told)
    since, until = counts["since"], counts["until"]
    edge = at_the_edge(since, until, times) if pattern.tree == "gateway" else ""
    said = sentence + _when(counts) + edge
    return (pattern.id, value, *told.values(), since, until, said, pattern.look_at,
            tuple(int(n) for n in numbers))  # fmt: skip


def _group_row(pattern: Pattern, mine: pd.DataFrame, hit: pd.Series) -> tuple:
    """One row for several values of which each alone may have too few messages."""
    messages = mine.drop_duplicates("message")
    hits, of = int(messages["hit"].sum()), len(messages)
    told = {"hits": hits, "of": of, "other_hits": int(hit.sum()) - hits, "others": len(hit) - of}
    named = mine.groupby("value")["hit"].sum().sort_values(ascending=False, kind="stable").index
    spelled = mine.drop_duplicates("value").set_index("value")["spelled"]
    values = ", ".join(_quoted(spelled[name]) for name in named[:_NAMED])
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    sentence = pattern.group.format(values=values + more, count=len(named), **told)
    first = messages.loc[messages["hit"], "message"]
    return (pattern.id, values + more, *told.values(), pd.NaT, pd.NaT, sentence, pattern.look_at,
            tuple(int(n) for n in first))  # fmt: skip


def _quoted(value: str) -> str:
    return f"'{one_line(value)[:80]}'"


def _when(counts: pd.Series) -> str:
    if pd.isna(counts["hits_in"]):
        return ""
    since, until = (
        "" if pd.isna(t) else f"{t:%Y-%m-%d %H:%M} UTC" for t in (counts["since"], counts["until"])
    )
    span = f" From {since} to {until}" if since and until else (
        f" Since {since}" if since else f" Until {until}")  # fmt: skip
    rest = "before and after" if since and until else "before" if since else "after"
    inside = f"{int(counts['hits_in'])} of {int(counts['in_all'])}"
    return f"{span}: {inside}; {rest}: {int(counts['hits_out'])} of {int(counts['out_all'])}."


def _without_echoes(rows: list[tuple]) -> list[tuple]:
    """Most messages first; what several values stand for is named once.

    A domain with one address is named by the address, several addresses by their domain; a server
    that one connector alone leads to, by the connector.
    """
    kept: list[tuple] = []
    for row in sorted(rows, key=lambda row: (-row[2], _rank(row))):
        if not any(_about(row) == _about(other) and _same(row[-1], other[-1]) for other in kept):
            kept.append(row)
    return kept


def _about(row: tuple) -> tuple:
    pattern = load_patterns()[row[0]]
    side = _SIDES[pattern.dimension.split("_")[0]]
    return (pattern.about,) if pattern.about else (side, pattern.tree, pattern.outcomes)


def _same(some: tuple, others: tuple) -> bool:
    """Whether two rows are about the same messages, give or take one of ten."""
    return len(set(some) & set(others)) >= 0.9 * max(len(some), len(others))


def _rank(row: tuple) -> int:
    """Which of two rows about the same messages says it best."""
    if "', '" in row[1]:
        return 2
    dimension = load_patterns()[row[0]].dimension
    return dimension.count("_") + (dimension == "host")
