"""Progress as a page for trainee and teacher: a picture, then tables."""

from __future__ import annotations

import pandas as pd

from tracekit.render import Html, heading, html_table, note, paragraph, stack
from tracekit.training.feedback import title
from tracekit.training.progress import calibration, confusions, strengths, weeks
from tracekit.training.record import History


def progress_page(history: History, trainee: str = "") -> Html:
    """Return strengths, confusions, weeks and calibration; `trainee`: one person, else everybody.

    >>> progress_page(History()).text
    'Nothing was handed in yet.'
    """
    mine = history.of(trainee) if trainee else history
    if not mine.entries:
        return paragraph("Nothing was handed in yet.")
    parts = [heading(f"Practice{f' of {trainee}' if trainee else ''}", 2),
             _drawn(mine), *_strengths(mine), *_confusions(mine),
             *_calibration(mine)]  # fmt: skip
    if mine.unread:
        parts.append(note(f"{mine.unread} lines of the record could not be read."))
    return stack(*parts)


def _drawn(history: History) -> Html:
    # The command line has no use for charts, and begins without waiting for them.
    from tracekit.charts import picture
    from tracekit.charts.progress import progress

    return picture(progress(weeks(history))).html()


def _strengths(history: History) -> list[Html]:
    found = strengths(history)
    shown = found.assign(title=[title(name) for name in found["right"]],
                         share=[f"{part:.0%}" for part in found["share"]])  # fmt: skip
    return [heading("Outcomes, the weakest first", 3),
            html_table(shown, {"title": "Outcome", "tree": "Tree", "known": "Known",
                               "asked": "Asked", "share": "Share"})]  # fmt: skip


def _confusions(history: History) -> list[Html]:
    """The matrix of outcome taken for outcome: a row a right one, a column a named one."""
    found = confusions(history)
    if found.empty:
        return [heading("What was taken for what", 3), paragraph("Nothing.")]
    matrix = pd.crosstab(found["right"], found["named"], values=found["times"], aggfunc="sum")
    filled = matrix.fillna(0).astype("int64").rename_axis(None, axis=1).reset_index()
    filled["right"] = filled["right"].map(title)
    heads = {name: "Right is" if name == "right" else f"Named: {title(name)}" for name in filled}
    return [heading("What was taken for what", 3), html_table(filled, heads)]


def _calibration(history: History) -> list[Html]:
    found = calibration(history)
    shown = found.assign(said=found["said"].astype("str"),
                         right=[f"{part:.0f} %" for part in found["right"]])  # fmt: skip
    return [heading("How true the confidence is", 3),
            html_table(shown, {"said": "Said", "cases": "Cases", "right": "Right"})]  # fmt: skip
