"""How many messages have each value: a bar a value, the most frequent first."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import GREY, INK, TraceChart
from tracekit.charts.fitting import fit, width_of
from tracekit.charts.sheet import Drawing, Sheet
from tracekit.charts.wording import said
from tracekit.knowledge import load_outcomes

BAR, CHOSEN = "#4a6fa5", "#5b2a86"
_WIDTH, _HIGH, _TOP, _SPARE = 440, 24, 30, 60
_NAMES, _LONGEST = 0.54, 310  # the part of the picture that names have, and how far it may grow
MOST = 12


def outcome_counts(messages: pd.DataFrame, column: str, title: str, chosen: str = "") -> TraceChart:
    """Draw how many messages have each outcome of a column, the most frequent first.

    `messages`: one row a message, `column` holds outcome ids; `chosen` is the outcome to
    point out. At the desk a click on a bar filters by it.

    >>> frame = pd.DataFrame({"where": ["in-junk", "in-junk", "in-inbox"]})
    >>> outcome_counts(frame, "where", "Where it is").description
    'Where it is: Delivered to the Junk Email folder 2, Delivered to the Inbox 1.'
    """
    return count_outcomes(messages[column], title, column, chosen).chart()


def count_outcomes(outcomes: pd.Series, title: str, name: str, chosen: object = "") -> Drawing:
    """Draw how many messages have each outcome; a bar filters the choice `name`."""
    counts = outcomes.value_counts()
    labels = [load_outcomes()[outcome].title for outcome in counts.index]
    choices = [{name: outcome} for outcome in counts.index]
    return ranked(title, labels, counts.tolist(), choices, [c[name] == chosen for c in choices])


def top(counts: pd.Series, name: str, chosen: object = "", most: int = MOST) -> pd.DataFrame:
    """Return the most frequent values and the rest as one: value, label, count, choice, chosen.

    `counts`: by value, the most frequent first. The rest filters by any value but those.

    >>> top(pd.Series({"a": 3, "b": 2, "c": 1, "d": 1}), "rule", most=2)["label"].tolist()
    ['a', 'b', '2 others']
    """
    if len(counts) == most + 1:
        most += 1
    head, rest = counts.head(most), counts.iloc[most:]
    rows = [(value, said(value, 80), int(n), {name: value}) for value, n in head.items()]
    if len(rest):
        but = tuple(str(value) for value in head.index)
        rows.append(("", f"{len(rest):,} others", int(rest.sum()), {name: but}))
    frame = pd.DataFrame(rows, columns=["value", "label", "count", "choice"])
    return frame.assign(chosen=[choice[name] == chosen for choice in frame["choice"]])


def titled(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `top` with the titles of their outcomes."""
    titles = {value: outcome.title for value, outcome in load_outcomes().items()}
    pairs = zip(rows["value"], rows["label"], strict=True)
    return rows.assign(label=[titles.get(value, label) for value, label in pairs])


def places_of(values: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Return the row of each value in `top`; the last one for what is not named."""
    known = {value: n for n, value in enumerate(rows["value"]) if value}
    return values.map(known).fillna(len(rows) - 1).astype("int64")


def ranked(
    title: str, labels: list[str], counts: list[int], choices: list[dict], chosen: list[bool],
    width: int = _WIDTH, numbers: list[str] | None = None, nothing: str = "no message",
) -> Drawing:  # fmt: skip
    """Draw bars with their names at the left and their numbers at the end.

    `labels`: clean text; the picture grows for long ones, so that few are cut. `counts` give the
    lengths, `numbers` what is written (else the counts).
    """
    longest = max((width_of(f"► {label}", 12, False) for label in labels), default=0) + 14
    names = max(width * _NAMES, min(longest, _LONGEST))
    width = round(names + width * (1 - _NAMES))
    sheet = Sheet(title, width)
    room, highest = width - names - _SPARE, max([*counts, 1])
    words = numbers or [f"{count:,}" for count in counts]
    for n, (label, count, word) in enumerate(zip(labels, counts, words, strict=True)):
        at = _TOP + n * _HIGH
        long = names + max(count / highest * room, 2)
        sheet.box((names, at + 4, long, at + _HIGH - 4), CHOSEN if chosen[n] else BAR)
        sheet.word(2, at + _HIGH / 2, fit(f"{'► ' if chosen[n] else ''}{label}", names - 12, 12))
        sheet.word(long + 6, at + _HIGH / 2, word, colour=INK if chosen[n] else GREY)
        sheet.mark((0, at, width, at + _HIGH), label, count, choices[n], f"{label}: {word}")
    told = ", ".join(f"{label} {word}" for label, word in zip(labels, words, strict=True))
    if not labels:
        sheet.small(2, _TOP + _HIGH / 2, f"{nothing[:1].upper()}{nothing[1:]}.")
    return sheet.drawing(_TOP + max(len(labels), 1) * _HIGH + 4, f"{title}: {told or nothing}.")
