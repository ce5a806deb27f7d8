"""The pages of one message that are only looked at: who decided, where the time went."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import still
from tracekit.charts.ladder import who_decided
from tracekit.charts.waterfall import waterfall
from tracekit.diagnosis import Case
from tracekit.diagnosis.ladder import ladder
from tracekit.diagnosis.way import stages
from tracekit.render import EMPTY, Html, html_table, note, paragraph, stack

_RUNGS = {"title": "Who", "state": "Did they decide?", "mark": "First or last word",
          "because": "Why"}  # fmt: skip
_ROWS = {"who": "Who", "event": "Event", "time_text": "Time as printed", "detail": "Detail",
         "source": "Input", "line": "Line"}  # fmt: skip
_STAGES = {"title": "Part of the way", "said": "Waited", "minutes": "Minutes by the clock",
           "least": "At least", "most": "At most"}  # fmt: skip
_WAITS = {"kind": "What it waited for", "minutes": "Minutes", "uncertain": "Uncertain by"}
_MOST_ROWS = 40


def ladder_page(case: Case) -> Html:
    """Return the ladder as a picture and as a table, with the rows of those who decided."""
    told = ladder(case)
    rows = [r.rows.assign(who=r.title) for r in told.itertuples() if len(r.rows)]
    shown = pd.concat(rows, ignore_index=True).head(_MOST_ROWS) if rows else None
    asks = dict.fromkeys(ask for ask in told["ask"] if ask)
    return stack(
        still(who_decided(case)),
        html_table(told, _RUNGS, "Who decided, in the order in which they come to a message"),
        EMPTY if shown is None else html_table(shown, _ROWS, "The rows that show it"),
        *(note(ask, "What to ask for") for ask in asks),
    )


def time_page(case: Case) -> Html:
    """Return the waterfall of the waits as a picture and as tables."""
    told = stages(case).round({"minutes": 2, "least": 2, "most": 2})
    waits = paragraph("No wait shows: every event is of one minute.") if case.waits.empty else (
        html_table(case.waits, _WAITS, "Waits, one by one"))  # fmt: skip
    return stack(
        still(waterfall(case)),
        html_table(told, _STAGES, "Where the time went, part by part"),
        waits,
    )
