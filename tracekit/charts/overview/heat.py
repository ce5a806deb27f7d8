"""Who gets what: groups of recipients against where their messages are."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, TraceChart
from tracekit.charts.fitting import fit, fold
from tracekit.charts.overview.bars import CHOSEN, places_of, titled, top
from tracekit.charts.sheet import WIDTH, Drawing, Sheet

_NAMES, _HIGH, _TOP = 240, 26, 86
_ROWS, _COLUMNS = 15, 6
# From white to a dark blue: the share of a row. The number in the cell says the same.
_LIGHT, _DARK = (0xF3, 0xF6, 0xFA), (0x0B, 0x3D, 0x6E)


def heat_map(messages: pd.DataFrame, by: str = "recipient_domain", title: str = "") -> TraceChart:
    """Draw how many messages of each group are where, dark where much of the group is.

    `messages`: the column `by`, and where (outcome ids). At the desk a click on a cell filters
    by it.

    >>> heat_map(pd.DataFrame({"recipient_domain": [], "where": []})).description
    'Recipients and where their messages are: no message.'
    """
    return heat(messages, by, title, {}).chart()


def heat(messages: pd.DataFrame, by: str, title: str, chosen: dict) -> Drawing:
    """Draw the same; a cell filters its row and its column, a name its row alone."""
    title = title or "Recipients and where their messages are"
    sheet = Sheet(title)
    if messages.empty:
        return sheet.drawing(40, f"{title}: no message.")
    rows = top(messages[by].value_counts(), by, chosen.get(by, ""), _ROWS)
    columns = top(messages["where"].value_counts(), "where", chosen.get("where", ""), _COLUMNS)
    columns = titled(columns)
    counts = _counted(messages, by, rows, columns)
    _heads(sheet, columns)
    told = [_row(sheet, n, row, columns, counts[n])
            for n, row in enumerate(rows.to_dict("records"))]  # fmt: skip
    height = _TOP + len(rows) * _HIGH + 24
    sheet.small(2, height - 8, "A cell is as dark as its share of the row; the number says how "
                "many messages.")  # fmt: skip
    return sheet.drawing(height, f"{title}. " + " ".join(told))


def _counted(
    messages: pd.DataFrame, by: str, rows: pd.DataFrame, columns: pd.DataFrame
) -> list[list[int]]:
    """Messages by row and column; what is not named counts with the last ones."""
    down, across = places_of(messages[by], rows), places_of(messages["where"], columns)
    table = pd.crosstab(down.to_numpy(), across.to_numpy())
    whole = table.reindex(range(len(rows)), axis=0, fill_value=0)
    return whole.reindex(range(len(columns)), axis=1, fill_value=0).to_numpy().tolist()


def _wide(columns: pd.DataFrame) -> float:
    return min((WIDTH - _NAMES) / len(columns), 150)


def _heads(sheet: Sheet, columns: pd.DataFrame) -> None:
    wide = _wide(columns)
    for n, column in enumerate(columns.itertuples()):
        words = f"{'► ' if column.chosen else ''}{column.label}"
        lines = fold(words, wide - 8, 11, most=4)
        for k, line in enumerate(lines):
            at = _TOP - 10 - (len(lines) - 1 - k) * 13
            sheet.word(_NAMES + (n + 0.5) * wide, at, line, "centre", 11)


def _row(sheet: Sheet, n: int, row: dict, columns: pd.DataFrame, counts: list[int]) -> str:
    """One group: its name, its cells; return it in words."""
    at, wide, said = _TOP + n * _HIGH, _wide(columns), []
    mark = "► " if row["chosen"] else ""
    sheet.word(2, at + _HIGH / 2, fit(f"{mark}{row['label']}", _NAMES - 70, 12))
    sheet.word(_NAMES - 10, at + _HIGH / 2, f"{row['count']:,}", "right", colour=GREY)
    alone = {**row["choice"], "where": ""}
    sheet.mark((0, at, _NAMES, at + _HIGH), row["label"], row["count"], alone)
    for k, column in enumerate(columns.to_dict("records")):
        count, share = counts[k], counts[k] / row["count"]
        place = (_NAMES + k * wide, at, _NAMES + (k + 1) * wide - 2, at + _HIGH - 2)
        both = row["chosen"] and column["chosen"]
        sheet.box(place, _shade(share) if count else "#ffffff", CHOSEN if both else FAINT)
        if not count:
            continue
        ink = "#ffffff" if share > 0.55 else INK
        sheet.word((place[0] + place[2]) / 2, at + _HIGH / 2 - 1, f"{count:,}", "centre", 12, ink)
        label = f"{row['label']}, {column['label']}"
        sheet.mark(place, label, count, {**row["choice"], **column["choice"]},
                   f"{label}: {count:,}, {share:.0%} of {row['count']:,}")  # fmt: skip
        said.append(f"{column['label']} {count:,}")
    return f"{row['label']}: {', '.join(said)}."


def _shade(share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
