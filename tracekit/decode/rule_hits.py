"""Which mail flow and DLP rules acted on a message, one row an action."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.decode.custom_data import Item, items, read
from tracekit.decode.plain_cells import split_plain
from tracekit.decode.verdicts import agent_rows, rule_id, single
from tracekit.knowledge.agents import code_meaning
from tracekit.knowledge.records import load_records

COLUMNS = ("row", "agent", "group", "rule_id", "action", "mode", "severity", "dlp")
TRIAL = " (test mode)"  # stands behind an action that a rule on trial only noted
_RULES = r"(?:[Tt][Rr][Aa]|[Dd][Pp][Aa])="


def rule_hits(
    column: pd.Series, component: pd.Series | None = None, event: pd.Series | None = None,
    *, as_written: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Return one row for each action of each rule that matched, under the label of its row.

    Mail flow rules (TRA ETR) count only with an action; the timings of evaluated rules (ETRP)
    never do. Rules of DLP policies (DPA DPR) are in it with and without one: without, `action` is
    missing and the rule was only evaluated. A doubtful cell gives no row. With `component` and
    `event`, only rows that an agent wrote are read. `rule_id` and `dlp` are GUIDs in small letters
    with dashes; `severity` is low, medium or high; `st=` is no time of the message and not in it.
    `as_written`: the cells are those of a report or log itself (see custom_data.problems_in).

    >>> cell = "S:TRA=ETR|ruleId=C27D21EECA0311E0BCB896154924019B|action=Quarantine|sev=3"
    >>> rule_hits(pd.Series([cell]))[["action", "severity"]].values.tolist()
    [['Quarantine', 'high']]
    """
    if component is not None and event is not None:
        column = column[agent_rows(component, event).to_numpy()]
    column = column.dropna()
    cells = split_plain(column)
    texts, places = cells.matching(_RULES)
    encoded = texts.dictionary_encode()
    known = [_hits(items(text)) for text in encoded.dictionary.to_pylist()]
    odd = np.flatnonzero(~cells.is_plain)
    known += [_hits_in(str(column.iat[place]), as_written) for place in odd]
    of = np.append(encoded.indices.to_numpy(), np.arange(len(known) - len(odd), len(known)))
    frame = _spread(known, of.astype(np.int64), np.append(places, odd))
    return frame.assign(row=column.index.take(frame["row"]))[list(COLUMNS)].reset_index(drop=True)


def actions_of(hits: pd.DataFrame) -> pd.Series:
    """Return the actions of rule hits; those of a rule on trial, which took none, marked as such.

    >>> hits = pd.DataFrame({"action": ["Quarantine"], "mode": ["audit"]}, dtype="str")
    >>> actions_of(hits).tolist()
    ['Quarantine (test mode)']
    """
    mode = hits["mode"].str.casefold().str.replace(" ", "")
    return hits["action"].mask(mode.isin(load_records().agents.trial), hits["action"] + TRIAL)


def are_trials(actions: pd.Series) -> pd.Series:
    """Mark the actions that a rule on trial only noted.

    >>> are_trials(pd.Series(["Quarantine (test mode)", "Quarantine", None], dtype="str")).tolist()
    [True, False, False]
    """
    return actions.str.endswith(TRIAL).fillna(False).astype(bool)


def _spread(known: list[list[tuple]], of: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """Give the hits that each place has, by the number of its text, in the order of places."""
    counts = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
    order = np.argsort(places, kind="stable")
    of, places = of[order], places[order]
    each = counts[of]
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    wanted = np.repeat((np.cumsum(counts) - counts)[of], each) + within
    hits = pd.DataFrame([hit for hits in known for hit in hits], columns=list(COLUMNS[1:]))
    return hits.astype("str").take(wanted).assign(row=np.repeat(places, each))


def _hits_in(text: str, as_written: bool) -> list[tuple]:
    found, doubts = read(text, as_written=as_written)
    return [] if doubts else _hits(found)


def _hits(found: list[Item] | tuple[Item, ...]) -> list[tuple]:
    """Give the hits of some items as rows of COLUMNS without the first."""
    hits = []
    for item in found:
        if item.is_record("TRA", "ETR"):
            hits += [_hit(item, "TRA", "dlpId", action) for action in item.values("action")]
        elif item.is_record("DPA", "DPR"):
            actions = item.values("action") or [None]
            hits += [_hit(item, "DPA", "policyId", action) for action in actions]
    return hits


def _hit(item: Item, agent: str, policy: str, action: str | None) -> tuple:
    severity = single(item.values("sev"))
    grade = code_meaning("TRA", "sev", severity or "") or severity
    mode = single(item.values("mode"))
    return agent, item.head.upper(), rule_id(item), action, mode, grade, rule_id(item, policy)
