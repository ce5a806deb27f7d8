"""Where a row is from: E1, E2 are the inputs in their order, then the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from tracekit.case.story import Story


def label(story: Story, source: object) -> str:
    """Return the short name of an input; a member of an archive says its own name too."""
    if not isinstance(source, str):
        return ""
    file = story.material.file_of(source)
    numbers = {one.name: n for n, one in enumerate(story.material.files, start=1)}
    if file not in numbers:
        return source
    return f"E{numbers[file]}{source.removeprefix(file)}"


def places(story: Story, rows: pd.DataFrame) -> list[str]:
    """Return the place of each row of a frame with `source` and `line` (and `last_line`)."""
    names = {source: label(story, source) for source in rows["source"].unique()}
    last = rows["last_line"] if "last_line" in rows else rows["line"]
    return [
        _place(names[source], line, end)
        for source, line, end in zip(rows["source"], rows["line"], last, strict=True)
    ]


def _place(name: str, line: object, end: object) -> str:
    if pd.isna(line):
        return name
    return f"{name}:{line}" if pd.isna(end) or end == line else f"{name}:{line}-{end}"


def once(rows: pd.DataFrame, same: list[str]) -> pd.DataFrame:
    """Return one row for each run of rows that are the same but for their number and line.

    `times` says how many they were, `last_seq` and `last_line` where the run ends.
    """
    if rows.empty:
        return rows.assign(times=0, last_seq=rows["seq"], last_line=rows["line"])
    told = rows[same].astype("str").fillna("")
    run = told.ne(told.shift()).any(axis=1).cumsum()
    ends = rows.groupby(run.to_numpy())[["seq", "line"]].last().add_prefix("last_")
    first = rows[~run.duplicated()].reset_index(drop=True)
    times = run.value_counts(sort=False).to_numpy()
    return first.assign(times=times, **{name: ends[name].to_numpy() for name in ends})


def numbered(rows: pd.DataFrame, passes: pd.Series) -> list[str]:
    """Return pass and number, such as 1.5-7: in the order of the way."""
    shown = rows["journey"].map(passes)
    return [
        _number(way, seq, last)
        for way, seq, last in zip(shown, rows["seq"], rows["last_seq"], strict=True)
    ]


def _number(way: object, seq: object, last: object) -> str:
    first = f"{'?' if pd.isna(way) else int(way)}"
    if pd.isna(seq):
        return first
    return f"{first}.{seq}" if pd.isna(last) or last == seq else f"{first}.{seq}-{last}"


def with_times(events: pd.Series, times: pd.Series) -> list[str]:
    """Return names of events, those of a run with how often."""
    return [f"{e} ×{n}" if n > 1 else str(e) for e, n in zip(events, times, strict=True)]
