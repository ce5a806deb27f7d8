"""Progress: what a person knows, what they take for what, and how true their confidence is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from tracekit.training.feedback import title
from tracekit.training.record import Entry, History

_RIGHT = ("right", "too_sure", "not_sure_enough")
_SKILLS = ["when", "trainee", "scenario", "tree", "right", "named", "kind", "known"]
# The edges of the bands that confidences are put in, in percent.
_BANDS = (0, 50, 70, 85, 101)


def skills(history: History) -> pd.DataFrame:
    """One row a tree of a case: when (UTC), trainee, scenario, tree, right, named, kind, known."""
    rows = [(entry.when, entry.trainee, entry.scenario, one.tree, one.right, one.named, one.kind,
             one.kind in _RIGHT) for entry in history.entries for one in entry.skills]  # fmt: skip
    found = pd.DataFrame(rows, columns=_SKILLS)
    return found.assign(when=_times(found["when"]), known=found["known"].astype(bool))


def strengths(history: History) -> pd.DataFrame:
    """One row an outcome: tree, right, asked, known (counts), share; the weakest first."""
    found = skills(history).groupby(["tree", "right"], as_index=False).agg(
        asked=("known", "size"), known=("known", "sum"))  # fmt: skip
    return found.assign(share=found["known"] / found["asked"]).sort_values(
        ["share", "asked"], ascending=[True, False], ignore_index=True)  # fmt: skip


def confusions(history: History) -> pd.DataFrame:
    """Which outcome was taken for which: tree, right, named, times; the most frequent first."""
    found = skills(history)
    wrong = found[~found["known"]]
    return (
        wrong.groupby(["tree", "right", "named"], as_index=False)
        .agg(times=("known", "size"))
        .sort_values(["times", "tree", "right"], ascending=[False, True, True], ignore_index=True)
    )


def weeks(history: History) -> pd.DataFrame:
    """One row a week (its Monday): cases, points (middle), minutes (middle), hints (all)."""
    rows = [(e.when, e.points, e.seconds / 60, e.hints) for e in history.entries]
    found = pd.DataFrame(rows, columns=["when", "points", "minutes", "hints"])
    found = found.assign(when=_times(found["when"])).dropna(subset="when")
    monday = found["when"].dt.normalize() - pd.to_timedelta(found["when"].dt.day_of_week, unit="D")
    return found.assign(week=monday).groupby("week", as_index=False).agg(
        cases=("points", "size"), points=("points", "mean"), minutes=("minutes", "mean"),
        hints=("hints", "sum"))  # fmt: skip


def calibration(history: History) -> pd.DataFrame:
    """How often an outcome was right for each band of confidence: said, cases, sure, right (%)."""
    rows = [(e.confidence, e.skills[0].kind in _RIGHT) for e in history.entries if e.skills]
    found = pd.DataFrame(rows, columns=["sure", "right"]).astype({"sure": float, "right": float})
    names = [f"{a} to {b - 1} %" for a, b in pairwise(_BANDS)]
    said = pd.cut(found["sure"], list(_BANDS), right=False, labels=names)
    return found.assign(said=said).groupby("said", observed=True, as_index=False).agg(
        cases=("right", "size"), sure=("sure", "mean"), right=("right", lambda r: 100 * r.mean())
    )  # fmt: skip


def progress_text(history: History, trainee: str = "") -> str:
    """Say all of it as text; `trainee`: one person, else everybody in the record."""
    mine = history.of(trainee) if trainee else history
    if not mine.entries:
        return "Nothing was handed in yet."
    people = sorted({entry.trainee or "(no name)" for entry in mine.entries})
    by = f"{_count(len(mine.entries), 'case')} by {', '.join(people)}"
    parts = [by, _weeks(mine), _strengths(mine), _confusions(mine), _calibration(mine)]
    if mine.unread:
        parts.append(f"{mine.unread} lines of the record could not be read; they are left out.")
    return "\n\n".join(parts)


def _weeks(history: History) -> str:
    lines = [f"  {row.week:%Y-%m-%d}  {_count(row.cases, 'case'):>9}  {row.points:>5.0f} points  "
             f"{row.minutes:>5.1f} min  {_count(int(row.hints), 'hint')}"
             for row in weeks(history).itertuples()]  # fmt: skip
    return _part("Week by week", lines)


def _strengths(history: History) -> str:
    lines = [f"  {row.known} of {row.asked}  {title(row.right)} [{row.right}]"
             for row in strengths(history).itertuples()]  # fmt: skip
    return _part("Outcomes, the weakest first", lines)


def _confusions(history: History) -> str:
    lines = [f"  {row.times} x  {title(row.right)} [{row.right}], taken for: "
             f"{title(row.named)}{f' [{row.named}]' if row.named else ''}"
             for row in confusions(history).itertuples()]  # fmt: skip
    return _part("What was taken for what", lines or ["  Nothing."])


def _calibration(history: History) -> str:
    lines = [f"  sure {row.said}: right in {row.right:.0f} % of {_count(row.cases, 'case')}"
             for row in calibration(history).itertuples()]  # fmt: skip
    return _part("How true your confidence is", lines)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _part(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *lines])


def _times(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, utc=True, errors="coerce", format="ISO8601")


__all__ = ["Entry", "calibration", "confusions", "progress_text", "skills", "strengths", "weeks"]
