"""A case in words: the conclusion first, then the steps and their rows, then what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.acting import Acting, in_place_of_own, leads_on, next_step
from tracekit.diagnosis.step import Step
from tracekit.diagnosis.story import has_no_gateway
from tracekit.evidence.waits import duration
from tracekit.knowledge import Outcome, load_references, load_trees
from tracekit.knowledge.sentences import how_sure
from tracekit.knowledge.terms import load_statuses

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_ROLES = {"outbound": "the way out", "return": "the way back", "direct": "a direct journey",
          "loop": "out once more", "unknown": "a journey"}  # fmt: skip
_MOST_WAITS = 6
# What a message waited for, by the kind of the wait.
WAITED_FOR = {
    "scanning": "scan of the attachments", "handing-over": "handing over to the gateway",
    "gateway": "between the hand-over and the return", "remote": "for a server outside",
    "approval": "for an approval", "quarantine": "in quarantine",
    "microsoft": "inside Microsoft 365", "between": "between two journeys",
    "own": "at a server of your own", "open": "after a try that names no server",
}  # fmt: skip


def how(case: Case) -> str:
    """Tell the whole case."""
    parts = [_heading(case), *(_tree(case, tree) for tree in case.outcomes)]
    if len(case.waits):
        parts.append("\n".join(["Every wait on the way", *_waits(case.waits)]))
    parts += ["\n  ".join(["Not in the trace", *lacking.lines()]) for lacking in case.absences]
    for title, lines in (("Worth knowing", case.notes), ("To settle what is open", case.asks())):
        if lines:
            parts.append("\n".join([title, *(f"  - {line}" for line in lines)]))
    return "\n\n".join(parts)


def answers(case: Case) -> str:
    """Say in a few lines what was found, and what to do first."""
    lines = [found(case), alone(case)]
    if step := next_step(case):
        lines.append(f"{step.under('Next')}: {step.what}")
    return "\n".join(filter(None, lines))


def found(case: Case) -> str:
    """Say in a line for each tree what was found."""
    known = {t: case.outcome(t) for t, n in case.outcomes.items() if n != "cannot-tell"}
    lines = [
        f"{load_trees()[tree].title} {outcome.title}{doubt(case.strength[tree])}."
        for tree, outcome in known.items()
    ]
    moot = ["gateway"] * has_no_gateway(case)
    dark = [load_trees()[t].title for t in case.outcomes if t not in {*known, *moot}]
    if dark:
        lines.append(f"The trace cannot tell: {' '.join(dark)}")
    return "\n".join(lines)


def alone(case: Case) -> str:
    """Say what the Status proves of a message that has no events; nothing where it has some."""
    if case.outcomes["disposition"] != "cannot-tell" or len(case.trace.events):
        return ""
    said = case.trace.journeys["status"].unique()
    status = load_statuses().get(said[0]) if len(said) == 1 else None
    return status.alone if status else ""


def doubt(strength: str) -> str:
    """Say behind an outcome that rows do not prove it; nothing where they do."""
    return f" ({how_sure(strength)})" if strength == "consistent with" else ""


def _heading(case: Case) -> str:
    name = f"{_or(case.subject, '(no subject)')}, for {_or(case.recipient, '(no recipient)')}"
    pairs = case.pairs.sort_values("pass_number", kind="stable")
    ways = [_journey(row, case.trace.journeys) for row in pairs.itertuples()]
    message_id = f"Message-ID {_or(case.message_id, 'not known: the report has no end')}"
    return "\n".join([
        name, message_id, "", case.summary(), "", found(case), "", "The journeys", *ways
    ])  # fmt: skip


def _journey(pair: tuple, journeys: pd.DataFrame) -> str:
    row = journeys[journeys["journey"] == pair.journey].iloc[0]
    return f"  {_ROLES[pair.role]} (line {row['line']} of {row['source']}): {pair.because}"


def _tree(case: Case, tree: str) -> str:
    name = case.outcomes[tree]
    outcome, steps = case.outcome(tree), case.steps_of(tree)
    sure = how_sure(case.strength[tree])
    lines = [f"{load_trees()[tree].title} {outcome.title} [{name}, {sure}]"]
    for step in steps:
        said = f"{step.question} {step.answer.capitalize()}. {step.because}".rstrip()
        lines.append(f"  {said} [{step.node}]")
        lines += [f"      {line}" for line in row_lines(step.rows)]
    if name != "cannot-tell":
        lines += _advice(outcome, steps, in_place_of_own(case, tree))
    return "\n".join(lines)


def _advice(outcome: Outcome, steps: tuple[Step, ...], instead: Acting | None) -> list[str]:
    """What the outcome means, what to do (`instead` of its own steps) and where to read on."""
    lines = [f"  That means: {outcome.meaning}"]
    if instead:
        lines.append(f"  {instead.under('What to do')}: {instead.what}")
    elif outcome.owner == "nobody" and not leads_on(outcome):
        lines.append(f"  Next: {outcome.next_step}")
    elif outcome.owner != "nobody":
        lines.append(f"  What to do ({outcome.owner}): {' '.join(outcome.remedy)}")
    names = [*outcome.references, *(steps[-1].references[:1] if steps else ())]
    titles = dict.fromkeys(load_references()[name].title for name in names)
    return [*lines, f"  Read on: {'; '.join(titles)}"]


def _or(value: object, other: str) -> str:
    return other if pd.isna(value) or not value else str(value)


def row_lines(rows: pd.DataFrame, most: int = 4, longest: int = 140) -> list[str]:
    """Write proof rows one a line; rows that read the same are counted, of many the last shows.

    `longest`: how many characters of a detail are shown.
    """
    lines: dict[str, list[str]] = {}
    columns = (rows[name] for name in ("time_text", "event", "detail", "line", "source"))
    for time, event, detail, line, source in zip(*columns, strict=True):
        text = " | ".join(filter(None, (_or(time, ""), event, _short(detail, longest))))
        lines.setdefault(text, []).append(f"line {line} of {source}")
    shown = [
        f"{text} ({places[0]}{f', and {len(places) - 1} more like it' if places[1:] else ''})"
        for text, places in lines.items()
    ]
    if len(shown) <= most:
        return shown
    return [*shown[: most - 1], f"... {len(shown) - most} more rows ...", shown[-1]]


def _short(detail: object, longest: int) -> str:
    text = _or(detail, "")
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _waits(waits: pd.DataFrame) -> list[str]:
    total = waits["minutes"].sum()
    if len(waits) > _MOST_WAITS:
        sums = waits.groupby("kind", sort=False)["minutes"].agg(["size", "sum"])
        return [
            f"  - {duration(s.minutes)} {WAITED_FOR[s.Index]}, in {s.times} waits, "
            f"{_share(s.minutes / total)} of the way"
            for s in sums.rename(columns={"size": "times", "sum": "minutes"}).itertuples()
        ]
    return [
        f"  - {duration(w.minutes)} {WAITED_FOR[w.kind]}{_exactness(w.uncertain)}, "
        f"{_share(w.minutes / total)} of the way"
        for w in waits.itertuples()
    ]


def _exactness(uncertain: float) -> str:
    return " (give or take a minute)" if uncertain >= 1 else ""


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= 0.01 else "under 1%"
