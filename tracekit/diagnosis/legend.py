"""The legend of a trace: only the events, statuses and codes that are in it, each explained."""

from __future__ import annotations

import pandas as pd

from tracekit.diagnosis.case import Case
from tracekit.errors import UnknownNameError
from tracekit.knowledge import Explanation, explain
from tracekit.model import MessageTrace

_COLUMNS = ("kind", "name", "times", "title", "meaning", "asked")
NOT_KNOWN = "Nothing is known about it here."
_MOST_PHRASE = 300
_MOST = 500


def legend(source: Case | MessageTrace) -> pd.DataFrame:
    """Return one row a kind of event, status or code that is there, the most frequent first.

    Columns: kind (event, status, code), name, times, title, meaning (one sentence), asked (the
    text that `tracekit.explain` takes). Names are as strangers wrote them. At most 500 rows.

    >>> from tracekit import parse
    >>> legend(parse("12/6/2022, 12:31 PM | Receive | x"))["name"].tolist()
    ['Receive']
    """
    trace = source.trace if isinstance(source, Case) else source
    events, codes = trace.events, _codes(trace)
    rows = [
        *_counted("event", events["event"], events["event"]),
        *_counted("status", trace.journeys["status"], trace.journeys["status"]),
        *_counted("code", codes["code"], codes["asked"]),
    ]
    return pd.DataFrame(rows[:_MOST], columns=list(_COLUMNS))


def explained_name(asked: str) -> Explanation | None:
    """Return what is known about a name of a legend; None where nothing is.

    >>> explained_name("Defer").kind
    'event'
    """
    try:
        return explain(asked)
    except UnknownNameError:
        return None


def _codes(trace: MessageTrace) -> pd.DataFrame:
    """Every code with the token or phrase that it needs to be told from others like it."""
    events = trace.events
    words = events["token"].fillna(events["reason"]).fillna("").astype("str").str[:_MOST_PHRASE]
    outer = pd.DataFrame({"code": events["enhanced_code"], "asked": events["enhanced_code"] + " "
                          + words})  # fmt: skip
    inner = pd.DataFrame({"code": events["inner_code"], "asked": events["inner_code"]})
    return pd.concat([outer, inner], ignore_index=True).dropna(subset=["code"])


def _counted(kind: str, names: pd.Series, asked: pd.Series) -> list[tuple]:
    """One row a different explanation of a name, with how often it is there."""
    counts = pd.DataFrame({"name": names, "asked": asked}).dropna().value_counts().head(_MOST)
    found: dict[tuple, tuple] = {}
    for (name, text), times in counts.items():
        page = explained_name(text) or explained_name(name)
        title = page.title if page else ""
        before = found.get((name, title))
        times += before[2] if before else 0
        text = before[5] if before else text if explained_name(text) else name
        found[(name, title)] = (kind, name, times, title, _meaning(page), text)
    return list(found.values())


def _meaning(page: Explanation | None) -> str:
    return page.sections["What it is"][0] if page else NOT_KNOWN
