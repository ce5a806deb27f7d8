"""What tells whether two journeys are the same one: ids, recipient, time, addresses, kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracekit.combine.pool import Pool, numbers_of

# Kinds of journeys, those first that know more of what became of the message.
REPORT, DETAIL, TRACKING, MAILBOX, SUMMARY, LIST, RULE = range(7)
_ID_SIGNS = str.maketrans("", "", "-{} \t\r\n")
_RULES = ("Transport rule", "DLP rule")
MISSING_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Signs:
    """Columns by journey; ids and names are codes, -1 where they are missing.

    `network_id`, `recipient`, `message_id` (letters of any case) and `exact_id` (as written);
    `kind` is one of the kinds above; `source` the place of the
    input's name in the order of names; `origin` is the same for the journeys of one kind that one
    input of one trace gave, or that one trace of several inputs holds: there it is `settled` that
    they are different ones; `time` in microseconds, or MISSING_TIME.
    """

    network_id: np.ndarray
    recipient: np.ndarray
    message_id: np.ndarray
    exact_id: np.ndarray
    kind: np.ndarray
    source: np.ndarray
    origin: np.ndarray
    settled: np.ndarray
    time: np.ndarray
    has_events: np.ndarray


def signs(pool: Pool) -> Signs:
    """Read the signs of every journey."""
    journeys = pool.trace.journeys
    network_id = codes(journeys["network_message_id"], _plain_guid)
    kind, has_events = _kinds(pool, network_id)
    sources = pd.factorize(journeys["source"].fillna(""), sort=True)[0]
    settled = _settled(sources, pool.parts["journeys"])
    exact = codes(journeys["message_id"], _without_brackets)
    times = journeys["received"].dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    return Signs(
        network_id=network_id,
        recipient=codes(journeys["recipient"], _folded),
        message_id=codes(journeys["message_id"], lambda text: _without_brackets(text).casefold()),
        exact_id=exact,
        kind=kind,
        source=sources,
        origin=_origins(sources, pool.parts["journeys"], kind, settled),
        settled=settled,
        time=times.astype(np.int64),
        has_events=has_events,
    )


def _settled(sources: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Mark the journeys of traces that were joined from several inputs."""
    return pd.Series(sources).groupby(parts).transform("nunique").gt(1).to_numpy()


def _origins(
    sources: np.ndarray, parts: np.ndarray, kind: np.ndarray, settled: np.ndarray
) -> np.ndarray:
    source, kind = (np.where(settled, 0, column + 1) for column in (sources, kind))
    return pairs(pairs(source, parts), kind)


def codes(texts: pd.Series, fold: Callable[[str], str]) -> np.ndarray:
    """Number texts by what `fold` makes of them; -1 where that is empty or the text is missing.

    >>> codes(pd.Series(["A", None, "a", "b"], dtype="str"), str.casefold).tolist()
    [0, -1, 0, 1]
    """
    at, distinct = pd.factorize(texts)
    folded = pd.array([fold(text) or None for text in distinct], dtype="str")
    again = np.append(pd.factorize(folded)[0], -1)
    return again[at]


def pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Number the pairs of two columns of codes; -1 where one of them is missing.

    >>> pairs(np.array([0, 0, 1, -1]), np.array([5, 5, 5, 5])).tolist()
    [0, 0, 1, -1]
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    both = first.astype(np.int64) * (int(second.max()) + 1) + second
    both = np.where((first < 0) | (second < 0), -1, both)
    numbers = np.full(len(both), -1, dtype=np.int64)
    numbers[both >= 0] = pd.factorize(both[both >= 0])[0]
    return numbers


def _plain_guid(text: str) -> str:
    return text.translate(_ID_SIGNS).casefold()


def _folded(text: str) -> str:
    return text.strip().casefold()


def _without_brackets(text: str) -> str:
    return text.strip().removeprefix("<").removesuffix(">").strip()


def _kinds(pool: Pool, network_id: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell the kind of each journey from its input's format and from what its events have."""
    journeys, events = pool.trace.journeys, pool.trace.events
    of, count = numbers_of(events), len(journeys)
    own = (of >= 0) & (of < count)

    def holds(mask: np.ndarray) -> np.ndarray:
        found = np.zeros(count, dtype=bool)
        found[of[own & mask]] = True
        return found

    has_events = holds(np.ones(len(events), dtype=bool))
    printed = holds(~events["derived"].to_numpy(dtype=bool, na_value=False))
    traced = holds(events["component"].notna().to_numpy())
    other_than_rules = holds(~events["event"].isin(_RULES).to_numpy())
    format_of = _formats(pool)
    told = journeys["status_text"].notna() | journeys["progress"].notna()
    unnamed = (network_id < 0) & (told.to_numpy() | (has_events & ~traced & other_than_rules))
    is_report = np.where(pd.isna(format_of), unnamed, format_of == "report-text")
    names = format_of.astype("str")
    summary = np.char.startswith(names, "enhanced-summary")
    traced &= ~np.char.startswith(names, "detail-")
    kind = np.select(
        [is_report.astype(bool), traced, has_events & ~other_than_rules, printed, has_events,
         summary],
        [REPORT, TRACKING, RULE, DETAIL, MAILBOX, SUMMARY],
        LIST,
    )  # fmt: skip
    # A status says that more than rules is known, however few the events are.
    kind[(kind == RULE) & journeys["status"].notna().to_numpy()] = DETAIL
    return kind, has_events


def _formats(pool: Pool) -> np.ndarray:
    """Return the format of each journey's input; missing where its name stands for several."""
    sources = pool.trace.sources
    by = sources.groupby("source")["format"]
    single = by.first()[by.nunique().eq(1)]
    # One paste may hold reports beside what a console printed.
    single = single[~single.str.contains("report-text, ", regex=False).fillna(False).astype(bool)]
    return pool.trace.journeys["source"].map(single).to_numpy(dtype=object, na_value=None)
