"""Many messages at once: how many ended where, and what those that ended badly share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tracekit.diagnosis.about_others import are_reports, say_bounces
from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.diagnosis.display import Told
from tracekit.diagnosis.echoes import without_echoes
from tracekit.diagnosis.export_limits import export_limits
from tracekit.diagnosis.patterns import found_patterns
from tracekit.knowledge import Gateway, load_trees
from tracekit.knowledge.loader import outcome_for
from tracekit.model import MessageTrace

_COLUMNS = ("id", "value", "hits", "of", "other_hits", "others", "since", "until", "sentence",
            "look_at", "messages")  # fmt: skip
_NAMED = 5


@dataclass(frozen=True, eq=False)
class Triage(Told):
    """What became of many messages.

    `groups`: one row a tree and outcome: tree, outcome, title, messages (count), share (0 to 1),
    first and last (UTC times of receipt). `patterns`: one row a pattern: id, value (as strangers
    wrote it), hits of how many (`of`), other_hits of how many `others`, since and until (UTC, where
    it began or ended in the trace), sentence, look_at, messages (their numbers). A pattern points;
    it does not prove. `limits`: what these messages cannot show, a sentence each. `reports`:
    numbers of the messages that are reports about others (bounces, automatic replies), which are
    left out of groups and patterns; `reports_say` says so, if there are any.
    """

    groups: pd.DataFrame
    patterns: pd.DataFrame
    diagnosis: Diagnosis
    limits: tuple[str, ...] = ()
    reports: tuple[int, ...] = ()
    reports_say: str = ""

    def how(self) -> str:
        """Say it in words: the outcomes of each tree, the patterns, and the limits."""
        parts = [f"{len(self.diagnosis.messages):,} messages", *filter(None, [self.reports_say])]
        for tree, rows in self.groups.groupby("tree", sort=False):
            lines = [f"  {r.messages:>7,}  {r.share:>4.0%}  {r.title}" for r in rows.itertuples()]
            parts.append("\n".join([load_trees()[tree].title, *lines]))
        return "\n\n".join([*parts, self.what_stands_out()])

    def what_stands_out(self) -> str:
        """Say the patterns and the limits alone."""
        told = [f"  - {p.sentence}\n    Next: {p.look_at}\n    {which(p.messages)}"
                for p in self.patterns.itertuples()]  # fmt: skip
        told = told or ["  - Nothing stands out."]
        parts = ["\n".join(["What they have in common", *told])]
        if self.limits:
            listed = [f"  - {limit}" for limit in self.limits]
            parts.append("\n".join(["What this export cannot show", *listed]))
        return "\n\n".join(parts)

    def to_markdown(self) -> str:
        """Return it as a Markdown page; what strangers wrote stands in code spans."""
        from tracekit.render.pages import triage_page

        return triage_page(self)

    def __repr__(self) -> str:
        return f"Triage({len(self.diagnosis.messages)} messages, {len(self.patterns)} patterns)"


def which(messages: Sequence[int]) -> str:
    """Name some of the messages of a pattern by their numbers.

    >>> which([3, 4, 5, 6, 7, 8, 9])
    'Messages 3, 4, 5, 6, 7 and 2 more.'
    """
    named = ", ".join(map(str, messages[:_NAMED]))
    more = len(messages) - _NAMED
    return f"Message{'s' * (len(messages) > 1)} {named}{f' and {more} more' * (more > 0)}."


def triage(trace: MessageTrace | Diagnosis, gateway: str | Gateway = "inky") -> Triage:
    """Group a tenant's messages by outcome, and point at what those of one outcome share.

    Give a trace, or what diagnose() made of it. A pattern needs three messages, half of those that
    share a value and twice the share of all others, or the same of one span of time against what is
    before or after it; and that chance hardly gives so many among so many values. One mail to many
    recipients counts once. Several recipients who have it in common are named together, and of
    patterns that the same messages show the widest is told. Reports about other messages are
    counted apart. Raises UnknownNameError for an unknown gateway.

    >>> triage(MessageTrace.empty()).patterns.empty
    True
    """
    diagnosis = trace if isinstance(trace, Diagnosis) else diagnose(trace, gateway)
    times = _received(diagnosis)
    reports = are_reports(diagnosis.facts)
    if reports.all():
        reports = ~reports
    times = times[~reports]
    told = [(f.pattern.id, f.value, f.hits, f.of, f.other_hits, f.others, f.since, f.until,
             f.sentence, f.pattern.look_at, f.messages)
            for f in without_echoes(found_patterns(diagnosis, times))]  # fmt: skip
    patterns = pd.DataFrame(told, columns=list(_COLUMNS))
    limits = export_limits(diagnosis, times)
    return Triage(_groups(diagnosis, times), patterns, diagnosis, limits,
                  tuple(int(n) for n in reports.index[reports]), _told_of(diagnosis, reports)
                  )  # fmt: skip


def _received(diagnosis: Diagnosis) -> pd.Series:
    """When each message came in, by its number."""
    events, journeys = diagnosis.facts.events, diagnosis.facts.journeys
    first = events.groupby("message")["time"].min()
    said = journeys.groupby("message")["received"].min()
    return said.combine_first(first).reindex(diagnosis.messages.index)


def _told_of(diagnosis: Diagnosis, reports: pd.Series) -> str:
    """Name the messages that are left out, and what their subjects hint at."""
    count = int(reports.sum())
    if not count:
        return ""
    bounces = int((reports & say_bounces(diagnosis.facts)).sum())
    hint = f" By their subject, {bounces:,} say that mail was not delivered." if bounces else ""
    are = "is a report" if count == 1 else "are reports"
    return (f"{count:,} of them {are} about other mail (a bounce, a receipt, an automatic reply): "
            f"sent by a mail system or without a return path, and left out below.{hint}"
            )  # fmt: skip


def _groups(diagnosis: Diagnosis, times: pd.Series) -> pd.DataFrame:
    parts = []
    for tree in diagnosis.trees:
        outcome = diagnosis.outcomes.loc[times.index, tree]
        by = pd.DataFrame({"outcome": outcome, "time": times}).groupby("outcome")
        told = by["time"].agg(["size", "min", "max"])
        parts.append(told.sort_values("size", ascending=False, kind="stable").reset_index())
        parts[-1].insert(0, "tree", tree)
    whole = pd.concat(parts, ignore_index=True)
    whole = whole.rename(columns={"size": "messages", "min": "first", "max": "last"})
    titles = [outcome_for(name, diagnosis.facts.gateway.kind).title for name in whole["outcome"]]
    whole.insert(2, "title", pd.Series(titles, dtype="str"))
    whole.insert(4, "share", whole["messages"] / max(len(times), 1))
    return whole
