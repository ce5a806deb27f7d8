"""Agents' records to events: a rule that acted, spam, malware, so that all formats answer alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import rule_hits, verdicts
from tracekit.knowledge.records import load_records
from tracekit.readers.structured.cells import Cells

_RULES = r"(?i)(?:TRA=ETR\||DPA=DPR)"
# Of attachments, the records that say "clean" (v=0), by far the most frequent, tell nothing.
_FILTERS = (r"(?i)(?:SFV=(?:{spam})(?:[|;]|\z)|AMA=(?:\"|SUM\|(?:v=[^0]|[^v])|"
            r"EV\|[^;]*(?:v=1|name=[^|;])))")  # fmt: skip
_RULE_EVENTS = {"TRA": "Transport rule", "DPA": "DLP rule"}
_KEPT = ["journey", "time", "local_time", "time_text", "time_basis", "time_precision", "component",
         "source", "line"]  # fmt: skip


def derived_events(cells: Cells, events: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Add the events that agents' records stand for, each behind its record, marked `derived`.

    `rows` is the record of each event. A rule counts only with an action: timings of evaluated
    rules (ETRP) give nothing. A cell that may be forged gives nothing.
    """
    found = _found(cells)
    if found.empty:
        return events
    places = pd.DataFrame({"row": rows, "at": np.arange(len(rows))})
    places = places[events["event_text"].str.upper().eq("AGENTINFO").fillna(False).to_numpy()]
    joined = places.merge(found, on="row").sort_values(["at", "order"], kind="stable")
    more = events.iloc[joined["at"]][_KEPT].reset_index(drop=True)
    for name in ("event", "rule_id", "action", "malware", "dlp_policy_id", "scl"):
        more[name] = joined[name].astype(events[name].dtype).array
    more["derived"] = pd.array(np.full(len(more), True), dtype="boolean")
    whole = pd.concat([events, more.reindex(columns=events.columns).astype(events.dtypes)])
    order = np.argsort(np.append(np.arange(len(events)), joined["at"].to_numpy()), kind="stable")
    return _numbered(whole.iloc[order].reset_index(drop=True))


def _numbered(events: pd.DataFrame) -> pd.DataFrame:
    of = events["journey"].to_numpy(dtype=np.int64, na_value=-1)
    starts = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
    lengths = np.diff(np.append(starts, len(of)))
    seq = np.arange(len(of)) - np.repeat(starts, lengths) + 1
    return events.assign(seq=pd.array(seq, dtype="Int64"))


def _found(cells: Cells) -> pd.DataFrame:
    """Return row, order, event and its columns for every agent's record that counts."""
    data = cells.arrow("custom_data")
    component, event = cells.arrow("component"), cells.arrow("event")
    agent = pc.and_(
        pc.equal(pc.utf8_upper(component), "AGENT"), pc.equal(pc.utf8_upper(event), "AGENTINFO")
    )
    every = np.flatnonzero(pc.fill_null(agent, False).to_numpy())
    data, component, event = (c.take(pa.array(every)) for c in (data, component, event))

    def those(pattern: str) -> list[pd.Series]:
        places = np.flatnonzero(pc.fill_null(pc.match_substring_regex(data, pattern), False))
        take = pa.array(places)
        return [pd.Series(pd.array(c.take(take), dtype="str"), index=every[places])
                for c in (data, component, event)]  # fmt: skip

    spam = "|".join(load_records().agents.spam)
    rules, filters = those(_RULES), those(_FILTERS.format(spam=spam))
    told = [_rules(rules[0])] if len(rules[0]) else []
    told += [_filters(*filters)] if len(filters[0]) else []
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame()


def _rules(column: pd.Series) -> pd.DataFrame:
    hits = rule_hits(column)
    return pd.DataFrame({
        "row": hits["row"], "order": 0, "event": hits["agent"].map(_RULE_EVENTS),
        "rule_id": hits["rule_id"], "action": hits["action"], "dlp_policy_id": hits["dlp"],
        "malware": None, "scl": None,
    })  # fmt: skip


def _filters(column: pd.Series, component: pd.Series, event: pd.Series) -> pd.DataFrame:
    told = verdicts(column, component, event)
    names = load_records().agents.spam
    spam = told[told["sfv"].str.upper().isin(names)]
    malware = told[told["malware_found"].fillna(False).astype(bool)]
    nothing = {"rule_id": None, "dlp_policy_id": None}
    return pd.concat([
        pd.DataFrame({"row": malware.index, "order": 1, "event": "Malware", "action":
                      None, "malware": malware["malware_name"],
                      "scl": None, **nothing}),
        pd.DataFrame({"row": spam.index, "order": 2, "event": "Spam", "action": None,
                      "malware": None, "scl": spam["scl"], **nothing}),
    ], ignore_index=True)  # fmt: skip
