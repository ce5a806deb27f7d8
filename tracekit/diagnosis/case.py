"""One diagnosed message: its steps with their proof, told as a colleague would tell it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracekit.knowledge import Gateway, load_outcomes, load_references, load_trees
from tracekit.model import MessageTrace

AMBIGUOUS = ("A free-text field of this report imitates the report's own words, so it can be read "
             "in more than one way. Nothing is concluded from it.")  # fmt: skip
ASK_CSV = "Ask for the same result as CSV (Export results), where columns cannot be imitated."
_KINDS = {
    "scanning": "scan of the attachments", "handing-over": "handing over to the gateway",
    "gateway": "at the gateway", "remote": "server outside", "approval": "approval",
    "quarantine": "quarantine", "microsoft": "inside Microsoft 365", "between": "between journeys",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Step:
    """One answered question: what was asked, what the trace answers, why, and the rows."""

    tree: str
    node: str
    question: str
    why: str
    answer: str
    because: str
    rows: pd.DataFrame
    leads_to: str
    strength: str
    ask: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Case:
    """One message for one recipient: outcomes, how far they are proved, and the way there."""

    message_id: str
    recipient: str
    subject: str
    outcomes: dict[str, str]
    strength: dict[str, str]
    steps: tuple[Step, ...]
    trace: MessageTrace
    gateway: Gateway
    pairs: pd.DataFrame
    waits: pd.DataFrame
    notes: tuple[str, ...] = ()

    def steps_of(self, tree: str) -> tuple[Step, ...]:
        """Return the steps of one tree."""
        return tuple(step for step in self.steps if step.tree == tree)

    def asks(self) -> list[str]:
        """Return what to ask the admin for, once each, for every outcome that is not shown."""
        if any(step.because == AMBIGUOUS for step in self.steps):
            return [ASK_CSV]
        open_trees = [t for t in self.outcomes if self.strength[t] != "shown"]
        found = [a for t in open_trees for a in self._asks_of(t)]
        return list(dict.fromkeys(found))

    def _asks_of(self, tree: str) -> list[str]:
        outcome = load_outcomes()[self.outcomes[tree]]
        last = self.steps_of(tree)[-1]
        asked = []
        if last.answer == "cannot tell" and last.ask:
            asked.append(last.ask)
        if outcome.settle:
            asked.append(outcome.settle)
        return asked or ([last.ask] if last.ask and outcome.strength == "cannot tell" else [])

    def summary(self) -> str:
        """Say in a few sentences what happened, who decided, why, and what to do."""
        lines = []
        for tree, name in self.outcomes.items():
            outcome = load_outcomes()[name]
            how_sure = "" if self.strength[tree] == "shown" else f" ({self.strength[tree]})"
            lines.append(f"{load_trees()[tree].title} {outcome.title}{how_sure}.")
        return "\n".join(lines)

    def how(self) -> str:
        """Explain the diagnosis step by step: question, answer, reason, rows, what to do next."""
        parts = [_heading(self)]
        parts += [self._tree_text(tree) for tree in self.outcomes]
        if len(self.waits):
            parts.append("Every wait on the way:\n" + "\n".join(_wait_lines(self.waits)))
        if self.notes:
            parts.append("Worth knowing:\n" + "\n".join(f"  - {note}" for note in self.notes))
        asks = self.asks()
        if asks:
            parts.append("What to ask the admin for next:\n" + "\n".join(f"  - {a}" for a in asks))
        return "\n\n".join(parts)

    def _tree_text(self, tree: str) -> str:
        name = self.outcomes[tree]
        outcome = load_outcomes()[name]
        lines = [f"{load_trees()[tree].title} -> {outcome.title} [{name}, {self.strength[tree]}]"]
        for step in self.steps_of(tree):
            lines.append(f"  {step.question} {step.answer.capitalize()}. {step.because}")
            lines += [f"      {line}" for line in row_lines(step.rows)]
        lines.append(f"  So: {outcome.meaning}")
        lines += [f"  What to do: {remedy}" for remedy in outcome.remedy[:1]]
        lines.append(f"  Who: {outcome.owner}. Next step: {outcome.next_step}")
        sources = {r for step in self.steps_of(tree) for r in step.references[:1]}
        titles = [load_references()[r].title for r in (*sorted(sources), *outcome.references[:1])]
        lines.append(f"  See: {'; '.join(dict.fromkeys(titles))}")
        return "\n".join(lines)


def _heading(case: Case) -> str:
    roles = ", ".join(
        f"journey {row.journey} is {_role(row.role)} ({row.because})"
        for row in case.pairs.itertuples()
    )
    return (
        f"{_or(case.subject, '(no subject)')} for {_or(case.recipient, '(no recipient)')}\n{roles}"
    )


def _or(value: object, other: str) -> str:
    return other if pd.isna(value) or not value else str(value)


def _role(role: str) -> str:
    return {"outbound": "the outbound journey", "return": "the return journey",
            "direct": "a direct journey", "loop": "a loop",
            "unknown": "of unknown kind"}[role]  # fmt: skip


def row_lines(rows: pd.DataFrame, most: int = 6) -> list[str]:
    """Write proof rows one a line; rows that read the same are counted."""
    if rows.empty:
        return []
    lines = [
        f"{' | '.join(filter(None, (_or(r.time_text, ''), r.event, _short(r.detail))))}"
        f" ({r.source}, line {r.line})"
        for r in rows.itertuples()
    ]
    counted = pd.Series(lines).value_counts(sort=False)
    shown = [f"{line} x{n}" if n > 1 else line for line, n in counted.items()]
    more = [f"... and {len(shown) - most} more rows"] if len(shown) > most else []
    return shown[:most] + more


def _short(detail: object) -> str:
    text = _or(detail, "")
    return text if len(text) <= 140 else text[:139] + "…"


def _wait_lines(waits: pd.DataFrame) -> list[str]:
    total = waits["minutes"].sum()
    return [
        f"  - {_KINDS[w.kind]}: {w.minutes:g} min, give or take {w.uncertain:.2g}"
        f" ({w.minutes / total:.0%} of the way)"
        for w in waits.itertuples()
    ]
