"""Agents' records to events: a rule that acted, spam, malware, so that all formats answer alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import problems_in, rule_hits, verdicts
from tracekit.decode.custom_data import NOT_READ
from tracekit.decode.rule_hits import actions_of
from tracekit.knowledge.records import load_records
from tracekit.readers.structured.cells import STRING, Cells, one_piece

# An item as a report or log writes it (TRA=ETR), and as Get-MessageTrackingLog does ([TRA, ETR).
_IS = r"(?:=|,\s*)"
_RULES = rf"(?i)(?:TRA{_IS}ETR\||DPA{_IS}DPR)"
# Of attachments, the records that say "clean" (v=0), by far the most frequent, tell nothing.
_FILTERS = (r"(?i)(?:(?:SFV=(?:{sfv})|IPV=(?:{ipv})|DI=(?:{di}))(?:[|;\]]|\z)|"
            rf"AMA{_IS}(?:\"|SUM\|(?:v=[^0]|[^v])|EV\|[^;]*(?:v=1|name=[^|;])))")  # fmt: skip
_RULE_EVENTS = {"TRA": "Transport rule", "DPA": "DLP rule"}
# Cells that may be doubtful: with an engine's find in them, or with quotation marks.
_DOUBTFUL = rf"(?i)AMA{_IS}EV\||['\"]"
COLUMNS = {"event": STRING, "rule_id": STRING, "action": STRING, "malware": STRING,
           "dlp_policy_id": STRING, "scl": pa.int64()}  # fmt: skip
WORDS = ("sfv", "di", "ipv")


@dataclass(frozen=True, eq=False)
class Places:
    """Where events stand once the derived ones are among them, each behind its record.

    `at`: for each event the place it had, or that its record had, without them. `is_derived`: which
    ones were added. `told`: what the added ones say, in their order; its columns are COLUMNS.
    `words`: what the filter said, by record; its columns are WORDS.
    """

    at: np.ndarray
    is_derived: np.ndarray
    told: pd.DataFrame
    words: pd.DataFrame

    def own(self, places: np.ndarray) -> pa.Array:
        """Return for each event one of `places`; none for a derived one."""
        return pa.array(places[self.at], mask=self.is_derived)

    def derived(self, column: str) -> pa.Array:
        """Return a column of the derived events, spread over all events; others are null."""
        values = pa.array(self.told[column].astype(object), COLUMNS[column], from_pandas=True)
        number = np.cumsum(self.is_derived) - 1
        return values.take(pa.array(np.maximum(number, 0), mask=~self.is_derived))


def words_of(places: Places, column: str, rows: np.ndarray) -> pa.Array:
    """Return a word of the filter for each event that is the record itself; `rows` as before."""
    words = places.words[column]
    at = words.index.get_indexer(rows[places.at])
    values = pa.array(words.astype(object), STRING, from_pandas=True)
    return values.take(pa.array(np.maximum(at, 0), mask=places.is_derived | (at < 0)))


def places_of(cells: Cells, rows: np.ndarray) -> Places:
    """Find the events that agents' records stand for, and where they belong.

    `rows` is the record of each event. A rule counts only with an action: timings of evaluated
    rules (ETRP) give nothing. A cell that may be forged gives an event that says only this.
    """
    (found, words), count = _found(cells), len(rows)
    if found.empty:
        return Places(np.arange(count), np.zeros(count, dtype=bool), _nothing(), words)
    by_record = found.merge(_of_records(rows, found["row"]), on="row")
    added = by_record.sort_values(["place", "order"], kind="stable")
    places = added["place"].to_numpy()
    order = np.argsort(np.append(np.arange(count), places), kind="stable")
    at = np.append(np.arange(count), places)[order]
    return Places(at, order >= count, added[list(COLUMNS)], words)


def _of_records(rows: np.ndarray, wanted: pd.Series) -> pd.DataFrame:
    places = np.flatnonzero(np.isin(rows, wanted.unique()))
    return pd.DataFrame({"row": rows[places], "place": places})


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})


def _found(cells: Cells) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return row, order, event and its columns for every record that counts, and the words."""
    data, component, event = (
        cells.printed(cells.name_of(name)) for name in ("custom_data", "component", "event")
    )
    agents = load_records().agents
    known = {w: getattr(agents, w) for w in WORDS}
    known["sfv"] = [*known["sfv"], *agents.spelled]
    filters = _FILTERS.format(**{w: "|".join(names) for w, names in known.items()})
    # One look at the whole column costs less than a copy of the agents' records.
    telling = pc.match_substring_regex(data, f"{_RULES}|{filters}")
    agent = pc.and_(
        pc.equal(pc.ascii_upper(component), "AGENT"), pc.equal(pc.ascii_upper(event), "AGENTINFO")
    )
    wanted = pc.fill_null(pc.and_(telling, agent), False)
    rows = np.flatnonzero(wanted.to_numpy())
    data, component, event = (
        pd.Series(pd.array(one_piece(c.filter(wanted)), dtype="str"), index=rows)
        for c in (data, component, event)
    )
    rules, filtered = (data.str.contains(pattern, regex=True).to_numpy()
                       for pattern in (_RULES, filters))  # fmt: skip
    as_written = _stands_as_written(cells)
    told = [_rules(data[rules], as_written), _doubts(data, as_written)] if len(rows) else []
    words = pd.DataFrame(columns=list(WORDS), dtype="str")
    if filtered.any():
        said = verdicts(data[filtered], component[filtered], event[filtered],
                        as_written=as_written)  # fmt: skip
        told, words = [*told, _filters(said)], _telling(said)
    told = [frame for frame in told if len(frame)]
    return (pd.concat(told, ignore_index=True) if told else pd.DataFrame()), words


def _stands_as_written(cells: Cells) -> bool:
    """Tell whether the cells are those of a report or log itself, and no printed copy."""
    return cells.kind.zone == "utc" and cells.container == "csv"


def _doubts(column: pd.Series, as_written: bool) -> pd.DataFrame:
    """Give an event for each record that may be forged, so that it is not taken for silent."""
    odd = column[column.str.contains(_DOUBTFUL, regex=True)]
    rows = [row for row, text in odd.items() if problems_in(text, as_written=as_written)]
    return pd.DataFrame({"row": rows, "order": 3, "event": "AGENTINFO", "rule_id": None,
                         "action": NOT_READ, "dlp_policy_id": None, "malware": None,
                         "scl": None})  # fmt: skip


def _telling(said: pd.DataFrame) -> pd.DataFrame:
    """Return the words that tell who decided, by record; the others are left out."""
    agents = load_records().agents
    upper = {name: said[name].str.upper() for name in WORDS}
    upper["sfv"] = agents.code(said["sfv"])
    kept = {name: word.where(word.isin(getattr(agents, name))) for name, word in upper.items()}
    return pd.DataFrame(kept).dropna(how="all")


def _rules(column: pd.Series, as_written: bool) -> pd.DataFrame:
    hits = rule_hits(column, as_written=as_written)
    return pd.DataFrame({
        "row": hits["row"], "order": 0, "event": hits["agent"].map(_RULE_EVENTS),
        "rule_id": hits["rule_id"], "action": actions_of(hits), "dlp_policy_id": hits["dlp"],
        "malware": None, "scl": None,
    })  # fmt: skip


def _filters(told: pd.DataFrame) -> pd.DataFrame:
    agents = load_records().agents
    spam = told[agents.code(told["sfv"]).isin(agents.spam)]
    malware = told[told["malware_found"].fillna(False).astype(bool)]
    letters = malware["malware_action"].astype("str")
    done = letters.str.casefold().map(agents.malware).fillna(letters)
    nothing = {"rule_id": None, "dlp_policy_id": None}
    return pd.concat([
        pd.DataFrame({"row": malware.index, "order": 1, "event": "Malware", "action":
                      done, "malware": malware["malware_name"],
                      "scl": None, **nothing}),
        pd.DataFrame({"row": spam.index, "order": 2, "event": "Spam", "action": None,
                      "malware": None, "scl": spam["scl"], **nothing}),
    ], ignore_index=True)  # fmt: skip
